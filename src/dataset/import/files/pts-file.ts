/**
 * The `.pts` files of 300-W and its relatives: `version: 1`, `n_points: 68`, then the points in braces, one a line,
 * counted from 1. Copies in circulation lack the header, or the braces too: then every line is a point. K landmarks.
 */
import { LineamentError } from '../../../core/errors.js';
import { counted } from '../../../core/text/counted.js';

/**
 * @param file – the name for messages.
 * @param pointCount – how many points the file may have.
 * @returns `[K, 2]` pixels, counted from 0.
 */
export function parsePts(text: string, file: string, ...pointCount: readonly number[]): Float32Array {
  return parsePtsRows(text, file, ...pointCount).map((value) => value - 1);
}

/** To give instead of a folder without such files. */
export const ptsHint = 'give the folder that holds the images and their .pts files';

const cutOff = 'the file may be cut off: fetch it again';

/** @returns `[K, 2]` as they stand in the file. */
export function parsePtsRows(text: string, file: string, ...pointCount: readonly number[]): Float32Array {
  const wrong = (rule: string, hint: string): LineamentError => new LineamentError(rule, { file, hint });
  const declared = /n_points[ \t]*[:=]?[ \t]*(\d+)/i.exec(text)?.[1];
  const lines = pointLines(text, wrong);
  // What a copy without symbolic links leaves in the place of one.
  if (lines.length === 1 && /^\S+\.pts$/i.test(lines[0]!))
    throw wrong(
      `holds nothing but the path '${lines[0]!.slice(0, 80)}'`,
      'a symbolic link was copied as a text: copy the folder with its links, or what they lead to',
    );
  if (declared !== undefined && lines.length !== Number(declared))
    throw wrong(`says ${counted(Number(declared), 'point')} and lists ${lines.length}`, cutOff);
  if (!pointCount.includes(lines.length)) {
    throw wrong(
      `has ${counted(lines.length, 'point')}, not ${pointCount.join(' or ')}`,
      declared === undefined
        ? cutOff
        : 'leave it out, or import it by `lineament dataset import pts --landmarks SET`, SET its landmark set',
    );
  }
  const rows = new Float32Array(2 * lines.length);
  for (const [k, line] of lines.entries()) {
    const numbers = line.split(/[\s,;]+/).map(Number);
    if (numbers.length !== 2 || !numbers.every(Number.isFinite)) {
      throw wrong(
        `point ${k + 1} is '${line.slice(0, 80)}', not two numbers`,
        'correct the point or leave out the file',
      );
    }
    rows.set(numbers, 2 * k);
  }
  return rows;
}

/** What stands in the braces; without any, all lines that are no header. */
function pointLines(text: string, wrong: (rule: string, hint: string) => LineamentError): string[] {
  const open = text.indexOf('{');
  const close = text.indexOf('}', open);
  if (open < 0 !== close < 0) throw wrong(`has no ${open < 0 ? 'opening' : 'closing'} brace`, cutOff);
  const inside = open < 0 ? text : text.slice(open + 1, close);
  const lines = inside
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return open < 0 ? lines.filter((line) => !/^(version|n_points|#|\/\/)/i.test(line)) : lines;
}
