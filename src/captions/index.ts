/** Sentences about faces: what they say, whether it is true of a rendered picture, and faces of which it is. */
export { type FaceFacts, type FactName, factNames, factsOf } from './face-facts.js';
export { readCaption } from './read-caption.js';
export { type SaidFacts, type SayOptions, sayFacts } from './say.js';
export { type SpecifyOptions, specifyFaces } from './specify.js';
export { specialWords, type Tokenizer } from './tokenizer.js';
export { type Understood, understand } from './understand.js';
export { isUnseen, unseenCombinations } from './unseen.js';
export { captionTokenizer } from './words.js';
