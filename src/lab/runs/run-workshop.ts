/**
 * Does a run, in whatever process takes its task: a thread works, and what it says goes into a file of events. A run that is there
 * already, or was cancelled, is done without work; one whose process was killed goes on where its checkpoint is.
 */
import { appendFile, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { findManifest } from '../../dataset/store/manifest.js';
import { modelFile } from '../../detect/node/shipped-model-file.js';
import type { TaskHandler } from '../../jobs/queue/queue.js';
import { parseMetrics } from '../../nn/train/fit/metrics-file.js';
import { fitFiles } from '../../nn/train/fit/run-folder.js';
import { exists, makeFolder } from '../../node/files.js';
import { spawnWorker } from '../../node/worker-pool.js';
import type { FolderStorage } from '../../orders/storage/folder-storage.js';
import { readJson } from '../../orders/storage/read-json.js';
import { datasetName, orderPrefix, type Storage } from '../../orders/storage/storage.js';
import {
  eventsName,
  failureName,
  outName,
  type Run,
  type RunEvent,
  type RunResult,
  type RunStatus,
  resultName,
  runName,
  runStatusName,
  stopWord,
} from './run.js';
import { namedIn, placeOf, type RunLimits, runLimits, runOfModel } from './run-request.js';
import type { RunPlan, RunWord } from './run-worker.js';
import { labelsFile, readUpload, uploadDatasetName, uploadedName } from './uploads.js';

const taskData = z.object({ run: z.string() });

/** Milliseconds between looks at what was decided meanwhile. */
const lookEvery = 1000;
/** Bytes of events of a run: a training that says more is not listened to. */
const mostEvents = 20 * 2 ** 20;

/** What a worker does with runs; a storage in S3 has none. */
export function runsOn(storage: Storage, limits: RunLimits = runLimits): Record<string, TaskHandler> {
  return 'pathOf' in storage ? { run: runHandler(storage as FolderStorage, limits) } : {};
}

function runHandler(storage: FolderStorage, limits: RunLimits): TaskHandler {
  return async ({ data }, signal) => {
    const { run: id } = taskData.parse(data);
    const run = await readJson<Run>(storage, runName(id));
    if (run === undefined || (await isCancelled(storage, id))) return;
    if ((await storage.stat(resultName(id))) !== undefined) return;
    const written = await Events.open(storage, id);
    const ended = await planOf(storage, run, limits).then(
      (plan) => work(plan, { storage, id, signal, written, limits }),
      failed,
    );
    await written.end();
    if ('files' in ended) return storage.write(resultName(id), JSON.stringify(ended));
    if (signal.aborted) throw new StoppedError('the run is left to another worker');
    if (await isCancelled(storage, id)) return;
    await storage.write(failureName(id), JSON.stringify({ reason: ended.reason }));
  };
}

type Ended = RunResult | { reason: string };

/** What is wrong with what was asked is no reason to try again. */
function failed(error: unknown): { reason: string } {
  if (error instanceof LineamentError) return { reason: messageOf(error) };
  throw error;
}

const isCancelled = async (storage: FolderStorage, id: string): Promise<boolean> => {
  const status = await readJson<RunStatus>(storage, runStatusName(id));
  return status === undefined || status.state === 'cancelled';
};

async function planOf(
  storage: FolderStorage,
  { id, request }: Run,
  { minutes }: RunLimits,
): Promise<RunPlan> {
  const places: RunPlan['places'] = {};
  const models: RunPlan['models'] = {};
  const imports: RunPlan['imports'] = [];
  const named = namedIn(request);
  for (const text of named.places) {
    const place = placeOf(text);
    const name =
      place.kind === 'order'
        ? datasetName(place.order, place.part ?? (await onlyPart(storage, place.order)))
        : uploadDatasetName(place.upload);
    places[text] = storage.pathOf(name);
    if ((await findManifest(places[text]))?.complete === true) continue;
    const upload = place.kind === 'upload' ? await readUpload(storage, place.upload) : undefined;
    if (upload === undefined) throw new LineamentError(`there is no dataset ${text} any more`);
    const file = storage.pathOf(uploadedName(upload.id, labelsFile));
    if (!(await exists(file))) throw new LineamentError(`${text} has no ${labelsFile}`);
    imports.push({ file, out: places[text], landmarks: upload.landmarks });
  }
  for (const text of named.models) {
    const of = runOfModel(text);
    models[text] = of === undefined ? modelFile(text) : await modelOfRun(storage, of);
  }
  const own = request.kind === 'train' && request.minutes !== null ? request.minutes : minutes;
  return {
    request,
    out: storage.pathOf(outName(id)),
    places,
    models,
    imports,
    study: request.kind === 'study' ? studyFile(request.recipe) : null,
    root: dirname(storage.pathOf('runs')),
    minutes: Math.min(own, minutes),
  };
}

async function onlyPart(storage: FolderStorage, order: string): Promise<string> {
  const [name = 'order'] = await storage.children(`${orderPrefix(order)}datasets/`);
  return name;
}

async function modelOfRun(storage: FolderStorage, run: string): Promise<string> {
  for (const name of ['best.onnx', 'model.onnx']) {
    const path = join(storage.pathOf(outName(run)), name);
    if (await exists(path)) return path;
  }
  throw new LineamentError(`run:${run} has made no model`);
}

/** Recipes lie beside the package's sources and are shipped with it. */
const studyFile = (name: string): string =>
  fileURLToPath(new URL(`../../../recipes/${name}.yaml`, import.meta.url));

interface WorkOptions {
  storage: FolderStorage;
  id: string;
  signal: AbortSignal;
  written: Events;
  limits: RunLimits;
}

async function work(plan: RunPlan, { storage, id, signal, written, limits }: WorkOptions): Promise<Ended> {
  const thread = spawnWorker('./run-worker', import.meta.url, plan);
  const stop = (): void => thread.postMessage(stopWord);
  let late = false;
  const began = performance.now();
  const look = async (): Promise<void> => {
    await written.metrics(join(plan.out, fitFiles.metrics));
    late ||= performance.now() - began > limits.minutes * 60_000;
    if (late || (await isCancelled(storage, id))) stop();
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch(() => {});
  }, lookEvery);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const ended = await new Promise<Ended>((resolve, reject) => {
      thread.on('message', (word: RunWord) => {
        if (word.kind !== 'end') written.add({ at: new Date().toISOString(), ...word });
        else resolve('result' in word ? word.result : { reason: word.reason });
      });
      thread.on('error', reject);
      thread.on('exit', (code) => reject(new Error(`the thread of the run ended with code ${code}`)));
    });
    await looking;
    await written.metrics(join(plan.out, fitFiles.metrics));
    return late && 'reason' in ended ? { reason: `it took longer than ${limits.minutes} minutes` } : ended;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    // Everything native in it is closed by now.
    await thread.terminate();
  }
}

/** The file of a run's events; lines are appended in turn. */
class Events {
  readonly #file: string;
  #last: Promise<void> = Promise.resolve();
  #bytes: number;
  #progressAt = 0;
  /** Steps of training up to here are told. */
  #step = -1;

  private constructor(file: string, bytes: number) {
    this.#file = file;
    this.#bytes = bytes;
  }

  static async open(storage: FolderStorage, id: string): Promise<Events> {
    const file = storage.pathOf(eventsName(id));
    makeFolder(dirname(file));
    const events = new Events(file, (await stat(file).catch(() => ({ size: 0 }))).size);
    return events;
  }

  add(event: RunEvent): void {
    if (event.kind === 'progress') {
      const now = performance.now();
      if (now - this.#progressAt < 500 && event.done < event.total) return;
      this.#progressAt = now;
    }
    const line = `${JSON.stringify(event)}\n`;
    if (this.#bytes + line.length > mostEvents) return;
    this.#bytes += line.length;
    this.#last = this.#last.then(() => appendFile(this.#file, line)).catch(() => {});
  }

  /** What a training has measured since. */
  async metrics(path: string): Promise<void> {
    const text = await readFile(path, 'utf8').catch(() => '');
    for (const record of parseMetrics(text)) {
      const step = record.step + (record.kind === 'training' ? 0 : 0.5);
      if (step <= this.#step) continue;
      this.#step = step;
      this.add({ ...record, at: new Date().toISOString(), of: record.kind, kind: 'metric' });
    }
  }

  end(): Promise<void> {
    return this.#last;
  }
}
