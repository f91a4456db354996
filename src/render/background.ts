/**
 * Procedural backgrounds: what stands behind the head, as a picture. Painted small and enlarged smoothly when out of
 * focus, at full size when sharp. Limits: no perspective and no light of its own; it only has to be varied clutter.
 */
import { Random } from '../core/random.js';
import type { Rgb } from '../face/description.js';
import type { BackgroundDescription, BackgroundKind } from './scene-description.js';
import { encodeByte } from './tone-curve.js';

/** A linear-light picture in the making: `[H, W, 3]`. */
interface Canvas {
  width: number;
  height: number;
  data: Float32Array;
}

/** @returns `[height, width, 3]` sRGB bytes. */
export function paintBackground(
  description: BackgroundDescription,
  width: number,
  height: number,
): Uint8Array {
  const random = new Random(description.seed, 'background');
  const detail = Math.max(
    6,
    Math.round(Math.min(96, width) * (1 - description.blur) + 10 * description.blur),
  );
  const small: Canvas = {
    width: detail,
    height: Math.max(6, Math.round((detail * height) / width)),
    data: new Float32Array(0),
  };
  small.data = new Float32Array(small.width * small.height * 3);
  painters[description.kind](small, description.colours, random);
  return enlarge(small, width, height);
}

type Painter = (canvas: Canvas, colours: BackgroundDescription['colours'], random: Random) => void;

const painters: Record<BackgroundKind, Painter> = {
  plain(canvas, [colour], random) {
    const fall = random.uniform(0, 0.5);
    const [cx, cy] = [random.uniform(0.3, 0.7), random.uniform(0.2, 0.8)];
    forEachPixel(canvas, (x, y) => {
      const shade = 1 - fall * ((x - cx) ** 2 + (y - cy) ** 2);
      return [colour[0] * shade, colour[1] * shade, colour[2] * shade];
    });
  },
  gradient(canvas, [from, to], random) {
    const angle = random.uniform(0, 2 * Math.PI);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    forEachPixel(canvas, (x, y) => mixRgb(from, to, 0.5 + (x - 0.5) * dx * 0.7 + (y - 0.5) * dy * 0.7));
  },
  bokeh(canvas, [base, ...lights], random) {
    forEachPixel(canvas, () => base);
    for (let i = random.integer(6, 26); i > 0; i--) {
      const colour = random.pick(lights);
      const gain = Math.exp(random.normal(0, 0.6));
      const [cx, cy, radius] = [random.next(), random.next(), random.uniform(0.02, 0.16)];
      fillWhere(
        canvas,
        (x, y) => (x - cx) ** 2 + (y - cy) ** 2 < radius * radius,
        [colour[0] * gain, colour[1] * gain, colour[2] * gain],
        random.uniform(0.3, 0.9),
      );
    }
  },
  room(canvas, colours, random) {
    const floor = random.uniform(0.6, 1.1);
    forEachPixel(canvas, (_x, y) => (y < floor ? colours[0] : colours[1]));
    for (let i = random.integer(3, 14); i > 0; i--) {
      const [left, top, w, h] = [
        random.uniform(-0.2, 1),
        random.uniform(-0.2, 1),
        random.uniform(0.05, 0.5),
        random.uniform(0.05, 0.6),
      ];
      const gain = random.uniform(0.2, 2);
      const colour = random.pick(colours);
      fillWhere(
        canvas,
        (x, y) => x > left && x < left + w && y > top && y < top + h,
        [colour[0] * gain, colour[1] * gain, colour[2] * gain],
        random.uniform(0.5, 1),
      );
    }
  },
  foliage(canvas, [a, b, c], random) {
    const noise = valueNoise(random);
    const green: Rgb = [a[0] * 0.5, Math.max(a[1], 0.15), a[2] * 0.4];
    forEachPixel(canvas, (x, y) => {
      const n = 0.5 * noise(x * 7, y * 7) + 0.3 * noise(x * 17, y * 17) + 0.2 * noise(x * 41, y * 41);
      return n < 0.55
        ? mixRgb([b[0] * 0.1, b[1] * 0.12, b[2] * 0.08], green, n / 0.55)
        : mixRgb(green, c, (n - 0.55) / 0.45);
    });
  },
  clouds(canvas, [a, b], random) {
    const noise = valueNoise(random);
    const scale = random.uniform(1.5, 5);
    forEachPixel(canvas, (x, y) =>
      mixRgb(
        a,
        b,
        0.55 * noise(x * scale, y * scale) +
          0.3 * noise(x * scale * 2.3, y * scale * 2.3) +
          0.15 * noise(x * scale * 5.1, y * scale * 5.1),
      ),
    );
  },
  stripes(canvas, [a, b, c], random) {
    const angle = random.pick([0, Math.PI / 2, random.uniform(0, Math.PI)]);
    const frequency = random.uniform(2, 14);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const checks = random.chance(0.4);
    forEachPixel(canvas, (x, y) => {
      const s = Math.floor((x * dx + y * dy) * frequency);
      const t = checks ? Math.floor((y * dx - x * dy) * frequency) : 0;
      const band = (((s + t) % 3) + 3) % 3;
      return band === 0 ? a : band === 1 ? b : mixRgb(b, c, 0.5);
    });
  },
};

/** Smooth noise in [0, 1] on a lattice of 64 × 64 random values. */
function valueNoise(random: Random): (x: number, y: number) => number {
  const lattice = Float32Array.from({ length: 4096 }, () => random.next());
  const at = (x: number, y: number): number => lattice[(y & 63) * 64 + (x & 63)]!;
  return (x, y) => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const fx = smooth(x - ix);
    const fy = smooth(y - iy);
    const top = at(ix, iy) + (at(ix + 1, iy) - at(ix, iy)) * fx;
    const bottom = at(ix, iy + 1) + (at(ix + 1, iy + 1) - at(ix, iy + 1)) * fx;
    return top + (bottom - top) * fy;
  };
}

/** @param colourAt – coordinates run from 0 to 1 over the canvas. */
function forEachPixel({ width, height, data }: Canvas, colourAt: (x: number, y: number) => Rgb): void {
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) data.set(colourAt((x + 0.5) / width, (y + 0.5) / height), o);
}

function fillWhere(
  { width, height, data }: Canvas,
  inside: (x: number, y: number) => boolean,
  colour: Rgb,
  opacity: number,
): void {
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3)
      if (inside((x + 0.5) / width, (y + 0.5) / height))
        for (let c = 0; c < 3; c++) data[o + c]! += (colour[c]! - data[o + c]!) * opacity;
}

/** Bilinear with a smoothed fraction: blurred canvases show no grid. */
function enlarge(small: Canvas, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height * 3);
  const columns = taps(width, small.width);
  const rows = taps(height, small.height);
  for (let y = 0, o = 0; y < height; y++) {
    const top = rows.first[y]! * small.width;
    const bottom = rows.second[y]! * small.width;
    const fy = rows.fraction[y]!;
    for (let x = 0; x < width; x++) {
      const fx = columns.fraction[x]!;
      const left = columns.first[x]!;
      const right = columns.second[x]!;
      for (let c = 0; c < 3; c++, o++) {
        const above = small.data[(top + left) * 3 + c]! * (1 - fx) + small.data[(top + right) * 3 + c]! * fx;
        const below =
          small.data[(bottom + left) * 3 + c]! * (1 - fx) + small.data[(bottom + right) * 3 + c]! * fx;
        out[o] = encodeByte(Math.min(1, above * (1 - fy) + below * fy));
      }
    }
  }
  return out;
}

function taps(
  size: number,
  cells: number,
): { first: Int32Array; second: Int32Array; fraction: Float32Array } {
  const first = new Int32Array(size);
  const second = new Int32Array(size);
  const fraction = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const place = ((i + 0.5) * cells) / size - 0.5;
    const cell = Math.floor(place);
    first[i] = Math.max(0, cell);
    second[i] = Math.min(cells - 1, cell + 1);
    fraction[i] = cells < size ? smooth(place - cell) : place - cell;
  }
  return { first, second, fraction };
}

function mixRgb(a: Rgb, b: Rgb, t: number): Rgb {
  const k = Math.min(1, Math.max(0, t));
  return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k];
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
