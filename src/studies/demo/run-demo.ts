/**
 * The main job in miniature: faces → detector → tables → report. Every step leaves files that the next run finds, so a
 * stopped demo goes on where it was.
 */

import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { formatDuration } from '../../core/duration.js';
import { LineamentError } from '../../core/errors.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { datasetContactSheet } from '../../dataset/contact-sheet.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { importJsonl } from '../../dataset/import/formats/jsonl.js';
import type { ImportFailure } from '../../dataset/import/import-dataset.js';
import { findManifest } from '../../dataset/store/manifest.js';
import { openDataset } from '../../dataset/store/store.js';
import { type Evaluation, evaluateModel } from '../../evaluation/evaluate-model.js';
import { writeEvaluation } from '../../evaluation/report.js';
import { evaluationText } from '../../evaluation/table.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { exists, writeFileWhole } from '../../node/files.js';
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
}

export interface DemoResult {
  report: string;
  seconds: number;
  synthetic: Evaluation;
  photographs: Evaluation | null;
  /** Photographs that could not be imported, which the figures leave out. */
  refused: ImportFailure[];
}

/** Faces and image side of the two versions; how long they train stands in their recipes. */
const sizes = {
  full: { faces: 5000, size: 144, recipe: 'demo.yaml' },
  quick: { faces: 240, size: 96, recipe: 'demo-quick.yaml' },
};

const refusedSchema = z.array(z.object({ id: z.string(), reason: z.string() }));

export async function runDemo(options: DemoOptions, work: Work = silentWork): Promise<DemoResult> {
  const { out, head, seed, quick } = options;
  const { log } = work;
  const began = performance.now();
  // Looked for first: what is missing is not to be told after ten minutes.
  const labels = options.photos === undefined ? undefined : await labelFile(options.photos);
  const { faces, size, recipe: recipeName } = quick ? sizes.quick : sizes.full;
  // The quick version keeps to a folder of its own, so that the full one can follow in the same place.
  const inside = quick ? join(out, 'quick') : out;
  const folders = {
    faces: join(inside, 'faces'),
    run: join(inside, 'run'),
    photos: join(inside, 'photographs'),
    syntheticTest: join(inside, 'synthetic-test'),
    photosTest: join(inside, 'photographs-test'),
    refused: join(inside, 'photographs-refused.json'),
  };

  log.info(`1/4 ${faces} faces with the head '${head}'`);
  await generateDataset(
    {
      head,
      count: faces,
      size,
      landmarks: defaultLandmarkSet,
      seed,
      out: folders.faces,
    },
    partOf(work, 'faces'),
  );

  log.info('2/4 training');
  const recipe = await demoRecipe(recipeName, folders.faces, seed);
  const resume = await exists(join(folders.run, 'checkpoint.bin'));
  const training = await train(
    recipe,
    {
      out: folders.run,
      resume,
    },
    work,
  );

  log.info('3/4 measuring');
  const model = training.bestModel;
  const synthetic = await measure(
    model,
    folders.faces,
    { split: 'test', training: folders.faces },
    folders.syntheticTest,
    work,
  );
  log.info(evaluationText(synthetic));
  const refused = labels === undefined ? [] : await importPhotographs(labels, folders, work);
  const photographs = labels === undefined ? null : await measurePhotographs(folders, model, work);

  log.info('4/4 report');
  const report = join(out, 'report.html');
  await writeFileWhole(
    report,
    await reportPage({ folders, recipe, training, synthetic, photographs, head, quick }),
  );
  const seconds = (performance.now() - began) / 1000;
  log.info(`${report} is ready after ${formatDuration(seconds)}`);
  return { report, seconds, synthetic, photographs, refused };
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
  work: Work,
): Promise<Evaluation> {
  const dataset = await openDataset(folder);
  const training = await openDataset(data.training);
  try {
    const evaluation = await evaluateModel(
      {
        modelPath,
        dataset,
        training,
        normaliser: 'outer-eye-corners',
        ...(data.split !== undefined && { split: data.split }),
      },
      partOf(work, 'measure'),
    );
    await writeEvaluation(evaluation, dataset, out);
    return evaluation;
  } finally {
    dataset.close();
    training.close();
  }
}

async function measurePhotographs(
  folders: { faces: string; photos: string; photosTest: string },
  model: string,
  work: Work,
): Promise<Evaluation> {
  const evaluation = await measure(
    model,
    folders.photos,
    { training: folders.faces },
    folders.photosTest,
    work,
  );
  work.log.info(evaluationText(evaluation));
  return evaluation;
}

/** An import that was stopped starts over; one that is whole is kept, if it is of the same photographs. */
async function importPhotographs(
  file: string,
  { photos: out, refused }: { photos: string; refused: string },
  work: Work,
): Promise<ImportFailure[]> {
  const manifest = await findManifest(out);
  if (manifest?.complete) {
    if (manifest.origin.source === resolve(file))
      return (await exists(refused)) ? refusedSchema.parse(JSON.parse(await readFile(refused, 'utf8'))) : [];
    throw new LineamentError(`it holds the photographs of ${manifest.origin.source}, not of ${file}`, {
      file: out,
      hint: 'remove this folder, or give --out another one',
    });
  }
  const { failures } = await importJsonl({ file, out, split: 'test' }, partOf(work, 'photographs'));
  // Told again by a run that finds them imported.
  await writeFileWhole(refused, JSON.stringify(failures));
  return failures;
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
