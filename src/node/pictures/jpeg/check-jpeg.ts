/**
 * Whether the coded data of a JPEG are what an encoder wrote. Decoders draw what they can: where bytes inside were changed
 * they go on with other blocks, and libjpeg's strictness sees few of these. Here the data are read without making a picture
 * of them; what no encoder writes is damage: codes that the tables lack, blocks of more than 64 coefficients or of more
 * light than pixels can have, data that end before the picture or go on behind it, and restarts out of their order.
 * Changed bits that lead to other valid blocks cannot be told from a picture. Huffman-coded sequential and progressive
 * files of 8 bits; all others, and headers that cannot be followed, are left to the decoder.
 */
import { type Bits, checkNotOver, Damage, nextBits, sequentialBlock, spareBytes } from './blocks.js';
import { type Component, createMarkerReader, type Scan } from './frame.js';
import { firstBand, firstDc, type ProgressiveBlocks, progressiveBlocks, refineBand } from './progressive.js';

/** Bytes that encoders may put behind the last block to end at a round address. */
const mostFilling = 16;

/** @returns what is wrong with the coded data of a JPEG; nothing where nothing is, or where it cannot be told. */
export function jpegDamage(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  try {
    checkScans(bytes);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Damage) return thrown.message;
    throw thrown;
  }
}

function checkScans(bytes: Uint8Array): void {
  const markers = createMarkerReader(bytes);
  const stretch = createStretch(bytes);
  const kept = new Map<Component, ProgressiveBlocks>();
  for (let scan = markers.nextScan(2); scan !== undefined; ) {
    const decoder = scan.frame.progressive ? progressiveDecoder(scan, kept) : sequentialDecoder(scan);
    if (decoder === undefined) return;
    scan = markers.nextScan(checkScan(scan, decoder, stretch));
  }
}

/** Reads the blocks of one scan. */
interface BlockDecoder {
  /** @param at – index of the block among its component's, all of whole units. */
  decode(bits: Bits, part: number, at: number): void;
  /** At the beginning and at restarts. */
  restart(): void;
}

/** @returns where the scan ends. */
function checkScan(scan: Scan, decoder: BlockDecoder, stretch: Stretch): number {
  const { frame, components, restartInterval } = scan;
  const [only] = components;
  const alone = components.length === 1 ? only!.component : undefined;
  const wide = alone?.ownWide ?? frame.unitsWide;
  const units = wide * (alone?.ownHigh ?? frame.unitsHigh);
  let { bits, next } = stretch.from(scan.start);
  decoder.restart();
  for (let unit = 0, restarts = 0; unit < units; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      checkEnd(bits);
      if (stretch.restartAt(next) !== restarts++ % 8) throw new Damage('a restart marker out of its order');
      ({ bits, next } = stretch.from(next + 2));
      decoder.restart();
    }
    const [x, y] = [unit % wide, Math.floor(unit / wide)];
    if (alone !== undefined) decoder.decode(bits, 0, y * alone.blocksWide + x);
    else
      for (let part = 0; part < components.length; part++) {
        const { h, v, blocksWide } = components[part]!.component;
        for (let j = 0; j < v; j++)
          for (let i = 0; i < h; i++) decoder.decode(bits, part, (y * v + j) * blocksWide + x * h + i);
      }
    checkNotOver(bits);
  }
  decoder.restart();
  checkEnd(bits);
  if (stretch.restartAt(next) !== undefined) throw new Damage('a restart marker behind the last block');
  return next;
}

/** Behind the last block of a stretch there is nothing but filling. */
function checkEnd(bits: Bits): void {
  const left = bits.end - bits.at;
  if (left >= 8 * (mostFilling + 1)) throw new Damage('the coded data go on behind the picture');
  let ones = 0;
  for (let i = 0; i < left; i++) ones += nextBits(bits, 1);
  if (ones !== 0 && ones !== left) throw new Damage('the coded data go on behind the picture');
}

function sequentialDecoder({ components }: Scan): BlockDecoder | undefined {
  const parts = components.map(({ dc, ac, steps }) => ({ dc, ac, steps }));
  if (parts.some(({ dc, ac }) => dc === undefined || ac === undefined)) return undefined;
  const predictions = new Int32Array(parts.length);
  return {
    restart: () => predictions.fill(0),
    decode(bits, part, _at) {
      const { dc, ac, steps } = parts[part]!;
      predictions[part] = sequentialBlock(bits, dc!, ac!, steps, predictions[part]!);
    },
  };
}

function progressiveDecoder(scan: Scan, kept: Map<Component, ProgressiveBlocks>): BlockDecoder | undefined {
  const { components, first, last, high, low } = scan;
  if (first > last || last > 63 || low > 13) return undefined;
  const parts = components.map(({ component, steps, dc }) => {
    const blocks =
      kept.get(component) ?? progressiveBlocks(component.blocksWide * component.blocksHigh, steps);
    kept.set(component, blocks);
    return { blocks, dc };
  });
  const empty = { left: 0 };
  const predictions = new Int32Array(parts.length);
  const restart = (): void => {
    predictions.fill(0);
    if (empty.left > 0) throw new Damage('a run of empty blocks that goes on behind the picture');
  };
  if (first === 0) {
    if (last !== 0) return undefined;
    if (high > 0)
      return {
        restart,
        decode: (bits) => {
          bits.at++;
        },
      };
    if (parts.some(({ dc }) => dc === undefined)) return undefined;
    return {
      restart,
      decode(bits, part, at) {
        const { blocks, dc } = parts[part]!;
        predictions[part] = firstDc(bits, dc!, low, blocks, at, predictions[part]!);
      },
    };
  }
  const table = components[0]!.ac;
  const { blocks } = parts[0]!;
  if (components.length !== 1 || table === undefined) return undefined;
  const read = high === 0 ? firstBand : refineBand;
  return { restart, decode: (bits, _, at) => read(bits, table, scan, blocks, at, empty) };
}

/** The coded data between markers, one stretch at a time. */
interface Stretch {
  /** @returns the stretch from there, valid until the next is asked for, and where the marker behind it stands. */
  from(at: number): { bits: Bits; next: number };
  /** The number of the restart marker there, if it is one. */
  restartAt(at: number): number | undefined;
}

function createStretch(bytes: Uint8Array): Stretch {
  const room = new Uint8Array(bytes.length + spareBytes);
  const view = new DataView(room.buffer);
  return {
    from(start) {
      let length = 0;
      for (let at = start; ; ) {
        const found = bytes.indexOf(0xff, at);
        const stop = found < 0 ? bytes.length : found;
        room.set(bytes.subarray(at, stop), length);
        length += stop - at;
        at = stop;
        if (found >= 0 && bytes[found + 1] === 0) {
          room[length++] = 0xff;
          at += 2;
          continue;
        }
        room.fill(0, length, length + spareBytes);
        // A marker may have filling bytes before it.
        while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
        return { bits: { view, at: 0, end: 8 * length }, next: at };
      }
    },
    restartAt(at) {
      const code = bytes[at] === 0xff ? bytes[at + 1]! : 0;
      return code >= 0xd0 && code <= 0xd7 ? code - 0xd0 : undefined;
    },
  };
}
