/** The lines of a text file, a piece of the file at a time: neither memory nor the time until Ctrl-C grows with the file. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import { fileReason, readTextOr } from '../../../node/files.js';

export interface NumberedLine {
  /** Without the spaces around it; never empty. */
  text: string;
  /** The file and the line's number, counted from 1. */
  place: string;
}

export interface LineOptions {
  /** For messages: `list of photographs`. */
  what: string;
  signal?: AbortSignal;
}

/** Characters: a line with a thousand points has some ten thousand. */
const longest = 1 << 24;

/** @returns a function that reads the lines that hold something, in their order; it may be called again. */
export async function openLines(
  file: string,
  { what, signal }: LineOptions,
): Promise<() => AsyncGenerator<NumberedLine, void, undefined>> {
  const entry = await stat(file).catch(() => undefined);
  if (entry?.isFile() === true) return () => linesOf(piecesOf(file, what), { file, what, signal });
  // A pipe is read but once; readTextOr says what is wrong with all else.
  const text = await readTextOr(file, what);
  return () => linesOf([text], { file, what, signal });
}

async function* linesOf(
  pieces: Iterable<string> | AsyncIterable<string>,
  { file, what, signal }: { file: string; what: string; signal: AbortSignal | undefined },
): AsyncGenerator<NumberedLine, void, undefined> {
  let number = 0;
  let rest = '';
  for await (const piece of pieces) {
    if (signal?.aborted)
      throw new StoppedError(`${number} lines were read`, {
        file,
        hint: 'run the same command again; it starts over',
      });
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    if (rest.length > longest)
      throw new LineamentError(`line ${number + lines.length + 1} has more than ${longest} characters`, {
        file,
        hint: `give a ${what} with a line for each`,
      });
    for (const line of lines) {
      number++;
      const text = line.trim();
      if (text !== '') yield { text, place: `${file}:${number}` };
    }
  }
  const text = rest.trim();
  if (text !== '') yield { text, place: `${file}:${number + 1}` };
}

async function* piecesOf(file: string, what: string): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  try {
    for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      // Editors of Windows put a byte order mark first.
      yield isFirst ? String(piece).replace(/^\ufeff/, '') : String(piece);
      isFirst = false;
    }
  } catch (cause) {
    throw new LineamentError(`${what} cannot be read: ${fileReason(cause)}`, {
      file,
      hint: 'check the path and its permissions',
      cause,
    });
  }
}
