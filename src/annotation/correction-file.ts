/** A correction model as JSON, numbers as base64 of float16: what is kept beside a model file, and what the page is sent. Safe in browsers. */
import { z } from 'zod';
import { halfFloatTable, toHalfFloat } from '../core/bytes/half-float.js';
import { LineamentError } from '../core/errors.js';
import { parseJsonAs } from '../core/settings/parse-json-as.js';
import type { CorrectionModel } from './correction-model.js';

const format = 'lineament-corrections';
const version = 1;

const fileSchema = z.object({
  format: z.literal(format),
  version: z.literal(version),
  /** Whose points: the landmark set. */
  set: z.string(),
  points: z.int().positive(),
  rank: z.int().min(0),
  modes: z.base64(),
  residual: z.base64(),
});

export interface CorrectionFile {
  set: string;
  model: CorrectionModel;
}

export function correctionText({ set, model: { modes, residual } }: CorrectionFile): string {
  const content: z.infer<typeof fileSchema> = {
    format,
    version,
    set,
    points: residual.length,
    rank: modes.length,
    modes: encode(modes.flatMap((mode) => [...mode])),
    residual: encode(residual),
  };
  return `${JSON.stringify(content)}\n`;
}

/** @param file – named in errors. */
export function parseCorrections(text: string, file: string): CorrectionFile {
  const { set, points, rank, modes, residual } = parseJsonAs(
    fileSchema,
    text,
    (rule) => new LineamentError(`correction model: ${rule}`, { file, hint: 'get the file again' }),
  );
  const all = decode(modes);
  const own = decode(residual);
  if (all.length !== 2 * points * rank || own.length !== points)
    throw new LineamentError('the correction model holds other numbers than it says', {
      file,
      hint: 'get the file again',
    });
  return {
    set,
    model: {
      modes: Array.from({ length: rank }, (_, r) => all.slice(2 * points * r, 2 * points * (r + 1))),
      residual: own,
    },
  };
}

function encode(values: ArrayLike<number>): string {
  let bytes = '';
  for (let i = 0; i < values.length; i++) {
    const half = toHalfFloat(values[i]!);
    bytes += String.fromCharCode(half & 255, half >> 8);
  }
  return btoa(bytes);
}

function decode(text: string): Float32Array {
  const bytes = atob(text);
  const table = halfFloatTable();
  return Float32Array.from(
    { length: bytes.length / 2 },
    (_, i) => table[bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8)]!,
  );
}
