/**
 * Fits the correction of gazes (`detect/describe/gaze/gaze-correction.ts`) on what the shipped detector makes of the training part
 * of synthetic datasets, half of the faces seen in a mirror too. A folder that is named twice counts twice. Writes the source
 * file that ships.
 *
 *   npx tsx scripts/fit-gaze.ts data/dense-1 data/gaze data/gaze-cage data/close data/close data/close
 */
import { writeFile } from 'node:fs/promises';
import { solvePositive } from '../src/core/numbers/linear-system.js';
import { normalise, transform, transpose, type Vector3 } from '../src/core/vector.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { viewFace } from '../src/detect/describe/describe-face.js';
import { directionAngles, sides } from '../src/detect/describe/gaze/eyeball-fit.js';
import { fittedEyeballs, isSeen, together } from '../src/detect/describe/gaze/gaze.js';
import { gazeFeatures } from '../src/detect/describe/gaze/gaze-features.js';
import { packLinearMap, standardised } from '../src/detect/describe/linear-map.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { standardisation } from './standardisation.js';

interface Row {
  x: Float64Array;
  /** Yaw and pitch that are to be added, radians. */
  off: readonly [number, number];
}

/** λ against the number of faces; features have a deviation of 1. */
const ridgeShare = 0.02;
/** Rounds of least squares, a face counting less the further off it is: some poses are wrong, and no map mends these. */
const rounds = 5;
/** Radians. What no face is surer than, in the logarithm. */
const least = 0.02;
const target = 'src/detect/describe/gaze/gaze-map.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error('give generated datasets of dense1001');
const detectors = await Promise.all(
  [true, false].map((mirror) => openLandmarkDetector('dense1001', { mirror })),
);
const known = new Map<string, Row[]>();
for (const folder of new Set(folders)) known.set(folder, await rowsOf(folder));
const rows = folders.flatMap((folder) => known.get(folder)!);
const inputs = rows[0]!.x.length;
const { mean, deviation } = standardisation(rows.map(({ x }) => x));
const seen = rows.map(({ x, off }) => ({ x: standardised({ mean, deviation }, x), off }));

const weight = new Float64Array(3 * inputs);
const bias = new Float64Array(3);
let weights = seen.map(() => 1);
let errors: [number, number][] = [];
for (let round = 0; round < rounds; round++) {
  for (const axis of [0, 1] as const)
    keep(
      axis,
      ridge(({ off }) => off[axis], ridgeShare),
    );
  errors = seen.map(({ x, off }) => [off[0] - value(0, x), off[1] - value(1, x)]);
  const sizes = errors.map(([yaw, pitch]) => Math.hypot(yaw, pitch));
  const middle = [...sizes].sort((a, b) => a - b)[sizes.length >> 1]!;
  weights = sizes.map((size) => Math.min(1, middle / size));
}
weights = seen.map(() => 1);
// The mean of the logarithm of a pair of normals' length is that of their deviation and this.
const meanLog = 0.058;
keep(
  2,
  ridge((_, i) => Math.log(Math.max(least, Math.hypot(...errors[i]!))) - meanLog, 10 * ridgeShare),
);
await writeFile(
  target,
  `/** Made by scripts/fit-gaze.ts from ${rows.length / 2} synthetic faces and their mirror images; not written by hand. */
export const packedGazeMap = {
  features: ${inputs},
  data: '${packLinearMap({ mean, deviation, weight, bias })}',
};
`,
);

/** A face and its mirror image. */
async function rowsOf(folder: string): Promise<Row[]> {
  const dataset = await openDataset(folder);
  const found: Row[] = [];
  const started = performance.now();
  for (const [i, index] of (await dataset.indices({ split: 'train' })).entries()) {
    const [sample] = await dataset.read([index]);
    const { attributes, image, id, box } = sample!;
    if (!isGenerated(attributes) || attributes.gaze === undefined) throw new Error(`${id}: no gaze is known`);
    if (attributes.scene.face.worn.glasses?.dark) continue;
    const { focal, cx, cy } = attributes.camera;
    const detector = detectors[i % 2]!;
    const { landmarks } = detector.metadata;
    const face = faceOf(await detector.detect(await decodeImage(image, id), box), landmarks, landmarks.names);
    const view = viewFace(face, { camera: { focal, cx, cy } });
    if (!sides.some((side) => isSeen(view, side))) continue;
    const fitted = fittedEyeballs(view);
    const joined = together(fitted);
    const [a, b, c, d, e, f] = attributes.gaze as unknown as number[];
    const ray = normalise([a! + d!, b! + e!, c! + f!] as Vector3);
    const truth = directionAngles(transform(transpose(view.fit.rotation), ray));
    const [yaw, pitch] = [truth.yaw - joined.yaw, truth.pitch - joined.pitch];
    found.push({ x: gazeFeatures(view, fitted, joined, false), off: [yaw, pitch] });
    found.push({ x: gazeFeatures(view, fitted, joined, true), off: [-yaw, pitch] });
  }
  console.log(`${folder}: ${found.length / 2} faces, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return found;
}

interface Line {
  slope: Float64Array;
  level: number;
}

function keep(output: number, { slope, level }: Line): void {
  bias[output] = level;
  slope.forEach((of, f) => {
    weight[3 * f + output] = of;
  });
}

function value(output: number, x: Float64Array): number {
  return x.reduce((sum, of, f) => sum + of * weight[3 * f + output]!, bias[output]!);
}

/** Weighted; the level is a slope on a feature of 1 that nothing holds back. */
function ridge(of: (row: Row, i: number) => number, share: number): Line {
  const n = inputs + 1;
  const gram = new Float64Array(n * n);
  const slope = new Float64Array(n);
  seen.forEach((row, r) => {
    const w = weights[r]!;
    const goal = w * of(row, r);
    for (let i = 0; i < n; i++) {
      const own = i < inputs ? row.x[i]! : 1;
      slope[i]! += own * goal;
      for (let j = 0; j <= i; j++) gram[i * n + j]! += w * own * (j < inputs ? row.x[j]! : 1);
    }
  });
  for (let i = 0; i < inputs; i++) gram[i * n + i]! += share * seen.length;
  solvePositive(gram, slope, n);
  return { slope: slope.slice(0, inputs), level: slope[inputs]! };
}
