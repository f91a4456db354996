/**
 * Files that say where the faces are: JSON lines (`{"image": "a.jpg", "box": [x, y, w, h]}`, or `bbox`) or CSV
 * (`image,x,y,w,h`, a heading line allowed). Pixels of the upright image; an image may come several times. Image paths
 * are relative to the file.
 */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../core/errors.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import { readTextOr } from '../node/files.js';

const boxSchema = z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]);
const lineSchema = z
  .object({ image: z.string().min(1), box: boxSchema.optional(), bbox: boxSchema.optional() })
  .refine(({ box, bbox }) => (box ?? bbox) !== undefined, 'it has neither box nor bbox');

/** @returns for each image, by its absolute path, its boxes in the order of the file. */
export async function readBoxFile(path: string): Promise<Map<string, FaceBox[]>> {
  const text = await readTextOr(path, 'box file');
  const boxes = new Map<string, FaceBox[]>();
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '' || (i === 0 && /^image\s*,/i.test(line))) return;
    const { image, box } = parseLine(line, `${path}:${i + 1}`);
    const key = resolve(dirname(path), image);
    boxes.set(key, [...(boxes.get(key) ?? []), box]);
  });
  if (boxes.size === 0) {
    throw new LineamentError('the box file names no image', { file: path, hint: 'give lines image,x,y,w,h' });
  }
  return boxes;
}

/** A box as people type it: `x,y,w,h`. Null where it is none. */
export function parseBox(text: string): FaceBox | null {
  const cells = text.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
  const parsed = boxSchema.safeParse(cells);
  return parsed.success ? boxOf(parsed.data) : null;
}

function parseLine(line: string, where: string): { image: string; box: FaceBox } {
  const found = line.trimStart().startsWith('{') ? fromJson(line) : fromCsv(line);
  if (found !== null) return found;
  throw new LineamentError(`not a box: ${line.length > 120 ? `${line.slice(0, 120)}…` : line}`, {
    file: where,
    hint: 'write image,x,y,w,h or {"image": "…", "box": [x, y, w, h]}, with width and height above 0',
  });
}

function fromJson(line: string): { image: string; box: FaceBox } | null {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    return null;
  }
  const parsed = lineSchema.safeParse(content);
  const box = parsed.data?.box ?? parsed.data?.bbox;
  return parsed.success && box ? { image: parsed.data.image, box: boxOf(box) } : null;
}

/** The path may hold commas: the four numbers stand at the end. */
function fromCsv(line: string): { image: string; box: FaceBox } | null {
  const cells = line.split(',');
  const box = parseBox(cells.slice(-4).join(','));
  const image = cells.slice(0, -4).join(',').trim();
  return box && image !== '' ? { image, box } : null;
}

function boxOf([x, y, width, height]: readonly [number, number, number, number]): FaceBox {
  return { x, y, width, height };
}
