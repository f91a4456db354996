/** What a model of pictures and sentences is worth among faces that it never saw, beside a classifier that was taught each fact. */
import type { FaceFacts } from '../../../captions/face-facts.js';
import type { OpenedClip } from '../../../search/open-clip.js';
import type { Retrieval } from '../../../tasks/generative/clip/retrieval.js';
import { clipRecall, embedFaces } from '../../../tasks/generative/clip/validation.js';
import { presence, type ReadFact, readFacts } from '../../../tasks/generative/clip/zero-shot.js';
import type { FaceSet } from '../../../tasks/generative/data/face-set.js';
import type { Judgement } from '../../../tasks/generative/judges/judge-file.js';

export interface MeasuredClip {
  faces: number;
  plain: Retrieval;
  paraphrased: Retrieval;
  /** By sentences alone, and by the judges, of the faces that show a value of the fact. */
  facts: (ReadFact & { taught: number | null })[];
  /** Whether something is there at all: the area under the curve, null where all or none of the faces have it. */
  presence: { sentence: string; faces: number; area: number | null }[];
}

/** What is asked for, and whether a face has it. */
const asked: readonly (readonly [sentence: string, is: (facts: FaceFacts) => boolean])[] = [
  ['a person with glasses', ({ glasses }) => glasses !== undefined],
  ['a bearded person', ({ beard }) => beard !== undefined],
  ['a person with a hat', ({ headwear }) => headwear !== undefined],
  ['a smiling person', ({ expression }) => expression?.includes('smile') ?? false],
  ['a woman', ({ person }) => person === 'woman'],
];

/** @param judgements – of the faces of the set. @param most – faces that are searched. */
export async function measureClip(
  clip: OpenedClip,
  faces: FaceSet,
  judgements: readonly Judgement[],
  most: number,
): Promise<MeasuredClip> {
  const { tokenizer } = clip;
  const embedded = await embedFaces(clip, faces, most);
  const { facts, pictures } = embedded;
  const read = await readFacts(clip, tokenizer, pictures, facts);
  const there: MeasuredClip['presence'] = [];
  for (const [sentence, is] of asked) {
    const has = facts.map(is);
    const count = has.filter(Boolean).length;
    const told = count > 0 && count < facts.length;
    const area = told ? await presence(clip, tokenizer, sentence, pictures, has) : null;
    there.push({ sentence, faces: count, area });
  }
  return {
    faces: facts.length,
    plain: await clipRecall(clip, tokenizer, embedded),
    paraphrased: await clipRecall(clip, tokenizer, embedded, 1),
    facts: read.map((one) => ({ ...one, taught: shareTold(one.fact, facts, judgements) })),
    presence: there,
  };
}

function shareTold(
  fact: keyof FaceFacts,
  facts: readonly FaceFacts[],
  judgements: readonly Judgement[],
): number | null {
  const rows = facts.flatMap((own, row) =>
    own[fact] === undefined || judgements[row] === undefined ? [] : [row],
  );
  if (rows.length === 0) return null;
  return rows.filter((row) => judgements[row]![fact] === facts[row]![fact]).length / rows.length;
}
