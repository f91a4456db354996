/**
 * One scene for a face finder: clutter, heads that cover one another and are cut by the frame, heads from behind, things
 * that are nearly faces, a camera's faults over all. A pure function of its stream.
 *
 * Limits: a head's light is that of its own picture, not of the scene; it stands before whatever was there, without shadow.
 */
import { type Affine, applyAffine, invertAffine } from '../../core/affine.js';
import { type Image, toByte, warpImage } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { type FaceBox, tightBox } from '../../landmarks/face-crop.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { augmentPhotometry } from '../augment/photometry.js';
import { type Augmentation, augmentationSchema } from '../augment/settings.js';
import { coverNumber, paintScene, paintTemptations, paintThings, scrambled } from './clutter.js';
import type { Cutout, HeadLabel, HeadLibrary } from './head-library.js';
import { paste, type Stage, sameTones, type Tones } from './paste.js';
import type { SceneSettings } from './settings.js';

export interface SceneFace {
  /** Tight around the landmarks, also those outside the frame; pixels of the scene. */
  box: FaceBox;
  /** Degrees in the plane of the image, clockwise as seen. */
  roll: number;
  yaw: number;
  /** Share of the face that is within the frame and not covered by other things, 0 to 1. */
  visible: number;
}

export interface FinderScene {
  image: Image;
  faces: SceneFace[];
}

/** But for the blur, whose radius is a setting. */
const faults: Augmentation = augmentationSchema.parse({
  occluders: { probability: 0 },
  // As far as photographs go: grey ones, burnt out ones, lamplight.
  colour: {
    probability: 0.85,
    brightness: 0.14,
    contrast: [0.6, 1.6],
    gamma: [0.55, 1.8],
    whiteBalance: 0.22,
    saturation: [0, 1.7],
    hue: 14,
    grey: 0.2,
  },
  blur: { probability: 0.25 },
  noise: { probability: 0.35, deviation: 14 },
  jpeg: { probability: 0.4, quality: [20, 90] },
});

export type SceneKind = 'empty' | 'near' | 'whole' | 'heads';

export async function composeScene(
  random: Random,
  library: HeadLibrary,
  settings: SceneSettings,
): Promise<FinderScene> {
  return photographed(await arrangeScene(random, library, settings), settings, random);
}

/** What a camera makes of a scene: another picture by each stream. The scene stays as it is. */
export async function photographed(
  { image: seen, faces }: FinderScene,
  { blur }: Pick<SceneSettings, 'blur'>,
  random: Random,
): Promise<FinderScene> {
  const image = { ...seen, data: seen.data.slice() };
  const own = { ...faults, blur: { ...faults.blur, radius: blur / image.width } };
  await augmentPhotometry(image, own, random.child('faults'));
  return random.child('mirror').chance(0.5) ? mirrored({ image, faces }) : { image, faces };
}

/** The scene itself, which composing costs most of the time. */
export async function arrangeScene(
  random: Random,
  library: HeadLibrary,
  settings: SceneSettings,
): Promise<FinderScene> {
  const { size } = settings;
  const kind = kindOf(random.child('kind'), library, settings);
  const image = kind === 'whole' || kind === 'near' ? blank(size) : paintScene(random.child('scene'), size);
  const stage: Stage = { image, owner: new Uint16Array(size * size) };
  const faces: Placed[] = [];
  if (kind === 'whole' || kind === 'near')
    faces.push(await layPicture(stage, random.child('picture'), library, settings, kind === 'near'));
  else if (kind !== 'empty' || random.child('bare').chance(0.7)) {
    paintThings(stage, random.child('things'), Math.round(25 * random.child('clutter').next() ** 2));
    await layPatches(stage, random.child('patches'), library);
    paintTemptations(stage, random.child('temptations'), random.child('tempted').integer(0, 4));
  }
  const crowd = random.child('crowd');
  const count =
    kind === 'heads'
      ? 1 + Math.floor(8 * crowd.next() ** 2.2)
      : kind === 'whole' && crowd.chance(0.3)
        ? 1
        : 0;
  const others = random.child('others').weighted({ 0: 5, 1: 3.5, 2: 1.5 });
  const sizes = random.child('sizes');
  const common = sizes.chance(0.4) ? headSize(sizes, settings) : undefined;
  for (const [index, what] of crowd
    .shuffle([
      ...Array<'face'>(count).fill('face'),
      ...Array<'other'>(kind === 'near' ? 0 : Number(others)).fill('other'),
    ])
    .entries()) {
    const draw = random.child('head', index);
    const side = common === undefined ? headSize(draw, settings) : common * Math.exp(draw.normal(0, 0.25));
    if (what === 'other') layOther(stage, draw, library, settings, side);
    else if (library.heads.length > 0)
      faces.push(layHead(stage, draw, draw.pick(library.heads), settings, side, faces.length + 1));
  }
  if (faces.length > 0 && random.child('before').chance(0.25))
    paintThings(stage, random.child('front'), random.child('count').integer(1, 3));
  return {
    image,
    faces: faces.map((face, index) => ({ ...face, visible: visibleShare(stage, face, index + 1) })),
  };
}

type Placed = Omit<SceneFace, 'visible'>;

function kindOf(
  random: Random,
  { heads, pictures }: HeadLibrary,
  { empty, whole, near }: SceneSettings,
): SceneKind {
  const at = random.next();
  if (at < empty) return 'empty';
  if (pictures.length > 0) {
    if (at < empty + near) return 'near';
    if (at < empty + near + whole) return 'whole';
  }
  return heads.length > 0 ? 'heads' : 'whole';
}

/** Longer side of a face, pixels, evenly spread over the octaves. */
function headSize(random: Random, { size, smallest, small }: SceneSettings): number {
  if (small > 0 && random.chance(small)) return smallest * 3 ** random.next();
  return 0.8 * smallest * ((0.95 * size) / (0.8 * smallest)) ** (random.next() ** 1.15);
}

/** Degrees. */
function sampleRoll(random: Random, { tilted, turned }: SceneSettings): number {
  const kind = random.weighted({ upright: Math.max(0, 1 - tilted - turned), tilted, turned });
  if (kind === 'upright') return random.truncatedNormal(0, 11);
  return kind === 'tilted' ? random.uniform(-60, 60) : random.uniform(-180, 180);
}

/** A picture of one face over the whole frame. @param near – so near that a part of the face is all that is seen. */
async function layPicture(
  stage: Stage,
  random: Random,
  { pictures }: HeadLibrary,
  settings: SceneSettings,
  near: boolean,
): Promise<Placed> {
  const picture = random.pick(pictures);
  const { image } = stage;
  const size = image.width;
  const whole = await decodeImage(new Uint8Array(picture.file), picture.name);
  const face = Math.max(picture.box.width, picture.box.height);
  const side = size * (near ? random.uniform(1.3, 3) : 0.16 * (1.15 / 0.16) ** (random.next() ** 0.8));
  const scale = side / face;
  const roll = sampleRoll(random, settings);
  const { x, y, width, height } = picture.box;
  const room = near ? 0.5 * side : Math.max(0.1 * size, (size - side) / 2 + 0.12 * side);
  const to: [number, number] = [
    size / 2 + random.uniform(-room, room),
    size / 2 + random.uniform(-room, room),
  ];
  const map = similarity([x + width / 2, y + height / 2], to, scale, roll);
  const back = invertAffine(map);
  const painted = random.chance(0.7) ? paintScene(random.child('beside'), size) : undefined;
  const drawn = warpImage(whole, back, size, size);
  image.data.set(drawn.data);
  if (painted !== undefined)
    for (let v = 0; v < size; v++)
      for (let u = 0; u < size; u++) {
        const px = back[0] * u + back[1] * v + back[2];
        const py = back[3] * u + back[4] * v + back[5];
        if (px >= 0 && py >= 0 && px < whole.width && py < whole.height) continue;
        const o = 3 * (v * size + u);
        for (let k = 0; k < 3; k++) image.data[o + k] = painted.data[o + k]!;
      }
  stage.owner.fill(1);
  return placed(picture, map, roll);
}

/** Parts of pictures without their faces: bodies, hair, what stood behind. */
async function layPatches(stage: Stage, random: Random, { pictures }: HeadLibrary): Promise<void> {
  if (pictures.length === 0) return;
  for (let i = Number(random.weighted({ 0: 5, 1: 3, 2: 2 })); i > 0; i--) {
    const draw = random.child(i);
    const { file, name, box } = draw.pick(pictures);
    const whole = await decodeImage(new Uint8Array(file), name);
    // Left, right or below the face: what is above may be hair, which belongs to nobody's face either.
    const parts = [
      [0, 0, box.x - 4, whole.height],
      [box.x + box.width + 4, 0, whole.width, whole.height],
      [0, box.y + box.height + 6, whole.width, whole.height],
      [0, 0, whole.width, box.y - 6],
    ].filter(([left, top, right, bottom]) => right! - left! > 16 && bottom! - top! > 16);
    if (parts.length === 0) continue;
    const [left, top, right, bottom] = draw.pick(parts).map(Math.round) as [number, number, number, number];
    const [width, height] = [right - left, bottom - top];
    const data = new Uint8Array(4 * width * height);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = 3 * ((top + y) * whole.width + left + x);
        data.set(whole.data.subarray(at, at + 3), 4 * (y * width + x));
        data[4 * (y * width + x) + 3] = 255;
      }
    const size = stage.image.width;
    const scale = Math.exp(draw.uniform(Math.log(0.3), Math.log(2.5)));
    const to: [number, number] = [draw.next() * size, draw.next() * size];
    paste(
      stage,
      { width, height, data },
      similarity([width / 2, height / 2], to, scale, draw.normal(0, 20)),
      coverNumber,
      tonesOf(draw),
      false,
    );
  }
}

function layHead(
  stage: Stage,
  random: Random,
  head: Cutout,
  settings: SceneSettings,
  side: number,
  thing: number,
): Placed {
  const roll = sampleRoll(random, settings);
  const map = headPlace(stage, random, head, side, roll);
  const cover = { width: head.width, height: head.height, data: new Uint8Array(head.pixels) };
  paste(stage, cover, map, thing, tonesOf(random), true);
  return placed(head, map, roll);
}

/** A head from behind, or one whose face is no face. */
function layOther(
  stage: Stage,
  random: Random,
  { heads, backs }: HeadLibrary,
  settings: SceneSettings,
  side: number,
): void {
  const behind = backs.length > 0 && (heads.length === 0 || random.chance(0.65));
  const from = behind ? backs : heads;
  if (from.length === 0) return;
  const head = random.pick(from);
  const cover = { width: head.width, height: head.height, data: new Uint8Array(head.pixels) };
  const { x, y, width, height } = head.box;
  const shown = behind ? cover : scrambled(cover, [x, y, width, height], random.child('scrambled'));
  paste(
    stage,
    shown,
    headPlace(stage, random, head, side, sampleRoll(random, settings)),
    coverNumber,
    tonesOf(random),
    true,
  );
}

function headPlace({ image }: Stage, random: Random, { box }: Cutout, side: number, roll: number): Affine {
  const scale = side / Math.max(box.width, box.height);
  const to: [number, number] = [
    random.uniform(-0.02, 1.02) * image.width,
    random.uniform(-0.02, 1.02) * image.height,
  ];
  return similarity([box.x + box.width / 2, box.y + box.height / 2], to, scale, roll);
}

/** Brightness, contrast and colour of one thing. */
function tonesOf(random: Random): Tones {
  if (random.chance(0.3)) return sameTones;
  const gamma = Math.exp(random.normal(0, 0.3));
  const gain = random.uniform(0.5, 1.3);
  const curve = (): Uint8Array => {
    const own = gain * (1 + random.normal(0, 0.06));
    return Uint8Array.from({ length: 256 }, (_, byte) => toByte(255 * own * (byte / 255) ** gamma));
  };
  return [curve(), curve(), curve()];
}

function placed(label: HeadLabel, map: Affine, roll: number): Placed {
  const turned = label.roll + roll;
  return {
    box: tightBox(applyAffine(map, label.outline))!,
    roll: turned - 360 * Math.round(turned / 360),
    yaw: label.yaw,
  };
}

/** Share of the ellipse in the box where the thing itself is seen. */
function visibleShare({ image, owner }: Stage, { box }: Placed, thing: number): number {
  const steps = 16;
  let inside = 0;
  let seen = 0;
  for (let j = 0; j < steps; j++)
    for (let i = 0; i < steps; i++) {
      const u = (2 * (i + 0.5)) / steps - 1;
      const v = (2 * (j + 0.5)) / steps - 1;
      if (u * u + v * v > 1) continue;
      inside++;
      const x = Math.round(box.x + (box.width * (u + 1)) / 2);
      const y = Math.round(box.y + (box.height * (v + 1)) / 2);
      if (x < 0 || y < 0 || x >= image.width || y >= image.height) continue;
      if (owner[y * image.width + x] === thing) seen++;
    }
  return seen / inside;
}

function mirrored({ image, faces }: FinderScene): FinderScene {
  const { width, height, data } = image;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width >> 1; x++) {
      const [a, b] = [3 * (y * width + x), 3 * (y * width + width - 1 - x)];
      for (let k = 0; k < 3; k++) [data[a + k], data[b + k]] = [data[b + k]!, data[a + k]!];
    }
  return {
    image,
    faces: faces.map(({ box, roll, yaw, visible }) => ({
      box: { ...box, x: width - 1 - box.x - box.width },
      roll: -roll,
      yaw: -yaw,
      visible,
    })),
  };
}

/** Scales, turns clockwise as seen and moves, so that `from` comes to lie on `to`. */
function similarity(
  from: readonly [number, number],
  to: readonly [number, number],
  scale: number,
  roll: number,
): Affine {
  const angle = (roll * Math.PI) / 180;
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return [cos, -sin, to[0] - cos * from[0] + sin * from[1], sin, cos, to[1] - sin * from[0] - cos * from[1]];
}

function blank(size: number): Image {
  return { width: size, height: size, channels: 3, data: new Uint8Array(3 * size * size) };
}
