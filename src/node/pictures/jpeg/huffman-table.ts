/** Huffman tables of a JPEG (ITU-T T.81, annex C), for a reader that looks at ten bits at once. */

export interface HuffmanTable {
  /** For each ten bits: length of the code · 256 + its value; 0 where the code is longer, or there is none. `[1024]` */
  readonly short: Uint16Array;
  /**
   * The same with the bits behind an AC code where both fit: level · 65536 + run · 256 + length of both; level 0 for codes
   * without such bits, 0 where they do not fit. `[1024]`
   */
  readonly whole: Int32Array;
  /** Like `short` for codes of 11 to 16 bits: of each length the first code, how many there are and the place of its value. */
  readonly firstCode: Int32Array;
  readonly counts: Uint8Array;
  readonly firstValue: Int32Array;
  readonly values: Uint8Array;
}

/** Bits that are looked up at once. */
export const shortBits = 10;

/** @param counts – codes of 1 to 16 bits, `[16]`. @returns nothing where there are more codes than their lengths allow. */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable | undefined {
  const short = new Uint16Array(1 << shortBits);
  const firstCode = new Int32Array(17);
  const firstValue = new Int32Array(17);
  for (let length = 1, code = 0, value = 0; length <= 16; length++, code <<= 1) {
    const count = counts[length - 1]!;
    firstCode[length] = code;
    firstValue[length] = value;
    if (code + count > 1 << length) return undefined;
    for (let i = 0; i < count && length <= shortBits; i++) {
      const from = (code + i) << (shortBits - length);
      short.fill((length << 8) | values[value + i]!, from, from + (1 << (shortBits - length)));
    }
    code += count;
    value += count;
  }
  const whole = Int32Array.from(short, wholeCode);
  return { short, whole, firstCode, firstValue, values, counts: Uint8Array.of(0, ...counts) };
}

/** A code of more than ten bits. @param bits – the next 16. @returns length · 256 + value, or 0 where there is none. */
export function longCode(table: HuffmanTable, bits: number): number {
  for (let length = shortBits + 1; length <= 16; length++) {
    const i = (bits >>> (16 - length)) - table.firstCode[length]!;
    if (i >= 0 && i < table.counts[length]!)
      return (length << 8) | table.values[table.firstValue[length]! + i]!;
  }
  return 0;
}

function wholeCode(entry: number, bits: number): number {
  const [length, run, size] = [entry >>> 8, (entry >>> 4) & 15, entry & 15];
  if (length + size > shortBits) return 0;
  const value = (bits >>> (shortBits - length - size)) & ((1 << size) - 1);
  return (signedLevel(value, size) << 16) | (run << 8) | (length + size);
}

/** A value of so many bits, with its sign (T.81, F.2.2.1). */
export function signedLevel(value: number, size: number): number {
  return size === 0 || value >>> (size - 1) > 0 ? value : value - (1 << size) + 1;
}
