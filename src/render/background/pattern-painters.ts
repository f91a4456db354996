/**
 * Patterns: walls and cloths of one material, and the attractors of iterated function systems, drawn by the chaos game
 * (Barnsley 1988). Networks pre-trained on such fractals learn useful edges (Kataoka et al. 2020), and no two look alike.
 */
import type { Rgb } from '../../face/person/description.js';
import { type Canvas, forEachPixel, mixRgb, type Painter, scaleRgb, valueNoise } from './canvas.js';

const materials = ['bricks', 'tiles', 'wood', 'weave', 'concrete', 'dots', 'herringbone', 'panels'] as const;

export const paintTexture: Painter = (canvas, [a, b, c], random) => {
  const noise = valueNoise(random);
  const material = random.pick(materials);
  const scale = random.uniform(4, 16);
  const grain = random.uniform(0.05, 0.35);
  const joint = random.uniform(0.04, 0.14);
  const other = mixRgb(a, b, random.uniform(0.15, 0.8));
  const turn = random.normal(0, 0.05);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const part = (value: number): number => value - Math.floor(value);
  const colourAt = (x: number, y: number): Rgb => {
    const [u, v] = [x * scale, y * scale];
    switch (material) {
      case 'bricks': {
        const row = Math.floor(v * 2);
        const along = u + (row & 1) / 2;
        if (part(v * 2) < joint * 2 || part(along) < joint) return c;
        return mixRgb(a, other, noise(Math.floor(along) * 7.3, row * 3.7));
      }
      case 'tiles':
        if (part(u) < joint || part(v) < joint) return c;
        return mixRgb(a, other, noise(Math.floor(u) * 5.1, Math.floor(v) * 9.7) ** 2);
      case 'wood': {
        const board = Math.floor(u / 2);
        const rings = Math.sin((u * 3 + noise(u * 2, v * 0.25) * 6 + board * 2.3) * 2);
        return part(u / 2) < joint / 3 ? scaleRgb(a, 0.3) : mixRgb(a, other, 0.5 + 0.5 * rings);
      }
      case 'weave':
        return mixRgb(a, b, Math.sin(u * 9) > 0 === Math.sin(v * 9) > 0 ? 0.1 : 0.6);
      case 'concrete':
        return mixRgb(a, other, 0.6 * noise(u / 3, v / 3) + 0.4 * noise(u * 2, v * 2));
      case 'dots':
        return (part(u) - 0.5) ** 2 + (part(v + (Math.floor(u) & 1) / 2) - 0.5) ** 2 < 0.07 ? b : a;
      case 'herringbone':
        return part(v + Math.abs(part(u) - 0.5) * 2) < 0.5 ? a : other;
      case 'panels':
        return part(u / 3) < joint / 2 ? scaleRgb(a, 0.35) : mixRgb(a, other, part(u / 3) * 0.5);
    }
  };
  forEachPixel(canvas, (x, y) => {
    const colour = colourAt(x * cos - y * sin, x * sin + y * cos);
    return scaleRgb(colour, 1 + grain * (noise(x * 60, y * 60) - 0.5));
  });
};

interface AffineMap {
  m: readonly [number, number, number, number];
  shift: readonly [number, number];
  weight: number;
  colour: Rgb;
}

/** Points of the chaos game for each pixel of the canvas, and at most. */
const pointsPerPixel = 3;
const mostPoints = 40_000;

export const paintFractal: Painter = (canvas, colours, random) => {
  forEachPixel(canvas, () => colours[0]);
  const maps: AffineMap[] = Array.from({ length: random.integer(2, 5) }, (_, i) => {
    // A turn, two shrinkings (singular values below 1) and a turn: always a contraction.
    const [first, second] = [random.uniform(0, 2 * Math.PI), random.uniform(0, 2 * Math.PI)];
    const [s, t] = [random.uniform(0.3, 0.9), random.uniform(0.2, 0.8) * random.pick([-1, 1])];
    const [c1, s1, c2, s2] = [Math.cos(first), Math.sin(first), Math.cos(second), Math.sin(second)];
    const m = [
      c1 * s * c2 - s1 * t * s2,
      -c1 * s * s2 - s1 * t * c2,
      s1 * s * c2 + c1 * t * s2,
      -s1 * s * s2 + c1 * t * c2,
    ] as const;
    return {
      m,
      shift: [random.uniform(-1, 1), random.uniform(-1, 1)],
      weight: Math.max(0.02, Math.abs(m[0] * m[3] - m[1] * m[2])),
      colour: mixRgb(
        colours[1],
        mixRgb(colours[2], [random.next(), random.next(), random.next()], 0.4),
        i / 2,
      ),
    };
  });
  const total = maps.reduce((sum, { weight }) => sum + weight, 0);
  const count = Math.min(mostPoints, canvas.width * canvas.height * pointsPerPixel);
  const points = new Float32Array(count * 2);
  const chosen = new Uint8Array(count);
  let [x, y] = [0, 0];
  for (let n = -20; n < count; n++) {
    let rest = random.next() * total;
    let k = 0;
    while (k < maps.length - 1 && rest >= maps[k]!.weight) rest -= maps[k++]!.weight;
    const { m, shift } = maps[k]!;
    [x, y] = [m[0] * x + m[1] * y + shift[0], m[2] * x + m[3] * y + shift[1]];
    if (n < 0) continue;
    points[2 * n] = x;
    points[2 * n + 1] = y;
    chosen[n] = k;
  }
  plot(canvas, points, (n) => maps[chosen[n]!]!.colour);
};

/** Fits the points to the canvas and lays them on, a third of the colour each. */
function plot({ width, height, data }: Canvas, points: Float32Array, colourOf: (n: number) => Rgb): void {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let n = 0; n < points.length; n += 2) {
    left = Math.min(left, points[n]!);
    right = Math.max(right, points[n]!);
    top = Math.min(top, points[n + 1]!);
    bottom = Math.max(bottom, points[n + 1]!);
  }
  const [across, down] = [
    (width - 1) / Math.max(1e-6, right - left),
    (height - 1) / Math.max(1e-6, bottom - top),
  ];
  for (let n = 0; n < points.length / 2; n++) {
    const column = Math.round((points[2 * n]! - left) * across);
    const row = Math.round((points[2 * n + 1]! - top) * down);
    const o = (row * width + column) * 3;
    const colour = colourOf(n);
    for (let c = 0; c < 3; c++) data[o + c] = data[o + c]! + (colour[c]! - data[o + c]!) / 3;
  }
}
