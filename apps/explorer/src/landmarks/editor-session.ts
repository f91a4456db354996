/** A set at work: its drafts, one for each edit and so undone without end, what is selected, and whether the file has it. */
import {
  changed,
  removePoints,
  replacePoints,
  type SetDraft,
} from '../../../../src/landmarks/editing/set-draft.js';
import { setText } from '../../../../src/landmarks/editing/set-text.js';
import type { SetFileState } from '../../../../src/server/studio/schemas/landmarks.js';
import { ApiError } from '../api/ask.js';
import { saveFile } from './editor-api.js';
import { partnersOf } from './moves.js';

export type Saving = 'never' | 'saved' | 'changed' | 'saving' | 'failed';

export interface EditorSnapshot {
  /** As it is shown: with what is being dragged. */
  draft: SetDraft;
  selected: readonly number[];
  canUndo: boolean;
  canRedo: boolean;
  saving: Saving;
  /** What went wrong with the last save, or what was said of it. */
  notice: string | null;
  /** The file as someone else left it: what to do is asked. */
  conflict: SetFileState | null;
}

export class EditorSession {
  #past: SetDraft[] = [];
  #future: SetDraft[] = [];
  #draft: SetDraft;
  #shown: SetDraft;
  #saved: SetDraft | null;
  #version: string | null;
  #selected: readonly number[] = [];
  #isSaving = false;
  #notice: string | null = null;
  #isFailed = false;
  #conflict: SetFileState | null = null;
  #snapshot: EditorSnapshot;
  readonly #listeners = new Set<() => void>();

  /** @param version – of the file that the draft was read from; null where there is none. */
  constructor(draft: SetDraft, version: string | null) {
    this.#draft = draft;
    this.#shown = draft;
    this.#saved = version === null ? null : draft;
    this.#version = version;
    this.#snapshot = this.#made();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): EditorSnapshot => this.#snapshot;

  get draft(): SetDraft {
    return this.#draft;
  }

  /** One edit. */
  do(draft: SetDraft, selected: readonly number[] = this.#selected): void {
    if (draft !== this.#draft) {
      this.#past.push(this.#draft);
      this.#future = [];
    }
    this.#show(draft, selected);
  }

  /** What is being dragged: no edit yet. */
  preview(draft: SetDraft): void {
    this.#shown = draft;
    this.#tell();
  }

  select(selected: readonly number[]): void {
    this.#selected = selected;
    this.#tell();
  }

  undo(): void {
    const before = this.#past.pop();
    if (before === undefined) return;
    this.#future.push(this.#draft);
    this.#show(before, this.#selected);
  }

  redo(): void {
    const after = this.#future.pop();
    if (after === undefined) return;
    this.#past.push(this.#draft);
    this.#show(after, this.#selected);
  }

  rename(index: number, name: string): void {
    const point = this.#draft.points[index];
    if (point === undefined || point.definition.name === name) return;
    this.do(replacePoints(this.#draft, new Map([[index, changed(point, { name })]])));
  }

  /** @param both – whether mirror images go too. */
  removeSelected(both: boolean): void {
    if (this.#selected.length === 0) return;
    const indices = new Set(this.#selected);
    if (both)
      for (const index of this.#selected) {
        const partner = partnersOf(this.#draft)[index]!;
        if (partner >= 0) indices.add(partner);
      }
    const least = Math.min(...indices);
    const draft = removePoints(this.#draft, indices);
    this.do(draft, draft.points.length === 0 ? [] : [Math.min(least, draft.points.length - 1)]);
  }

  /** @param overwrite – even where someone else has changed the file. */
  async save(overwrite = false): Promise<void> {
    if (this.#isSaving) return;
    const draft = this.#draft;
    this.#isSaving = true;
    this.#isFailed = false;
    this.#notice = null;
    this.#conflict = null;
    this.#tell();
    try {
      const { version, mistakes } = await saveFile({
        text: setText(draft),
        version: this.#version,
        ...(overwrite && { overwrite }),
      });
      this.#version = version;
      this.#saved = draft;
      if (mistakes.length > 0)
        this.#notice = `Saved. Commands refuse it until its problems are put right: ${mistakes[0]!.where}: ${mistakes[0]!.rule}.`;
    } catch (error) {
      if (error instanceof ApiError && error.status === 409)
        this.#conflict = (error.body.now as SetFileState | undefined) ?? { text: null, version: null };
      else {
        this.#isFailed = true;
        this.#notice =
          error instanceof TypeError
            ? 'Not saved: the server does not answer. Start the command again in its terminal, then save again.'
            : `Not saved: ${error instanceof Error ? error.message : String(error)}`;
      }
    } finally {
      this.#isSaving = false;
      this.#tell();
    }
  }

  /** The draft that the file holds now. */
  adopt(draft: SetDraft, version: string | null): void {
    this.#conflict = null;
    this.#version = version;
    this.#saved = draft;
    this.do(draft, []);
  }

  dismiss(): void {
    this.#notice = null;
    this.#conflict = null;
    this.#tell();
  }

  #show(draft: SetDraft, selected: readonly number[]): void {
    this.#draft = draft;
    this.#shown = draft;
    this.#selected = selected.filter((index) => index < draft.points.length);
    this.#tell();
  }

  #tell(): void {
    this.#snapshot = this.#made();
    for (const listener of this.#listeners) listener();
  }

  #made(): EditorSnapshot {
    return {
      draft: this.#shown,
      selected: this.#selected,
      canUndo: this.#past.length > 0,
      canRedo: this.#future.length > 0,
      saving: this.#isSaving
        ? 'saving'
        : this.#isFailed
          ? 'failed'
          : this.#draft === this.#saved
            ? 'saved'
            : this.#saved === null && this.#past.length === 0
              ? 'never'
              : 'changed',
      notice: this.#notice,
      conflict: this.#conflict,
    };
  }
}
