/**
 * Reads the coded data of a JPEG block by block without making a picture of them (ITU-T T.81, F.2.2 and G.2), and throws
 * {@link Damage} at what no encoder writes. A block is 64 coefficients in the order of the file.
 */
import { type HuffmanTable, longCode, shortBits, signedLevel } from './huffman-table.js';

/** Why coded data cannot be what an encoder wrote. */
export class Damage extends Error {}

/** A stretch between two markers, without its stuffing; zeros for {@link spareBytes} follow, so that reading may run over. */
export interface Bits {
  view: DataView;
  /** Bits that were read. */
  at: number;
  /** Bits that there are. */
  end: number;
}

/** More than a block of 64 coefficients of 27 bits. */
export const spareBytes = 256;

export const noCode = 'a code that its tables do not have';
export const tooFar = 'a block of more than 64 coefficients';

export function checkNotOver(bits: Bits): void {
  if (bits.at > bits.end) throw new Damage('the coded data end before the picture');
}

/** A block of a sequential scan. @returns the sum of DC so far, the next block's prediction. */
export function sequentialBlock(
  bits: Bits,
  dc: HuffmanTable,
  ac: HuffmanTable,
  steps: Uint16Array,
  prediction: number,
): number {
  const { view } = bits;
  const sum = prediction + dcDifference(bits, dc);
  let at = bits.at;
  const mean = sum * steps[0]!;
  let energy = mean * mean;
  let rounding = steps[0]! * steps[0]!;
  const { short, whole } = ac;
  for (let k = 1; k < 64; k++) {
    let word = view.getUint32(at >>> 3) << (at & 7);
    const entry = whole[word >>> (32 - shortBits)]!;
    let level = entry >> 16;
    let run = (entry >>> 8) & 15;
    at += entry & 255;
    if (entry === 0) {
      const code = short[word >>> (32 - shortBits)]! || longCode(ac, word >>> 16);
      if (code === 0) throw new Damage(noCode);
      const length = code >>> 8;
      const size = code & 15;
      run = (code >>> 4) & 15;
      at += length;
      if (size > 0) {
        word = length + size > 25 ? view.getUint32(at >>> 3) << (at & 7) : word << length;
        level = signedLevel(word >>> (32 - size), size);
        at += size;
      }
    }
    if (level === 0 && run === 0) break;
    k += run;
    if (k > 63) throw new Damage(tooFar);
    if (level === 0) {
      if (run < 15) throw new Damage(noCode);
      continue;
    }
    level *= steps[k]!;
    energy += level * level;
    rounding += steps[k]! * steps[k]!;
  }
  bits.at = at;
  checkEnergy(energy, rounding);
  return sum;
}

/** A block's DC, less its prediction. */
export function dcDifference(bits: Bits, table: HuffmanTable): number {
  const entry = nextCode(bits, table);
  const size = entry & 255;
  if (size > 11) throw new Damage(noCode);
  return size === 0 ? 0 : signedLevel(nextBits(bits, size), size);
}

/** Of 64 samples between −128 and 127 (the transform keeps the sum of squares), before anything is rounded. */
const mostEnergy = 64 * 128 * 128;
/** Encoders that sharpen or smooth what they write go a little beyond it. */
const slack = 1.25;

/** @param energy – the sum of squares of a block's levels. @param rounding – that of the steps of those that are not 0. */
export function checkEnergy(energy: number, rounding: number): void {
  if (energy <= mostEnergy) return;
  if (Math.sqrt(energy) > slack * Math.sqrt(mostEnergy) + Math.sqrt(rounding) / 2)
    throw new Damage('a block that is brighter than white or darker than black');
}

/** @returns length · 256 + value. */
export function nextCode(bits: Bits, table: HuffmanTable): number {
  const word = bits.view.getUint32(bits.at >>> 3) << (bits.at & 7);
  const entry = table.short[word >>> (32 - shortBits)]! || longCode(table, word >>> 16);
  if (entry === 0) throw new Damage(noCode);
  bits.at += entry >>> 8;
  return entry;
}

/** @param count – 0 to 16. */
export function nextBits(bits: Bits, count: number): number {
  const word = bits.view.getUint32(bits.at >>> 3) << (bits.at & 7);
  bits.at += count;
  return count === 0 ? 0 : word >>> (32 - count);
}
