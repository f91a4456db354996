/** A model file at another precision, beside what it costs: size, latency and, on labelled faces, error. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../core/text/counted.js';
import { lineamentVersion } from '../core/version.js';
import { partOf, silentWork, type Work } from '../core/work.js';
import { generateDataset } from '../dataset/generate/generate-dataset.js';
import { openDataset } from '../dataset/store/store.js';
import type { Normaliser } from '../landmarks/errors/normalisers.js';
import { defaultLandmarkSet } from '../landmarks/sets/registry.js';
import { byteModelFile, float32Metadata, halfModelFile } from '../networks/model-file/convert-model-file.js';
import { readFileOr, writeFileWhole } from '../node/files.js';
import { calibrateModel } from './calibrate-model.js';
import { type Comparison, compareModels } from './compare-models.js';

/** float16 and int8-weights: weights stored in a half and about a third of the space; int8: integer arithmetic. */
export const exportPrecisions = ['float16', 'int8-weights', 'int8'] as const;
export type ExportPrecision = (typeof exportPrecisions)[number];

export interface ExportModelOptions {
  /** A float32 model file. */
  model: string;
  precision: ExportPrecision;
  /** The model file to write. */
  out: string;
  /** int8: folder of a dataset to measure ranges on; faces are drawn for it without one. */
  calibrate?: string | undefined;
  /** int8: faces to measure ranges on. */
  count?: number | undefined;
  /** Labelled faces to measure both models on. */
  labelled?: { data: string; split?: string | undefined; normaliser: Normaliser } | undefined;
}

/** Faces that ranges are measured on, where nobody says how many. */
export const calibrationFaces = 200;

/** Of the faces that are drawn where no dataset is given; only their pictures and boxes count. */
const drawn = { head: 'cage', landmarks: defaultLandmarkSet, size: 160, seed: 1 };

export interface ExportedModel extends Comparison {
  out: string;
  /** Labelled faces that both models were to be measured on. */
  faces: number;
}

export async function exportModel(
  options: ExportModelOptions,
  work: Work = silentWork,
): Promise<ExportedModel> {
  const { model, out, labelled } = options;
  const bytes = await readFileOr(model, 'model');
  // Opened first: a dataset that is not there should be refused before minutes of work.
  const dataset = labelled && (await openDataset(labelled.data));
  try {
    const converted = await atPrecision(bytes, options, work);
    const choice = labelled?.split === undefined ? {} : { split: labelled.split };
    const compared = await compareModels(
      [
        { name: model, bytes },
        { name: out, bytes: converted },
      ],
      labelled && dataset ? { labelled: { dataset, normaliser: labelled.normaliser, ...choice } } : {},
      partOf(work, 'measure'),
    );
    await writeFileWhole(out, converted);
    return { out, ...compared, faces: (await dataset?.indices(choice))?.length ?? 0 };
  } finally {
    dataset?.close();
  }
}

async function atPrecision(bytes: Uint8Array, options: ExportModelOptions, work: Work): Promise<Uint8Array> {
  const { model, precision } = options;
  if (precision === 'float16') return halfModelFile(bytes, model);
  return precision === 'int8-weights' ? byteModelFile(bytes, model) : integers(bytes, options, work);
}

async function integers(bytes: Uint8Array, options: ExportModelOptions, work: Work): Promise<Uint8Array> {
  const { model, calibrate, count = calibrationFaces } = options;
  if (calibrate !== undefined) return calibrated(bytes, model, { folder: calibrate, count }, work);
  // Refused before faces are drawn for it.
  float32Metadata(bytes, model);
  const folder = await mkdtemp(join(tmpdir(), 'lineament-calibration-'));
  try {
    work.log.info(`drawing ${counted(count, 'face')} to calibrate on`);
    await generateDataset({ ...drawn, count, out: folder }, partOf(work, 'draw'));
    const description = `head '${drawn.head}', seed ${drawn.seed}, Lineament ${lineamentVersion}`;
    return await calibrated(bytes, model, { folder, count, description }, work);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function calibrated(
  bytes: Uint8Array,
  model: string,
  { folder, ...faces }: { folder: string; count: number; description?: string },
  work: Work,
): Promise<Uint8Array> {
  const dataset = await openDataset(folder);
  try {
    return await calibrateModel(bytes, model, { dataset, ...faces }, partOf(work, 'calibrate'));
  } finally {
    dataset.close();
  }
}
