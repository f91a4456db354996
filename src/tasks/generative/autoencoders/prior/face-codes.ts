/** Codes of faces, brought to one scale, and points on straight ways to them. N faces, Z numbers of a code, B batch. */
import type { Random } from '../../../../core/random.js';
import type { Work } from '../../../../core/work.js';
import type { FaceSet } from '../../data/face-set.js';
import { encodedFaces } from '../encoded-faces.js';
import type { Autoencoder } from '../open-autoencoder.js';
import type { CodeScale } from './draw-codes.js';
import { timeFeatures, timeNumbers } from './network.js';

export interface FaceCodes {
  /** `[N, Z]`. */
  codes: Float32Array;
  /** Z. */
  length: number;
}

/** @param mirrored – each face in a mirror as well, behind all others. */
export async function codesOf(
  autoencoder: Pick<Autoencoder, 'codeLength' | 'encode'>,
  faces: FaceSet,
  mirrored: boolean,
  work: Work,
): Promise<FaceCodes> {
  const encoded = await encodedFaces(autoencoder, faces, mirrored, work);
  const mirror = encoded.mirrored ?? new Float32Array();
  const codes = new Float32Array(encoded.codes.length + mirror.length);
  codes.set(encoded.codes);
  codes.set(mirror, encoded.codes.length);
  return { codes, length: autoencoder.codeLength };
}

/** Mean and standard deviation of each number; 1 for one that never changes. */
export function scaleOf({ codes, length }: FaceCodes): CodeScale {
  const count = codes.length / length;
  const mean = new Array<number>(length).fill(0);
  for (const [i, value] of codes.entries()) mean[i % length]! += value / count;
  const variance = new Array<number>(length).fill(0);
  for (const [i, value] of codes.entries()) variance[i % length]! += (value - mean[i % length]!) ** 2 / count;
  return { mean, deviation: variance.map((value) => (value > 1e-12 ? Math.sqrt(value) : 1)) };
}

export function scaled({ codes, length }: FaceCodes, { mean, deviation }: CodeScale): FaceCodes {
  return { codes: codes.map((value, i) => (value - mean[i % length]!) / deviation[i % length]!), length };
}

/** @param faces – to scale, of which those of `rows` are gone to. @returns what the objective is given. */
export function waysTo(
  { codes, length }: FaceCodes,
  rows: readonly number[],
  random: Random,
): Record<'at' | 'time' | 'towards', Float32Array> {
  const at = new Float32Array(rows.length * length);
  const towards = new Float32Array(rows.length * length);
  const time = new Float32Array(rows.length * timeNumbers);
  for (const [i, row] of rows.entries()) {
    const share = random.next();
    time.set(timeFeatures(share), i * timeNumbers);
    for (let z = 0; z < length; z++) {
      const noise = random.normal();
      const code = codes[row * length + z]!;
      at[i * length + z] = noise + share * (code - noise);
      towards[i * length + z] = code - noise;
    }
  }
  return { at, time, towards };
}
