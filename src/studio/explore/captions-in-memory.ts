/**
 * The captions of a dataset, to be searched: all of them in one buffer, in small letters and with a space before each word, and where
 * words begin, by their first letter, so that only words of the same letter are looked at. N rows.
 */
import type { Dataset } from '../../dataset/store/store.js';
import { textBytes } from './arrow-cells.js';

const space = 0x20;
const firstOutsideAscii = 0x80;
/** What is searched for each ASCII character: letters as small ones, figures and hyphens as they are, a space for all else. */
const plain = Uint8Array.from({ length: firstOutsideAscii }, (_, code) =>
  searchable(String.fromCharCode(code)).charCodeAt(0),
);

function searchable(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}-]+/gu, ' ');
}

export class Captions {
  /** Rows in the order that they were added in, and where the bytes of each end. */
  readonly #rows: Uint32Array;
  readonly #ends: Uint32Array;
  #bytes = Buffer.alloc(4096);
  #added = 0;
  #end = 0;
  /** Places of the words' first letters. */
  #begins = new Uint32Array(4096);
  #words = 0;
  #letters: Letters | undefined;

  constructor(count: number) {
    this.#rows = new Uint32Array(count);
    this.#ends = new Uint32Array(count);
  }

  /** @param bytes – UTF-8, from `from` to `to`. */
  add(row: number, bytes: Uint8Array, from: number, to: number): void {
    this.#letters = undefined;
    this.#reserve(to - from + 1);
    let at = this.#end;
    const into = this.#bytes;
    into[at++] = space;
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!;
      if (byte >= firstOutsideAscii) {
        const text = Buffer.from(searchable(new TextDecoder().decode(bytes.subarray(from, to))));
        this.#reserve(text.length + 1);
        this.#bytes[this.#end] = space;
        at = this.#end + 1 + text.copy(this.#bytes, this.#end + 1);
        break;
      }
      into[at++] = plain[byte]!;
    }
    for (let i = this.#end + 1; i < at; i++)
      if (this.#bytes[i] !== space && this.#bytes[i - 1] === space) this.#begins[this.#words++] = i;
    this.#end = at;
    this.#rows[this.#added] = row;
    this.#ends[this.#added++] = at;
  }

  #reserve(length: number): void {
    if (this.#end + length > this.#bytes.length) {
      const bytes = Buffer.alloc(2 * (this.#end + length));
      bytes.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = bytes;
    }
    if (this.#words + length > this.#begins.length) {
      const begins = new Uint32Array(2 * (this.#words + length));
      begins.set(this.#begins);
      this.#begins = begins;
    }
  }

  /** @returns `[N]` 1 where the caption has all these words, or longer ones that begin with them: a man is not found in a woman. */
  rowsWith(text: string): Uint8Array {
    const count = this.#rows.length;
    if (text.trim() === '') return new Uint8Array(count).fill(1);
    const asked = searchable(text).split(' ').filter(Boolean);
    const passes = new Uint8Array(count).fill(asked.length > 0 ? 1 : 0);
    for (const word of asked) {
      const found = this.#rowsWithOne(Buffer.from(word));
      for (let row = 0; row < count; row++) passes[row]! &= found[row]!;
    }
    return passes;
  }

  #rowsWithOne(word: Uint8Array): Uint8Array {
    const found = new Uint8Array(this.#rows.length);
    const [bytes, ends] = [this.#bytes, this.#ends];
    this.#letters ??= lettersOf(bytes, this.#begins.subarray(0, this.#words));
    const { begins, firsts } = this.#letters;
    let i = 0;
    for (let k = firsts[word[0]!]!; k < firsts[word[0]! + 1]!; k++) {
      const at = begins[k]!;
      let same = 1;
      // What follows a caption's last word is a space or nothing.
      while (same < word.length && bytes[at + same] === word[same]) same++;
      if (same < word.length) continue;
      while (ends[i]! <= at) i++;
      found[this.#rows[i]!] = 1;
    }
    return found;
  }
}

/** Places of words, those of the same first letter together. */
interface Letters {
  begins: Uint32Array;
  /** By letter, where its own begin; those of the next begin where they end. */
  firsts: Uint32Array;
}

function lettersOf(bytes: Uint8Array, begins: Uint32Array): Letters {
  const firsts = new Uint32Array(257);
  for (const at of begins) firsts[bytes[at]! + 1]!++;
  for (let letter = 0; letter < 256; letter++) firsts[letter + 1]! += firsts[letter]!;
  const next = firsts.slice();
  const sorted = new Uint32Array(begins.length);
  for (const at of begins) sorted[next[bytes[at]!]!++] = at;
  return { begins: sorted, firsts };
}

/** Rows without a caption have no words. */
export async function readCaptions(dataset: Dataset): Promise<Captions> {
  const captions = new Captions(dataset.count);
  if (!(await dataset.columns()).includes('caption')) return captions;
  for await (const batch of dataset.batches(['index', 'caption'])) {
    const rows = batch.getChild('index')!.toArray() as Int32Array;
    textBytes(batch.getChild('caption')!, (i, bytes, from, to) => captions.add(rows[i]!, bytes, from, to));
  }
  return captions;
}
