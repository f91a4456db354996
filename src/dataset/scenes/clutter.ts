/**
 * What is in a scene beside faces: a painted background, plain and patterned things, and things that are nearly faces: skin
 * without features, pairs of discs, animal heads, hands, surfaces as of dolls and statues. Nothing here is labelled.
 */
import { type Affine, composeAffine } from '../../core/affine.js';
import type { Image } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { paintBackground } from '../../render/background/background.js';
import { sampleBackground } from '../../render/sampling/background-distribution.js';
import type { LightKind } from '../../render/scene/scene-description.js';
import { type Cover, paste, type Stage, sameTones } from './paste.js';

const lights: readonly LightKind[] = ['overcast', 'sun', 'room', 'studio'];

/** @returns a square picture of painted things, sharp or not. */
export function paintScene(random: Random, size: number): Image {
  const background = sampleBackground(random.child('background'), random.pick(lights));
  const data = paintBackground(background, size, size);
  return { width: size, height: size, channels: 3, data };
}

type Colour = readonly [number, number, number];
type Shape = (u: number, v: number) => boolean;

const anyColour = (random: Random): Colour => {
  const brightness = 255 * random.next();
  const spread = random.chance(0.5) ? 15 : 80;
  const channel = (): number => Math.min(255, Math.max(0, brightness + random.normal(0, spread)));
  return [channel(), channel(), channel()];
};

/** From dark to pale skin, in any light. */
const skinColour = (random: Random): Colour => {
  const brightness = random.uniform(50, 245);
  const warmth = random.uniform(0.02, 0.4);
  return [brightness, brightness * (1 - 0.7 * warmth), brightness * (1 - 1.4 * warmth)];
};

const forms: readonly Shape[] = [
  (u, v) => u * u + v * v < 1,
  (u, v) => Math.abs(u) < 1 && Math.abs(v) < 1,
  (u, v) => Math.abs(u) < 0.12 && Math.abs(v) < 1,
  (u, v) => v > -1 && v < 1 && Math.abs(u) < (1 + v) / 2,
  (u, v) => Math.abs(u * u + v * v - 0.7) < 0.25,
];

/** Things of all sizes: plain, striped, chequered, written on. */
export function paintThings(stage: Stage, random: Random, count: number): void {
  for (let i = 0; i < count; i++) {
    const draw = random.child('thing', i);
    const form = draw.pick(forms);
    const [first, second] = [anyColour(draw), anyColour(draw)];
    const pattern = draw.weighted({ plain: 3, stripes: 1, chequers: 1, writing: 1, grain: 1.5, shaded: 2 });
    const cells = draw.uniform(2, 9);
    const grain = draw.child('grain');
    const angle = draw.uniform(0, 6.3);
    const colourAt = (u: number, v: number): Colour => {
      switch (pattern) {
        case 'plain':
          return first;
        case 'stripes':
          return Math.sin(cells * 3 * u) > 0 ? first : second;
        case 'chequers':
          return Math.floor(cells * (u + 1)) % 2 === Math.floor(cells * (v + 1)) % 2 ? first : second;
        case 'writing':
          return Math.floor(cells * (v + 1)) % 2 === 0 && grain.chance(0.6) ? second : first;
        case 'grain':
          return mixed(first, second, grain.next());
        case 'shaded':
          return mixed(first, second, 0.5 + 0.5 * (u * Math.cos(angle) + v * Math.sin(angle)));
      }
    };
    paintShape(stage, draw, form, colourAt, sizeOf(draw, stage), draw.uniform(0.3, 1));
  }
}

/** Things that are nearly faces. */
export function paintTemptations(stage: Stage, random: Random, count: number): void {
  for (let i = 0; i < count; i++) {
    const draw = random.child('temptation', i);
    const kind = draw.weighted({ skin: 2, discs: 1.5, animal: 2, hand: 2 });
    const side = sizeOf(draw, stage) * 0.8;
    switch (kind) {
      case 'skin':
        paintSkin(stage, draw, side);
        break;
      case 'discs':
        paintDiscs(stage, draw, side);
        break;
      case 'animal':
        paintAnimal(stage, draw, side);
        break;
      case 'hand':
        paintHand(stage, draw, side);
        break;
    }
  }
}

const shaded = (draw: Random, base: Colour): ((u: number, v: number) => Colour) => {
  const [x, y] = [draw.uniform(-0.5, 0.5), draw.uniform(-0.5, 0.5)];
  const noise = draw.uniform(0, 0.12);
  return (u, v) => {
    const light = 0.75 + x * u + y * v - 0.25 * (u * u + v * v) + draw.normal(0, noise);
    return [base[0] * light, base[1] * light, base[2] * light];
  };
};

/** An arm, a leg, a doll's or a statue's body: rounded, shaded, without features, at times with a dent or two. */
function paintSkin(stage: Stage, draw: Random, side: number): void {
  const colour = draw.chance(0.3) ? anyColour(draw) : skinColour(draw);
  const power = draw.uniform(1.5, 5);
  const place = placeOf(draw, stage, side, draw.uniform(0.3, 1.3));
  fill(stage, place, (u, v) => Math.abs(u) ** power + Math.abs(v) ** power < 1, shaded(draw, colour));
  for (let i = draw.integer(0, 3); i > 0; i--)
    spot(stage, place, draw, draw.uniform(-0.6, 0.6), draw.uniform(-0.6, 0.6), draw.uniform(0.05, 0.3));
}

/** Wheels, buttons, lamps, sockets: two discs side by side, but nothing below, or one alone. */
function paintDiscs(stage: Stage, draw: Random, side: number): void {
  const place = placeOf(draw, stage, side, draw.uniform(0.4, 1.6));
  const colour = anyColour(draw);
  if (draw.chance(0.7))
    fill(stage, place, (u, v) => Math.abs(u) < 1 && Math.abs(v) < 0.6, shaded(draw, colour));
  const radius = draw.uniform(0.1, 0.4);
  for (const u of draw.chance(0.8) ? [-0.5, 0.5] : [0]) {
    spot(stage, place, draw, u, 0, radius);
    spot(stage, place, draw, u, 0, radius / 2);
  }
}

/** Fur, ears that stand up, round eyes far apart, a snout. */
function paintAnimal(stage: Stage, draw: Random, side: number): void {
  const fur = draw.chance(0.3) ? anyColour(draw) : skinColour(draw);
  const place = placeOf(draw, stage, side, draw.uniform(0.8, 1.3));
  const furry = draw.uniform(0.1, 0.4);
  const hair = (): Colour => {
    const light = 0.8 + draw.normal(0, furry);
    return [fur[0] * light, fur[1] * light, fur[2] * light];
  };
  const ear = draw.uniform(0.2, 0.5);
  for (const u of [-0.6, 0.6])
    fill(
      stage,
      composeAffine(place, [ear, 0, u, 0, 2 * ear, -0.8]),
      (x, y) => Math.abs(x) < 1 - Math.abs(y),
      hair,
    );
  fill(stage, place, (u, v) => u * u + v * v < 1, hair);
  const [apart, high] = [draw.uniform(0.3, 0.6), draw.uniform(-0.4, 0)];
  for (const u of [-apart, apart]) spot(stage, place, draw, u, high, draw.uniform(0.08, 0.18), [15, 12, 10]);
  const snout = draw.uniform(0.2, 0.45);
  fill(
    stage,
    composeAffine(place, [snout, 0, 0, 0, snout, 0.45]),
    (u, v) => u * u + v * v < 1,
    shaded(draw, mixed(fur, [255, 255, 255], 0.4)),
  );
  spot(stage, place, draw, 0, draw.uniform(0.2, 0.4), draw.uniform(0.08, 0.16), [20, 15, 15]);
}

/** A palm with fingers. */
function paintHand(stage: Stage, draw: Random, side: number): void {
  const skin = shaded(draw, skinColour(draw));
  const place = placeOf(draw, stage, side, 1);
  fill(stage, place, (u, v) => (u / 0.5) ** 4 + ((v - 0.35) / 0.55) ** 4 < 1, skin);
  const fingers = draw.integer(2, 5);
  for (let i = 0; i < fingers; i++) {
    const spread = (i / (fingers - 1) - 0.5) * draw.uniform(0.3, 1);
    const turned: Affine = [
      Math.cos(spread),
      -Math.sin(spread),
      0.9 * spread,
      Math.sin(spread),
      Math.cos(spread),
      0,
    ];
    const length = draw.uniform(0.4, 0.9);
    fill(
      stage,
      composeAffine(place, composeAffine(turned, [0.12, 0, 0, 0, length / 2, -length / 2])),
      (u, v) => Math.abs(u) ** 3 + Math.abs(v) ** 6 < 1,
      skin,
    );
  }
}

function spot(
  stage: Stage,
  place: Affine,
  draw: Random,
  u: number,
  v: number,
  radius: number,
  colour: Colour = mixed(anyColour(draw), [0, 0, 0], 0.5),
): void {
  fill(
    stage,
    composeAffine(place, [radius, 0, u, 0, radius, v]),
    (x, y) => x * x + y * y < 1,
    () => colour,
  );
}

/**
 * A head's surface without its face, as of a doll or a statue: its pieces in another order.
 * @param box – the face in the cut-out, as left, top, width, height.
 */
export function scrambled(
  { width, height, data }: Cover,
  [x, y, w, h]: readonly [number, number, number, number],
  random: Random,
): Cover {
  const mixedUp = data.slice();
  const pieces = random.integer(2, 4);
  const order = random.shuffle(Array.from({ length: pieces * pieces }, (_, i) => i));
  const [stepX, stepY] = [Math.floor(w / pieces), Math.floor(h / pieces)];
  for (const [to, from] of order.entries())
    for (let row = 0; row < stepY; row++)
      for (let column = 0; column < stepX; column++) {
        const at = (piece: number): number => {
          const px = Math.round(x) + (piece % pieces) * stepX + column;
          const py = Math.round(y) + Math.floor(piece / pieces) * stepY + row;
          return px < 0 || py < 0 || px >= width || py >= height ? -1 : 4 * (py * width + px);
        };
        const [source, target] = [at(from), at(to)];
        if (source < 0 || target < 0) continue;
        for (let k = 0; k < 3; k++) mixedUp[target + k] = data[source + k]!;
      }
  return { width, height, data: mixedUp };
}

/** Half the side of a thing, pixels, up to more than the whole scene: small ones are common. */
function sizeOf(draw: Random, { image }: Stage): number {
  return 4 * (image.width / 5.5) ** draw.next();
}

function paintShape(
  stage: Stage,
  draw: Random,
  form: Shape,
  colourAt: (u: number, v: number) => Colour,
  side: number,
  aspect: number,
): void {
  fill(stage, placeOf(draw, stage, side, aspect), form, colourAt);
}

/** Maps the square −1…1 to a turned rectangle anywhere in the scene. */
function placeOf(draw: Random, { image }: Stage, side: number, aspect: number): Affine {
  const angle = draw.chance(0.5) ? draw.normal(0, 0.2) : draw.uniform(0, 6.3);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [draw.uniform(-0.1, 1.1) * image.width, draw.uniform(-0.1, 1.1) * image.height];
  return [side * aspect * cos, -side * sin, x, side * aspect * sin, side * cos, y];
}

/** A shape in −1…1, drawn at some 3 samples a pixel at most and pasted. */
function fill(stage: Stage, place: Affine, inside: Shape, colourAt: (u: number, v: number) => Colour): void {
  const cells = (length: number): number => Math.max(6, Math.min(64, Math.round(2 * length)));
  const width = cells(Math.hypot(place[0], place[3]));
  const height = cells(Math.hypot(place[1], place[4]));
  const data = new Uint8Array(4 * width * height);
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 4) {
      const u = (2 * (x + 0.5)) / width - 1;
      const v = (2 * (y + 0.5)) / height - 1;
      if (!inside(u, v)) continue;
      const colour = colourAt(u, v);
      for (let k = 0; k < 3; k++) data[o + k] = Math.max(0, Math.min(255, colour[k]!));
      data[o + 3] = 255;
    }
  const map = composeAffine(place, [2 / width, 0, 1 / width - 1, 0, 2 / height, 1 / height - 1]);
  paste(stage, { width, height, data }, map, coverNumber, sameTones, false);
}

/** The number of everything that is no face: see {@link Stage}. */
export const coverNumber = 65535;

function mixed(a: Colour, b: Colour, share: number): Colour {
  const t = Math.max(0, Math.min(1, share));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}
