/**
 * Small patches of what a network saw, around points, as short rows of numbers that a linear map can read: nine places, three by
 * three, all channels of each, and of these so many sums with random signs. Such sums keep distances between patches nearly as
 * they are (Achlioptas, JCSS 2003), so a ridge reads them as it would read the patches, at a fraction of the weights. The signs come from a seed: a file need not hold them.
 * T points, C channels, M maps.
 */
import { applyAffine, invertAffine } from '../../core/affine.js';
import { Random } from '../../core/random.js';
import type { SeenFeatures } from './seen-features.js';

export interface PatchReading {
  /** Numbers that are kept of a patch of each map. */
  components: number;
  /** From the middle of a patch to its edge, as a share of the crop's side. */
  reach: number;
}

/** Chosen by cross-validation on photographs taken in the wild (docs/evaluation.md). */
export const patchReading: PatchReading = { components: 64, reach: 6 / 128 };

/** `[T · M · components]` each. */
export interface FacePatches {
  plain: Float32Array;
  /** Of the mirrored crop, around the mirrored points: row t is that of the point which the mirror shows at t. */
  mirrored: Float32Array | null;
}

const steps = [-1, 0, 1];

/** @param points – `[T, 2]` pixels of the image. @param mirror – `[T]` index of each point's mirror image. */
export function readPatches(
  { crop, size, side, plain, mirrored }: SeenFeatures,
  points: Float32Array,
  mirror: readonly number[],
  reading: PatchReading,
): FacePatches {
  const places = applyAffine(invertAffine(crop), points);
  const shown = places.map((_, i) => {
    const value = places[2 * mirror[i >> 1]! + (i % 2)]!;
    return i % 2 === 0 ? size - 1 - value : value;
  });
  const read = (maps: readonly Float32Array[], around: Float32Array): Float32Array =>
    patchRows(maps, around, size, side, reading);
  return { plain: read(plain, places), mirrored: mirrored && read(mirrored, shown) };
}

/** @param places – `[T, 2]` pixels of the crop. */
function patchRows(
  maps: readonly Float32Array[],
  places: Float32Array,
  size: number,
  side: number,
  { components, reach }: PatchReading,
): Float32Array {
  const count = places.length / 2;
  const rows = new Float32Array(count * maps.length * components);
  for (const [m, map] of maps.entries()) {
    const channels = map.length / side ** 2;
    const length = steps.length ** 2 * channels;
    const signs = signsFor(m, length, components);
    const patch = new Float32Array(length);
    for (let t = 0; t < count; t++) {
      let at = 0;
      for (const dy of steps)
        for (const dx of steps) {
          const x = places[2 * t]! + dx * reach * size;
          const y = places[2 * t + 1]! + dy * reach * size;
          sampleCell(map, side, toCell(x, size, side), toCell(y, size, side), patch, at);
          at += channels;
        }
      const from = (t * maps.length + m) * components;
      for (let i = 0; i < length; i++) {
        const value = patch[i]!;
        if (value === 0) continue;
        for (let c = 0; c < components; c++) rows[from + c]! += value * signs[i * components + c]!;
      }
    }
  }
  return rows;
}

/** A cell's middle lies in the middle of the pixels that it covers; beyond the map the edge goes on. */
function toCell(pixel: number, size: number, side: number): number {
  return Math.min(side - 1, Math.max(0, ((pixel + 0.5) * side) / size - 0.5));
}

/** All channels at a place between cells. @param map – `[C, side, side]`. @param to – gets them from `at` on. */
function sampleCell(
  map: Float32Array,
  side: number,
  x: number,
  y: number,
  to: Float32Array,
  at: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [Math.min(left + 1, side - 1), Math.min(top + 1, side - 1)];
  const [u, v] = [x - left, y - top];
  const plane = side * side;
  for (let c = 0; c * plane < map.length; c++) {
    const from = c * plane;
    const upper = (1 - u) * map[from + top * side + left]! + u * map[from + top * side + right]!;
    const lower = (1 - u) * map[from + below * side + left]! + u * map[from + below * side + right]!;
    to[at + c] = (1 - v) * upper + v * lower;
  }
}

const drawn = new Map<string, Float32Array>();

/** `[length, components]` of ±1 / √length, the same for ever. */
function signsFor(map: number, length: number, components: number): Float32Array {
  const key = `${map} ${length} ${components}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const random = new Random(1, 'patch signs', map);
  const share = 1 / Math.sqrt(length);
  const signs = Float32Array.from({ length: length * components }, () =>
    random.chance(0.5) ? share : -share,
  );
  drawn.set(key, signs);
  return signs;
}
