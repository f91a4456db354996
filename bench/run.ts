/**
 * Runs the benchmarks, prints what each target asks for beside what was reached, and appends the figures to
 * `bench/history.csv`. `--check` compares them with the last row of the same machine first and fails where one fell
 * behind, see regression.ts.
 *
 * @example
 * npm run bench -- --quick --only generation,detection --note "shared machine"
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchAnnotation } from './annotation.js';
import { benchBrowser } from './browser.js';
import { benchDescribing } from './describing.js';
import { benchDetection } from './detection.js';
import { benchDetectionMemory } from './detection-memory.js';
import { type Benchmark, type Figure, isMet, keepFigures, machine } from './figure.js';
import { benchGeneration } from './generation.js';
import { benchGrowth } from './growth.js';
import { benchInference } from './inference.js';
import { benchFreshFaces, benchLoader } from './loader.js';
import { benchPeak } from './matmul.js';
import { benchMemory } from './memory.js';
import { benchPeers } from './peers.js';
import { regressions } from './regression.js';
import { benchServerLoad } from './server-load.js';
import { benchTrainingStep, benchTwoCores } from './training-step.js';
import { benchTransformer } from './transformer.js';
import { benchWorkers } from './workers.js';

const benchmarks: Record<string, Benchmark> = {
  'training-step': benchTrainingStep,
  'two-cores': benchTwoCores,
  transformer: benchTransformer,
  inference: benchInference,
  memory: benchMemory,
  peak: benchPeak,
  growth: benchGrowth,
  loader: benchLoader,
  'fresh-faces': benchFreshFaces,
  detection: benchDetection,
  peers: benchPeers,
  'detection-memory': benchDetectionMemory,
  browser: benchBrowser,
  describing: benchDescribing,
  annotation: benchAnnotation,
  generation: benchGeneration,
  'server-load': benchServerLoad,
  workers: benchWorkers,
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
    /** Fail where a figure is worse than the last one of this machine. */
    check: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const history = fileURLToPath(new URL('../../../bench/history.csv', import.meta.url));
const before = await readFile(history, 'utf8').catch(() => '');
const figures: Figure[] = [];
for (const name of values.only.split(',')) {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    process.stderr.write(`bench: there is no '${name}'; there are ${Object.keys(benchmarks).join(', ')}\n`);
    process.exit(2);
  }
  figures.push(...(await benchmark({ quick: values.quick, say })));
}
sayVerdicts(figures);
const worse = regressions(before, figures, machine());
for (const line of worse) say(`WORSE  ${line}`);
if (!values['no-history']) await keepFigures(history, figures, { date: values.date, note: values.note });
if (values.check && worse.length > 0) process.exitCode = 1;

function sayVerdicts(all: readonly Figure[]): void {
  say('');
  for (const figure of all) {
    const met = isMet(figure);
    if (met === undefined) continue;
    const { benchmark, conditions, value, unit, reference, target } = figure;
    const ratio = reference === undefined ? '' : `, ratio ${reference.ratio.toFixed(2)}`;
    say(
      `${met ? 'met   ' : 'MISSED'} ${target!.text}: ${benchmark}, ${conditions}: ${value.toPrecision(4)} ${unit}${ratio}`,
    );
  }
}
