/**
 * Files that say where the faces are: JSON lines (`{"image": "a.jpg", "box": [x, y, w, h]}`, or `bbox`), CSV
 * (`image,x,y,w,h`, a heading line and quotes allowed), or what `detect --json` prints. Pixels of the upright image; a fifth
 * number is the roll in degrees; an image may come several times. Image paths are relative to the file, or else to the
 * working folder.
 */
import { dirname, extname, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exists, readTextOr } from '../../node/files.js';

const positive = z.number().positive();
const boxSchema = z
  .union([
    z.tuple([z.number(), z.number(), positive, positive, z.number()]),
    z.tuple([z.number(), z.number(), positive, positive]),
    z.object({
      x: z.number(),
      y: z.number(),
      width: positive,
      height: positive,
      roll: z.number().optional(),
    }),
  ])
  .transform((box): FaceBox => {
    const [x, y, width, height, roll] = Array.isArray(box)
      ? box
      : [box.x, box.y, box.width, box.height, box.roll];
    return { x, y, width, height, ...(roll !== undefined && { roll }) };
  });
const lineSchema = z
  .object({
    image: z.string().min(1),
    box: boxSchema.optional(),
    bbox: boxSchema.optional(),
    faces: z.array(z.object({ box: boxSchema })).optional(),
  })
  .transform(({ image, box, bbox, faces }) => ({
    image,
    boxes: [...(box ? [box] : bbox ? [bbox] : []), ...(faces ?? []).map((face) => face.box)],
  }))
  .refine(({ boxes }) => boxes.length > 0);
const printedSchema = z.object({ images: z.array(z.unknown()) });

interface BoxLine {
  image: string;
  boxes: FaceBox[];
}

export interface BoxFile {
  /** For each image, by its absolute path, its boxes in the order of the file. */
  boxes: Map<string, FaceBox[]>;
  /** Lines that are none: the others count. */
  failures: { image: string; reason: string }[];
}

export async function readBoxFile(path: string): Promise<BoxFile> {
  const text = await readTextOr(path, 'box file');
  const boxes = new Map<string, FaceBox[]>();
  const failures: BoxFile['failures'] = [];
  for (const { place, parsed, source } of readLines(text)) {
    if (parsed === null) {
      const shown = source.length > 120 ? `${source.slice(0, 120)}…` : source;
      const { message } = new LineamentError(`not a box: ${shown}`, { file: `${path}:${place}`, hint });
      failures.push({ image: `${path}:${place}`, reason: message });
      continue;
    }
    const beside = resolve(dirname(path), parsed.image);
    const here = resolve(parsed.image);
    const key = beside === here || (await exists(beside)) || !(await exists(here)) ? beside : here;
    const known = boxes.get(key);
    if (known === undefined) boxes.set(key, [...parsed.boxes]);
    else known.push(...parsed.boxes);
  }
  if (boxes.size > 0) return { boxes, failures };
  if (failures.length > 0) throw new LineamentError(failures[0]!.reason);
  throw new LineamentError('the box file names no image', { file: path, hint: 'give lines image,x,y,w,h' });
}

const hint =
  'write image,x,y,w,h or {"image": "…", "box": [x, y, w, h]}, with width and height above 0, and a roll in degrees behind them if the face is turned';

function readLines(text: string): { place: number; parsed: BoxLine | null; source: string }[] {
  const printed = printedSchema.safeParse(parseJson(text)).data;
  if (printed !== undefined)
    return printed.images.map((image, i) => ({
      place: i + 1,
      parsed: lineSchema.safeParse(image).data ?? null,
      source: JSON.stringify(image),
    }));
  return recordsOf(text).flatMap(({ place, source }) => {
    if (source.trim() === '' || (place === 1 && /^"?image"?\s*,/i.test(source))) return [];
    const parsed = source.trimStart().startsWith('{')
      ? (lineSchema.safeParse(parseJson(source)).data ?? null)
      : fromCsv(source);
    return [{ place, parsed, source }];
  });
}

/** Lines that one quoted name may go over. */
const mostLines = 16;

/** Lines, those whose quoted name holds line ends together; a quote that does not end belongs to its own line alone. */
function recordsOf(text: string): { place: number; source: string }[] {
  const lines = text.split(/\r?\n/);
  const records: { place: number; source: string }[] = [];
  for (let i = 0; i < lines.length; ) {
    const first = lines[i]!;
    let count = 1;
    if (first.trimStart().startsWith('"'))
      while (isOpen(lines.slice(i, i + count).join('\n')) && count <= mostLines && i + count < lines.length)
        count++;
    const whole = lines.slice(i, i + count).join('\n');
    if (isOpen(whole)) count = 1;
    records.push({ place: i + 1, source: count === 1 ? first : whole });
    i += count;
  }
  return records;
}

/** Whether a quote has begun and not ended; one inside is doubled. */
function isOpen(source: string): boolean {
  return source.trimStart().startsWith('"') && source.split('"').length % 2 === 0;
}

/** A box as people type it: `x,y,w,h` or `x,y,w,h,roll`. Null where it is none. */
export function parseBox(text: string): FaceBox | null {
  const cells = text.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(unquoted(cell))));
  return boxSchema.safeParse(cells).data ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The path may hold commas: the four numbers, or five behind the ending of a picture's name, stand at the end. */
function fromCsv(line: string): BoxLine | null {
  const cells = line.split(',');
  for (const numbers of [5, 4]) {
    const image = unquoted(cells.slice(0, -numbers).join(','));
    const box = parseBox(cells.slice(-numbers).join(','));
    if (box !== null && image !== '' && (numbers === 4 || extname(image) !== ''))
      return { image, boxes: [box] };
  }
  return null;
}

/** Spreadsheets put cells into quotes, and double those inside. */
function unquoted(cell: string): string {
  const text = cell.trim();
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}
