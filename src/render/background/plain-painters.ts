/** Backgrounds without things in them: even walls, gradients, blurred lights, leaves, clouds, stripes, loose shapes. */
import type { Rgb } from '../../face/person/description.js';
import {
  fillEllipse,
  fillPolygon,
  fillRectangle,
  forEachPixel,
  mixRgb,
  type Painter,
  scaleRgb,
  valueNoise,
} from './canvas.js';

export const paintPlain: Painter = (canvas, [colour], random) => {
  const fall = random.uniform(0, 0.5);
  const [cx, cy] = [random.uniform(0.3, 0.7), random.uniform(0.2, 0.8)];
  forEachPixel(canvas, (x, y) => scaleRgb(colour, 1 - fall * ((x - cx) ** 2 + (y - cy) ** 2)));
};

export const paintGradient: Painter = (canvas, [from, to], random) => {
  const angle = random.uniform(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  forEachPixel(canvas, (x, y) => mixRgb(from, to, 0.5 + (x - 0.5) * dx * 0.7 + (y - 0.5) * dy * 0.7));
};

export const paintBokeh: Painter = (canvas, [base, ...lights], random) => {
  forEachPixel(canvas, () => base);
  for (let i = random.integer(6, 26); i > 0; i--) {
    const colour = scaleRgb(random.pick(lights), Math.exp(random.normal(0, 0.6)));
    const centre = [random.next(), random.next()] as const;
    const radius = random.uniform(0.02, 0.16);
    fillEllipse(canvas, centre, [radius, radius], colour, random.uniform(0.3, 0.9));
  }
};

export const paintPatches: Painter = (canvas, colours, random) => {
  const floor = random.uniform(0.6, 1.1);
  forEachPixel(canvas, (_x, y) => (y < floor ? colours[0] : colours[1]));
  for (let i = random.integer(3, 14); i > 0; i--) {
    const [left, top] = [random.uniform(-0.2, 1), random.uniform(-0.2, 1)];
    const colour = scaleRgb(random.pick(colours), random.uniform(0.2, 2));
    fillRectangle(
      canvas,
      [left, top, left + random.uniform(0.05, 0.5), top + random.uniform(0.05, 0.6)],
      colour,
      random.uniform(0.5, 1),
    );
  }
};

export const paintFoliage: Painter = (canvas, [a, b, c], random) => {
  const noise = valueNoise(random);
  const green: Rgb = [a[0] * 0.5, Math.max(a[1], 0.15), a[2] * 0.4];
  const dark: Rgb = [b[0] * 0.1, b[1] * 0.12, b[2] * 0.08];
  forEachPixel(canvas, (x, y) => {
    const n = 0.5 * noise(x * 7, y * 7) + 0.3 * noise(x * 17, y * 17) + 0.2 * noise(x * 41, y * 41);
    return n < 0.55 ? mixRgb(dark, green, n / 0.55) : mixRgb(green, c, (n - 0.55) / 0.45);
  });
};

export const paintClouds: Painter = (canvas, [a, b], random) => {
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
};

export const paintStripes: Painter = (canvas, [a, b, c], random) => {
  const angle = random.pick([0, Math.PI / 2, random.uniform(0, Math.PI)]);
  const frequency = random.uniform(2, 14);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const checks = random.chance(0.4);
  const third = mixRgb(b, c, 0.5);
  forEachPixel(canvas, (x, y) => {
    const s = Math.floor((x * dx + y * dy) * frequency);
    const t = checks ? Math.floor((y * dx - x * dy) * frequency) : 0;
    const band = (((s + t) % 3) + 3) % 3;
    return band === 0 ? a : band === 1 ? b : third;
  });
};

/** Ellipses, polygons and bars of many colours on a gradient: clutter that is nothing in particular. */
export const paintShapes: Painter = (canvas, colours, random) => {
  paintGradient(canvas, colours, random);
  for (let i = random.integer(8, 30); i > 0; i--) {
    const mixed = mixRgb(random.pick(colours), random.pick(colours), random.next());
    const colour: Rgb = [
      mixed[0] * Math.exp(random.normal(0, 0.4)),
      mixed[1] * Math.exp(random.normal(0, 0.4)),
      mixed[2] * Math.exp(random.normal(0, 0.4)),
    ];
    const [x, y] = [random.next(), random.next()];
    const size = 0.03 + 0.25 * random.next() ** 2;
    const opacity = random.uniform(0.4, 1);
    if (random.chance(0.4)) {
      fillEllipse(canvas, [x, y], [size, size * random.uniform(0.3, 1.5)], colour, opacity);
      continue;
    }
    const sides = random.integer(3, 6);
    const slim = random.uniform(0.15, 1);
    const turn = random.uniform(0, 2 * Math.PI);
    const corners = Array.from({ length: sides }, (_, k) => {
      const angle = (k * 2 * Math.PI) / sides;
      const [u, v] = [size * Math.cos(angle), size * slim * Math.sin(angle)];
      return [
        x + u * Math.cos(turn) - v * Math.sin(turn),
        y + u * Math.sin(turn) + v * Math.cos(turn),
      ] as const;
    });
    fillPolygon(canvas, corners, colour, opacity);
  }
};
