/**
 * Models over chosen rows, side by side in the dataset's own points: the error of each face becomes a column to filter and sort by, and
 * is told by region and by the parts of every column, with intervals. What is measured goes through `evaluation/predict`, like any figure.
 */
import { basename } from 'node:path';
import { LineamentError, StoppedError, UsageError } from '../../core/errors.js';
import { mean } from '../../core/numbers/statistics.js';
import type { Work } from '../../core/work.js';
import { shippedModels } from '../../detect/shipped-models.js';
import type { PredictedFace } from '../../evaluation/predict/predict.js';
import { createBootstrap } from '../../evaluation/tests/bootstrap.js';
import { imageNme, pointErrors } from '../../landmarks/errors/nme.js';
import { type Normaliser, normaliserNamed } from '../../landmarks/errors/normalisers.js';
import { regions } from '../../landmarks/landmark-set.js';
import { WorkerPool } from '../../node/worker-pool.js';
import type { CompareAsked, Comparison, ErrorOf, ModelResult } from './asked.js';
import type { IndexColumn } from './columns-in-memory.js';
import type { ComparedFaces, CompareTask } from './compare-worker.js';
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

/** Resamples of an interval: there are hundreds of intervals. */
const resamples = 300;
/** Faces at a time: what is told of progress, and what a stop waits for. */
const step = 8;
/** Faces that a part must have to be told of. */
const fewest = 4;
const numberParts = 5;

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
  const rows = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
  const { dataset, set } = explored;
  const convention = dataset.manifest.conventions.includes('contour') ? 'contour' : 'surface';
  const results: ModelResult[] = [];
  const predictions = new Map<string, Map<number, RowPrediction>>();
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
      const { result, byRow } = told(explored, model, found.faces, normaliser);
      results.push({ ...result, failed: found.failures.slice(0, 100) });
      predictions.set(model, byRow);
    }
  } finally {
    await pool.close();
  }
  return { comparison: { normaliser, convention, models: results }, predictions };
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
): { result: Omit<ModelResult, 'failed'>; byRow: Map<number, RowPrediction> } {
  const { set, columnIndex: index } = explored;
  const byRow = new Map<number, RowPrediction>();
  const nmes: number[] = [];
  const regionErrors = new Map<string, number[]>();
  const pointsOf = new Map(
    regions.map((region) => [region, [...set.points.keys()].filter((k) => set.points[k]!.region === region)]),
  );
  for (const { index: row, labels, predicted } of faces) {
    const distance = labels.distances[normaliser]!;
    const errors = pointErrors(predicted.points, labels.points);
    nmes.push(imageNme(errors, distance));
    for (const [region, counted] of pointsOf) {
      const nme = imageNme(errors, distance, counted);
      if (!Number.isNaN(nme)) regionErrors.set(region, [...(regionErrors.get(region) ?? []), nme]);
    }
    byRow.set(row, {
      points: predicted.points,
      uncertainty: predicted.uncertainty,
      errors: errors.map((error) => (100 * error) / distance),
    });
  }
  const persons = faces.map(({ personKey }) => personKey);
  const rows = faces.map(({ index: row }) => row);
  const over = (places: readonly number[]): ErrorOf => {
    const errors = places.map((place) => nmes[place]!);
    const { low, high } = createBootstrap(
      places.map((place) => persons[place]!),
      { resamples, seed: 0 },
    ).interval(errors);
    return { faces: places.length, nme: mean(errors), low, high };
  };
  const column = `error ${model}`;
  const values = new Float32Array(index.count).fill(Number.NaN);
  for (const [place, row] of rows.entries()) values[row] = nmes[place]!;
  const groups = [...index.columns.values()]
    .filter(({ name }) => !name.startsWith('error '))
    .flatMap((one) =>
      partsOfRows(one, rows).map(({ part, places }) => ({ column: one.name, part, ...over(places) })),
    );
  explored.addColumn(column, values);
  return {
    result: {
      model,
      column,
      ...over([...faces.keys()]),
      regions: [...regionErrors].map(([region, errors]) => ({ region, nme: mean(errors) })),
      groups,
    },
    byRow,
  };
}

/** Words as they are, numbers in fifths of the rows. Parts of a few faces are left out. */
function partsOfRows(column: IndexColumn, rows: readonly number[]): { part: string; places: number[] }[] {
  const parts = new Map<string, number[]>();
  const add = (part: string, place: number): void => {
    parts.set(part, [...(parts.get(part) ?? []), place]);
  };
  if (column.kind === 'text')
    for (const [place, row] of rows.entries()) {
      const word = column.words[column.codes[row]!]!;
      if (word !== '') add(word, place);
    }
  else {
    const known = rows
      .map((row, place) => ({ value: column.values[row]!, place }))
      .filter(({ value }) => !Number.isNaN(value))
      .sort((a, b) => a.value - b.value);
    const ends = Array.from({ length: numberParts - 1 }, (_, i) => {
      return known[Math.floor(((i + 1) * known.length) / numberParts)]?.value ?? 0;
    });
    const shown = (value: number): string => String(Number(value.toPrecision(3)));
    for (const { value, place } of known) {
      const part = ends.findIndex((end) => value < end);
      const to = part < 0 ? undefined : ends[part];
      const from = part === 0 ? undefined : ends[(part < 0 ? ends.length : part) - 1];
      add(
        from === undefined
          ? `below ${shown(to!)}`
          : to === undefined
            ? `from ${shown(from)}`
            : `${shown(from)} to ${shown(to)}`,
        place,
      );
    }
  }
  const kept = [...parts]
    .map(([part, places]) => ({ part, places }))
    .filter(({ places }) => places.length >= fewest);
  return kept.length < 2 ? [] : kept.slice(0, 40);
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
