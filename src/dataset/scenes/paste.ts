/**
 * Pasting cut-outs and painting shapes into a scene, and which thing each pixel shows in the end. H, W of the scene.
 */
import { type Affine, applyAffine, invertAffine } from '../../core/affine.js';
import { type Image, toByte } from '../../core/image.js';

/** Pixels with a share of cover each: `[H, W, 4]`. */
export interface Cover {
  width: number;
  height: number;
  data: Uint8Array;
}

export interface Stage {
  image: Image;
  /** `[H, W]`: number of the thing that is seen there, 0 for what was there first. */
  owner: Uint16Array;
}

/** How a cut-out's colours are changed: byte → byte, for R, G, B. */
export type Tones = readonly [Uint8Array, Uint8Array, Uint8Array];

const same = Uint8Array.from({ length: 256 }, (_, byte) => byte);
export const sameTones: Tones = [same, same, same];

/**
 * @param toStage – maps pixels of the cut-out to pixels of the stage; a similarity.
 * @param thing – its number from now on.
 * @param below – the cut-out ends at its lower edge only because its picture did: what is there goes on downwards.
 */
export function paste(
  stage: Stage,
  cover: Cover,
  toStage: Affine,
  thing: number,
  tones: Tones,
  below: boolean,
): void {
  const { source, map: place } = reduced(cover, toStage);
  const map = invertAffine(place);
  const { width, height, data } = stage.image;
  const [left, top, right, bottom] = rangeOf(source, place, width, height, below);
  const [m0, m1, m2, m3, m4, m5] = map;
  const [red, green, blue] = tones;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const u = m0 * x + m1 * y + m2;
      let v = m3 * x + m4 * y + m5;
      if (below && v > source.height - 1) v = source.height - 1;
      if (!(u > -1 && v > -1 && u < source.width && v < source.height)) continue;
      const alpha = sampleInto(source, u, v);
      if (alpha < 2) continue;
      const at = y * width + x;
      const share = alpha / 255;
      const o = 3 * at;
      data[o] = toByte(data[o]! + (red[sampled[0]!]! - data[o]!) * share);
      data[o + 1] = toByte(data[o + 1]! + (green[sampled[1]!]! - data[o + 1]!) * share);
      data[o + 2] = toByte(data[o + 2]! + (blue[sampled[2]!]! - data[o + 2]!) * share);
      if (share >= 0.5) stage.owner[at] = thing;
    }
}

const sampled = new Uint8Array(3);

/** Bilinear, weighed by alpha. Writes `sampled`. @returns alpha. */
function sampleInto({ width, height, data }: Cover, u: number, v: number): number {
  const left = Math.floor(u);
  const top = Math.floor(v);
  const fx = u - left;
  const fy = v - top;
  let alpha = 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let j = 0; j < 2; j++) {
    const row = top + j;
    if (row < 0 || row >= height) continue;
    for (let i = 0; i < 2; i++) {
      const column = left + i;
      if (column < 0 || column >= width) continue;
      const at = 4 * (row * width + column);
      const weight = (i === 0 ? 1 - fx : fx) * (j === 0 ? 1 - fy : fy) * data[at + 3]!;
      alpha += weight;
      red += weight * data[at]!;
      green += weight * data[at + 1]!;
      blue += weight * data[at + 2]!;
    }
  }
  if (alpha < 1) return 0;
  sampled[0] = red / alpha + 0.5;
  sampled[1] = green / alpha + 0.5;
  sampled[2] = blue / alpha + 0.5;
  return alpha;
}

/** Halved until less than a factor 2 is left, so that nothing aliases. */
function reduced(cover: Cover, toStage: Affine): { source: Cover; map: Affine } {
  let source = cover;
  let [a, b, c, d, e, f] = toStage;
  while (Math.hypot(a, d) < 0.6 && source.width > 8 && source.height > 8) {
    source = halved(source);
    // Level l has pixel centres at 2·(x + 0.5) − 0.5 of level l − 1.
    c += (a + b) / 2;
    f += (d + e) / 2;
    [a, b, d, e] = [2 * a, 2 * b, 2 * d, 2 * e];
  }
  return { source, map: [a, b, c, d, e, f] };
}

function halved({ width, height, data }: Cover): Cover {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(4 * w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      let alpha = 0;
      const sum = [0, 0, 0];
      for (const at of [4 * (2 * y * width + 2 * x), 4 * ((2 * y + 1) * width + 2 * x)])
        for (const pixel of [at, at + 4]) {
          const own = data[pixel + 3]!;
          alpha += own;
          for (let k = 0; k < 3; k++) sum[k]! += own * data[pixel + k]!;
        }
      const o = 4 * (y * w + x);
      if (alpha > 0) for (let k = 0; k < 3; k++) half[o + k] = sum[k]! / alpha + 0.5;
      half[o + 3] = alpha / 4 + 0.5;
    }
  return { width: w, height: h, data: half };
}

function rangeOf(
  { width: w, height: h }: Cover,
  toStage: Affine,
  width: number,
  height: number,
  below: boolean,
): [number, number, number, number] {
  const far = below ? h + 4 * Math.max(width, height) : h;
  const corners = applyAffine(toStage, Float32Array.of(-1, -1, w, -1, -1, far, w, far));
  const along = (axis: 0 | 1, size: number): [number, number] => {
    const places = [corners[axis]!, corners[2 + axis]!, corners[4 + axis]!, corners[6 + axis]!];
    return [Math.max(0, Math.floor(Math.min(...places))), Math.min(size, Math.ceil(Math.max(...places)) + 1)];
  };
  const [left, right] = along(0, width);
  const [top, bottom] = along(1, height);
  return [left, top, right, bottom];
}
