/**
 * The elements of the long lists of a JSON file (`{"images": […], "annotations": […]}`), one by one: neither memory nor
 * the time until Ctrl-C grows with the file, and an element that is not JSON (Python writes NaN) spoils itself alone. Only
 * brackets and strings are followed here; each element goes through `JSON.parse`. Tried instead, on 8 MB of COCO-WholeBody
 * on a busy machine: @streamparser/json took 1.6 s, stream-json 10.5 s, this 0.2 s; both end at the first fault.
 */
import { createReadStream } from 'node:fs';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import { checkEnds, fileReason } from '../../../node/files.js';

export interface JsonElement {
  /** The list that it stands in. */
  key: string;
  /** Its place in the list, from 0. */
  index: number;
  /** Where its bytes stand in the file. */
  start: number;
  /** Bytes. */
  length: number;
  /** null where it is longer than any element may be. */
  text: string | null;
}

export interface ElementOptions {
  /** For messages: `an annotation file of COCO-WholeBody`. */
  what: string;
  signal: AbortSignal;
  /** How many bytes were read. */
  onRead?: (bytes: number) => void;
}

/** Bytes: an annotation has some thousand, one with a drawn mask some ten thousand. */
const longest = 1 << 24;
const longestKey = 256;

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * @param keys – the lists that are wanted; all else is passed over.
 * @throws LineamentError where the file is no object, or breaks off: after all elements before that.
 */
export async function* jsonElements(
  file: string,
  keys: readonly string[],
  { what, signal, onRead }: ElementOptions,
): AsyncGenerator<JsonElement, void, undefined> {
  const scanner = new Scanner(keys, file, what);
  let read = 0;
  for await (const piece of piecesOf(file, what)) {
    if (signal.aborted)
      throw new StoppedError(`${read} bytes were read`, {
        file,
        hint: 'run the same command again; it starts over',
      });
    yield* scanner.scan(piece, read);
    read += piece.length;
    onRead?.(read);
  }
  scanner.end(read);
}

class Scanner {
  /** Open brackets. */
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isClosed = false;
  /** The last string in the outermost object, which a colon makes a key. */
  #name = '';
  #key = '';
  /** Whether the outermost object's value of a wanted key is a list that is being read. */
  #isInList = false;
  #index = 0;
  /** Where the element in work begins; −1 before it does. */
  #start = -1;
  /** Its bytes in pieces before this one. */
  #before: Buffer[] = [];
  readonly #counts = new Map<string, number>();

  constructor(
    private readonly keys: readonly string[],
    private readonly file: string,
    private readonly what: string,
  ) {}

  /** @param offset – of the piece in the file. */
  *scan(piece: Buffer, offset: number): Generator<JsonElement, void, undefined> {
    // A byte order mark comes first in files of some editors.
    let i = offset === 0 && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0;
    for (; i < piece.length; i++) {
      const byte = piece[i]!;
      if (this.#isInString) {
        if (this.#depth === 1 && this.#name.length < longestKey && byte !== quote)
          this.#name += String.fromCharCode(byte);
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === backslash) this.#isEscaped = true;
        else if (byte === quote) this.#isInString = false;
        continue;
      }
      if (isSpace(byte)) continue;
      if (this.#depth === 0) {
        this.#open(byte, offset + i);
        continue;
      }
      const isElementsEnd = this.#isInList && this.#depth === 2 && (byte === comma || byte === closeList);
      if (isElementsEnd) {
        if (this.#start >= 0) yield this.#element(piece, offset, offset + i);
        this.#index++;
      } else if (this.#isInList && this.#start < 0) this.#start = offset + i;
      this.#follow(byte, offset + i);
    }
    this.#keep(piece, offset);
  }

  /** @param read – bytes of the whole file. */
  end(read: number): void {
    if (this.#isClosed) return;
    throw new LineamentError(
      this.#depth === 0 ? 'the file is empty' : `the JSON breaks off at its end, byte ${read}`,
      { file: this.file, hint: 'fetch the file again' },
    );
  }

  #open(byte: number, at: number): void {
    if (byte !== openObject || this.#isClosed)
      throw new LineamentError(
        this.#isClosed
          ? `more follows after the end of the JSON, at byte ${at}`
          : 'the file is no JSON object',
        { file: this.file, hint: `give ${this.what}, in UTF-8` },
      );
    this.#depth = 1;
  }

  #follow(byte: number, at: number): void {
    if (byte === quote) {
      this.#isInString = true;
      if (this.#depth === 1) this.#name = '';
    } else if (byte === openObject || byte === openList) {
      if (this.#depth === 1 && byte === openList && this.keys.includes(this.#key)) this.#openList();
      this.#depth++;
    } else if (byte === closeObject || byte === closeList) {
      const closes = this.#depth === 1 ? closeObject : this.#isInList && this.#depth === 2 ? closeList : byte;
      if (byte !== closes)
        throw new LineamentError(`the brackets of the JSON do not match at byte ${at}`, {
          file: this.file,
          hint: 'fetch the file again',
        });
      this.#depth--;
      if (this.#depth === 0) this.#isClosed = true;
      if (this.#depth === 1 && this.#isInList) this.#closeList();
    } else if (this.#depth === 1 && byte === colon) this.#key = this.#name;
    else if (this.#depth === 1 && byte === comma) this.#key = '';
  }

  #openList(): void {
    this.#isInList = true;
    // A key that stands twice goes on where it ended.
    this.#index = this.#counts.get(this.#key) ?? 0;
    this.#start = -1;
  }

  #closeList(): void {
    this.#isInList = false;
    this.#counts.set(this.#key, this.#index);
  }

  #element(piece: Buffer, offset: number, end: number): JsonElement {
    const start = this.#start;
    const length = end - start;
    const here = piece.subarray(Math.max(0, start - offset), end - offset);
    const text =
      length > longest
        ? null
        : Buffer.concat([...this.#before, here])
            .toString('utf8')
            .trim();
    this.#before = [];
    this.#start = -1;
    return { key: this.#key, index: this.#index, start, length, text };
  }

  /** Keeps what this piece holds of the element in work, as far as it is not too long. */
  #keep(piece: Buffer, offset: number): void {
    if (this.#start < 0) return;
    const isTooLong = offset + piece.length - this.#start > longest;
    if (isTooLong) this.#before = [];
    else this.#before.push(piece.subarray(Math.max(0, this.#start - offset)));
  }
}

async function* piecesOf(file: string, what: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    await checkEnds(file);
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) yield piece as Buffer;
  } catch (cause) {
    if (cause instanceof LineamentError) throw cause;
    throw new LineamentError(`${what} cannot be read: ${fileReason(cause)}`, {
      file,
      hint: 'check the path and its permissions',
      cause,
    });
  }
}
