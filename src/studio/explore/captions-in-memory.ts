/**
 * The captions of a dataset, to be searched: words as codes, those of all rows in one list, so that a word is looked for among the few
 * thousand that there are and then only numbers are compared. N rows.
 */
import type { Dataset } from '../../dataset/store/store.js';
import { textBytes } from './arrow-cells.js';
import { WordCodes } from './word-codes.js';

const space = 0x20;
/** Small letters, figures and hyphens as they are, capitals as small letters; a space for what parts words; 0: not ASCII. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return 0;
  return /[a-z\d-]/i.test(String.fromCharCode(byte))
    ? String.fromCharCode(byte).toLowerCase().charCodeAt(0)
    : space;
});

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** In small letters, words parted by a space. */
const searchable = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}-]+/gu, ' ');

export class Captions {
  readonly #codes = new WordCodes();
  /** Rows in the order that they were added in, and where the words of each end. */
  readonly #rows: Uint32Array;
  readonly #ends: Uint32Array;
  #words = new Uint32Array(1024);
  #added = 0;
  #word = new Uint8Array(256);

  constructor(count: number) {
    this.#rows = new Uint32Array(count);
    this.#ends = new Uint32Array(count);
  }

  /** @param bytes – UTF-8, from `from` to `to`. */
  add(row: number, bytes: Uint8Array, from: number, to: number): void {
    let at = this.#ends[this.#added - 1] ?? 0;
    if (at + to - from + 1 > this.#words.length) {
      const words = new Uint32Array(2 * (at + to - from + 1));
      words.set(this.#words);
      this.#words = words;
    }
    if (to - from > this.#word.length) this.#word = new Uint8Array(2 * (to - from));
    const word = this.#word;
    let length = 0;
    for (let i = from; i < to; i++) {
      const byte = plain[bytes[i]!]!;
      if (byte === 0) {
        const text = encoder.encode(searchable(decoder.decode(bytes.subarray(from, to))));
        this.#addParted(row, text);
        return;
      }
      if (byte !== space) word[length++] = byte;
      else if (length > 0) {
        this.#words[at++] = this.#codes.codeOf(word, 0, length);
        length = 0;
      }
    }
    if (length > 0) this.#words[at++] = this.#codes.codeOf(word, 0, length);
    this.#end(row, at);
  }

  /** Letters of any script. */
  #addParted(row: number, bytes: Uint8Array): void {
    let at = this.#ends[this.#added - 1] ?? 0;
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(space, from);
      const to = end < 0 ? bytes.length : end;
      if (to > from) this.#words[at++] = this.#codes.codeOf(bytes, from, to);
      from = to + 1;
    }
    this.#end(row, at);
  }

  #end(row: number, at: number): void {
    this.#rows[this.#added] = row;
    this.#ends[this.#added++] = at;
  }

  /** @returns `[N]` 1 where the caption has all these words, or longer ones that begin with them: a man is not found in a woman. */
  rowsWith(text: string): Uint8Array {
    const passes = new Uint8Array(this.#rows.length);
    if (text.trim() === '') return passes.fill(1);
    const asked = searchable(text).split(' ').filter(Boolean);
    if (asked.length > 0) for (const row of this.#rows.subarray(0, this.#added)) passes[row] = 1;
    for (const begun of asked) {
      const isMeant = Uint8Array.from(this.#codes.words, (word) => (word.startsWith(begun) ? 1 : 0));
      const words = this.#words;
      for (let i = 0, at = 0; i < this.#added; i++) {
        const end = this.#ends[i]!;
        let found = 0;
        for (; at < end; at++) found |= isMeant[words[at]!]!;
        passes[this.#rows[i]!]! &= found;
      }
    }
    return passes;
  }
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
