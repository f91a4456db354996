/**
 * Runs the benchmarks and appends their figures to `bench/history.csv`.
 *
 * @example
 * npm run bench -- --quick --only generation,detection --note "shared machine"
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchDetection } from './detection.js';
import { type Benchmark, type Figure, keepFigures } from './figure.js';
import { benchGeneration } from './generation.js';
import { benchTrainingStep } from './training-step.js';

const benchmarks: Record<string, Benchmark> = {
  generation: benchGeneration,
  'training-step': benchTrainingStep,
  detection: benchDetection,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(benchmarks).join(',') },
    quick: { type: 'boolean', default: false },
    /** YYYY-MM-DD; that of the last commit by default. */
    date: { type: 'string' },
    /** Kept with the figures: what else the machine did. */
    note: { type: 'string', default: '' },
    /** Print only. */
    'no-history': { type: 'boolean', default: false },
  },
});

const figures: Figure[] = [];
for (const name of values.only.split(',')) {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    process.stderr.write(`bench: there is no '${name}'; there are ${Object.keys(benchmarks).join(', ')}\n`);
    process.exit(2);
  }
  figures.push(
    ...(await benchmark({
      quick: values.quick,
      say: (line) => void process.stdout.write(`${line}\n`),
    })),
  );
}
if (!values['no-history']) {
  const history = fileURLToPath(new URL('../../../bench/history.csv', import.meta.url));
  await keepFigures(history, figures, { date: values.date, note: values.note });
}
