/**
 * The part that all importers share: samples are made one by one, failures are listed and the rest goes on, and what
 * was imported becomes a dataset. Sources are only read.
 */
import { LineamentError, StoppedError } from '../../core/errors.js';
import type { Work } from '../../core/work.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { checkLabels } from '../check-labels.js';
import type { LayerName } from '../layers/registry.js';
import { checkSample } from '../store/check-sample.js';
import type { LayeredSample } from '../store/columns.js';
import { checkSameOrigin, createDataset, type NewDataset, refuseOccupied } from '../store/create-dataset.js';
import { type DatasetManifest, describeLandmarks, findManifest } from '../store/manifest.js';

/** A sample that is still to be read. */
export interface ImportItem {
  /** The file (and line) for messages. */
  file: string;
  read(): Promise<LayeredSample>;
}

export interface ImportFailure {
  /** The file (and line) at fault. */
  id: string;
  reason: string;
}

export interface ImportPlan {
  out: string;
  landmarks: LandmarkSet;
  /** What was imported, for the manifest. */
  origin: DatasetManifest['origin'];
  items: Iterable<ImportItem> | AsyncIterable<ImportItem>;
  /** How many items there are. */
  total: number;
  /** What the points mean (`contour` by default: what people mark). */
  conventions?: readonly Convention[];
  /** Whether some points may have no label (not by default). */
  missingPoints?: DatasetManifest['missingPoints'];
  /** Layers that every sample brings (none by default). */
  layers?: readonly LayerName[];
}

/** What an importer takes where it is told nothing; also what the command line says of it. */
export interface ImportDefaults {
  /** Of samples whose labels name no set. */
  readonly landmarks: string;
  /** Of samples that name none. */
  readonly split: string;
}

export interface ImportResult {
  folder: string;
  /** Samples imported. */
  count: number;
  failures: ImportFailure[];
  /** What else the user should know: how much of the source was found. */
  notes?: string[];
}

/** Images decoded side by side. */
const side = 4;
/** Samples a commit. */
const batchSize = 128;

export async function importDataset(plan: ImportPlan, work: Work): Promise<ImportResult> {
  const { out, items, total, landmarks, origin } = plan;
  const description: NewDataset = {
    ...describeLandmarks(landmarks),
    conventions: [...(plan.conventions ?? ['contour'])],
    layers: [...(plan.layers ?? [])],
    missingPoints: plan.missingPoints ?? 'forbidden',
    count: null,
    origin,
  };
  // An import that was stopped starts over; a folder that is taken, also by one of another source, is refused before all work.
  await refuseOccupied(out);
  const unfinished = await findManifest(out);
  if (unfinished?.complete === false) checkSameOrigin(out, unfinished, origin);
  const failures: ImportFailure[] = [];
  const seen = new Map<string, string>();
  const accept = (file: string, sample: LayeredSample): boolean => {
    const first = seen.get(sample.id);
    if (first === undefined) seen.set(sample.id, file);
    else failures.push({ id: file, reason: `the id '${sample.id}' is taken by ${first}` });
    return first === undefined;
  };
  // Nothing is made on disk before the first good sample: a wrong folder leaves no empty dataset behind.
  let dataset: Awaited<ReturnType<typeof createDataset>> | undefined;
  let batch: LayeredSample[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    dataset ??= await createDataset(out, description, { replaceUnfinished: true });
    await dataset.append(batch);
    batch = [];
  };
  try {
    let done = 0;
    work.report(done, total);
    for await (const group of inGroups(items, side)) {
      if (work.signal.aborted) {
        throw new StoppedError(`${done} of ${total} samples are read`, {
          file: out,
          hint: 'run the same command again; it starts over',
        });
      }
      const read = await Promise.allSettled(group.map((item) => readChecked(item, description)));
      for (const [i, outcome] of read.entries()) {
        const { file } = group[i]!;
        if (outcome.status === 'rejected')
          failures.push({ id: file, reason: reasonOf(file, outcome.reason) });
        else if (accept(file, outcome.value)) batch.push(outcome.value);
      }
      done += group.length;
      work.report(done, total);
      if (batch.length >= batchSize) await flush();
    }
    await flush();
    if (dataset === undefined) {
      throw new LineamentError(
        failures.length === 0
          ? 'nothing to import'
          : `none of ${failures.length} samples could be imported; the first: ${failures[0]?.id}: ${failures[0]?.reason}`,
      );
    }
    await dataset.finish();
    return { folder: out, count: dataset.count, failures };
  } finally {
    dataset?.close();
  }
}

/** What the dataset would not take, and labels that are not of their picture, are failures of this sample alone. */
async function readChecked({ file, read }: ImportItem, description: NewDataset): Promise<LayeredSample> {
  const sample = await read();
  checkLabels(sample, file);
  checkSample(sample, description, file);
  return sample;
}

async function* inGroups<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** The message, without the file's name where it begins with that. */
function reasonOf(file: string, thrown: unknown): string {
  if (!(thrown instanceof LineamentError)) throw thrown;
  return thrown.message.startsWith(`${file}: `) ? thrown.message.slice(file.length + 2) : thrown.message;
}
