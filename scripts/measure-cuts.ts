/**
 * The table of docs/tracking.md on cuts: how many the tracker notices, and how often it takes something else for one.
 *
 *   npx lineament dataset generate --head ict-facekit --count 20 --frames 12 --size 192 --samples 1 --pose in-the-wild --events 2 --seed 4202 --out data/cuts
 *   npx tsx scripts/measure-cuts.ts data/cuts ../shared
 *
 * Cuts: the end of a clip joined to the beginning of the next, and photographs of ../shared/in-the-wild (validation) one after the other, the face
 * of the second moved and scaled to the place of the first. No cuts: the clips as they are, and each photograph as a camera would show it that is
 * moved, or as something happens to its light. A cut is noticed where no id of before is in the first frame after it; a false alarm is a
 * face's new id where a tracker with `cuts: false` gives none.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Image, warpImage } from '../src/core/image.js';
import { Random } from '../src/core/random.js';
import { clipOf } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { openFinder } from '../src/detect/node/open-finder.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { createTracker } from '../src/detect/tracker/create-tracker.js';
import { type FaceBox, tightBox } from '../src/landmarks/face-crop.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const [clipFolder = 'data/cuts', shared = '../shared', count = '24'] = process.argv.slice(2);
/** Of each side of a cut. */
const framesBeside = 4;
sharp.concurrency(1);

const detector = await openLandmarkDetector(defaultModel, { landmarks: 'ibug68' });
const finder = await openFinder();
const random = new Random(1, 'cuts');

interface Photograph {
  image: Image;
  box: FaceBox;
}

/** How a photograph is shown at frame t, 0 to 7; all is as it is at 0 and 1, and at 6 and 7. */
const happenings: Record<string, (photograph: Photograph, t: number) => Image> = {
  'camera moved by 10 % of the width a frame': ({ image }, t) => seenBy(image, { across: 0.06 * course(t) }),
  'by 20 %': ({ image }, t) => seenBy(image, { across: 0.12 * course(t) }),
  'zoomed by 10 % a frame': ({ image }, t) => seenBy(image, { zoom: 1.1 ** course(t) }),
  'rolled by 6° a frame': ({ image }, t) => seenBy(image, { roll: (6 * course(t) * Math.PI) / 180 }),
  'exposure doubled from one frame to the next': ({ image }, t) => lit(image, () => (happens(t) ? 2 : 1)),
  'exposure a third': ({ image }, t) => lit(image, () => (happens(t) ? 1 / 3 : 1)),
  'a flash on the middle, of a frame': ({ image }, t) =>
    lit(image, (x, y) => (t === 3 ? 1 + 5 * Math.exp(-8 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)) : 1)),
  'all four times as bright, of a frame': ({ image }, t) => lit(image, () => (t === 3 ? 4 : 1)),
  'black, of a frame': ({ image }, t) => lit(image, () => (t === 3 ? 0 : 1)),
  'light from the right, every other frame': ({ image }, t) =>
    lit(image, (x) => (happens(t) && t % 2 === 1 ? 0.15 + 2 * x * x : 1)),
  'somebody dark walks by in front, half the width': ({ image }, t) =>
    lit(image, (x) => (happens(t) && Math.abs(x - (t - 1.5) / 4) < 0.25 ? 0.1 : 1)),
};

function happens(t: number): boolean {
  return t >= 2 && t < 6;
}

/** There and back. */
function course(t: number): number {
  return [0, 0, 1, 2, 2, 1, 0, 0][t]!;
}

console.log('| cuts | pairs | faces before and after | noticed |\n|---|---|---|---|');
const clips = await clipsOf(clipFolder);
const photographs = await photographsOf(join(shared, 'in-the-wild'));
await measureCuts(
  'of clips',
  clips.map((clip, i) => [
    ...clip.slice(-framesBeside),
    ...clips[(i + 1) % clips.length]!.slice(0, framesBeside),
  ]),
);
await measureCuts(
  'of photographs, faces at one place',
  photographs.map((one, i) => {
    const other = movedTo(one, photographs[(i + 1) % photographs.length]!);
    return Array.from({ length: 2 * framesBeside }, (_, t) => noisy(t < framesBeside ? one.image : other));
  }),
);
console.log('\n| no cut | frames | false alarms | for a thousand frames |\n|---|---|---|---|');
const total = { frames: 0, alarms: 0 };
await measureAlarms('clips', clips);
for (const [name, show] of Object.entries(happenings))
  await measureAlarms(
    name,
    photographs.map((one) => Array.from({ length: 8 }, (_, t) => noisy(show(one, t)))),
  );
console.log(row('all', total));
await finder.close();

async function measureCuts(name: string, sequences: Image[][]): Promise<void> {
  let [seen, noticed] = [0, 0];
  for (const sequence of sequences) {
    const ids = await followed(sequence, true);
    const [before, after] = [ids[framesBeside - 1]!, ids[framesBeside]!];
    if (before.length === 0 || after.length === 0) continue;
    seen++;
    if (!after.some((id) => before.includes(id))) noticed++;
  }
  console.log(
    `| ${name} | ${sequences.length} | ${seen} | ${noticed} (${((100 * noticed) / seen).toFixed(0)} %) |`,
  );
}

async function measureAlarms(name: string, sequences: Image[][]): Promise<void> {
  let [frames, alarms] = [0, 0];
  for (const sequence of sequences) {
    frames += sequence.length;
    const found = new Set((await followed(sequence, true)).flat()).size;
    // Faces that are lost and found anew, whatever is known of cuts, are none.
    if (found > 1) alarms += Math.max(0, found - new Set((await followed(sequence, false)).flat()).size);
  }
  total.frames += frames;
  total.alarms += alarms;
  console.log(row(name, { frames, alarms }));
}

function row(name: string, { frames, alarms }: typeof total): string {
  return `| ${name} | ${frames} | ${alarms} | ${((1000 * alarms) / frames).toFixed(1)} |`;
}

async function followed(sequence: readonly Image[], cuts: boolean): Promise<number[][]> {
  const tracker = createTracker({ detector, finder, cuts });
  const ids: number[][] = [];
  for (const [t, image] of sequence.entries())
    ids.push((await tracker.track(image, t / 25)).map(({ id }) => id));
  return ids;
}

/** Through a window of three fifths of the picture. */
function seenBy(image: Image, { across = 0, zoom = 1, roll = 0 }): Image {
  const { width, height } = image;
  const [cos, sin] = [Math.cos(roll) * 0.6 * zoom, Math.sin(roll) * 0.6 * zoom];
  const [x, y] = [width * (0.5 + across), height / 2];
  return warpImage(
    image,
    [cos, -sin, x - (cos * width - sin * height) / 2, sin, cos, y - (sin * width + cos * height) / 2],
    width,
    height,
  );
}

/** @param gain – at places of 0 to 1. */
function lit(image: Image, gain: (x: number, y: number) => number): Image {
  const data = Uint8ClampedArray.from(image.data, (value, i) => {
    const pixel = Math.floor(i / 3);
    return value * gain((pixel % image.width) / image.width, Math.floor(pixel / image.width) / image.height);
  });
  return { ...image, data: new Uint8Array(data.buffer) };
}

function noisy(image: Image): Image {
  const data = Uint8ClampedArray.from(image.data, (value) => value + 3 * random.normal());
  return { ...image, data: new Uint8Array(data.buffer) };
}

/** The other photograph, its face in the box of this one's. */
function movedTo({ image, box }: Photograph, other: Photograph): Image {
  const scale = other.box.width / box.width;
  return warpImage(
    other.image,
    [scale, 0, other.box.x - scale * box.x, 0, scale, other.box.y - scale * box.y],
    image.width,
    image.height,
  );
}

async function clipsOf(folder: string): Promise<Image[][]> {
  const dataset = await openDataset(folder);
  const byClip = new Map<number, { frame: number; image: Image }[]>();
  try {
    for (const index of await dataset.indices({})) {
      const [sample] = await dataset.read([index]);
      const place = clipOf(sample!.attributes);
      if (place === undefined) throw new Error(`${folder} holds stills: generate with --frames`);
      const image = await decodeImage(sample!.image, sample!.id);
      byClip.set(place.index, [...(byClip.get(place.index) ?? []), { frame: place.frame, image }]);
    }
  } finally {
    dataset.close();
  }
  return [...byClip.values()].map((frames) =>
    frames.sort((a, b) => a.frame - b.frame).map(({ image }) => image),
  );
}

/** Evenly spread over the list, without those of which thresholds were chosen: every twelfth of all, from the fourth. */
async function photographsOf(folder: string): Promise<Photograph[]> {
  const lines = (await readFile(join(folder, 'labelled.jsonl'), 'utf8')).trim().split('\n');
  const { splits } = JSON.parse(await readFile(join(folder, 'splits.json'), 'utf8')) as {
    splits: Record<string, string[]>;
  };
  const rows = lines
    .map((line) => JSON.parse(line) as { id: string; image: string; points: number[][] })
    .filter(({ id }, i) => i % 12 !== 3 && splits.validation!.includes(id));
  const chosen = Array.from(
    { length: Number(count) },
    (_, i) => rows[Math.floor((i * rows.length) / Number(count))]!,
  );
  return Promise.all(
    chosen.map(async ({ image, points }) => ({
      image: await decodeImage(await readFile(join(folder, image)), image),
      box: tightBox(Float32Array.from(points.flat()))!,
    })),
  );
}
