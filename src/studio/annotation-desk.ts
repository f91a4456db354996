/**
 * The faces of a folder while they are annotated: found by the detector in the background, read from their files where they have
 * one, corrected one edit at a time. An edit is on disk before it is answered. From every twenty faces that are done it is
 * learnt what the annotator means, and faces that nobody has touched begin from that. Node only.
 */
import { join } from 'node:path';
import { type Agreement, agreementOf } from '../annotation/agreement.js';
import {
  type AnnotatedFace,
  type DeskState,
  type FaceEntry,
  flat,
  pairsOf,
} from '../annotation/annotated-face.js';
import { type CorrectionModel, correctionFor, type DetectedPoints } from '../annotation/correction-model.js';
import { curvesOf } from '../annotation/curves.js';
import { correctionsIn, type Edit, replay } from '../annotation/edits.js';
import { faceFaults } from '../annotation/face-faults.js';
import { learnEvery } from '../annotation/label-learner.js';
import type { PointGaussian } from '../annotation/point-gaussian.js';
import { LineamentError, messageOf, UsageError } from '../core/errors.js';
import { mean } from '../core/numbers/statistics.js';
import { lastPart } from '../core/text/last-part.js';
import type { Work } from '../core/work.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { pointsRadius } from '../landmarks/point-map.js';
import { makeFolder } from '../node/files.js';
import { annotatorsOf, faceFile, faceIds, facesFolder, readFace, writeFace } from './annotation-files.js';
import { type FaceSource, idOf } from './face-source.js';
import { DeskLearner, defaultLearning } from './learning/desk-learner.js';

export interface DeskOptions {
  /** Of the annotations. */
  folder: string;
  /** Whose corrections these are; without a name they lie in `faces`. */
  annotator?: string;
  set: LandmarkSet;
  model: CorrectionModel;
  source: FaceSource;
  /** Learns the ridge map alone by default. */
  learner?: DeskLearner;
}

export type EditOutcome = { face: AnnotatedFace; conflict: boolean };

export class AnnotationDesk {
  readonly #options: DeskOptions;
  readonly #folder: string;
  readonly #faces = new Map<string, AnnotatedFace>();
  readonly #entries = new Map<string, FaceEntry>();
  readonly #gaussianOf: (detected: DetectedPoints) => PointGaussian;
  readonly #faultsOf: (points: Float32Array) => string[];
  /** Ids in the order in which their faces were done. */
  #doneOrder: string[] = [];
  readonly #learner: DeskLearner;
  /** Where faces that nobody has touched began when they were last shown: what is corrected is what was seen. */
  readonly #shown = new Map<string, AnnotatedFace['base']>();
  #failures: DeskState['failures'] = [];
  #waiting: string[] = [];
  /** Edits of one face wait for each other. */
  readonly #busy = new Map<string, Promise<unknown>>();

  private constructor(options: DeskOptions) {
    const { folder, annotator, set, model } = options;
    this.#options = options;
    this.#folder = facesFolder(folder, annotator);
    this.#gaussianOf = correctionFor(set, model);
    this.#faultsOf = faceFaults(set, curvesOf(set));
    this.#learner = options.learner ?? new DeskLearner({ set, model, way: defaultLearning });
  }

  /** Reads what is there already; `look` goes on with the rest. */
  static async open(options: DeskOptions, { signal }: Pick<Work, 'signal'>): Promise<AnnotationDesk> {
    const desk = new AnnotationDesk(options);
    makeFolder(desk.#folder);
    const seen = new Set<string>();
    for (const id of await faceIds(desk.#folder)) {
      desk.#keep(id, await desk.#read(desk.#folder, id));
      seen.add(desk.#faces.get(id)!.picture);
    }
    const doneAt = (id: string): string => desk.#faces.get(id)!.doneAt ?? '';
    desk.#doneOrder = [...desk.#faces]
      .filter(([, { done }]) => done)
      .map(([id]) => id)
      .sort((a, b) => doneAt(a).localeCompare(doneAt(b)));
    await desk.#learner.open();
    desk.#learn();
    const names = await options.source.pictures(signal);
    desk.#waiting = names.filter((name) => !seen.has(name));
    return desk;
  }

  async #read(folder: string, id: string): Promise<AnnotatedFace> {
    const { set } = this.#options;
    const face = await readFace(folder, id);
    if (face.points.length === set.points.length) return face;
    throw new LineamentError(
      `annotations: the face has ${face.points.length} points, ${set.name} has ${set.points.length}`,
      { file: faceFile(folder, id), hint: 'annotate into another folder with --out' },
    );
  }

  /** Looks at the pictures that have no face on disk yet, one after the other. */
  async look({ signal, report }: Pick<Work, 'signal' | 'report'>): Promise<void> {
    const total = this.#waiting.length;
    while (this.#waiting.length > 0 && !signal.aborted) {
      const picture = this.#waiting[0]!;
      try {
        const faces = await this.#options.source.look(picture, this.#gaussianOf);
        if (faces.length === 0) this.#failures.push({ picture, reason: 'no face was found' });
        for (const face of faces) {
          const id = idOf(picture, face.face);
          await writeFace(this.#folder, id, face);
          this.#keep(id, face);
        }
      } catch (error) {
        this.#failures.push({ picture, reason: messageOf(error) });
      }
      this.#waiting.shift();
      report(total - this.#waiting.length, total);
    }
  }

  state(): DeskState {
    const faces = [...this.#entries.values()].sort((a, b) => b.doubt - a.doubt || (a.id < b.id ? -1 : 1));
    return {
      faces,
      waiting: this.#waiting.length,
      failures: this.#failures,
      gain: this.#gain(),
      learning: this.#learner.state(),
    };
  }

  async face(id: string): Promise<AnnotatedFace | undefined> {
    const face = this.#faces.get(id);
    if (face === undefined) return undefined;
    const begun = await this.#begun(id, face);
    if (isUntouched(face)) this.#shown.set(id, begun.base);
    return begun;
  }

  /** Until nothing is learnt in the background any more. */
  idle(): Promise<void> {
    return this.#learner.idle();
  }

  /** The face as it lies on disk: for its picture. */
  stored(id: string): AnnotatedFace | undefined {
    return this.#faces.get(id);
  }

  /** @returns the names of the others who have annotated here; undefined is the one without a name. */
  async others(): Promise<(string | undefined)[]> {
    const { folder, annotator } = this.#options;
    return (await annotatorsOf(folder)).filter((name) => name !== annotator);
  }

  /** With another annotator, over the faces that both have done. */
  async agreementWith(other: string | undefined): Promise<Agreement> {
    const folder = facesFolder(this.#options.folder, other);
    const both = [];
    for (const id of await faceIds(folder)) {
      const first = this.#faces.get(id);
      if (first?.done !== true) continue;
      const second = await this.#read(folder, id);
      if (second.done) both.push({ id, first: flat(first.points), second: flat(second.points) });
    }
    return agreementOf(this.#options.set, both);
  }

  /**
   * @param revision – what the asker knows. @param cursor – so many edits count before `edit` is done; without one this is all
   * that changes (undo, redo).
   */
  async edit(
    id: string,
    asked: { revision: number; cursor: number; edit?: Edit | undefined },
  ): Promise<EditOutcome | undefined> {
    const before = this.#busy.get(id) ?? Promise.resolve();
    const now = before.catch(() => {}).then(() => this.#edit(id, asked));
    this.#busy.set(id, now);
    try {
      return await now;
    } finally {
      if (this.#busy.get(id) === now) this.#busy.delete(id);
    }
  }

  async #edit(
    id: string,
    { revision, cursor, edit }: { revision: number; cursor: number; edit?: Edit | undefined },
  ): Promise<EditOutcome | undefined> {
    const stored = this.#faces.get(id);
    if (stored === undefined) return undefined;
    const shown = this.#shown.get(id);
    const old =
      shown === undefined || !isUntouched(stored)
        ? await this.#begun(id, stored)
        : { ...stored, base: shown, points: shown };
    if (revision !== old.revision) return { face: old, conflict: true };
    const count = this.#options.set.points.length;
    if (cursor > old.edits.length || (edit !== undefined && !fits(edit, count)))
      throw new UsageError(
        `annotations: the edit is not of this face with ${count} points and ${old.edits.length} edits`,
        { hint: 'load the page again' },
      );
    const edits = edit === undefined ? old.edits : [...old.edits.slice(0, cursor), edit];
    const counted = edit === undefined ? cursor : edits.length;
    const base = flat(old.base);
    const { uncertainty } = old.detected;
    const gaussian = this.#gaussianOf({ points: base, uncertainty: Float32Array.from(uncertainty) });
    const edited = replay(gaussian, edits.slice(0, counted));
    const seen = old.detected.visibility;
    const face: AnnotatedFace = {
      ...old,
      edits,
      cursor: counted,
      revision: old.revision + 1,
      points: pairsOf(edited.points),
      fixed: [...edited.fixed.keys()].sort((a, b) => a - b),
      done: edited.done,
      doneAt: edited.done ? (old.done ? old.doneAt : new Date().toISOString()) : null,
      visibility:
        edited.visibility.size === 0 && seen === null
          ? null
          : Array.from({ length: count }, (_, k) => edited.visibility.get(k) ?? seen?.[k] ?? 0),
    };
    await writeFace(this.#folder, id, face);
    this.#keep(id, face);
    if (face.done !== old.done) {
      this.#doneOrder = this.#doneOrder.filter((one) => one !== id);
      if (face.done) this.#doneOrder.push(id);
      if (face.done && this.#doneOrder.length % learnEvery === 0) this.#learn();
    }
    return { face, conflict: false };
  }

  #keep(id: string, face: AnnotatedFace): void {
    this.#faces.set(id, face);
    this.#entries.set(id, {
      id,
      picture: face.picture,
      doubt: mean(face.detected.uncertainty) / pointsRadius(face.detected.points.flat()),
      corrections: correctionsIn(face.edits.slice(0, face.cursor)),
      done: face.done,
      revision: face.revision,
      faults: this.#faultsOf(flat(face.points)),
    });
  }

  /** A face that nobody has touched begins from what is learnt by now. */
  async #begun(id: string, face: AnnotatedFace): Promise<AnnotatedFace> {
    if (!isUntouched(face)) return face;
    const points = await this.#learner.begin(id, face);
    if (points === undefined) return face;
    const base = pairsOf(points);
    return { ...face, base, points: base };
  }

  #learn(): void {
    this.#learner.learn(this.#doneOrder.map((id) => ({ id, face: this.#faces.get(id)! })));
  }

  #gain(): number[] {
    const counts = this.#doneOrder.map((id) => this.#entries.get(id)!.corrections);
    return Array.from({ length: Math.ceil(counts.length / learnEvery) }, (_, i) =>
      mean(counts.slice(i * learnEvery, (i + 1) * learnEvery)),
    );
  }
}

const isUntouched = ({ edits, from }: AnnotatedFace): boolean => edits.length === 0 && from === 'detector';

function fits(edit: Edit, count: number): boolean {
  if (edit.kind === 'points') return edit.places.every(([k]) => k < count);
  return !('point' in edit) || edit.point < count;
}

/** Where the annotations of pictures lie unless another folder is named. */
export const annotationsBeside = (pictures: string): string =>
  join(pictures, '..', `${lastPart(pictures) ?? 'pictures'}-annotations`);
