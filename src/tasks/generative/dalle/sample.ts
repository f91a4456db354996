/**
 * Draws pictures of sentences, token by token. Each step computes one token alone: keys and values of those before are kept, in memory of
 * a fixed length.
 * Of the scores the largest few are kept (top-k) and sharpened or softened by the temperature. Guidance without a classifier
 * (Ho and Salimans, 2021; Crowson for tokens): scores with the sentence are moved away from those without by
 * `guidance`; 1 is none. B pictures, T words, G tokens, K codes.
 */
import { specialWords } from '../../../captions/tokenizer.js';
import type { Random } from '../../../core/random.js';
import type { Session } from '../../../nn/runtime/runtime.js';
import type { DalleMetadata } from './dalle-file.js';
import { memoryLength } from './transformer.js';

export interface SamplingSettings {
  temperature: number;
  /** Codes that are drawn from, of those with the highest scores. */
  topCodes: number;
  guidance: number;
}

export const samplingDefaults: SamplingSettings = { temperature: 0.7, topCodes: 64, guidance: 8 };

/** Numbers of a sentence that says nothing, `[T]`. */
export function emptySentence(length: number): number[] {
  const row = new Array<number>(length).fill(specialWords.padding);
  row[0] = specialWords.begin;
  row[1] = specialWords.end;
  return row;
}

/**
 * @param session – of a DALL·E's file. @param sentences – B of `[T]` numbers of words.
 * @returns `[B, G]` codes.
 */
export async function sampleCodes(
  session: Session,
  { architecture, space }: Pick<DalleMetadata, 'architecture' | 'space'>,
  sentences: readonly ArrayLike<number>[],
  { temperature, topCodes, guidance }: SamplingSettings,
  random: Random,
): Promise<Float32Array> {
  const { length } = architecture;
  const count = sentences.length;
  const guided = guidance !== 1;
  const rows = guided ? [...sentences, ...sentences.map(() => emptySentence(length))] : sentences;
  // Equal sentences are read once: of sixteen faces to one sentence with guidance, two rows instead of 32.
  const { distinct, which } = distinctRows(rows);
  const walk = startWalk(session, { architecture, space }, distinct.length);
  let scores: Float32Array = new Float32Array();
  for (let place = 0; place < length; place++)
    scores = await walk.step(
      Float32Array.from(distinct, (row) => row[place]!),
      place,
    );
  scores = takeRows(scores, distinct.length, which);
  walk.take(which);
  const codes = new Float32Array(count * space.tokens);
  for (let token = 0; token < space.tokens; token++) {
    const drawn = Float32Array.from(sentences, (_, i) => {
      const own = scores.subarray(i * space.codes, (i + 1) * space.codes);
      if (guided) {
        const without = scores.subarray((count + i) * space.codes, (count + i + 1) * space.codes);
        for (let k = 0; k < own.length; k++) own[k] = without[k]! + guidance * (own[k]! - without[k]!);
      }
      return drawCode(own, temperature, topCodes, random);
    });
    for (const [i, code] of drawn.entries()) codes[i * space.tokens + token] = code;
    if (token === space.tokens - 1) break;
    const next = Float32Array.from(rows, (_, i) => space.words + drawn[i % count]!);
    scores = await walk.step(next, length + token);
  }
  return codes;
}

/** Tokens of several rows, one after the other, each step remembering those before it. */
export interface Walk {
  /** @param tokens – `[B]`. @param place – theirs in the row. @returns scores `[B, K]`. */
  step: (tokens: Float32Array, place: number) => Promise<Float32Array>;
  /** From here on the rows are these of those so far; one may come several times. */
  take: (rows: readonly number[]) => void;
}

/** @param count – B. */
export function startWalk(
  session: Session,
  { architecture, space }: Pick<DalleMetadata, 'architecture' | 'space'>,
  count: number,
): Walk {
  const { blocks, heads, width } = architecture;
  const depth = width / heads;
  const room = memoryLength(architecture, space);
  let batch = count;
  const memories = (): Float32Array[] =>
    Array.from({ length: blocks }, () => new Float32Array(batch * width * room));
  let [keys, values] = [memories(), memories()];
  return {
    async step(tokens, place) {
      const result = await session.run({
        token: { data: tokens, shape: [batch] },
        place: { data: Float32Array.of(place), shape: [1] },
        ...Object.fromEntries(
          keys.flatMap((data, i) => [
            [`keys${i}`, { data, shape: [batch, heads, depth, room] }],
            [`values${i}`, { data: values[i]!, shape: [batch, heads, room, depth] }],
          ]),
        ),
      });
      // The last token of a row is remembered by none.
      if (place < room)
        for (let block = 0; block < blocks; block++) {
          const [key, value] = [result[`key${block}`]!, result[`value${block}`]!];
          for (let i = 0; i < key.length; i++) keys[block]![i * room + place] = key[i]!;
          for (let head = 0; head < batch * heads; head++)
            values[block]!.set(
              value.subarray(head * depth, (head + 1) * depth),
              (head * room + place) * depth,
            );
        }
      return result.codes!;
    },
    take(rows) {
      [keys, values] = [keys, values].map((list) => list.map((data) => takeRows(data, batch, rows))) as [
        Float32Array[],
        Float32Array[],
      ];
      batch = rows.length;
    },
  };
}

/** @param data – `count` rows. @returns those named, in their order. */
function takeRows(data: Float32Array, count: number, rows: readonly number[]): Float32Array {
  const size = data.length / count;
  const result = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) result.set(data.subarray(row * size, (row + 1) * size), i * size);
  return result;
}

/** @returns each different row once, and which of them each row is. */
function distinctRows<Row extends ArrayLike<number>>(
  rows: readonly Row[],
): { distinct: Row[]; which: number[] } {
  const distinct: Row[] = [];
  const numbers = new Map<string, number>();
  const which = rows.map((row) => {
    const key = Array.from(row).join();
    const known = numbers.get(key) ?? distinct.push(row) - 1;
    numbers.set(key, known);
    return known;
  });
  return { distinct, which };
}

/** @param scores – `[K]`. */
export function drawCode(
  scores: Float32Array,
  temperature: number,
  topCodes: number,
  random: Random,
): number {
  // Sorted as numbers, without a comparison of ours, which would take longer than the step that gave the scores.
  const least = topCodes < scores.length ? scores.toSorted()[scores.length - topCodes]! : -Infinity;
  let most = -Infinity;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  const weights = scores.map((score) => (score < least ? 0 : Math.exp((score - most) / temperature)));
  for (const weight of weights) sum += weight;
  let left = random.next() * sum;
  for (const [code, weight] of weights.entries()) {
    left -= weight;
    if (left < 0 && weight > 0) return code;
  }
  return scores.indexOf(most);
}
