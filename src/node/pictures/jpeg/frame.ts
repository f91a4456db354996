/**
 * What the markers of a JPEG say (ITU-T T.81, annex B): size, components, tables and where its scans begin. Only what the
 * check of the coded data needs; headers that are wrong are the decoder's to refuse. N blocks are 8 × 8 samples.
 */
import { type HuffmanTable, huffmanTable } from './huffman-table.js';

export interface Component {
  id: number;
  /** Sampling factors. */
  h: number;
  v: number;
  quantisation: number;
  /** Blocks in whole units of all components, as scans of several components code them. */
  blocksWide: number;
  blocksHigh: number;
  /** Blocks that hold pixels: what a scan of this component alone codes. */
  ownWide: number;
  ownHigh: number;
}

export interface Frame {
  progressive: boolean;
  /** Minimum coded units of a scan of several components. */
  unitsWide: number;
  unitsHigh: number;
  components: Component[];
}

export interface ScanComponent {
  component: Component;
  dc: HuffmanTable | undefined;
  ac: HuffmanTable | undefined;
  /** Steps of the quantisation in the order of the file, `[64]`. */
  steps: Uint16Array;
}

export interface Scan {
  frame: Frame;
  components: ScanComponent[];
  /** First and last coefficient, and the bits of successive approximation (progressive only). */
  first: number;
  last: number;
  high: number;
  low: number;
  /** Units between two restart markers; 0 for none. */
  restartInterval: number;
  /** Where the coded data begin. */
  start: number;
}

/** Reads markers up to the next scan: tables stay from one scan to the next. */
export interface MarkerReader {
  /** @returns nothing at the end of the picture and where the file is not one that can be followed. */
  nextScan(at: number): Scan | undefined;
}

const marker = { soi: 0xd8, eoi: 0xd9, sos: 0xda, dqt: 0xdb, dht: 0xc4, dri: 0xdd } as const;

export function createMarkerReader(bytes: Uint8Array): MarkerReader {
  const word = (at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
  const steps: Uint16Array[] = [];
  const dc: HuffmanTable[] = [];
  const ac: HuffmanTable[] = [];
  let frame: Frame | undefined;
  let restartInterval = 0;

  function readSteps(from: number, end: number): boolean {
    for (let at = from; at < end; ) {
      const wide = bytes[at]! >> 4 > 0;
      if (at + 1 + (wide ? 128 : 64) > end) return false;
      const table = Uint16Array.from({ length: 64 }, (_, k) =>
        wide ? word(at + 1 + 2 * k) : bytes[at + 1 + k]!,
      );
      steps[bytes[at]! & 15] = table;
      at += wide ? 129 : 65;
    }
    return true;
  }

  function readTables(from: number, end: number): boolean {
    for (let at = from; at < end; ) {
      const counts = bytes.subarray(at + 1, at + 17);
      const values = counts.reduce((sum, count) => sum + count, 0);
      if (at + 17 + values > end) return false;
      const table = huffmanTable(counts, bytes.subarray(at + 17, at + 17 + values));
      if (table === undefined) return false;
      (bytes[at]! >> 4 === 0 ? dc : ac)[bytes[at]! & 15] = table;
      at += 17 + values;
    }
    return true;
  }

  function readFrame(code: number, at: number): Frame | undefined {
    const [height, width, count] = [word(at + 1), word(at + 3), bytes[at + 5]!];
    if (bytes[at] !== 8 || width === 0 || height === 0 || count === 0 || count > 4) return undefined;
    const shapes = Array.from({ length: count }, (_, i) => {
      const [id, factors, quantisation] = bytes.subarray(at + 6 + 3 * i, at + 9 + 3 * i);
      return { id: id!, h: factors! >> 4, v: factors! & 15, quantisation: quantisation! };
    });
    if (shapes.some(({ h, v }) => !(h >= 1 && h <= 4 && v >= 1 && v <= 4))) return undefined;
    const mostH = Math.max(...shapes.map(({ h }) => h));
    const mostV = Math.max(...shapes.map(({ v }) => v));
    const unitsWide = Math.ceil(width / (8 * mostH));
    const unitsHigh = Math.ceil(height / (8 * mostV));
    const components = shapes.map((shape) => ({
      ...shape,
      blocksWide: unitsWide * shape.h,
      blocksHigh: unitsHigh * shape.v,
      ownWide: Math.ceil(Math.ceil((width * shape.h) / mostH) / 8),
      ownHigh: Math.ceil(Math.ceil((height * shape.v) / mostV) / 8),
    }));
    return { progressive: code === 0xc2, unitsWide, unitsHigh, components };
  }

  function readScan(at: number, end: number): Scan | undefined {
    const count = bytes[at]!;
    if (frame === undefined || count === 0 || count > 4 || at + 4 + 2 * count > end) return undefined;
    const components: ScanComponent[] = [];
    for (let i = 0; i < count; i++) {
      const [id, tables] = [bytes[at + 1 + 2 * i]!, bytes[at + 2 + 2 * i]!];
      const component = frame.components.find((one) => one.id === id);
      const own = component && steps[component.quantisation];
      if (component === undefined || own === undefined) return undefined;
      components.push({ component, dc: dc[tables >> 4], ac: ac[tables & 15], steps: own });
    }
    const [first, last, bits] = bytes.subarray(at + 1 + 2 * count, at + 4 + 2 * count);
    const sequential = !frame.progressive;
    return {
      frame,
      components,
      first: sequential ? 0 : first!,
      last: sequential ? 63 : last!,
      high: sequential ? 0 : bits! >> 4,
      low: sequential ? 0 : bits! & 15,
      restartInterval,
      start: end,
    };
  }

  return {
    nextScan(from) {
      for (let at = from; at + 4 <= bytes.length; ) {
        if (bytes[at] !== 0xff) return undefined;
        const code = bytes[at + 1]!;
        if (code === 0xff) {
          at++;
          continue;
        }
        if (code === marker.soi) {
          at += 2;
          continue;
        }
        if (code === marker.eoi) return undefined;
        const [start, end] = [at + 4, at + 2 + word(at + 2)];
        if (end > bytes.length || end < start) return undefined;
        if (code === marker.dqt && !readSteps(start, end)) return undefined;
        if (code === marker.dht && !readTables(start, end)) return undefined;
        if (code === marker.dri) restartInterval = word(start);
        // Of the frames only Huffman coding of 8 bits, sequential or progressive; 0xc4, 0xc8 and 0xcc are none.
        if (code >= 0xc0 && code <= 0xc2) frame = readFrame(code, start);
        else if (code > 0xc2 && code <= 0xcf && code % 4 !== 0) return undefined;
        if (code === marker.sos) return readScan(start, end);
        at = end;
      }
      return undefined;
    },
  };
}
