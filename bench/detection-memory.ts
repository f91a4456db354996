/**
 * Whether memory grows while a product detects: 10,000 small pictures through finder and detector in a process of its own
 * (detection-memory-process.ts); resident memory after each 250, and the slope of a line through all after the first thousand.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mean } from '../src/core/numbers/statistics.js';
import type { Benchmark } from './figure.js';

const every = 250;
/** While the runtime's arenas grow to their size. */
const settling = 1000;
/** MiB for a thousand pictures: ten thousand would take no more than ten. */
const target = 1;

export const benchDetectionMemory: Benchmark = async ({ quick, say }) => {
  const pictures = quick ? 3000 : 10_000;
  const script = fileURLToPath(new URL('detection-memory-process.js', import.meta.url));
  const options = ['--expose-gc', script, `${pictures}`, `${every}`];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  const resident: number[] = (JSON.parse(stdout) as number[]).map((bytes) => bytes / 2 ** 20);
  const settled = resident.slice(settling / every - 1);
  const [first, last] = [settled[0]!, settled.at(-1)!];
  const value = (1000 / every) * slope(settled);
  const range = `${Math.min(...settled).toFixed(0)} to ${Math.max(...settled).toFixed(0)}`;
  say(
    `memory of detection: ${first.toFixed(1)} MiB after ${settling} pictures, ${last.toFixed(1)} after ${pictures} (${range} between); ${value.toFixed(3)} MiB more for 1,000`,
  );
  const conditions = `finder and detector, ${pictures} pictures of 64 px, resident`;
  return [
    {
      benchmark: 'memory of detection',
      conditions: `${conditions}, slope`,
      value,
      unit: 'MiB/1,000 pictures',
      target: { text: `≤ ${target} MiB for 1,000 pictures`, atMost: target },
    },
    {
      benchmark: 'memory of detection',
      conditions: `${conditions}, after ${settling}`,
      value: first,
      unit: 'MiB',
    },
    { benchmark: 'memory of detection', conditions: `${conditions}, at the end`, value: last, unit: 'MiB' },
  ];
};

/** Of a line through the values by least squares, per place. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const average = mean(values);
  let [along, squares] = [0, 0];
  values.forEach((value, i) => {
    along += (i - middle) * (value - average);
    squares += (i - middle) ** 2;
  });
  return along / squares;
}
