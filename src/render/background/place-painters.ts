/**
 * Places: a room in one-point perspective with windows, pictures, shelves and lamps; a street of houses; the inside of a
 * car. Limits: simple boxes without light of their own.
 */
import type { Random } from '../../core/random.js';
import type { Rgb } from '../../face/person/description.js';
import {
  type Canvas,
  type Colours,
  fillEllipse,
  fillPolygon,
  fillRectangle,
  forEachPixel,
  mixRgb,
  type Painter,
  scaleRgb,
  valueNoise,
} from './canvas.js';

const white: Rgb = [0.8, 0.8, 0.78];

/** Walls are mostly light and little coloured. */
function wallColour(colour: Rgb, random: Random): Rgb {
  return scaleRgb(mixRgb(white, colour, random.uniform(0.1, 0.8)), random.uniform(0.35, 0.95));
}

export const paintInterior: Painter = (canvas, colours, random) => {
  const wall = wallColour(colours[0], random);
  const floor = scaleRgb(
    mixRgb([0.28, 0.17, 0.09], colours[1], random.uniform(0, 0.7)),
    random.uniform(0.5, 1.2),
  );
  const ceiling = scaleRgb(white, random.uniform(0.5, 1));
  // The back wall's rectangle; side walls, floor and ceiling run from it to the picture's rim and beyond.
  const depth = random.uniform(0.45, 1.5);
  const [cx, cy] = [random.uniform(0.1, 0.9), random.uniform(0.3, 0.6)];
  const [left, right] = [cx - depth * random.uniform(0.35, 0.9), cx + depth * random.uniform(0.35, 0.9)];
  const [top, bottom] = [cy - depth * random.uniform(0.3, 0.6), cy + depth * random.uniform(0.35, 0.7)];
  const boards = random.uniform(6, 30);
  const lightSide = random.pick([-1, 1]);
  forEachPixel(canvas, (x, y) => {
    const beyond = Math.max(
      (cx - x) / (cx - left),
      (x - cx) / (right - cx),
      (cy - y) / (cy - top),
      (y - cy) / (bottom - cy),
    );
    if (beyond <= 1) return scaleRgb(wall, 0.9 + 0.2 * lightSide * (x - 0.5));
    const far = 1 / beyond;
    if ((y - cy) / (bottom - cy) === beyond) {
      const board = ((x - cx) * far * boards * 3) % 1;
      return scaleRgb(floor, (0.75 + 0.25 * far) * (Math.abs(board) < 0.07 ? 0.7 : 1));
    }
    if ((cy - y) / (cy - top) === beyond) return scaleRgb(ceiling, 0.7 + 0.3 * far);
    return scaleRgb(wall, x < cx === lightSide < 0 ? 1.05 : 0.65 + 0.15 * far);
  });
  const [width, height] = [right - left, bottom - top];
  const onWall = (u: number, v: number, w: number, h: number) =>
    [left + u * width, top + v * height, left + (u + w) * width, top + (v + h) * height] as const;
  for (let i = random.integer(1, 5); i > 0; i--) {
    const u = random.uniform(0, 0.85);
    const thing = random.next();
    if (thing < 0.3) paintWindow(canvas, onWall(u, 0.15, random.uniform(0.15, 0.4), 0.5), random);
    else if (thing < 0.55)
      paintPicture(
        canvas,
        onWall(u, random.uniform(0.15, 0.45), random.uniform(0.06, 0.25), random.uniform(0.1, 0.3)),
        colours,
        random,
      );
    else if (thing < 0.8)
      paintShelf(
        canvas,
        onWall(u, random.uniform(0.1, 0.5), random.uniform(0.15, 0.45), random.uniform(0.3, 0.6)),
        colours,
        random,
      );
    else fillRectangle(canvas, onWall(u, 0.25, 0.16, 0.75), scaleRgb(random.pick(colours), 0.6));
  }
  if (random.chance(0.5))
    for (let i = random.integer(1, 3); i > 0; i--) {
      const lamp: Rgb = [2.2, 2, 1.6];
      fillEllipse(
        canvas,
        [random.next(), random.uniform(0, 0.3)],
        [random.uniform(0.02, 0.08), random.uniform(0.01, 0.05)],
        lamp,
      );
    }
  for (let i = random.integer(0, 3); i > 0; i--) {
    const [x, w, h] = [random.next(), random.uniform(0.1, 0.4), random.uniform(0.1, 0.45)];
    fillRectangle(
      canvas,
      [x - w / 2, 1 - h, x + w / 2, 1.1],
      scaleRgb(random.pick(colours), random.uniform(0.2, 0.8)),
    );
  }
};

type Box = readonly [number, number, number, number];

function paintWindow(canvas: Canvas, [left, top, right, bottom]: Box, random: Random): void {
  const sky = scaleRgb([0.8, 0.95, 1.1], random.uniform(0.6, 2.2));
  const ground: Rgb = [0.2, 0.3, 0.12];
  const steps = 8;
  for (let i = 0; i < steps; i++)
    fillRectangle(
      canvas,
      [left, top + ((bottom - top) * i) / steps, right, top + ((bottom - top) * (i + 1)) / steps],
      mixRgb(sky, ground, (i / steps - 0.55) * 3),
    );
  const bar = 0.012;
  const frame = scaleRgb(white, random.uniform(0.2, 1));
  const columns = random.integer(1, 3);
  const rows = random.integer(1, 3);
  for (let i = 0; i <= columns; i++) {
    const x = left + ((right - left) * i) / columns;
    fillRectangle(canvas, [x - bar, top, x + bar, bottom], frame);
  }
  for (let i = 0; i <= rows; i++) {
    const y = top + ((bottom - top) * i) / rows;
    fillRectangle(canvas, [left, y - bar, right, y + bar], frame);
  }
}

function paintPicture(
  canvas: Canvas,
  [left, top, right, bottom]: Box,
  colours: Colours,
  random: Random,
): void {
  fillRectangle(
    canvas,
    [left, top, right, bottom],
    scaleRgb(random.pick(colours), random.uniform(0.05, 0.5)),
  );
  const [w, h] = [(right - left) * 0.1, (bottom - top) * 0.1];
  fillRectangle(canvas, [left + w, top + h, right - w, bottom - h], white);
  for (let i = 0; i < 4; i++) {
    const [x, y] = [random.uniform(left + w, right - 2 * w), random.uniform(top + h, bottom - 2 * h)];
    fillRectangle(
      canvas,
      [x, y, Math.min(right - w, x + 5 * w), Math.min(bottom - h, y + 4 * h)],
      random.pick(colours),
      0.8,
    );
  }
}

function paintShelf(canvas: Canvas, [left, top, right, bottom]: Box, colours: Colours, random: Random): void {
  fillRectangle(canvas, [left, top, right, bottom], scaleRgb(colours[2], 0.25));
  const boards = random.integer(2, 5);
  const pitch = (bottom - top) / boards;
  for (let row = 0; row < boards; row++)
    for (let x = left; x < right; ) {
      const width = random.uniform(0.006, 0.035);
      const height = pitch * random.uniform(0.5, 0.9);
      if (random.chance(0.85)) {
        const colour = mixRgb(
          random.pick(colours),
          [random.next(), random.next(), random.next()],
          random.uniform(0, 0.6),
        );
        const foot = top + pitch * (row + 1) - 0.006;
        fillRectangle(
          canvas,
          [x, foot - height, Math.min(right, x + width), foot],
          scaleRgb(colour, random.uniform(0.3, 1)),
        );
      }
      x += width;
    }
}

export const paintStreet: Painter = (canvas, colours, random) => {
  const noise = valueNoise(random);
  const zenith = mixRgb([0.15, 0.35, 0.8], colours[0], random.uniform(0, 0.8));
  const hazy = mixRgb([0.8, 0.85, 0.9], colours[0], 0.2);
  const horizon = random.uniform(0.45, 0.75);
  const paving = scaleRgb(mixRgb([0.25, 0.25, 0.25], colours[1], 0.3), random.uniform(0.5, 1.2));
  forEachPixel(canvas, (x, y) =>
    y < horizon
      ? mixRgb(zenith, hazy, y / horizon)
      : scaleRgb(paving, 0.8 + 0.4 * noise(x * 9, (y - horizon) * 30)),
  );
  for (let x = random.uniform(-0.2, 0); x < 1; ) {
    const width = random.uniform(0.1, 0.4);
    if (random.chance(0.85))
      paintHouse(canvas, x, width, random.uniform(-0.2, horizon - 0.1), horizon, colours, random);
    x += width;
  }
  for (let i = random.integer(0, 4); i > 0; i--) {
    const [x, y, r] = [random.next(), horizon - random.uniform(0, 0.2), random.uniform(0.05, 0.2)];
    const leaf = scaleRgb([0.1, 0.2, 0.05], random.uniform(0.4, 1.5));
    fillRectangle(canvas, [x - 0.012, y, x + 0.012, horizon + 0.05], [0.08, 0.06, 0.04]);
    for (let k = 0; k < 6; k++)
      fillEllipse(
        canvas,
        [x + random.normal(0, r / 2), y + random.normal(0, r / 2)],
        [r * 0.6, r * 0.6],
        scaleRgb(leaf, random.uniform(0.5, 1.5)),
        0.9,
      );
  }
  for (let i = random.integer(0, 4); i > 0; i--) {
    const [x, w, h] = [random.next(), random.uniform(0.06, 0.3), random.uniform(0.04, 0.12)];
    const y = horizon + random.uniform(0, 0.15);
    fillEllipse(canvas, [x, y], [w / 2, h], mixRgb(random.pick(colours), white, 0.2));
    fillEllipse(canvas, [x, y - h * 0.4], [w / 3, h * 0.5], [0.05, 0.06, 0.07]);
  }
};

function paintHouse(
  canvas: Canvas,
  x: number,
  width: number,
  top: number,
  foot: number,
  colours: Colours,
  random: Random,
): void {
  const wall = scaleRgb(
    mixRgb([0.5, 0.42, 0.35], random.pick(colours), random.uniform(0.1, 0.8)),
    random.uniform(0.3, 1.1),
  );
  fillRectangle(canvas, [x, top, x + width, foot], wall);
  const pane = scaleRgb(random.chance(0.3) ? [1.2, 0.9, 0.5] : [0.12, 0.15, 0.2], random.uniform(0.3, 1.2));
  const columns = random.integer(2, 6);
  const rows = Math.max(1, Math.round(((foot - top) / width) * columns * random.uniform(0.6, 1)));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const left = x + (width * (column + 0.25)) / columns;
      const upper = top + ((foot - top) * (row + 0.2)) / rows;
      fillRectangle(
        canvas,
        [left, upper, left + (width * 0.5) / columns, upper + ((foot - top) * 0.6) / rows],
        pane,
      );
    }
}

/** Seen from the dashboard: roof, side windows with the landscape in them, seats with headrests, a rear window. */
export const paintCabin: Painter = (canvas, colours, random) => {
  const trim = scaleRgb(mixRgb([0.06, 0.06, 0.065], colours[0], 0.25), random.uniform(0.5, 2));
  const roof = scaleRgb(mixRgb([0.35, 0.34, 0.32], trim, random.next()), random.uniform(0.4, 1));
  const sky = scaleRgb(mixRgb([0.75, 0.85, 1], white, random.next()), random.uniform(0.2, 2.5));
  const land = scaleRgb(mixRgb([0.15, 0.2, 0.1], colours[1], 0.5), random.uniform(0.5, 1.5));
  const noise = valueNoise(random);
  const shift = random.uniform(-0.35, 0.35);
  const lintel = random.uniform(0.08, 0.28);
  const sill = random.uniform(0.45, 0.65);
  const rear = random.uniform(0.12, 0.25);
  forEachPixel(canvas, (x, y) => {
    const u = x - 0.5 - shift;
    const slope = 0.25 * Math.abs(u);
    if (y < lintel - slope) return scaleRgb(roof, 0.7 + 0.6 * (0.5 - Math.abs(u)));
    const inRear = Math.abs(u) < rear && y < lintel + 0.2;
    const inSide = Math.abs(u) > rear + 0.1 && y < sill + 0.3 * (Math.abs(u) - rear);
    if (!inRear && !inSide) return scaleRgb(trim, 0.6 + 0.8 * noise(x * 5, y * 5));
    const horizon = (lintel + sill) / 2 + 0.1 * (noise(x * 6, 3) - 0.5);
    return y < horizon ? sky : scaleRgb(land, 0.5 + noise(x * 14, y * 14));
  });
  const seat = scaleRgb(
    mixRgb([0.05, 0.05, 0.05], colours[2], random.uniform(0, 0.7)),
    random.uniform(0.4, 1.2),
  );
  for (const side of [-1, 1]) {
    const x = 0.5 + shift + side * random.uniform(0.18, 0.42);
    fillEllipse(canvas, [x, 0.95], [0.24, 0.5], scaleRgb(seat, 0.8));
    fillEllipse(canvas, [x, random.uniform(0.38, 0.48)], [0.12, 0.1], seat);
  }
  fillPolygon(
    canvas,
    [
      [0.5 + shift + rear + 0.02, 0],
      [0.5 + shift + rear + 0.08, 0],
      [0.5 + shift + rear + 0.14, 1],
      [0.5 + shift + rear + 0.04, 1],
    ],
    scaleRgb(trim, 0.8),
  );
};
