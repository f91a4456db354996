/**
 * How long the detector takes for one face in a decoded 640 × 480 image, on one thread: crop, network, points. The model
 * is the shipped one, or one of the default size with random weights, which takes the same time.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Random } from '../src/core/random.js';
import { lineamentVersion } from '../src/core/version.js';
import { createDetector } from '../src/detect/landmarks/detector.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { encodeModelFile } from '../src/networks/model-file.js';
import { modelFormat } from '../src/networks/model-metadata.js';
import { buildNetwork } from '../src/networks/network.js';
import { readModelMetadata } from '../src/networks/read-model-metadata.js';
import { networkSchema } from '../src/networks/registry.js';
import { Graph } from '../src/nn/graph/graph.js';
import { reduceMean } from '../src/nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../src/nn/program/training-program.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import type { Benchmark } from './figure.js';
import { median } from './timing.js';

/** Milliseconds that the project aims for. */
const target = 10;

export const benchDetection: Benchmark = async ({ quick, say }) => {
  const { name, bytes } = (await shippedModel()) ?? {
    name: 'default size, random weights',
    bytes: randomModel(),
  };
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

async function shippedModel(): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const folder = new URL('../../../models/', import.meta.url);
  const files = await readdir(folder).catch(() => []);
  const name = files.filter((file) => file.endsWith('.onnx')).sort()[0];
  if (name === undefined) return undefined;
  return { name, bytes: await readFile(fileURLToPath(new URL(name, folder))) };
}

/** A model file of the default network for 68 points, with its initial weights. */
function randomModel(): Uint8Array {
  const config = networkSchema.parse({});
  const { name, points, mirror } = landmarkSet('ibug68');
  const graph = new Graph('training');
  const image = graph.input('image', [1, 3, config.inputSize, config.inputSize]);
  const estimates = buildNetwork(image, points.length, config);
  const { parameters, statistics, initialState } = compileTraining(graph, {
    loss: reduceMean(estimates.at(-1)!.points),
  });
  const initial = initialState(1);
  return encodeModelFile(
    {
      format: modelFormat,
      landmarks: {
        set: name,
        names: points.map((point) => point.name),
        mirror: [...mirror],
        convention: 'contour',
      },
      input: { size: config.inputSize, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], enlarge: 1.3 },
      decoding: 'integral',
      architecture: config,
      training: { recipe: 'none', seed: 1, steps: 0, data: 'none' },
      lineament: lineamentVersion,
      licence: 'none',
    },
    { ...initial, parameterLayout: parameters, statisticLayout: statistics },
  );
}
