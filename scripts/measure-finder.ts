/**
 * The tables of docs/detection.md on finding faces: photographs taken in the wild, pictures without a face, and recall on
 * synthetic scenes by size, yaw and roll.
 *
 *   npx tsx scripts/measure-finder.ts ../shared/in-the-wild train,validation
 *   npx tsx scripts/measure-finder.ts ../shared/in-the-wild test --heads data/heads-ict --backs data/backs
 *
 * A labelled face is found where a box overlaps the tight box of its 68 points by at least a half (intersection over union).
 * Photographs hold faces that nobody labelled: false finds are counted on pictures that were made without faces instead, of painted
 * things, heads from behind, hands, animals and surfaces of heads. The detector looks at what is found and drops what it sees no face in, as
 * `detect` does; NME is by the outer eye corners, on the faces that it keeps.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Image } from '../src/core/image.js';
import { mean } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { composeScene, type SceneFace } from '../src/dataset/scenes/compose-scene.js';
import { openHeadLibrary } from '../src/dataset/scenes/head-library.js';
import { sceneSchema } from '../src/dataset/scenes/settings.js';
import { detectFound } from '../src/detect/finder/detect-found.js';
import type { FoundFace } from '../src/detect/finder/face-finder.js';
import { openFinder } from '../src/detect/node/open-finder.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { shippedFinderFile } from '../src/detect/node/shipped-model-file.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { overlapOf } from '../src/landmarks/box-overlap.js';
import { type FaceBox, tightBox } from '../src/landmarks/face-crop.js';
import { readFileOr, readTextOr } from '../src/node/files.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    finder: { type: 'string' },
    model: { type: 'string', default: defaultModel },
    heads: { type: 'string', multiple: true, default: [] },
    backs: { type: 'string', multiple: true, default: [] },
    scenes: { type: 'string', default: '400' },
    split: { type: 'string', default: 'test' },
    threshold: { type: 'string' },
  },
});
const [folder = '../shared/in-the-wild', part = 'validation'] = positionals;
const finder = await openFinder(values.finder ?? shippedFinderFile());
const detector = await openLandmarkDetector(values.model, { landmarks: 'ibug68' });
const threshold = values.threshold === undefined ? finder.metadata.threshold : Number(values.threshold);
const lowest = 0.05;
const thresholds = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7];
console.log(`finder of ${finder.metadata.training.steps} steps, threshold ${threshold}\n`);
await measurePhotographs();
if (values.heads.length > 0) await measureScenes();
await finder.close();

interface LabelledPhotograph {
  id: string;
  image: string;
  points: [number, number][];
}

async function measurePhotographs(): Promise<void> {
  const { splits } = JSON.parse(await readTextOr(join(folder, 'splits.json'), 'splits'));
  const wanted = new Set<string>(part.split(',').flatMap((name) => splits[name]));
  const rows = (await readTextOr(join(folder, 'labelled.jsonl'), 'labels'))
    .trim()
    .split('\n')
    .map((line): LabelledPhotograph => JSON.parse(line))
    .filter(({ id }) => wanted.has(id));
  const scores: number[] = [];
  const found: number[] = [];
  const given: number[] = [];
  const seen = { faces: 0, all: 0, boxes: 0 };
  for (const { image: file, points } of rows) {
    const path = join(folder, file);
    const image = await decodeImage(await readFileOr(path, 'photograph'), path);
    const labels = Float32Array.from(points.flat());
    const box = tightBox(labels)!;
    const faces = await finder.find(image, { threshold: lowest });
    seen.boxes += faces.filter(({ score }) => score >= threshold).length;
    const best = bestFor(box, faces);
    scores.push(best?.score ?? 0);
    const looked = await detectFound(image, { detector, finder }, { threshold });
    const face = looked.find(({ points }) => overlapOf(tightBox(points)!, box) >= 0.5);
    seen.all += looked.length;
    if (face === undefined) continue;
    seen.faces++;
    found.push(nme(face.points, labels));
    given.push(nme((await detector.detect(image, box)).points, labels));
  }
  const share = (least: number): string =>
    `${((100 * scores.filter((score) => score >= least).length) / scores.length).toFixed(1)} %`;
  console.log(`| ${part}: ${rows.length} labelled faces | |\n|---|---|`);
  console.log(`| found at the threshold | ${share(threshold)} |`);
  for (const least of thresholds) console.log(`| found at ${least} | ${share(least)} |`);
  console.log(
    `| boxes a photograph at the threshold | ${(seen.boxes / rows.length).toFixed(2)} |\n| found and seen by the detector | ${((100 * seen.faces) / rows.length).toFixed(1)} % |\n| further faces, most of them people without labels | ${seen.all - seen.faces} |`,
  );
  const ratio = mean(found) / mean(given);
  console.log(
    `| NME of ${values.model}, found ÷ given boxes | ${mean(found).toFixed(2)} ÷ ${mean(given).toFixed(2)} = ${ratio.toFixed(3)} |\n`,
  );
}

/** Scenes of 640 × 480 and heads of 12 pixels to the whole frame, of which no head was seen in training. */
async function measureScenes(): Promise<void> {
  const settings = sceneSchema.parse({
    heads: values.heads,
    backs: values.backs,
    size: 640,
    smallest: 12,
    empty: 0,
  });
  const library = await openHeadLibrary(settings, values.split);
  const count = Number(values.scenes);
  const seen: { face: SceneFace; found: boolean }[] = [];
  for (let number = 0; number < count; number++) {
    const { image, faces } = await composeScene(new Random(99, number), library, settings);
    const boxes = await finder.find(image, { threshold });
    for (const face of faces)
      if (face.visible >= 0.7) seen.push({ face, found: bestFor(face.box, boxes) !== undefined });
  }
  const side = ({ box }: SceneFace): number => Math.max(box.width, box.height);
  table('longer side, px', seen, side, [12, 16, 20, 24, 32, 48, 64, 128, 256, 640]);
  table(
    'yaw, degrees, of faces of 20 px and more',
    seen.filter(({ face }) => side(face) >= 20),
    ({ yaw }) => Math.abs(yaw),
    [0, 15, 30, 45, 60, 90],
  );
  table(
    'roll, degrees, of faces of 20 px and more',
    seen.filter(({ face }) => side(face) >= 20),
    ({ roll }) => Math.abs(roll),
    [0, 15, 30, 45, 60, 90, 180],
  );

  const found: number[] = [];
  const kept: number[] = [];
  const empty = { ...settings, empty: 1 };
  for (let number = 0; number < count; number++) {
    const { image } = await composeScene(new Random(77, number), library, empty);
    const least = Math.min(threshold, thresholds[0]!);
    found.push((await finder.find(image, { threshold: least }))[0]?.score ?? 0);
    const faces = await detectFound(image, { detector, finder }, { threshold: least });
    kept.push(Math.max(0, ...faces.map(({ score }) => score)));
  }
  console.log(
    `| of ${count} pictures without a face, at | the finder finds one in | the detector sees one in |`,
  );
  console.log('|---|---|---|');
  for (const least of thresholds) {
    const above = (scores: readonly number[]): number => scores.filter((score) => score >= least).length;
    console.log(`| ${least} | ${above(found)} | ${above(kept)} |`);
  }
  console.log();
  await measurePlain(count);
}

/** What is certainly no face: one colour, noise. */
async function measurePlain(count: number): Promise<void> {
  let wrong = 0;
  for (let number = 0; number < count / 10; number++) {
    const random = new Random(5, number);
    const level = random.integer(0, 255);
    const spread = random.chance(0.5) ? 0 : random.uniform(0, 60);
    const data = Uint8Array.from({ length: 3 * 320 * 320 }, () =>
      Math.max(0, Math.min(255, level + random.normal(0, spread))),
    );
    const image: Image = { width: 320, height: 320, channels: 3, data };
    if ((await finder.find(image, { threshold })).length > 0) wrong++;
  }
  console.log(`pictures of one colour and of noise: ${wrong} of ${Math.ceil(count / 10)}`);
}

function table(
  name: string,
  seen: readonly { face: SceneFace; found: boolean }[],
  of: (face: SceneFace) => number,
  bounds: readonly number[],
): void {
  const cells = bounds.slice(1).map((bound, i) => {
    const own = seen.filter(
      ({ face }) => of(face) >= bounds[i]! && of(face) < bound + (i === bounds.length - 2 ? 1e-6 : 0),
    );
    const found = own.filter(({ found }) => found).length;
    return own.length === 0 ? '–' : `${((100 * found) / own.length).toFixed(0)} (${own.length})`;
  });
  console.log(
    `| ${name} | ${bounds
      .slice(1)
      .map((bound, i) => `${bounds[i]}–${bound}`)
      .join(' | ')} |`,
  );
  console.log(`|---|${cells.map(() => '---|').join('')}`);
  console.log(`| found, % (faces) | ${cells.join(' | ')} |\n`);
}

function bestFor(box: FaceBox, faces: readonly FoundFace[]): FoundFace | undefined {
  return faces
    .filter((face) => overlapOf(face.box, box) >= 0.5)
    .sort((a, b) => overlapOf(b.box, box) - overlapOf(a.box, box))[0];
}

/** In per cent, of all 68 points. */
function nme(points: Float32Array, labels: Float32Array): number {
  const eyes = Math.hypot(labels[90]! - labels[72]!, labels[91]! - labels[73]!);
  const errors = Array.from({ length: labels.length / 2 }, (_, k) =>
    Math.hypot(points[2 * k]! - labels[2 * k]!, points[2 * k + 1]! - labels[2 * k + 1]!),
  );
  return (100 * mean(errors)) / eyes;
}
