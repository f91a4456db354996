/**
 * Fits the regressor of `detect/describe/expression` on synthetic faces only: shapes of both heads in the wild's poses with
 * a detector's errors, and synthetic pictures that it looked at. Writes the source file that ships.
 *
 *   npx tsx scripts/measure-expression.ts find MODEL DATASET 400 found.json    # first: what the detector does to points
 *   LINEAMENT_ASSETS=… npx tsx scripts/fit-expression.ts found.json 5000
 */
import { writeFile } from 'node:fs/promises';
import { solvePositive } from '../src/core/numbers/linear-system.js';
import { fitFeatures, mirrorOrder } from '../src/detect/describe/expression/fit-features.js';
import { packRegressor } from '../src/detect/describe/expression/packed-regressor.js';
import { fitHead } from '../src/detect/describe/fit/fit-head.js';
import { defaultHeadPoints } from '../src/detect/describe/head/default-head-points.js';
import { standardised } from '../src/detect/describe/linear-map.js';
import type { FacialAction } from '../src/face/heads/facial-actions.js';
import { loadHead } from '../src/face/heads/registry.js';
import { type ExpressionFace, foundFace, readFound, seenErrors, shapeFaces } from './expression-faces.js';
import { standardisation } from './standardisation.js';

const [file = 'found.json', faces = '5000', target = 'src/detect/describe/expression/regressor.ts'] =
  process.argv.slice(2);
/** λ against the number of faces; features have a deviation of 1. */
const ridgeShare = 0.03;
/** How often a picture's face counts against a shape's. */
const pictureShare = 3;

const found = (await readFound(file)).filter((_, i) => i % 2 === 0);
const errors = found.map(seenErrors);
const rows: { features: Float64Array; mirrored: Float64Array; actions: Float64Array }[] = [];
let names: readonly FacialAction[] = [];
for (const face of found.map(foundFace)) take(face);
rows.push(...Array.from({ length: pictureShare - 1 }, () => rows.slice(0, found.length)).flat());
for (const head of ['cage', 'ict-facekit'])
  for (const [set, share] of [
    ['dense490', 0.3],
    ['dense1001', 0.05],
    ['ibug68', 0.65],
  ] as const) {
    const count = Math.round(Number(faces) * share * (head === 'cage' ? 0.4 : 0.6));
    const started = performance.now();
    for (const face of shapeFaces(await loadHead(head), { set, count, seed: 1, errors, rare: 0.4 }))
      take(face);
    console.log(`${head} ${set}: ${count} faces, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }

function take({ observed, camera, actions }: ExpressionFace): void {
  const view = fitHead(observed, defaultHeadPoints(observed.set, observed.convention), camera);
  names = view.head.actions;
  rows.push({
    ...fitFeatures(view),
    actions: Float64Array.from(names, (name) => actions[name] ?? 0),
  });
}

const inputs = rows[0]!.features.length;
const { mean, deviation } = standardisation(rows.map(({ features }) => features));

// A face and its mirror image: twice the rows, and sides that are treated alike.
const order = mirrorOrder(names);
const seen = rows.flatMap(({ features, mirrored, actions }) => [
  { x: standardised({ mean, deviation }, features), y: actions },
  { x: standardised({ mean, deviation }, mirrored), y: Float64Array.from(order, (e) => actions[e]!) },
]);
const outputs = 2 * names.length;
const weight = new Float64Array(inputs * outputs);
const bias = new Float64Array(outputs);
for (let e = 0; e < names.length; e++) {
  const value = ridge(({ y }) => y[e]!, ridgeShare);
  // Mean of the logarithm of a normal's magnitude is that of its deviation less this.
  const off = ridge(
    ({ x, y }) => Math.log(Math.abs(y[e]! - predict(value, x)) + 0.005) + 0.635,
    10 * ridgeShare,
  );
  for (const [o, { slope, level }] of [
    [e, value],
    [names.length + e, off],
  ] as const) {
    bias[o] = level;
    for (let f = 0; f < inputs; f++) weight[f * outputs + o] = slope[f]!;
  }
}

interface Line {
  slope: Float64Array;
  level: number;
}

function ridge(of: (row: (typeof seen)[number]) => number, share: number): Line {
  const level = seen.reduce((sum, row) => sum + of(row), 0) / seen.length;
  const gram = new Float64Array(inputs * inputs);
  const slope = new Float64Array(inputs);
  for (const row of seen) {
    const target = of(row) - level;
    for (let i = 0; i < inputs; i++) {
      slope[i]! += row.x[i]! * target;
      for (let j = 0; j <= i; j++) gram[i * inputs + j]! += row.x[i]! * row.x[j]!;
    }
  }
  for (let i = 0; i < inputs; i++) gram[i * inputs + i]! += share * seen.length;
  solvePositive(gram, slope, inputs);
  return { slope, level };
}

function predict({ slope, level }: Line, x: Float64Array): number {
  return x.reduce((sum, value, f) => sum + value * slope[f]!, level);
}

const packed = packRegressor({ actions: names, mean, deviation, weight, bias });
await writeFile(
  target,
  `/** Made by scripts/fit-expression.ts from ${rows.length} rows (synthetic faces, those of pictures three times); not written by hand. */
import type { PackedRegressor } from './packed-regressor.js';

export const packedRegressor: PackedRegressor = ${JSON.stringify(packed)};
`,
);
