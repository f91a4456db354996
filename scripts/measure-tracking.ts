/**
 * The tables of docs/tracking.md: how still still faces are, how far behind moving ones, what a change of gaze moves.
 *
 *   npx lineament dataset generate --head ict-facekit --count 10 --frames 40 --pose in-cabin --seed 77 --landmarks ibug68 --out data/clips
 *   npx tsx scripts/measure-tracking.ts ../shared data/clips ict-facekit dense1001 [stills|clips|gaze]
 *
 * Stills: photographs of ../shared/faces and of the validation part of ../shared/in-the-wild, each a hundred times with fresh noise, fresh
 * JPEG and a moving box: all motion is error. Clips: exact truth. Boxes where a face is searched are those of the labels, off by
 * up to a twentieth: the finder is measured elsewhere. All figures are shares of the outer eye corners' distance, in %.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Image } from '../src/core/image.js';
import { mean } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { clipOf } from '../src/dataset/attributes.js';
import type { Sample } from '../src/dataset/sample.js';
import { openDataset } from '../src/dataset/store/store.js';
import type { Detector } from '../src/detect/landmarks/detector.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { createTracker, type FaceTracker } from '../src/detect/tracker/create-tracker.js';
import { createFaceSmoother } from '../src/detect/tracker/face-smoother.js';
import { jitterBox } from '../src/evaluation/predict/protocol-box.js';
import { loadHead } from '../src/face/heads/registry.js';
import { type FaceBox, tightBox } from '../src/landmarks/face-crop.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { sampleScene } from '../src/render/sampling/scene-sampling.js';
import { createStudio, type Shot } from '../src/render/studio.js';

const [shared = '../shared', clips = 'data/clips', headName = 'cage', model = defaultModel, only] =
  process.argv.slice(2);
const perCollection = 6;
const repetitions = 100;
/** Frames in which a face may settle. */
const settling = 10;
const gazeFaces = 12;
const frameSeconds = 1 / 30;
sharp.concurrency(1);

const detector = await openLandmarkDetector(model, { landmarks: 'ibug68' });
const { size: side } = detector.metadata.input;
console.log(`${model}, crops of ${side} px\n`);
for (const [name, measure] of Object.entries({
  stills: measureStills,
  clips: measureClips,
  gaze: measureGaze,
}))
  if (only === undefined || only === name) await measure();

/** Points of each frame, `[K, 2]`; null where the face was lost. */
type Sequence = (Float32Array | null)[];

function trackerThrough(boxOf: () => FaceBox, smooth = true, looking = detector): FaceTracker {
  const finder = { find: async () => [{ box: boxOf() }] };
  return createTracker({ detector: looking, finder, smooth });
}

async function measureStills(): Promise<void> {
  console.log(
    '| still photographs | raw | smoothed | tracked, not smoothed | tracked | from frame to frame: raw | tracked |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const [name, folder, split] of [
    ['studio (shared/faces)', 'faces', null],
    ['in the wild (validation)', 'in-the-wild', 'validation'],
  ] as const) {
    const rows: number[][] = [];
    for (const face of await photographs(join(shared, folder), split)) {
      const [raw, smoothed, followed, tracked]: [Sequence, Sequence, Sequence, Sequence] = [[], [], [], []];
      const random = new Random(1, 'still', face.id);
      const smoother = createFaceSmoother(face.points.length / 2);
      let box = face.box;
      const [plainly, smoothly] = [false, true].map((smooth) => trackerThrough(() => box, smooth));
      for (let i = 0; i < repetitions; i++) {
        box = jitterBox(face.box, 0.05, `${face.id} ${i}`);
        const image = await freshImage(face.image, random);
        const { points, uncertainty } = await detector.detect(image, box);
        raw.push(points);
        smoothed.push(smoother.smooth(points, uncertainty, frameSeconds));
        followed.push(pointsOf(await plainly!.track(image)));
        tracked.push(pointsOf(await smoothly!.track(image)));
      }
      const eyes = eyeDistance(face.points);
      rows.push([
        ...[raw, smoothed, followed, tracked].map((sequence) => (100 * spread(sequence)) / eyes),
        ...[raw, tracked].map((sequence) => (100 * step(sequence)) / eyes),
      ]);
    }
    const cells = rows[0]!.map((_, i) => mean(rows.map((row) => row[i]!)).toFixed(3));
    console.log(`| ${name}, ${rows.length} faces | ${cells.join(' | ')} |`);
  }
}

async function measureClips(): Promise<void> {
  console.log(
    '\n| clips | NME: raw | smoothed | jitter: raw | smoothed | lag in frames: raw | smoothed | frames lost | faces lost |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  const rows: number[][] = [];
  const dataset = await openDataset(clips);
  try {
    for (const frames of await clipsOf(dataset)) {
      let box = frames[0]!.box;
      const trackers = [false, true].map((smooth) => trackerThrough(() => box, smooth));
      const [raw, smoothed, truth]: [Sequence, Sequence, Float32Array[]] = [[], [], []];
      const ids = new Set<number>();
      for (const [i, sample] of frames.entries()) {
        box = jitterBox(sample.box, 0.05, sample.id);
        const image = await decodeImage(sample.image, sample.id);
        raw.push(pointsOf(await trackers[0]!.track(image, i * frameSeconds)));
        const faces = await trackers[1]!.track(image, i * frameSeconds);
        for (const { id } of faces) ids.add(id);
        smoothed.push(pointsOf(faces));
        truth.push(sample.points.contour ?? sample.points.surface!);
      }
      const eyes = mean(truth.map(eyeDistance));
      const errors = [raw, smoothed].map((sequence) =>
        sequence.map((points, i) => points?.map((value, j) => value - truth[i]![j]!) ?? null),
      );
      rows.push([
        ...errors.map((error) => (100 * meanLength(error)) / eyes),
        ...errors.map((error) => (100 * step(error)) / eyes),
        ...errors.map((error) => lag(error, truth)),
        100 * (smoothed.filter((points) => points === null).length / smoothed.length),
        ids.size - 1,
      ]);
    }
  } finally {
    dataset.close();
  }
  const cells = rows[0]!.map((_, i) => mean(rows.map((row) => row[i]!)).toFixed(2));
  cells[6] += ' %';
  cells[7] = String(rows.reduce((sum, row) => sum + row[7]!, 0));
  console.log(`| ${rows.length} clips, mean | ${cells.join(' | ')} |`);
}

async function measureGaze(): Promise<void> {
  const head = await loadHead(headName);
  const { shoot } = createStudio({ head, set: ibug68 });
  const mirrored = await openLandmarkDetector(model, { mirror: true, landmarks: 'ibug68' });
  const ways: Record<string, (first: Shot, second: Shot) => Promise<Float32Array[]>> = {
    'a look at each': (first, second) => looksAt(detector, first, second),
    'with the mirrored crop': (first, second) => looksAt(mirrored, first, second),
    'tracked, half a second before and after': (first, second) => trackedThrough(detector, first, second),
    'tracked with the mirrored crop': (first, second) => trackedThrough(mirrored, first, second),
  };
  const moved = new Map(Object.keys(ways).map((way) => [way, [] as Float64Array[]]));
  for (let i = 0; i < gazeFaces; i++) {
    const options = { pose: 'frontal', without: ['occluders'], backgrounds: [] } as const;
    const scene = sampleScene(new Random(5, 'gaze', i), head, options);
    const [first, second] = [-15, 15].map((degrees) => {
      const gaze = { yaw: (degrees * Math.PI) / 180, pitch: 0 };
      return shoot({ ...scene, face: { ...scene.face, gaze: { right: gaze, left: gaze } } }, { size: 256 });
    });
    for (const [way, look] of Object.entries(ways)) {
      const [before, after] = await look(first!, second!);
      moved.get(way)!.push(motionBetween(first!, second!, before!, after!));
    }
  }
  console.log(
    `\n| gaze 30° to the side, ${gazeFaces} faces | lids: mean | 95th of 100 | others: mean | 95th of 100 | worst point's mean |`,
  );
  console.log('|---|---|---|---|---|---|');
  const isLid = ibug68.points.map(({ name }) => name.startsWith('eye.'));
  for (const [way, faces] of moved) {
    const of = (lids: boolean): number[] =>
      faces.flatMap((one) => [...one].filter((_, k) => isLid[k] === lids)).sort((x, y) => x - y);
    const worst = Math.max(...isLid.map((lid, k) => (lid ? 0 : mean(faces.map((one) => one[k]!)))));
    const cells = [true, false].flatMap((lids) => {
      const all = of(lids);
      return [mean(all), all[Math.floor(0.95 * all.length)]!];
    });
    console.log(`| ${way} | ${[...cells, worst].map((cell) => cell.toFixed(2)).join(' | ')} |`);
  }
}

async function looksAt(looking: Detector, ...shots: Shot[]): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const shot of shots) found.push((await looking.detect(pictureOf(shot), shots[0]!.box)).points);
  return found;
}

/** Where the points are before the gaze changes and after it, each in the mean over the last frames of fifteen. */
async function trackedThrough(looking: Detector, first: Shot, second: Shot): Promise<Float32Array[]> {
  const random = new Random(1, 'gaze noise');
  const tracker = trackerThrough(() => first.box, true, looking);
  const found: Float32Array[] = [];
  for (const shot of [first, second]) {
    const last: Float32Array[] = [];
    for (let i = 0; i < 15; i++) {
      const points = pointsOf(await tracker.track(await freshImage(pictureOf(shot), random)));
      if (points !== null && i >= 10) last.push(points);
    }
    found.push(last[0]!.map((_, i) => mean(last.map((points) => points[i]!))));
  }
  return found;
}

/** `[68]` in % of the eyes. What the labels themselves move is no error. */
function motionBetween(first: Shot, second: Shot, before: Float32Array, after: Float32Array): Float64Array {
  const eyes = eyeDistance(first.points.contour);
  return Float64Array.from({ length: 68 }, (_, k) => {
    const shift = (axis: 0 | 1): number =>
      after[2 * k + axis]! -
      before[2 * k + axis]! -
      (second.points.contour[2 * k + axis]! - first.points.contour[2 * k + axis]!);
    return (100 * Math.hypot(shift(0), shift(1))) / eyes;
  });
}

function pictureOf({ width, height, rgb }: Shot): Image {
  return { width, height, channels: 3, data: rgb };
}

interface Photograph {
  id: string;
  image: Image;
  points: Float32Array;
  box: FaceBox;
}

/** Evenly spread over the list. */
async function photographs(folder: string, split: string | null): Promise<Photograph[]> {
  const lines = (await readFile(join(folder, 'labelled.jsonl'), 'utf8')).trim().split('\n');
  let rows = lines.map((line) => JSON.parse(line) as { id?: string; image: string; points: number[][] });
  if (split !== null) {
    const { splits } = JSON.parse(await readFile(join(folder, 'splits.json'), 'utf8')) as {
      splits: Record<string, string[]>;
    };
    rows = rows.filter(({ id }) => splits[split]!.includes(id!));
  }
  const chosen = Array.from(
    { length: perCollection },
    (_, i) => rows[Math.floor((i * rows.length) / perCollection)]!,
  );
  return Promise.all(
    chosen.map(async ({ image, points }) => {
      const flat = Float32Array.from(points.flat());
      const decoded = await decodeImage(await readFile(join(folder, image)), image);
      return { id: image, image: decoded, points: flat, box: tightBox(flat)! };
    }),
  );
}

async function freshImage(image: Image, random: Random): Promise<Image> {
  const { width, height, channels } = image;
  const noisy = Uint8ClampedArray.from(image.data, (value) => value + 4 * random.normal());
  const quality = random.integer(70, 95);
  const jpeg = await sharp(noisy, { raw: { width, height, channels } }).jpeg({ quality }).toBuffer();
  return decodeImage(jpeg, 'a fresh frame');
}

async function clipsOf(dataset: Awaited<ReturnType<typeof openDataset>>): Promise<Sample[][]> {
  const byClip = new Map<number, { frame: number; sample: Sample }[]>();
  for (const index of await dataset.indices({})) {
    const [sample] = await dataset.read([index]);
    const place = clipOf(sample!.attributes);
    if (place === undefined) throw new Error(`${clips} holds stills: generate with --frames`);
    byClip.set(place.index, [...(byClip.get(place.index) ?? []), { frame: place.frame, sample: sample! }]);
  }
  return [...byClip.values()].map((frames) =>
    frames.sort((a, b) => a.frame - b.frame).map(({ sample }) => sample),
  );
}

function pointsOf(faces: readonly { points: readonly { x: number; y: number }[] }[]): Float32Array | null {
  return faces[0] === undefined ? null : Float32Array.from(faces[0].points.flatMap(({ x, y }) => [x, y]));
}

function eyeDistance(points: Float32Array): number {
  return Math.hypot(points[90]! - points[72]!, points[91]! - points[73]!);
}

/** Root mean square distance of points from their own mean place, once they have settled. */
function spread(sequence: Sequence): number {
  const frames = sequence.slice(settling).filter((points) => points !== null);
  let sum = 0;
  for (let i = 0; i < frames[0]!.length; i++) {
    const middle = mean(frames.map((points) => points[i]!));
    for (const points of frames) sum += (points[i]! - middle) ** 2;
  }
  return Math.sqrt((2 * sum) / frames.length / frames[0]!.length);
}

/** Root mean square length of what changes from frame to frame. */
function step(sequence: Sequence): number {
  let [sum, count] = [0, 0];
  sequence.forEach((points, t) => {
    const before = sequence[t - 1];
    if (points === null || before == null || t <= settling) return;
    points.forEach((value, i) => {
      sum += (value - before[i]!) ** 2;
    });
    count += points.length / 2;
  });
  return Math.sqrt(sum / count);
}

function meanLength(sequence: Sequence): number {
  return mean(
    sequence.flatMap((points) =>
      points === null
        ? []
        : Array.from({ length: points.length / 2 }, (_, k) => Math.hypot(points[2 * k]!, points[2 * k + 1]!)),
    ),
  );
}

/** Frames by which points lie behind: the error along the truth's motion over that motion, by least squares. */
function lag(errors: Sequence, truth: readonly Float32Array[]): number {
  const known = errors.flatMap((error, t) => (error !== null && t > 0 && t + 1 < truth.length ? [t] : []));
  let [behind, motion] = [0, 0];
  for (let i = 0; i < truth[0]!.length; i++) {
    const bias = mean(known.map((t) => errors[t]![i]!));
    for (const t of known) {
      const speed = (truth[t + 1]![i]! - truth[t - 1]![i]!) / 2;
      behind -= (errors[t]![i]! - bias) * speed;
      motion += speed ** 2;
    }
  }
  return behind / motion;
}
