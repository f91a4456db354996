/**
 * One face while it is corrected: what a person does shows at once and is sent in its order, one after the other. While the server does not
 * answer, or has not for a while, nothing more is taken, and no correction waits behind one that waits: what is sent arrives though the
 * browser is killed, so that never more than one correction is lost.
 */
import { correctionsIn, type EditedFace, replay } from '../../../../src/annotation/edits.js';
import { type PointGaussian, remainingSpread } from '../../../../src/annotation/point-gaussian.js';
import type { AnnotatedFace, Edit, EditRequest } from '../../../../src/server/studio/schemas/annotate.js';
import { ApiError } from '../api/ask.js';
import { askFace, sendEdit } from './annotate-api.js';

export type Saving = 'saved' | 'saving' | 'unreachable';

export interface FaceSnapshot {
  face: AnnotatedFace;
  edited: EditedFace;
  /** `[K]` pixels; of before what is being dragged. */
  spread: Float32Array;
  visibility: (k: number) => number;
  canUndo: boolean;
  canRedo: boolean;
  saving: Saving;
  /** What the person should know: the face was changed elsewhere. */
  notice: string | null;
}

type Gaussians = (face: AnnotatedFace) => PointGaussian;
/** Milliseconds. */
const retryAfter = 700;
/** After so long without an answer the person is told, and nothing more is taken. */
const patience = 2000;
/** Corrections that are not on disk yet: one on its way, and one after it. */
const mostUnsaved = 2;

export class FaceSession {
  readonly id: string;
  readonly #gaussianOf: Gaussians;
  readonly #onSaved: () => void;
  readonly #listeners = new Set<() => void>();
  readonly #queue: Omit<EditRequest, 'revision'>[] = [];
  #face: AnnotatedFace;
  #gaussian: PointGaussian;
  #edits: Edit[];
  #cursor: number;
  #preview: Edit | null = null;
  #spread: Float32Array = new Float32Array();
  #saving: Saving = 'saved';
  #notice: string | null = null;
  #snapshot: FaceSnapshot;
  #sending = false;

  constructor(id: string, face: AnnotatedFace, gaussianOf: Gaussians, onSaved: () => void) {
    this.id = id;
    this.#gaussianOf = gaussianOf;
    this.#onSaved = onSaved;
    this.#face = face;
    this.#gaussian = gaussianOf(face);
    this.#edits = face.edits;
    this.#cursor = face.cursor;
    this.#snapshot = this.#settled();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): FaceSnapshot => this.#snapshot;

  /** Shows what an edit would do, without doing it. */
  preview(edit: Edit | null): void {
    this.#preview = edit;
    this.#snapshot = this.#made();
    this.#tell();
  }

  /** @returns whether it is taken. */
  do(edit: Edit): boolean {
    this.#preview = null;
    const unsaved = this.#queue.flatMap((one) => one.edit ?? []);
    if (this.#saving === 'unreachable' || correctionsIn([...unsaved, edit]) > mostUnsaved) {
      this.preview(null);
      return false;
    }
    const cursor = this.#cursor;
    this.#edits = [...this.#edits.slice(0, cursor), edit];
    this.#cursor = cursor + 1;
    this.#push({ cursor, edit });
    return true;
  }

  undo(): void {
    this.#moveTo(this.#cursor - 1);
  }

  redo(): void {
    this.#moveTo(this.#cursor + 1);
  }

  dismissNotice(): void {
    this.#notice = null;
    this.#snapshot = this.#made();
    this.#tell();
  }

  /** Another window may have changed it. @param revision – as the list of faces knows it. */
  async catchUp(revision: number): Promise<void> {
    if (this.#queue.length > 0 || this.#preview !== null || revision <= this.#face.revision) return;
    const face = await askFace(this.id);
    if (this.#queue.length === 0 && face.revision > this.#face.revision)
      this.#take(face, 'Changed in another window: this is the face as it is now.');
  }

  #moveTo(cursor: number): void {
    if (this.#saving === 'unreachable' || cursor < 0 || cursor > this.#edits.length) return;
    this.#preview = null;
    this.#cursor = cursor;
    // Of several steps that wait only the last counts.
    if (this.#queue.length > 1 && this.#queue.at(-1)!.edit === undefined) this.#queue.pop();
    this.#push({ cursor });
  }

  #push(request: Omit<EditRequest, 'revision'>): void {
    this.#queue.push(request);
    this.#saving = 'saving';
    this.#snapshot = this.#settled();
    this.#tell();
    if (!this.#sending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    // Who closes the window before all is kept is asked.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    while (this.#queue.length > 0) {
      const request = this.#queue[0]!;
      const late = setTimeout(() => this.#told('unreachable'), patience);
      try {
        this.#saved(await sendEdit(this.id, { ...request, revision: this.#face.revision }));
      } catch (error) {
        if (error instanceof ApiError && error.status < 500) this.#refused(error, request);
        else {
          this.#told('unreachable');
          await new Promise((again) => setTimeout(again, retryAfter));
        }
      } finally {
        clearTimeout(late);
      }
    }
    window.removeEventListener('beforeunload', ask);
    this.#sending = false;
  }

  #told(saving: Saving): void {
    this.#saving = saving;
    this.#snapshot = this.#made();
    this.#tell();
  }

  #saved(face: AnnotatedFace): void {
    this.#queue.shift();
    // What is learnt meanwhile may have moved where an untouched face begins.
    const isMoved = face.base !== this.#face.base && String(face.base) !== String(this.#face.base);
    this.#face = face;
    if (isMoved) this.#gaussian = this.#gaussianOf(face);
    this.#saving = this.#queue.length === 0 ? 'saved' : 'saving';
    this.#snapshot = isMoved ? this.#settled() : this.#made();
    this.#tell();
    this.#onSaved();
  }

  #refused(error: ApiError, request: Omit<EditRequest, 'revision'>): void {
    const now = error.status === 409 ? (error.body.face as AnnotatedFace | undefined) : undefined;
    if (now !== undefined && isOurs(now, this.#face, request)) {
      this.#saved(now);
      return;
    }
    const lost = this.#queue.splice(0).length;
    const told = lost === 1 ? 'Your last change was not kept' : `Your last ${lost} changes were not kept`;
    if (now !== undefined) this.#take(now, `Changed in another window. ${told}.`);
    else {
      this.#saving = 'saved';
      this.#take(this.#face, `${told}: ${error.message}.`);
    }
    this.#onSaved();
  }

  #take(face: AnnotatedFace, notice: string): void {
    this.#face = face;
    this.#gaussian = this.#gaussianOf(face);
    this.#edits = face.edits;
    this.#cursor = face.cursor;
    this.#preview = null;
    this.#saving = 'saved';
    this.#notice = notice;
    this.#snapshot = this.#settled();
    this.#tell();
  }

  #settled(): FaceSnapshot {
    const { fixed, gaussian } = replay(this.#gaussian, this.#edits.slice(0, this.#cursor));
    this.#spread = remainingSpread(gaussian, fixed);
    return this.#made();
  }

  #made(): FaceSnapshot {
    const edits = this.#edits.slice(0, this.#cursor);
    const edited = replay(this.#gaussian, this.#preview === null ? edits : [...edits, this.#preview]);
    const seen = this.#face.detected.visibility;
    return {
      face: this.#face,
      edited,
      spread: this.#spread,
      visibility: (k) => edited.visibility.get(k) ?? seen?.[k] ?? 0,
      canUndo: this.#saving !== 'unreachable' && this.#cursor > 0,
      canRedo: this.#saving !== 'unreachable' && this.#cursor < this.#edits.length,
      saving: this.#saving,
      notice: this.#notice,
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Whether the server has this very change already: it was written, and the answer did not arrive. */
function isOurs(
  now: AnnotatedFace,
  before: AnnotatedFace,
  { cursor, edit }: Omit<EditRequest, 'revision'>,
): boolean {
  const edits = edit === undefined ? before.edits : [...before.edits.slice(0, cursor), edit];
  return (
    now.revision === before.revision + 1 &&
    now.cursor === (edit === undefined ? cursor : edits.length) &&
    JSON.stringify(now.edits) === JSON.stringify(edits)
  );
}
