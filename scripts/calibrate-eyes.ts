/**
 * Makes the deviations of a model of eyes as wide as its errors on labelled photographs are, by a factor for eyes and one for
 * brows; no weight changes. What two definitions of a point differ by is already known of the first look (its floors), and is left out.
 *
 *   npx tsx scripts/calibrate-eyes.ts <eyes.onnx> <photographs> --out models/eyes.onnx
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { landmarksOf } from '../src/dataset/store/manifest.js';
import { openDataset } from '../src/dataset/store/store.js';
import { createEyeLook } from '../src/detect/eyes/eye-look.js';
import type { Detector } from '../src/detect/landmarks/detector.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { cachedFitter } from '../src/detect/node/point-map-cache.js';
import { wantedDetector } from '../src/detect/point-maps/wanted-landmarks.js';
import { eye151, eyePointsOf } from '../src/landmarks/sets/eye-set.js';
import { encodeWithMetadata } from '../src/networks/model-file/encode-with-metadata.js';
import { readModelMetadata } from '../src/networks/model-file/read-model-metadata.js';
import { decodeModel } from '../src/nn/onnx/decode-model.js';
import { onnxRuntimeNode } from '../src/nn/runtime/onnxruntime-node.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [file, folder] = positionals;
if (file === undefined || folder === undefined || values.out === undefined)
  throw new Error('give a model of eyes, photographs, and --out');
const bytes = new Uint8Array(await readFile(file));
const { reliability: _, ...metadata } = readModelMetadata(bytes, file);
const look = createEyeLook(metadata, await onnxRuntimeNode.createSession(bytes));
const dense = await openLandmarkDetector('dense1001', { eyes: false });
const { landmarks, reliability, input, training } = dense.metadata;

/** The points of the eyes by the second look alone. */
const second: Detector = {
  metadata: dense.metadata,
  async detect(image, box) {
    const detection = await dense.detect(image, box);
    for (const side of ['right', 'left'] as const) {
      const own = eyePointsOf(landmarks.names, side);
      const points = Float32Array.from(own.flatMap((n) => [...detection.points.subarray(2 * n, 2 * n + 2)]));
      const seen = await look(image, { side, points, roll: detection.faceBox?.roll ?? 0 });
      for (const [k, n] of own.entries()) {
        detection.uncertainty[n] = seen?.uncertainty[k] ?? Number.NaN;
        detection.points.set(seen?.points.subarray(2 * k, 2 * k + 2) ?? [Number.NaN, Number.NaN], 2 * n);
      }
    }
    return detection;
  },
};
const photographs = await openDataset(folder);
const set = landmarksOf(photographs.manifest);
const detector = await wantedDetector(second, { landmarks: set }, cachedFitter(training.head));
/** By the region of the labels: what is off, as its deviations and the first look's floor have it, pixels. */
const regions = ['eyes', 'brows'] as const;
type Region = (typeof regions)[number];
const regionOf = (name: string): Region => (name.startsWith('brow') ? 'brows' : 'eyes');
const measured: Record<Region, { error: number; sigma: number; floor: number }[]> = { eyes: [], brows: [] };
const own = eyePointsOf(landmarks.names, 'right');
const floorOf = (region: Region): number =>
  reliability!.uncertainty.floor[own[eye151.points.findIndex(({ name }) => regionOf(name) === region)]!]!;
for (const index of await photographs.indices({})) {
  const [sample] = await photographs.read([index]);
  const { image, id, box, points } = sample!;
  const truth = points[landmarks.convention]!;
  const found = await detector.detect(await decodeImage(image, id), box);
  set.points.forEach(({ region }, k) => {
    const kind = regions.find((one) => one === region);
    const error = Math.hypot(
      found.points[2 * k]! - truth[2 * k]!,
      found.points[2 * k + 1]! - truth[2 * k + 1]!,
    );
    if (kind !== undefined && Number.isFinite(error))
      measured[kind].push({
        error,
        sigma: found.uncertainty[k]!,
        floor: floorOf(kind) * input.enlarge * Math.max(box.width, box.height),
      });
  });
}

/** The factor under which the errors are most likely. */
function factor(region: Region): number {
  let scale = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let tried = 0.3; tried < 6; tried *= 1.02) {
    const misfit = measured[region].reduce((sum, { error, sigma, floor: known }) => {
      const variance = (tried * sigma) ** 2 + known ** 2;
      return sum + Math.log(variance) + error ** 2 / (2 * variance);
    }, 0);
    if (misfit < least) [least, scale] = [misfit, Number(tried.toPrecision(4))];
  }
  const within = measured[region].filter(
    ({ error, sigma, floor: known }) => error < 2 * Math.hypot(scale * sigma, known),
  );
  const share = ((100 * within.length) / measured[region].length).toFixed(0);
  console.log(
    `${region}: deviations × ${scale}; within two of them ${share} % of ${measured[region].length} points`,
  );
  return scale;
}
const factors = { eyes: factor('eyes'), brows: factor('brows') };
const scale = eye151.points.map(({ name }) => factors[regionOf(name)]);
const fitted = {
  uncertainty: { scale, floor: scale.map(() => 0) },
  // The first look says whether there is a face.
  wrong: { intercept: -20, distance: 0, deviation: 0 },
  wrongAbove: reliability!.wrongAbove,
  fittedOn: `error bars: eyes and brows of ${photographs.count} photographs of portraits`,
};
await writeFile(values.out, encodeWithMetadata(decodeModel(bytes), { ...metadata, reliability: fitted }));
console.log(values.out);
