/**
 * How long it takes to describe a face of 490 points, once warm: as the only picture, and as the next frame of a video. Beside it,
 * in turns, one dense product J·Jᵀ of the fit's size: a busy machine slows both.
 */
import { median } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { describeView } from '../src/detect/describe/describe-face.js';
import { fitHead } from '../src/detect/describe/fit/fit-head.js';
import { defaultHeadPoints } from '../src/detect/describe/head/default-head-points.js';
import type { FaceView } from '../src/detect/describe/head-fit.js';
import { poseRotation } from '../src/face/person/pose-distribution.js';
import type { Benchmark } from './figure.js';

const set = 'dense490';
/** Milliseconds that the project aims for. */
const target = 7;
const camera = { width: 640, height: 480, focal: 800 };
/** Parameters and rows of the product. */
const [n, m] = [95, 980];

export const benchDescribing: Benchmark = async ({ quick, say }) => {
  const head = defaultHeadPoints(set, 'contour');
  const random = new Random(1, 'bench');
  const jacobian = Float64Array.from({ length: n * m }, () => random.normal());
  const gram = new Float64Array(n * n);
  const times: Record<'alone' | 'next' | 'product', number[]> = { alone: [], next: [], product: [] };
  const timed = <Value>(name: keyof typeof times, task: () => Value): Value => {
    const before = process.cpuUsage();
    const value = task();
    const { user, system } = process.cpuUsage(before);
    times[name].push((user + system) / 1000);
    return value;
  };
  for (let i = 0; i < (quick ? 40 : 120); i++) {
    const points = shownPoints(random);
    const describe = (before?: FaceView): FaceView => {
      const view = fitHead(points, head, camera, before);
      describeView(view);
      return view;
    };
    const view = timed('alone', () => describe());
    timed('next', () => describe(view));
    timed('product', () => product(jacobian, gram));
  }
  const [alone, next, reference] = [times.alone, times.next, times.product].map((all) =>
    median(all.slice(15)),
  );
  const figures = [
    ['one picture', alone!],
    ['next frame of a video', next!],
  ] as const;
  return figures.map(([which, value]) => {
    say(`describing, ${which}: ${value.toFixed(2)} ms of CPU time, product ${reference!.toFixed(2)} ms`);
    return {
      benchmark: 'describing',
      conditions: `${head.names.length} points, embedded head, all topics, ${which}, median`,
      value,
      unit: 'ms of CPU time/face',
      reference: { name: `one dense product J·Jᵀ, ${n} by ${m}`, ratio: reference! / value },
      target: { text: `≤ ${target} ms`, atMost: target },
    };
  });

  /** The mean head somewhere, its points a pixel off. */
  function shownPoints(noise: Random): Parameters<typeof fitHead>[0] {
    const pose = { yaw: noise.normal(0, 0.3), pitch: noise.normal(0, 0.15), roll: noise.normal(0, 0.1) };
    const [a, b, c, d, e, f, g, h, k] = poseRotation(pose);
    const points = new Float32Array(2 * head.names.length);
    for (let p = 0; p < head.names.length; p++) {
      const [x, y, z] = [head.mean[3 * p]!, head.mean[3 * p + 1]!, head.mean[3 * p + 2]!];
      const enlarge = camera.focal / (70 - (g * x + h * y + k * z));
      points[2 * p] = 320 + enlarge * (a * x + b * y + c * z) + noise.normal();
      points[2 * p + 1] = 240 - enlarge * (d * x + e * y + f * z) + noise.normal();
    }
    return {
      set,
      convention: 'contour',
      names: head.names,
      points,
      uncertainty: new Float32Array(head.names.length).fill(1),
      seen: new Float32Array(head.names.length).fill(1),
    };
  }
};

/** The lower half of J·Jᵀ by plain loops. */
function product(jacobian: Float64Array, gram: Float64Array): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let r = 0; r < m; r++) sum += jacobian[i * m + r]! * jacobian[j * m + r]!;
      gram[i * n + j] = sum;
    }
}
