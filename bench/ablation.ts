/**
 * What each group of variety is worth: trains the demo's detector on faces with everything and on faces with each group
 * left out (`generate --without`), with the same recipe, seeds, number of faces and steps, and measures all of them on the
 * same photographs and on the same held-out faces with everything. A row of the table is the mean over the seeds and their
 * standard deviation; one seed is done for all rows before the next. Every training is kept; a stopped run goes on.
 *
 *   npm run ablation -- --photos ../shared/faces --head ict-facekit
 *
 * Other data as a row of its own: `--with name=folder` (at least as many training faces).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { formatDuration } from '../src/core/duration.js';
import { UsageError } from '../src/core/errors.js';
import { mean, standardDeviation } from '../src/core/statistics.js';
import { lineamentVersion } from '../src/core/version.js';
import { silentWork, type Work } from '../src/core/work.js';
import { generateDataset } from '../src/dataset/generate/generate-dataset.js';
import { importJsonl } from '../src/dataset/import/formats/jsonl.js';
import { findManifest } from '../src/dataset/store/manifest.js';
import { openDataset } from '../src/dataset/store/store.js';
import { type Evaluation, evaluateModel } from '../src/evaluation/evaluate-model.js';
import { type VarietyGroup, varietyGroups } from '../src/face/person/variety.js';
import { exists, makeFolder, writeFileWhole } from '../src/node/files.js';
import { lineLog } from '../src/node/line-log.js';
import { readRecipe } from '../src/tasks/landmarks/recipe.js';
import { train } from '../src/tasks/landmarks/train.js';

interface Flags {
  photos: string;
  head: string;
  faces: number;
  size: number;
  steps: number;
  seeds: number;
  out: string;
  with: string[];
  groups: VarietyGroup[];
}

interface Row {
  name: string;
  seed: number;
  /** NME × 100 by the outer eye corners. */
  direct: number;
  all: number;
  contour: number;
  synthetic: number;
  minutes: number;
}

const program = new Command()
  .requiredOption('--photos <folder>', 'folder with labelled.jsonl')
  .option('--head <name>', 'head model', 'ict-facekit')
  .option('--faces <n>', 'training faces of each row', Number, 4000)
  .option('--size <pixels>', 'side of the faces', Number, 144)
  .option('--steps <n>', 'training steps of each row', Number, 1200)
  .option('--seeds <n>', 'trainings of each row, each with faces of its own', Number, 3)
  .option('--groups <names...>', 'groups to leave out, each in a row of its own', [...varietyGroups])
  .option('--with <name=folder...>', 'other training data, a row each', [])
  .option('--out <folder>', 'everything it makes', 'runs/ablation')
  .parse();
const flags = program.opts<Flags>();
const log = lineLog();
const common = { head: flags.head, size: flags.size, landmarks: 'ibug68' };
const work: Work = { ...silentWork, log };
/** Warnings only. */
const quietWork: Work = { ...work, log: { ...log, info: () => {} } };

const test = join(flags.out, 'test');
const photographs = join(flags.out, 'photographs');

makeFolder(flags.out);
await generateDataset(
  {
    ...common,
    count: 500,
    seed: 9001,
    out: test,
    validation: 0,
    test: 0.99,
  },
  work,
);
if ((await findManifest(photographs))?.complete !== true)
  await importJsonl({ file: join(flags.photos, 'labelled.jsonl'), out: photographs, split: 'test' });

const others = flags.with.map((pair) => {
  const [name, folder] = pair.split('=');
  if (name === undefined || folder === undefined)
    throw new UsageError(`--with ${pair} names no folder`, { hint: 'write name=folder' });
  return { name, folder };
});
const rows: Row[] = [];
for (let seed = 1; seed <= flags.seeds; seed++) {
  rows.push(await generatedRow('everything', [], seed));
  for (const group of flags.groups) rows.push(await generatedRow(`without ${group}`, [group], seed));
  for (const { name, folder } of others) rows.push(await row(name, seed, async () => folder));
}
const table = markdown(rows);
await writeFileWhole(join(flags.out, 'ablation.json'), `${JSON.stringify({ flags, rows }, null, 2)}\n`);
await writeFileWhole(join(flags.out, 'ablation.md'), table);
process.stdout.write(table);

async function generatedRow(name: string, without: VarietyGroup[], seed: number): Promise<Row> {
  return row(name, seed, async (folder) => {
    // The same stream for all rows: what is not left out is the same face.
    const out = join(folder, 'faces');
    await generateDataset(
      {
        ...common,
        count: Math.round(flags.faces / 0.97),
        seed: 100 + seed,
        out,
        without,
        validation: 0.03,
        test: 0,
      },
      work,
    );
    return out;
  });
}

async function row(name: string, seed: number, faces: (folder: string) => Promise<string>): Promise<Row> {
  const folder = join(flags.out, `${name.replaceAll(' ', '-')}-${seed}`);
  const kept = join(folder, 'row.json');
  if (await exists(kept)) return JSON.parse(await readFile(kept, 'utf8')) as Row;
  const began = performance.now();
  makeFolder(folder);
  const data = await faces(folder);
  const recipe = await readRecipe('recipes/demo.yaml');
  const result = await train(
    {
      ...recipe,
      seed,
      steps: flags.steps,
      data: { ...recipe.data, train: [data], validation: [data] },
    },
    {
      out: join(folder, 'run'),
      resume: await exists(join(folder, 'run', 'checkpoint.bin')),
    },
    quietWork,
  );
  // The last state, not the best: nothing is chosen.
  const model = join(result.out, 'model.onnx');
  const photos = await measure(model, photographs);
  const figure = (label: string): number => {
    const found = photos.figures.find((figures) => figures.label === label);
    return found?.nme['outer-eye-corners'] ?? Number.NaN;
  };
  const synthetic = await measure(model, test, 'test');
  const made: Row = {
    name,
    seed,
    direct: figure('direct'),
    all: figure('all'),
    contour: figure('contour (all)'),
    synthetic: synthetic.figures[0]?.nme['outer-eye-corners'] ?? Number.NaN,
    minutes: (performance.now() - began) / 60_000,
  };
  await writeFileWhole(kept, `${JSON.stringify(made)}\n`);
  log.info(
    `${name}, seed ${seed}: direct ${made.direct.toFixed(2)}, all ${made.all.toFixed(2)}, synthetic ${made.synthetic.toFixed(2)}; ${formatDuration(made.minutes * 60)}`,
  );
  return made;
}

async function measure(modelPath: string, folder: string, split?: string): Promise<Evaluation> {
  const dataset = await openDataset(folder);
  try {
    return await evaluateModel({
      modelPath,
      dataset,
      normaliser: 'outer-eye-corners',
      ...(split !== undefined && { split }),
    });
  } finally {
    dataset.close();
  }
}

function markdown(all: readonly Row[]): string {
  const names = [...new Set(all.map(({ name }) => name))];
  const cell = (name: string, figure: 'direct' | 'all' | 'contour' | 'synthetic'): string => {
    const values = all.filter((one) => one.name === name).map((one) => one[figure]);
    const deviation = standardDeviation(values);
    return `${mean(values).toFixed(2)}${deviation === null ? '' : ` ± ${deviation.toFixed(2)}`}`;
  };
  return [
    `NME × 100 by the outer eye corners, mean ± standard deviation over ${flags.seeds} seeds. ${flags.faces} faces of ${flags.head} at ${flags.size} px and ${flags.steps} steps of recipes/demo.yaml a training; Lineament ${lineamentVersion}.`,
    '',
    '| training faces | photographs, direct | all 68 | jaw | 495 synthetic faces with everything |',
    '|---|---|---|---|---|',
    ...names.map(
      (name) =>
        `| ${name} | ${cell(name, 'direct')} | ${cell(name, 'all')} | ${cell(name, 'contour')} | ${cell(name, 'synthetic')} |`,
    ),
    '',
  ].join('\n');
}
