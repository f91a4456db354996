/**
 * What is done of the start of a product of codes, in a file that is whole or absent: a training that is stopped before its first step goes
 * on there. It is known by all that it is made of, so what belongs to other faces, another model or another version is found anew.
 * P blocks of N numbers, T tokens of each, D numbers of a token, K codes.
 */
import { LineamentError } from '../../../core/errors.js';
import type { Log } from '../../../core/log.js';
import { lineamentVersion } from '../../../core/version.js';
import { decodeCheckpoint, writeCheckpoint } from '../../../nn/train/fit/checkpoint.js';
import { isCheckpoint } from '../../../nn/train/fit/checkpoint-magic.js';
import { digestOf, digestOfAll } from '../../../node/digest.js';
import { exists, readFileOr } from '../../../node/files.js';
import type { FaceSet } from '../data/face-set.js';
import { blockSizes, type ProductModel } from './architecture.js';

export interface StartParts {
  /** `[P, N]`. */
  readonly mean: Float32Array;
  /** `[P, N, T·D]`. */
  readonly directions: Float32Array;
  /** `[P·T, K, D]`. */
  readonly codes: Float32Array;
  /** Blocks whose mean and directions are found: the first so many. */
  places: number;
  /** Tokens whose codes are found: the first so many. */
  books: number;
}

export interface KeptStart {
  parts: StartParts;
  /** Keeps what is done by now. */
  write(): Promise<void>;
}

interface KeptOptions {
  /** What decides the start beside model and faces. */
  settings: object;
  /** Without one nothing is kept. */
  file: string | undefined;
  log: Log;
}

/** To be raised where the same faces and settings come to another start. */
const startFormat = 1;

export async function keptStart(
  model: ProductModel,
  faces: FaceSet,
  { settings, file, log }: KeptOptions,
): Promise<KeptStart> {
  const { blocks, each, numbers } = blockSizes(model, faces.size);
  const { codes: count, codeLength } = model;
  const parts: StartParts = {
    mean: new Float32Array(blocks * numbers),
    directions: new Float32Array(blocks * numbers * each * codeLength),
    codes: new Float32Array(blocks * each * count * codeLength),
    ...{ places: 0, books: 0 },
  };
  if (file === undefined) return { parts, write: async () => {} };
  const pictures = digestOfAll(faces.faces.map((_, row) => faces.pixels(row)));
  const madeOf = { ...{ blocks, each, numbers, count, codeLength }, settings, pictures };
  const key = digestOf(JSON.stringify({ ...madeOf, startFormat, lineament: lineamentVersion }));
  const saved = await readParts(file, key);
  if (saved !== undefined) {
    for (const name of ['mean', 'directions', 'codes'] as const) parts[name].set(saved[name]!);
    parts.places = saved.mean!.length / numbers;
    parts.books = saved.codes!.length / (count * codeLength);
    log.info(
      `${file}: directions of ${parts.places} of ${blocks} blocks, codes of ${parts.books} of ${blocks * each} tokens were found before`,
    );
  }
  let written = parts.places + parts.books;
  return {
    parts,
    async write() {
      const { mean, directions, codes, places, books } = parts;
      if (places + books === written) return;
      await writeCheckpoint(file, {
        header: { key },
        arrays: {
          mean: mean.subarray(0, places * numbers),
          directions: directions.subarray(0, places * numbers * each * codeLength),
          codes: codes.subarray(0, books * count * codeLength),
        },
      });
      written = places + books;
    },
  };
}

/** Whether the file is such a start, whatever it was made of. */
export async function isKeptStart(file: string): Promise<boolean> {
  return (await exists(file)) && isCheckpoint(await readFileOr(file, 'the start'));
}

/** @returns undefined where there is none, or one that is damaged or made of something else. */
async function readParts(file: string, key: string): Promise<Record<string, Float32Array> | undefined> {
  if (!(await exists(file))) return undefined;
  try {
    const { header, arrays } = decodeCheckpoint(await readFileOr(file, 'the start'), file);
    return header.key === key ? arrays : undefined;
  } catch (error) {
    if (error instanceof LineamentError) return undefined;
    throw error;
  }
}
