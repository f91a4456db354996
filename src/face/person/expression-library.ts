/**
 * What faces do, by name: common expressions as mixtures of facial actions (EMFACS prototypes of Ekman & Friesen and the
 * compound expressions of Du, Tao & Martinez 2014; weights are ours), and the mouths of speech (visemes). Actions are
 * named without their side: 'lipCornerPuller' stands for both.
 */
export type Mixture = Readonly<Record<string, number>>;

const libraryNames = [
  'smile',
  'polite smile',
  'broad smile',
  'open smile',
  'laugh',
  'smirk',
  'surprise',
  'happy surprise',
  'fear',
  'worry',
  'sadness',
  'crying',
  'anger',
  'rage',
  'shout',
  'pain',
  'disgust',
  'contempt',
  'awe',
  'frown',
  'concentration',
  'raised brows',
  'pout',
  'kiss',
  'whistle',
  'doubt',
  'squint',
  'yawn',
  'drowsiness',
  'pressed lips',
  'tucked lips',
  'bitten lip',
  'puffed cheeks',
  'grimace',
  'jaw to one side',
  'tongue out',
  'tongue out, eyes squeezed',
  'licking the upper lip',
] as const;
export type LibraryExpression = (typeof libraryNames)[number];

/** Full-strength mixtures; sampled at 0.25 to 1 of it. */
export const expressionLibrary: Readonly<Record<LibraryExpression, Mixture>> = {
  smile: { lipCornerPuller: 0.7, cheekRaiser: 0.35 },
  'polite smile': { lipCornerPuller: 0.5, dimpler: 0.3, lipPressor: 0.25 },
  'broad smile': { lipCornerPuller: 1, cheekRaiser: 0.7, upperLipRaiser: 0.25, lidTightener: 0.3 },
  'open smile': {
    lipCornerPuller: 0.85,
    cheekRaiser: 0.5,
    jawDrop: 0.2,
    upperLipRaiser: 0.2,
    lowerLipDepressor: 0.15,
  },
  laugh: { lipCornerPuller: 0.95, cheekRaiser: 0.8, jawDrop: 0.4, upperLipRaiser: 0.3, lidTightener: 0.4 },
  smirk: { lipCornerPuller: 0.5, dimpler: 0.4, lidTightener: 0.2 },
  surprise: { innerBrowRaiser: 0.9, outerBrowRaiser: 0.9, upperLidRaiser: 0.8, jawDrop: 0.45 },
  'happy surprise': {
    innerBrowRaiser: 0.8,
    outerBrowRaiser: 0.9,
    upperLidRaiser: 0.6,
    lipCornerPuller: 0.8,
    jawDrop: 0.4,
  },
  fear: {
    innerBrowRaiser: 0.9,
    outerBrowRaiser: 0.5,
    browLowerer: 0.4,
    upperLidRaiser: 0.9,
    lipStretcher: 0.7,
    jawDrop: 0.2,
  },
  worry: { innerBrowRaiser: 0.8, browLowerer: 0.5, lipStretcher: 0.25, lipPressor: 0.3 },
  sadness: { innerBrowRaiser: 0.9, browLowerer: 0.3, lipCornerDepressor: 0.9, chinRaiser: 0.3 },
  crying: {
    innerBrowRaiser: 0.6,
    browLowerer: 0.7,
    cheekRaiser: 0.6,
    lidTightener: 0.6,
    lipStretcher: 0.5,
    lipCornerDepressor: 0.6,
    jawDrop: 0.2,
  },
  anger: { browLowerer: 1, upperLidRaiser: 0.3, lidTightener: 0.7, lipPressor: 0.8 },
  rage: {
    browLowerer: 1,
    upperLidRaiser: 0.5,
    lidTightener: 0.6,
    upperLipRaiser: 0.5,
    lowerLipDepressor: 0.7,
    lipStretcher: 0.4,
  },
  shout: { browLowerer: 0.9, noseWrinkler: 0.4, upperLipRaiser: 0.5, lowerLipDepressor: 0.7, jawDrop: 0.6 },
  pain: {
    browLowerer: 0.9,
    cheekRaiser: 0.8,
    lidTightener: 0.8,
    noseWrinkler: 0.5,
    upperLipRaiser: 0.4,
    lipStretcher: 0.4,
  },
  disgust: { noseWrinkler: 0.9, upperLipRaiser: 0.7, browLowerer: 0.5, lidTightener: 0.4 },
  contempt: { dimpler: 0.6, lidTightener: 0.15 },
  awe: { innerBrowRaiser: 0.7, outerBrowRaiser: 0.7, upperLidRaiser: 0.4, jawDrop: 0.3 },
  frown: { browLowerer: 0.8, lidTightener: 0.3 },
  concentration: { browLowerer: 0.5, lidTightener: 0.5, lipPressor: 0.4 },
  'raised brows': { innerBrowRaiser: 0.7, outerBrowRaiser: 0.8 },
  pout: { lipPucker: 0.8, chinRaiser: 0.3 },
  kiss: { lipPucker: 1, lipFunneler: 0.3, lidTightener: 0.2 },
  whistle: { lipPucker: 0.9, lipFunneler: 0.5, cheekPuff: 0.15 },
  doubt: { outerBrowRaiser: 0.6, chinRaiser: 0.7, lipCornerDepressor: 0.4 },
  squint: { lidTightener: 0.9, cheekRaiser: 0.6, browLowerer: 0.5 },
  yawn: { jawDrop: 0.95, lidTightener: 0.6, browLowerer: 0.2, innerBrowRaiser: 0.2 },
  drowsiness: { jawDrop: 0.06, innerBrowRaiser: 0.25 },
  'pressed lips': { lipPressor: 0.9, dimpler: 0.4 },
  'tucked lips': { lipSuckUpper: 0.6, lipSuckLower: 0.8 },
  'bitten lip': { lipSuckLower: 0.9, jawDrop: 0.05, upperLipRaiser: 0.15 },
  'puffed cheeks': { cheekPuff: 0.8, lipPressor: 0.3 },
  grimace: { lipStretcher: 0.9, lowerLipDepressor: 0.6, lidTightener: 0.4 },
  'jaw to one side': { jawRight: 0.7, lipPressor: 0.2 },
  'tongue out': { tongueOut: 1, jawDrop: 0.35, lowerLipDepressor: 0.2 },
  'tongue out, eyes squeezed': {
    tongueOut: 0.9,
    jawDrop: 0.4,
    cheekRaiser: 0.7,
    lidTightener: 0.8,
    noseWrinkler: 0.4,
  },
  'licking the upper lip': { tongueOut: 0.8, tongueUp: 0.8, jawDrop: 0.28 },
};

/**
 * Mouths of speech: the fourteen visemes of MPEG-4 facial animation (ISO/IEC 14496-2, annex C) and silence between
 * words; typical strength.
 */
export const visemes: Readonly<Record<string, Mixture>> = {
  pbm: { lipPressor: 0.5, lipSuckLower: 0.15 },
  fv: { lipSuckLower: 0.55, upperLipRaiser: 0.25, jawDrop: 0.06 },
  th: { jawDrop: 0.12, tongueOut: 0.2, lowerLipDepressor: 0.15 },
  td: { jawDrop: 0.1, tongueUp: 0.5, lowerLipDepressor: 0.15 },
  kg: { jawDrop: 0.15, lipStretcher: 0.15 },
  tsh: { lipFunneler: 0.6, jawDrop: 0.08 },
  sz: { lipStretcher: 0.35, lowerLipDepressor: 0.25, jawDrop: 0.03 },
  nl: { jawDrop: 0.14, tongueUp: 0.6 },
  r: { lipFunneler: 0.35, lipPucker: 0.2, jawDrop: 0.1 },
  a: { jawDrop: 0.42, lowerLipDepressor: 0.2 },
  e: { jawDrop: 0.2, lipStretcher: 0.35, lipCornerPuller: 0.15 },
  i: { jawDrop: 0.08, lipStretcher: 0.4, lipCornerPuller: 0.25 },
  o: { jawDrop: 0.3, lipFunneler: 0.5, lipPucker: 0.25 },
  u: { jawDrop: 0.1, lipPucker: 0.7, lipFunneler: 0.3 },
  pause: { jawDrop: 0.05 },
};

/** Every name that a description's `expression` can have. */
export type ExpressionName = 'neutral' | LibraryExpression | 'speaking' | 'mixed';
export const expressionNames: readonly ExpressionName[] = ['neutral', ...libraryNames, 'speaking', 'mixed'];
