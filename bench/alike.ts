/**
 * "More like this" and near duplicates over many rows: time of the processor and memory. The features are drawn, with spreads that
 * fall as those of faces do, 1 row of 50 a little noise away from another; what the network takes for a row stands in inference.ts.
 *
 * npx tsx bench/alike.ts [--rows 100000] [--features 256]
 */
import { parseArgs } from 'node:util';
import { Random } from '../src/core/random.js';
import { featureSpace, nearest } from '../src/studio/explore/features/feature-space.js';
import { nearDuplicates } from '../src/studio/explore/features/near-duplicates.js';

const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, features: { type: 'string', default: '256' } },
});
const [rows, length] = [Number(flags.rows), Number(flags.features)];
const random = new Random(1, 'bench alike');
const raw = new Float32Array(rows * length);
for (let row = 0; row < rows; row++)
  for (let f = 0; f < length; f++)
    raw[row * length + f] =
      row % 50 === 49
        ? raw[(row - 1) * length + f]! + (0.05 * random.normal()) / (1 + f)
        : random.normal() / (1 + f);

function timed<T>(what: string, work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  const most = process.resourceUsage().maxRSS / 1024;
  console.log(`${what}: ${((user + system) / 1e6).toFixed(2)} s; process at most ${most.toFixed(0)} MiB`);
  return result;
}

console.log(`${rows} rows of ${length} features`);
const space = timed('space', () => featureSpace(raw, length));
timed('more like this, 20 times', () => {
  for (let i = 0; i < 20; i++) nearest(space, i * 7, 200);
});
for (const similarity of [0.99, 0.97, 0.95, 0.9, 0.8, 0.5]) {
  const { pairs, isComplete } = timed(`duplicates from ${similarity}`, () =>
    nearDuplicates(space, similarity),
  );
  console.log(`  ${pairs.length} pairs, ${isComplete ? 'all of them' : 'cut short'}`);
}
