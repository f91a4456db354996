/**
 * How long the detector takes for one face in a decoded 640 × 480 image, on one thread: crop, network, points. The model
 * is the default one that ships.
 */
import { readFile } from 'node:fs/promises';
import { median } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { createDetector } from '../src/detect/landmarks/create-detector.js';
import { shippedModelFile } from '../src/detect/node/shipped-model-file.js';
import { defaultModel, shippedModels } from '../src/detect/shipped-models.js';
import { readModelMetadata } from '../src/networks/model-file/read-model-metadata.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import type { Benchmark } from './figure.js';

/** Milliseconds that the project aims for. */
const target = 10;

export const benchDetection: Benchmark = async ({ quick, say }) => {
  const { file: name } = shippedModels[defaultModel];
  const bytes = await readFile(shippedModelFile());
  const session = await createInferenceSession(bytes, { threads: 1 });
  const detector = createDetector(readModelMetadata(bytes, name), session);
  const random = new Random(1, 'bench');
  const image = {
    width: 640,
    height: 480,
    channels: 3 as const,
    data: Uint8Array.from({ length: 640 * 480 * 3 }, () => random.integer(0, 255)),
  };
  const times: number[] = [];
  const used: number[] = [];
  for (let i = 0; i < (quick ? 30 : 100); i++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await detector.detect(image, { x: 210, y: 130, width: 200, height: 210 });
    const time = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    if (i < 10) continue;
    times.push(time);
    used.push((user + system) / 1000);
  }
  await session.release();
  const value = median(times);
  say(`detection, ${name}: ${value.toFixed(2)} ms, ${median(used).toFixed(2)} ms of CPU time`);
  const conditions = `${name}, ${detector.metadata.input.size} px, one thread, median`;
  const aim = { text: `≤ ${target} ms`, atMost: target };
  return [
    { benchmark: 'detection', conditions, value, unit: 'ms/face', target: aim },
    { benchmark: 'detection', conditions, value: median(used), unit: 'ms of CPU time/face' },
  ];
};
