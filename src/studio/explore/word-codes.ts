/**
 * Words as numbers, found by their UTF-8 bytes: the same few words of a hundred thousand rows are decoded once each. A hash table with
 * open addressing over one buffer of all words' bytes.
 */

const decoder = new TextDecoder();

export class WordCodes {
  /** By code; the first, `''`, stands for none. */
  readonly words: string[] = [''];
  /** Codes by hash; 0 is empty, as the empty word is never looked up. */
  #slots = new Uint32Array(256);
  #hashes = new Uint32Array(128);
  /** Where each code's bytes end; they begin where the last's end. */
  #ends = new Uint32Array(128);
  #bytes = new Uint8Array(1024);

  /** @returns the code of the word in `bytes[from, to)`, a new one for a new word. */
  codeOf(bytes: Uint8Array, from: number, to: number): number {
    if (from === to) return 0;
    // FNV-1a
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash >>>= 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]!;
      if (code === 0) return this.#add(bytes, from, to, hash, slot);
      if (this.#hashes[code] === hash && this.#isSame(code, bytes, from, to)) return code;
    }
  }

  #isSame(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[code - 1]!;
    if (this.#ends[code]! - start !== to - from) return false;
    for (let i = from, at = start; i < to; i++, at++) if (bytes[i] !== this.#bytes[at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const code = this.words.push(decoder.decode(bytes.subarray(from, to))) - 1;
    const start = this.#ends[code - 1]!;
    const end = start + to - from;
    if (code >= this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(2 * code));
      this.#hashes = grown(this.#hashes, new Uint32Array(2 * code));
    }
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(2 * end));
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#ends[code] = end;
    this.#hashes[code] = hash;
    this.#slots[slot] = code;
    if (2 * code > this.#slots.length) this.#spread();
    return code;
  }

  #spread(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let code = 1; code < this.words.length; code++) {
      let slot = this.#hashes[code]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = code;
    }
  }
}

function grown<Numbers extends Uint8Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
