/**
 * The main job in miniature: faces → detector → tables → report. Every step leaves files that the next run finds, so a
 * stopped demo goes on where it was.
 */

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineamentError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { datasetContactSheet } from '../../dataset/contact-sheet.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { importJsonl } from '../../dataset/import/formats/jsonl.js';
import { findManifest } from '../../dataset/store/manifest.js';
import { openDataset } from '../../dataset/store/store.js';
import { type Evaluation, evaluateModel } from '../../evaluation/evaluate-model.js';
import { writeEvaluation } from '../../evaluation/report.js';
import { evaluationText } from '../../evaluation/table.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { exists, writeFileWhole } from '../../node/files.js';
import { formatDuration, type ProgressStyle, startProgress } from '../../node/progress.js';
import { type Recipe, readRecipe } from '../../tasks/landmarks/recipe.js';
import { type TrainResult, train } from '../../tasks/landmarks/train.js';
import { demoPage } from './demo-page.js';

export interface DemoOptions {
  /** Folder of everything the demo makes. */
  out: string;
  head: string;
  seed: number;
  /** A small version, under 2 minutes, that shows that everything works and not how well. */
  quick: boolean;
  /** A folder with `labelled.jsonl`, or such a file: photographs to measure on. */
  photos?: string | undefined;
  log: Log;
  progress?: ProgressStyle;
  signal: AbortSignal;
}

export interface DemoResult {
  report: string;
  seconds: number;
  synthetic: Evaluation;
  photographs: Evaluation | null;
}

/** Faces and image side of the two versions; how long they train stands in their recipes. */
const sizes = {
  full: { faces: 5000, size: 144, recipe: 'demo.yaml' },
  quick: { faces: 240, size: 96, recipe: 'demo-quick.yaml' },
};

export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { out, head, seed, quick, log, signal } = options;
  const began = performance.now();
  // Looked for first: what is missing is not to be told after ten minutes.
  const labels = options.photos === undefined ? undefined : await labelFile(options.photos);
  const { faces, size, recipe: recipeName } = quick ? sizes.quick : sizes.full;
  // The quick version keeps to a folder of its own, so that the full one can follow in the same place.
  const work = quick ? join(out, 'quick') : out;
  const folders = {
    faces: join(work, 'faces'),
    run: join(work, 'run'),
    photos: join(work, 'photographs'),
    syntheticTest: join(work, 'synthetic-test'),
    photosTest: join(work, 'photographs-test'),
  };

  log.info(`1/4 ${faces} faces with the head '${head}'`);
  const progress = startProgress({
    label: 'faces',
    total: faces,
    unit: 'img',
    ...(options.progress && { style: options.progress }),
  });
  await generateDataset({
    head,
    count: faces,
    size,
    landmarks: defaultLandmarkSet,
    seed,
    out: folders.faces,
    log,
    signal,
    onProgress: (done) => progress.update(done),
  }).finally(() => progress.stop());

  log.info('2/4 training');
  const recipe = await demoRecipe(recipeName, folders.faces, seed);
  const resume = await exists(join(folders.run, 'checkpoint.bin'));
  const training = await train(recipe, {
    out: folders.run,
    resume,
    log,
    signal,
    ...(options.progress && { progress: options.progress }),
  });

  log.info('3/4 measuring');
  const model = training.bestModel;
  const synthetic = await measure(
    model,
    folders.faces,
    { split: 'test', training: folders.faces },
    folders.syntheticTest,
    signal,
  );
  log.info(evaluationText(synthetic));
  const photographs = labels === undefined ? null : await measurePhotographs(labels, folders, model, options);

  log.info('4/4 report');
  const report = join(out, 'report.html');
  await writeFileWhole(
    report,
    await reportPage({ folders, recipe, training, synthetic, photographs, head, quick }),
  );
  const seconds = (performance.now() - began) / 1000;
  log.info(`${report} is ready after ${formatDuration(seconds)}`);
  return { report, seconds, synthetic, photographs };
}

/** The recipes lie beside the package's sources and are shipped with it. */
async function demoRecipe(name: string, faces: string, seed: number): Promise<Recipe> {
  const recipe = await readRecipe(fileURLToPath(new URL(`../../../recipes/${name}`, import.meta.url)));
  return { ...recipe, seed, data: { ...recipe.data, train: [faces], validation: [faces] } };
}

async function measure(
  modelPath: string,
  folder: string,
  data: { split?: string; training: string },
  out: string,
  signal: AbortSignal,
): Promise<Evaluation> {
  const dataset = await openDataset(folder);
  const training = await openDataset(data.training);
  try {
    const evaluation = await evaluateModel({
      modelPath,
      dataset,
      training,
      normaliser: 'outer-eye-corners',
      ...(data.split !== undefined && { split: data.split }),
      signal,
    });
    await writeEvaluation(evaluation, dataset, out);
    return evaluation;
  } finally {
    dataset.close();
    training.close();
  }
}

async function measurePhotographs(
  labels: string,
  folders: { faces: string; photos: string; photosTest: string },
  model: string,
  { log, signal }: DemoOptions,
): Promise<Evaluation> {
  await importPhotographs(labels, folders.photos, log, signal);
  const evaluation = await measure(
    model,
    folders.photos,
    { training: folders.faces },
    folders.photosTest,
    signal,
  );
  log.info(evaluationText(evaluation));
  return evaluation;
}

/** An import that was stopped starts over; one that is whole is kept, if it is of the same photographs. */
async function importPhotographs(file: string, out: string, log: Log, signal: AbortSignal): Promise<void> {
  const manifest = await findManifest(out);
  if (manifest?.complete) {
    if (manifest.origin.source === resolve(file)) return;
    throw new LineamentError(`it holds the photographs of ${manifest.origin.source}, not of ${file}`, {
      file: out,
      hint: 'remove this folder, or give --out another one',
    });
  }
  const { failures } = await importJsonl({ file, out, split: 'test', signal });
  for (const { id, reason } of failures) log.warn(`${id}: ${reason}`);
}

async function labelFile(photos: string): Promise<string> {
  const isFolder = (await stat(photos).catch(() => null))?.isDirectory() === true;
  const file = isFolder ? join(photos, 'labelled.jsonl') : photos;
  if (await exists(file)) return file;
  throw new LineamentError('no such file or folder', {
    file,
    hint: 'give --photos a folder that holds labelled.jsonl, or such a file',
  });
}

async function reportPage(parts: {
  folders: { faces: string; run: string; photos: string };
  recipe: Recipe;
  training: TrainResult;
  synthetic: Evaluation;
  photographs: Evaluation | null;
  head: string;
  quick: boolean;
}): Promise<string> {
  const faces = await openDataset(parts.folders.faces);
  const photos = parts.photographs === null ? null : await openDataset(parts.folders.photos);
  try {
    const sheet = await datasetContactSheet(faces, { rows: 5, columns: 8, tile: 128 });
    return await demoPage({ ...parts, faces, photos, sheet });
  } finally {
    faces.close();
    photos?.close();
  }
}
