/** Worker thread: one run, from its plan to its files. It says what happens by messages, and stops in good order when it is told. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { internalError, LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import type { Work } from '../../core/work.js';
import { importJsonl } from '../../dataset/import/formats/jsonl.js';
import { openDataset } from '../../dataset/store/store.js';
import { findingDetector } from '../../detect/finder/finding-detector.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { openModel } from '../../detect/node/open-landmark-detector.js';
import { evaluateDetector } from '../../evaluation/evaluate-model.js';
import { writeEvaluation } from '../../evaluation/report.js';
import { exists, makeFolder, writeFileWhole } from '../../node/files.js';
import type { MadeFile } from '../../orders/work/assemble.js';
import { runStudy } from '../../studies/case-study/study.js';
import { train } from '../../tasks/landmarks/train.js';
import { type RunResult, stopWord } from './run.js';
import {
  type EvaluateRequest,
  type RunRequest,
  recipeOf,
  type StudyRequest,
  type TrainRequest,
  withPlaces,
} from './run-request.js';

export interface RunPlan {
  request: RunRequest;
  /** Folder of what it makes. */
  out: string;
  /** Folders of the datasets that it names. */
  places: Record<string, string>;
  /** Files of the models that it names. */
  models: Record<string, string>;
  /** Uploads that are no datasets yet. */
  imports: { file: string; out: string; landmarks: string }[];
  /** File of the study's recipe. */
  study: string | null;
  /** What no word of it may show: the folder of the storage. */
  root: string;
  minutes: number;
}

export type RunWord =
  | { kind: 'log'; level: 'info' | 'warn'; line: string }
  | { kind: 'progress'; part: string; done: number; total: number; note: string }
  | { kind: 'end'; result: RunResult }
  | { kind: 'end'; reason: string; stopped: boolean };

async function evaluate(
  { model, data, find, settings }: EvaluateRequest,
  { places, models, out, root }: RunPlan,
  work: Work,
): Promise<RunResult> {
  const dataset = await openDataset(places[data]!);
  const opened = await openModel(models[model]!, {});
  const finder = find ? await openFinder() : undefined;
  try {
    const detector = finder ? findingDetector(opened.detector, finder) : opened.detector;
    const found = await evaluateDetector(detector, model, { dataset, ...settings }, work);
    // It is known here by its id.
    const evaluation = { ...found, data: { ...found.data, folder: data } };
    await writeEvaluation(evaluation, dataset, out);
    const { figures, faces, failures } = evaluation;
    return {
      summary: { faces: faces.length, failures: failures.length, figures },
      files: await filesIn(out, root, ['evaluation.json', 'evaluation.html']),
    };
  } finally {
    await finder?.close();
    await opened.close();
    dataset.close();
  }
}

async function trainRecipe(
  { recipe }: TrainRequest,
  { places, models, out, minutes, root }: RunPlan,
  work: Work,
): Promise<RunResult> {
  const named = withPlaces(
    recipe,
    (place) => places[place]!,
    (model) => models[model]!,
  );
  const resume = await exists(join(out, 'checkpoint.bin'));
  const { finished, stoppedEarly, best, last, parameters } = await train(
    recipeOf(named),
    { out, resume, minutes },
    work,
  );
  return {
    summary: { finished, stoppedEarly, parameters, best, last },
    files: await filesIn(out, root, [
      'best.onnx',
      'model.onnx',
      'metrics.jsonl',
      'loss-curve.svg',
      'recipe.json',
    ]),
  };
}

async function study(
  { recipe, scale, real }: StudyRequest,
  { places, out, study: file, root }: RunPlan,
  work: Work,
): Promise<RunResult> {
  const { jobs, failed, refused, warnings, report } = await runStudy(
    {
      file: file!,
      scale,
      out,
      ...(real !== null && { real: places[real]! }),
      command: `lineament study ${recipe} --scale ${scale}`,
    },
    work,
  );
  const names = Object.values(report ?? {}).map((path) => path.slice(out.length + 1));
  return {
    summary: { jobs, failed, refused: refused.length, warnings },
    files: await filesIn(out, root, names),
  };
}

/** Those that are there; the server's own folders are taken out of what people read. */
async function filesIn(folder: string, root: string, names: readonly string[]): Promise<MadeFile[]> {
  const files: MadeFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if (!(await exists(path))) continue;
    if (/\.(json|jsonl|html|md)$/.test(name)) {
      const text = await readFile(path, 'utf8');
      if (text.includes(root)) await writeFileWhole(path, withoutRoot(text, root));
    }
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    files.push({ name, bytes: (await stat(path)).size, sha256: hash.digest('hex') });
  }
  return files;
}

const withoutRoot = (text: string, root: string): string =>
  text.replaceAll(`${root}/`, '').replaceAll(root, '');

async function run(plan: RunPlan, work: Work): Promise<RunResult> {
  makeFolder(plan.out);
  for (const { file, out, landmarks } of plan.imports) {
    // What a killed run left half-made.
    await rm(out, { recursive: true, force: true });
    const { failures, count } = await importJsonl({ file, out, landmarks }, work);
    for (const { id, reason } of failures.slice(0, 100)) work.log.warn(`${id}: ${reason}`);
    work.log.info(`${counted(count, 'photograph')} imported, ${failures.length} refused`);
  }
  const { request } = plan;
  if (request.kind === 'evaluate') return evaluate(request, plan, work);
  return request.kind === 'train' ? trainRecipe(request, plan, work) : study(request, plan, work);
}

const port = parentPort;
if (port === null) throw internalError('a run works in a thread of its own');
const plan = workerData as RunPlan;
const stop = new AbortController();
port.on('message', (word) => word === stopWord && stop.abort());
const say = (word: RunWord): void => port.postMessage(word);
const speak = (level: 'info' | 'warn') => (line: string) =>
  say({ kind: 'log', level, line: withoutRoot(line, plan.root).slice(0, 4000) });
const workOf = (part: string): Work => ({
  signal: stop.signal,
  log: { info: speak('info'), warn: speak('warn') },
  report: (done, total, note = '') => say({ kind: 'progress', part, done, total, note }),
  part: (name) => workOf(name),
});
run(plan, workOf(plan.request.kind)).then(
  (result) => say({ kind: 'end', result }),
  (error: unknown) => {
    const known = error instanceof LineamentError;
    const reason = withoutRoot(messageOf(error), plan.root).slice(0, 4000);
    say({
      kind: 'end',
      reason: known ? reason : `unexpected: ${reason}`,
      stopped: error instanceof StoppedError,
    });
  },
);
