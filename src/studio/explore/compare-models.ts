/**
 * Models over chosen rows, side by side in the dataset's own points: the error of each face becomes a column to filter and sort by, and
 * is told by region and by the parts of every column, with intervals. What is measured goes through `evaluation/predict`, like any figure.
 */

import { basename } from 'node:path';
import { LineamentError, StoppedError, UsageError } from '../../core/errors.js';
import { evenly } from '../../core/numbers/evenly.js';
import type { Work } from '../../core/work.js';
import { shippedModels } from '../../detect/shipped-models.js';
import type { PredictedFace } from '../../evaluation/predict/predict.js';
import { imageNme, pointErrors } from '../../landmarks/errors/nme.js';
import { type Normaliser, normaliserNamed } from '../../landmarks/errors/normalisers.js';
import { regions } from '../../landmarks/landmark-set.js';
import { WorkerPool } from '../../node/worker-pool.js';
import type { CompareAsked, Comparison, ModelResult } from './asked.js';
import type { ComparedFaces, CompareTask } from './compare-worker.js';
import { type FaceErrors, pairsOf, toldByParts } from './errors-by-parts.js';
import type { ExploredDataset } from './explored-dataset.js';

/** Of one row, by one model. */
export interface RowPrediction {
  /** `[K, 2]`, `[K]` pixels. */
  points: Float32Array;
  uncertainty: Float32Array;
  /** `[K]` × 100, NaN where there is no label. */
  errors: Float32Array;
}

export interface ComparedRows {
  comparison: Comparison;
  /** By model, then by row. */
  predictions: ReadonlyMap<string, ReadonlyMap<number, RowPrediction>>;
}

/** The shipped models and some of the user's own, by what the page calls them. */
export function modelFilesByName(own: readonly string[]): ReadonlyMap<string, string> {
  return new Map<string, string>([
    ...Object.keys(shippedModels).map((name) => [name, name] as const),
    ...own.map((file) => [basename(file), file] as const),
  ]);
}

/** Faces at a time: what is told of progress, and what a stop waits for. */
const step = 8;

/** @param files – see {@link modelFilesByName}. */
export async function compareRows(
  explored: ExploredDataset,
  all: Uint32Array,
  { models, normaliser: named, most }: Pick<CompareAsked, 'models' | 'normaliser' | 'most'>,
  files: ReadonlyMap<string, string>,
  work: Work,
): Promise<ComparedRows> {
  const normaliser = normaliserNamed(named);
  if (all.length === 0) throw new UsageError('compare: no row is selected', { hint: 'choose other filters' });
  const count = Math.min(most, all.length);
  const rows = evenly(all.length, count).map((place) => all[place]!);
  const { dataset, set } = explored;
  const convention = dataset.manifest.conventions.includes('contour') ? 'contour' : 'surface';
  const results: ModelResult[] = [];
  const predictions = new Map<string, Map<number, RowPrediction>>();
  const measured: FaceErrors[] = [];
  // Native code that is at work is waited for when the pool closes.
  const pool = new WorkerPool<CompareTask, ComparedFaces>('./compare-worker', import.meta.url, {
    workers: 1,
  });
  try {
    for (const [i, model] of models.entries()) {
      const found: ComparedFaces = { faces: [], failures: [] };
      for (let start = 0; start < rows.length; start += step) {
        work.report(i * rows.length + start, models.length * rows.length);
        if (work.signal.aborted)
          throw new StoppedError(`compare: ${model} was at ${start} of ${rows.length} faces`);
        const part = await pool.run({
          folder: dataset.folder,
          model: fileOf(model, files),
          set,
          convention,
          normaliser,
          rows: rows.slice(start, start + step),
        });
        found.faces.push(...part.faces);
        found.failures.push(...part.failures);
      }
      if (found.faces.length === 0)
        throw new LineamentError(
          `compare: none of ${rows.length} faces could be measured: ${found.failures[0]?.reason}`,
        );
      const { result, byRow, errors } = told(explored, model, found.faces, normaliser);
      measured.push(errors);
      results.push({ ...result, failed: found.failures.slice(0, 100) });
      predictions.set(model, byRow);
    }
  } finally {
    await pool.close();
  }
  const pairs = pairsOf(explored, measured);
  return { comparison: { normaliser, convention, models: results, pairs }, predictions };
}

/** Refuses models that are not among the known. */
export function checkModels(models: readonly string[], files: ReadonlyMap<string, string>): void {
  for (const model of models) fileOf(model, files);
}

function fileOf(model: string, files: ReadonlyMap<string, string>): string {
  const file = files.get(model);
  if (file !== undefined) return file;
  throw new UsageError(`compare: there is no model '${model}'`, {
    hint: `the models are ${[...files.keys()].join(', ')}`,
  });
}

function told(
  explored: ExploredDataset,
  model: string,
  faces: readonly PredictedFace[],
  normaliser: Normaliser,
): { result: Omit<ModelResult, 'failed'>; byRow: Map<number, RowPrediction>; errors: FaceErrors } {
  const { set } = explored;
  const byRow = new Map<number, RowPrediction>();
  const all: number[] = [];
  const pointsOf = regions.map((region) => ({
    region,
    counted: [...set.points.keys()].filter((k) => set.points[k]!.region === region),
    errors: [] as number[],
  }));
  for (const { index: row, labels, predicted } of faces) {
    const distance = labels.distances[normaliser]!;
    const errors = pointErrors(predicted.points, labels.points);
    all.push(imageNme(errors, distance));
    for (const one of pointsOf) one.errors.push(imageNme(errors, distance, one.counted));
    byRow.set(row, {
      points: predicted.points,
      uncertainty: predicted.uncertainty,
      errors: errors.map((error) => (100 * error) / distance),
    });
  }
  const errors: FaceErrors = {
    model,
    rows: faces.map(({ index: row }) => row),
    persons: faces.map(({ personKey }) => personKey),
    all,
    regions: pointsOf.filter((one) => one.errors.some((error) => !Number.isNaN(error))),
  };
  const column = `error ${model}`;
  return { result: { model, column, ...toldByParts(explored, column, errors) }, byRow, errors };
}

/**
 * For each row `[K, 2]` points, `[K]` uncertainties and `[K]` errors as 32-bit floats, NaN where nothing was predicted.
 */
export function packedPredictions(
  rows: readonly number[],
  byRow: ReadonlyMap<number, RowPrediction>,
  count: number,
): Uint8Array<ArrayBuffer> {
  const floats = new Float32Array(rows.length * 4 * count).fill(Number.NaN);
  for (const [place, row] of rows.entries()) {
    const known = byRow.get(row);
    if (known === undefined) continue;
    floats.set(known.points, place * 4 * count);
    floats.set(known.uncertainty, place * 4 * count + 2 * count);
    floats.set(known.errors, place * 4 * count + 3 * count);
  }
  return new Uint8Array(floats.buffer);
}
