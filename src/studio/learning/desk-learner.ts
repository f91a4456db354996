/**
 * What an annotation desk learns from the faces that are done: a ridge map of every twenty, at once, and where it is asked for label
 * transfer in the background, used for faces that nobody has touched if it comes nearer to faces that were held out than what is
 * used now. What was learnt lies beside the annotations; without it, or where its training was cut off, it is learnt anew. Node only.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AnnotatedFace, detectedOf, flat, type LearningState } from '../../annotation/annotated-face.js';
import type { CorrectionModel } from '../../annotation/correction-model.js';
import { bestWay } from '../../annotation/held-out.js';
import { type LearntLabels, learnEvery, learnLabels } from '../../annotation/label-learner.js';
import { messageOf } from '../../core/errors.js';
import { parseJsonOrNone } from '../../core/settings/parse-json-as.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { exists, makeFolder, readTextOr, writeFileWhole } from '../../node/files.js';
import type { TransferSettings } from '../../tasks/landmarks/transfer-training.js';
import { type BackgroundTransfer, type StartTransfer, startTransfer } from './background-transfer.js';
import { openPlacer, type Placer } from './learn-transfer.js';

export const learningWays = ['none', 'ridge', 'label-transfer'] as const;
export type LearningWay = (typeof learningWays)[number];
export const defaultLearning: LearningWay = 'ridge';

export interface DeskLearnerOptions {
  set: LandmarkSet;
  model: CorrectionModel;
  way: LearningWay;
  /** Of label transfer; without it there is none. */
  transfer?: TransferPlace;
}

export interface TransferPlace {
  /** Of the annotations. */
  folder: string;
  annotator: string | undefined;
  pictures: string;
  /** The model file whose detections are corrected. */
  modelFile: string;
  settings?: Partial<TransferSettings>;
  /** Another process by default. */
  start?: StartTransfer;
}

const recordSchema = z.object({
  format: z.literal('lineament-learnt-transfer'),
  version: z.literal(1),
  /** Faces that were done when it was trained. */
  of: z.int(),
  /** The model file in use, below this folder; null where another way is better. */
  file: z
    .string()
    .regex(/^[\w.-]+$/)
    .nullable(),
  last: z.object({
    faces: z.int(),
    heldOut: z.int(),
    steps: z.int(),
    used: z.boolean(),
    errors: z.object({
      detector: z.number().nullable(),
      ridge: z.number().nullable(),
      before: z.number().nullable(),
      trained: z.number().nullable(),
    }),
  }),
});
type TransferRecord = z.output<typeof recordSchema>;

export class DeskLearner {
  readonly #options: DeskLearnerOptions;
  #ridge: LearntLabels | undefined;
  #ridgeOf = 0;
  #record: TransferRecord | undefined;
  #placer: Placer | undefined;
  /** By face: where label transfer places its points. */
  readonly #placed = new Map<string, Float32Array>();
  #running: BackgroundTransfer | undefined;
  /** Settled when nothing is trained any more. */
  #idle: Promise<void> = Promise.resolve();
  #training: LearningState['training'] = null;
  #failure: string | null = null;
  #closed = false;
  /** The ids of a training that is to follow. */
  #next: readonly string[] | undefined;

  constructor(options: DeskLearnerOptions) {
    this.#options = options;
  }

  /** Takes up what was learnt before. */
  async open(): Promise<void> {
    const place = this.#place;
    if (place === undefined) return;
    await rm(this.#file('scratch'), { recursive: true, force: true });
    const file = this.#file('transfer.json');
    if (!(await exists(file))) return;
    const record = parseJsonOrNone(recordSchema, await readTextOr(file, 'what was learnt'));
    if (record === undefined) return;
    if (record.file !== null) {
      if (!(await exists(this.#file(record.file)))) return;
      try {
        this.#placer = await openPlacer(this.#file(record.file), place.pictures);
      } catch (error) {
        // A file that cannot be read is learnt anew: it is no reason to annotate nothing.
        this.#failure = messageOf(error);
        return;
      }
    }
    this.#record = record;
  }

  /** @param done – faces that are done, in that order. */
  learn(done: readonly { id: string; face: AnnotatedFace }[]): void {
    const { set, model, way } = this.#options;
    const whole = done.slice(0, done.length - (done.length % learnEvery));
    if (way === 'none' || whole.length === 0) return;
    this.#ridge = learnLabels(
      set,
      model,
      whole.map(({ face }) => ({ ...detectedOf(face), truth: flat(face.points) })),
    );
    this.#ridgeOf = whole.length;
    if (this.#place === undefined || (this.#record?.of ?? 0) >= whole.length) return;
    this.#next = whole.map(({ id }) => id);
    if (this.#running === undefined && !this.#closed) this.#idle = this.#train();
  }

  /** Where a face that nobody has touched begins; undefined: as it was detected. */
  async begin(id: string, face: AnnotatedFace): Promise<Float32Array | undefined> {
    const placer = this.#placer;
    if (placer !== undefined) {
      const known = this.#placed.get(id);
      if (known !== undefined) return known;
      try {
        const points = await placer.place(face);
        // Another model may have been taken up meanwhile.
        if (placer === this.#placer) this.#placed.set(id, points);
        return points;
      } catch (error) {
        // One that was closed meanwhile has not failed.
        if (placer === this.#placer) this.#failure = messageOf(error);
      }
    }
    return this.#ridge?.correct(detectedOf(face)).points;
  }

  state(): LearningState {
    const record = this.#record;
    return {
      way: this.#options.way,
      uses: this.#placer !== undefined ? 'label-transfer' : this.#ridge !== undefined ? 'ridge' : 'detector',
      from: this.#placer === undefined ? this.#ridgeOf : (record?.last.faces ?? 0),
      training: this.#training,
      last: record?.last ?? null,
      failure: this.#failure,
    };
  }

  /** Until nothing is trained any more. */
  idle(): Promise<void> {
    return this.#idle;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#next = undefined;
    this.#running?.stop();
    await this.#idle;
    await this.#placer?.close();
    this.#placer = undefined;
  }

  get #place(): TransferPlace | undefined {
    return this.#options.way === 'label-transfer' ? this.#options.transfer : undefined;
  }

  #file(name: string): string {
    const { folder, annotator } = this.#place!;
    return join(folder, 'learnt', annotator === undefined ? 'faces' : `of-${annotator}`, name);
  }

  /** One training after the other, each of all faces that are done by then. */
  async #train(): Promise<void> {
    while (this.#next !== undefined && !this.#closed) {
      const ids = this.#next;
      this.#next = undefined;
      this.#training = { step: 0, steps: 0, faces: ids.length };
      try {
        await this.#trainOf(ids);
        this.#failure = null;
      } catch (error) {
        this.#failure = messageOf(error);
      } finally {
        this.#training = null;
        this.#running = undefined;
        // Nobody waits for this: what is left is removed by the next opening.
        await rm(this.#file('scratch'), { recursive: true, force: true }).catch(() => {});
      }
    }
  }

  async #trainOf(ids: readonly string[]): Promise<void> {
    const { folder, annotator, modelFile, settings, pictures, start = startTransfer } = this.#place!;
    const scratch = this.#file('scratch');
    makeFolder(scratch);
    const name = `transfer-${ids.length}.onnx`;
    const inUse = this.#record?.file ?? null;
    this.#running = start(
      {
        folder,
        annotator,
        model: modelFile,
        ids,
        before: inUse === null ? null : this.#file(inUse),
        scratch,
        out: this.#file(name),
        ...(settings !== undefined && { settings }),
      },
      (step, steps) => {
        this.#training = { step, steps, faces: ids.length };
      },
    );
    const outcome = await this.#running.outcome;
    if (outcome === undefined) return;
    const best = bestWay(outcome.errors, inUse === null ? 'ridge' : 'before');
    const used = best === 'trained';
    const file = used ? name : best === 'before' ? inUse : null;
    const record: TransferRecord = {
      format: 'lineament-learnt-transfer',
      version: 1,
      of: ids.length,
      file,
      last: { ...outcome, used },
    };
    // The model is opened before the record names it, so that a record is never of a file that cannot be used.
    const placer = used ? await openPlacer(this.#file(name), pictures) : undefined;
    await writeFileWhole(this.#file('transfer.json'), `${JSON.stringify(record, null, 2)}\n`);
    this.#record = record;
    if (best !== 'before') {
      const old = this.#placer;
      // First, so that no face is asked of one that is closed.
      this.#placer = placer;
      this.#placed.clear();
      await old?.close();
    }
    for (const old of [inUse, name])
      if (old !== null && old !== file) await rm(this.#file(old), { force: true });
  }
}
