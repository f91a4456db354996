/**
 * The table of docs/detection.md: what test-time mirroring and a second look cost and bring on photographs taken in the wild,
 * through the boxes of their labels, through boxes that are off, and with tighter crops. One thread; milliseconds of CPU time, decoding left out.
 *
 *   npx tsx scripts/measure-looks.ts ../shared/in-the-wild validation
 */
import { readFile } from 'node:fs/promises';
import { mean, median } from '../src/core/numbers/statistics.js';
import { createDetector, type LookOptions } from '../src/detect/landmarks/create-detector.js';
import type { Detector } from '../src/detect/landmarks/detector.js';
import { cachedFitter } from '../src/detect/node/point-map-cache.js';
import { modelFile } from '../src/detect/node/shipped-model-file.js';
import { wantedDetector } from '../src/detect/point-maps/wanted-landmarks.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { jitterBox } from '../src/evaluation/predict/protocol-box.js';
import { createBootstrap } from '../src/evaluation/tests/bootstrap.js';
import { imageNme, pointErrors } from '../src/landmarks/errors/nme.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { readModelMetadata } from '../src/networks/model-file/read-model-metadata.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import { readWildFaces } from './wild-faces.js';

const [folder = '../shared/in-the-wild', split = 'validation', model = defaultModel] = process.argv.slice(2);
const looks: { name: string; options: LookOptions }[] = [
  { name: 'one look', options: {} },
  { name: 'mirror', options: { mirror: true } },
  { name: 'two looks', options: { looks: 2 } },
  { name: 'two looks, mirror', options: { mirror: true, looks: 2 } },
];

const faces = await readWildFaces(folder, split);
const bootstrap = createBootstrap(
  faces.map(({ photograph }) => photograph),
  { resamples: 2000, seed: 1 },
);
const bytes = await readFile(modelFile(model));
const metadata = readModelMetadata(bytes, model);
const session = await createInferenceSession(bytes, { threads: 1 });

console.log(`${model} on ${faces.length} faces of ${split}, error by outer eye corners\n`);
console.log(
  '| | ms a face | labels’ box | box off by up to 10 % | crop × 0.9 | × 0.9, box off | within 2 σ |',
);
console.log('|---|---|---|---|---|---|---|');
for (const { name, options } of looks) {
  const times: number[] = [];
  const cells: string[] = [];
  let within = 0;
  for (const crop of [1, 0.9]) {
    const input = { ...metadata.input, enlarge: metadata.input.enlarge * crop };
    const own = createDetector({ ...metadata, input }, session, options);
    const detector = await wantedDetector(own, { landmarks: ibug68 }, cachedFitter(metadata.training.head));
    for (const jitter of [0, 0.1]) {
      const { errors, share, ms } = await measure(detector, jitter);
      times.push(ms);
      if (crop === 1 && jitter === 0) within = share;
      const { low, high } = bootstrap.interval(errors);
      cells.push(`${mean(errors).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`);
    }
  }
  console.log(
    `| ${name} | ${median(times).toFixed(1)} | ${cells.join(' | ')} | ${(100 * within).toFixed(0)} % |`,
  );
}

async function measure(
  detector: Detector,
  jitter: number,
): Promise<{ errors: number[]; share: number; ms: number }> {
  const errors: number[] = [];
  const times: number[] = [];
  let within = 0;
  let count = 0;
  for (const { id, image, box, labels, eyes } of faces) {
    const start = process.cpuUsage();
    const { points, uncertainty } = await detector.detect(image, jitterBox(box, jitter, id));
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
    const distances = pointErrors(points, labels);
    errors.push(imageNme(distances, eyes));
    for (const [k, distance] of distances.entries()) {
      count++;
      if (distance <= 2 * uncertainty[k]!) within++;
    }
  }
  return { errors, share: within / count, ms: median(times) };
}
