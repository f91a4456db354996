/**
 * Progressive scans (ITU-T T.81, annex G): each brings further coefficients of all blocks, or a further bit of those that
 * are there. Only which coefficients are not 0 decides how the bits are read, so only that is kept of a block, and what its
 * levels have come to at least: 16 bytes for 64 coefficients.
 */
import {
  type Bits,
  checkEnergy,
  Damage,
  dcDifference,
  nextBits,
  nextCode,
  noCode,
  tooFar,
} from './blocks.js';
import type { HuffmanTable } from './huffman-table.js';
import { signedLevel } from './huffman-table.js';

/** What the scans so far have said of the blocks of one component. */
export interface ProgressiveBlocks {
  /** Bit k of a block's two words: whether coefficient k is not 0. `[N, 2]` */
  seen: Uint32Array;
  /** Sum of squares of the levels so far, and of their steps. `[N, 2]` */
  energy: Float32Array;
  steps: Uint16Array;
}

/** What a scan codes of each block. */
interface Band {
  first: number;
  last: number;
  /** The lowest bit that this scan gives. */
  low: number;
}

/** Blocks that hold nothing more in this scan. */
export interface EmptyRun {
  left: number;
}

export function progressiveBlocks(count: number, steps: Uint16Array): ProgressiveBlocks {
  return { seen: new Uint32Array(2 * count), energy: new Float32Array(2 * count), steps };
}

/** The first scan of DC. @returns the sum so far, the next block's prediction. */
export function firstDc(
  bits: Bits,
  table: HuffmanTable,
  low: number,
  blocks: ProgressiveBlocks,
  block: number,
  prediction: number,
): number {
  const sum = prediction + dcDifference(bits, table);
  add(blocks, block, 0, sum * (1 << low));
  return sum;
}

/** The first scan of a band of AC coefficients. */
export function firstBand(
  bits: Bits,
  table: HuffmanTable,
  { first, last, low }: Band,
  blocks: ProgressiveBlocks,
  block: number,
  empty: EmptyRun,
): void {
  if (empty.left > 0) {
    empty.left--;
    return;
  }
  for (let k = first; k <= last; k++) {
    const code = nextCode(bits, table);
    const [run, size] = [(code >>> 4) & 15, code & 15];
    if (size === 0 && run < 15) {
      empty.left = (1 << run) - 1 + nextBits(bits, run);
      return;
    }
    k += run;
    if (k > last) throw new Damage(tooFar);
    if (size === 0) continue;
    add(blocks, block, k, signedLevel(nextBits(bits, size), size) * (1 << low));
    blocks.seen[2 * block + (k >>> 5)]! |= 1 << k;
  }
}

/** A further bit of a band (G.1.2.3): one for each coefficient that is not 0, and those that become so. */
export function refineBand(
  bits: Bits,
  table: HuffmanTable,
  { first, last, low }: Band,
  blocks: ProgressiveBlocks,
  block: number,
  empty: EmptyRun,
): void {
  const { seen } = blocks;
  let k = first;
  if (empty.left === 0)
    for (; k <= last; k++) {
      const code = nextCode(bits, table);
      const size = code & 15;
      const run = (code >>> 4) & 15;
      if (size > 1) throw new Damage(noCode);
      if (size === 0 && run < 15) {
        empty.left = (1 << run) + nextBits(bits, run);
        break;
      }
      bits.at += size;
      for (let zeros = 0; k <= last; k++) {
        if (((seen[2 * block + (k >>> 5)]! >>> k) & 1) === 1) bits.at++;
        else if (zeros++ === run) break;
      }
      if (k > last) throw new Damage(tooFar);
      if (size === 0) continue;
      add(blocks, block, k, 1 << low);
      seen[2 * block + (k >>> 5)]! |= 1 << k;
    }
  if (empty.left > 0) {
    bits.at +=
      countBits(seen[2 * block]! & maskOf(k, last)) +
      countBits(seen[2 * block + 1]! & maskOf(k - 32, last - 32));
    empty.left--;
  }
}

function add({ energy, steps }: ProgressiveBlocks, block: number, k: number, value: number): void {
  if (value === 0) return;
  const step = steps[k]!;
  const sum = energy[2 * block]! + (value * step) ** 2;
  const rounding = energy[2 * block + 1]! + step * step;
  energy[2 * block] = sum;
  energy[2 * block + 1] = rounding;
  checkEnergy(sum, rounding);
}

/** Bits `from` to `to` of a word, where they are among its 32. */
function maskOf(from: number, to: number): number {
  if (to < 0 || from > 31 || from > to) return 0;
  return (-1 << Math.max(0, from)) & (-1 >>> Math.max(0, 31 - to));
}

function countBits(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
