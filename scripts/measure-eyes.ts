/**
 * What a second look at the eyes is worth on synthetic faces, whose truth is exact: errors of the points of each part in per cent of
 * the distance of the outer eye corners, with the first look alone and with both, and how many lie within two deviations.
 *
 *   npx tsx scripts/measure-eyes.ts <dataset> [count] [eyes.onnx] [model]
 */
import { cpus } from 'node:os';
import { mean } from '../src/core/numbers/statistics.js';
import { landmarksOf } from '../src/dataset/store/manifest.js';
import { openDataset } from '../src/dataset/store/store.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { visibility } from '../src/landmarks/landmark-set.js';
import { hasPointsOf } from '../src/landmarks/sets/named-set.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const [folder, count = '100', eyes, model = 'dense1001'] = process.argv.slice(2);
if (folder === undefined) throw new Error('give a dataset');
const looks = {
  'first look': await openLandmarkDetector(model, { eyes: false }),
  'second look': await openLandmarkDetector(model, { eyes: eyes ?? true }),
};
const parts = [
  'brow.*.upper',
  'brow.*.lower',
  'lid.*.upper',
  'lid.*.lower',
  'lash',
  'crease',
  'iris',
  'pupil',
  'iris middle',
] as const;
type Part = (typeof parts)[number];

const dataset = await openDataset(folder);
const set = landmarksOf(dataset.manifest);
if (!hasPointsOf(looks['first look'].metadata.landmarks, set)) throw new Error('the dataset has another set');
const partOf = (name: string): Part | undefined =>
  parts.find(
    (part) =>
      new RegExp(`^${part.replaceAll('.', '\\.').replace('*', '(right|left)')}\\b`).test(name) &&
      !name.includes('skin'),
  );
const indexOf = (name: string): number => set.points.findIndex((point) => point.name === name);
const corners = [indexOf('lid.right.upper.000'), indexOf('lid.left.upper.000')] as const;
const irises = (['right', 'left'] as const).map((side) =>
  set.points.flatMap(({ name }, k) => (new RegExp(`^iris\\.${side}\\.\\d`).test(name) ? [k] : [])),
);

interface Measured {
  errors: number[];
  within: number[];
}
const measured = new Map<string, Measured>();
const note = (look: string, part: Part, error: number, within?: boolean): void => {
  const key = `${part}, ${look}`;
  const one = measured.get(key) ?? { errors: [], within: [] };
  measured.set(key, one);
  one.errors.push(error);
  if (within !== undefined) one.within.push(+within);
};
let eyeWidth = 0;
let faces = 0;
const took = { 'first look': 0, 'second look': 0 };
for (const index of (await dataset.indices({ split: 'test' })).slice(0, Number(count))) {
  const [sample] = await dataset.read([index]);
  const { image, id, box, visibility: seen } = sample!;
  const truth = sample!.points.contour ?? sample!.points.surface!;
  const apart = (a: Float32Array, k: number, b: Float32Array, j: number): number =>
    Math.hypot(a[2 * k]! - b[2 * j]!, a[2 * k + 1]! - b[2 * j + 1]!);
  const unit = apart(truth, corners[0], truth, corners[1]) / 100;
  // Faces in profile have no distance to be measured by.
  if (100 * unit < 0.4 * box.width) continue;
  faces++;
  eyeWidth += 100 * unit;
  const decoded = await decodeImage(image, id);
  for (const [look, detector] of Object.entries(looks)) {
    const before = process.cpuUsage();
    const { points, uncertainty } = await detector.detect(decoded, box);
    const { user, system } = process.cpuUsage(before);
    took[look as keyof typeof took] += (user + system) / 1000;
    set.points.forEach(({ name }, k) => {
      const part = partOf(name);
      if (part === undefined || seen?.[k] !== visibility.visible) return;
      const error = apart(points, k, truth, k);
      note(look, part, error / unit, error < 2 * uncertainty[k]!);
    });
    for (const iris of irises) {
      if (iris.filter((k) => seen?.[k] === visibility.visible).length < iris.length / 2) continue;
      const middle = (all: Float32Array, axis: number): number => mean(iris.map((k) => all[2 * k + axis]!));
      const off = [0, 1].map((axis) => middle(points, axis) - middle(truth, axis));
      note(look, 'iris middle', Math.hypot(off[0]!, off[1]!) / unit);
    }
  }
}
console.log(
  `${folder}: ${faces} faces, outer eye corners ${(eyeWidth / faces).toFixed(1)} px apart; ${cpus()[0]?.model}, Node ${process.version}`,
);
for (const part of parts)
  for (const look of Object.keys(looks)) {
    const { errors, within } = measured.get(`${part}, ${look}`)!;
    const median = [...errors].sort((a, b) => a - b)[errors.length >> 1]!;
    console.log(
      `${part}, ${look}: ${mean(errors).toFixed(2)} % (median ${median.toFixed(2)})${within.length > 0 ? `, within 2 σ ${(100 * mean(within)).toFixed(0)} %` : ''}`,
    );
  }
for (const [look, ms] of Object.entries(took))
  console.log(`${look}: ${(ms / faces).toFixed(1)} ms of processor time a face`);
