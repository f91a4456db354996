/**
 * The one file that a set is edited in, named when the server starts: read and written whole, and not overwritten where someone else
 * has changed it meanwhile, unless asked for. Node only.
 */

import { basename, resolve } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { checkLandmarkText, isSetFile } from '../../face/landmark-set-file.js';
import { digestOf } from '../../node/digest.js';
import { exists, readTextOr, writeFileWhole } from '../../node/files.js';
import type { SetFileState, SetMistake, SetSaving } from './asked.js';

type SaveOutcome =
  | { conflict: true; now: SetFileState }
  | { conflict: false; version: string; mistakes: SetMistake[] };

export class SetFileDesk {
  readonly path: string;
  readonly name: string;
  /** One save after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    if (!isSetFile(file))
      throw new UsageError(`landmarks edit: the file is '${file}'`, {
        hint: 'a set of your own is a .yaml file; to begin from a built-in one: --from dense243',
      });
    this.path = resolve(file);
    this.name = basename(this.path);
  }

  async read(): Promise<SetFileState> {
    if (!(await exists(this.path))) return { text: null, version: null };
    const text = await readTextOr(this.path, 'the landmark set');
    return { text, version: versionOf(text) };
  }

  save(saving: SetSaving): Promise<SaveOutcome> {
    const saved = this.#last.then(() => this.#save(saving));
    this.#last = saved.catch(() => {});
    return saved;
  }

  async #save({ text, version, overwrite = false }: SetSaving): Promise<SaveOutcome> {
    const now = await this.read();
    if (now.version !== version && !overwrite && now.text !== text) return { conflict: true, now };
    await writeFileWhole(this.path, text);
    // Read as every other command reads it.
    const { mistakes } = await checkLandmarkText(text);
    return { conflict: false, version: versionOf(text), mistakes };
  }
}

function versionOf(text: string): string {
  return digestOf(text);
}
