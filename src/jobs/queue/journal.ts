/**
 * A file of JSON lines that is only added to: what a process has said there survives its death. A last line that was cut in
 * the middle is left out when it is read again. One writer.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { exists, readFileOr, writeError, writeFileWhole } from '../../node/files.js';

export class Journal<Entry> {
  readonly #file: string;
  #handle: FileHandle;
  #last: Promise<void> = Promise.resolve();
  /** Lines in the file. */
  length: number;

  private constructor(file: string, handle: FileHandle, length: number) {
    this.#file = file;
    this.#handle = handle;
    this.length = length;
  }

  /** @returns the journal and what stands in it. */
  static async open<Entry>(file: string): Promise<{ journal: Journal<Entry>; entries: Entry[] }> {
    const text = (await exists(file)) ? (await readFileOr(file, 'journal')).toString('utf8') : '';
    const entries: Entry[] = [];
    let whole = 0;
    for (const line of text.split(/(?<=\n)/)) {
      const entry = line.endsWith('\n') ? parsed<Entry>(line) : undefined;
      if (entry === undefined) break;
      entries.push(entry);
      whole += Buffer.byteLength(line);
    }
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT).catch((cause: unknown) => {
      throw writeError(file, cause);
    });
    await handle.truncate(whole);
    await handle.close();
    return { journal: new Journal(file, await open(file, 'a'), entries.length), entries };
  }

  /** In the order of the calls. @param durable – answer only when it is safe from a power failure too. */
  append(entries: readonly Entry[], durable = false): Promise<void> {
    if (entries.length === 0) return this.#last;
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    this.length += entries.length;
    return this.#next(async () => {
      await this.#handle.appendFile(text);
      if (durable) await this.#handle.datasync();
    });
  }

  /** Puts these entries in the place of all. */
  rewrite(entries: readonly Entry[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    this.length = entries.length;
    return this.#next(async () => {
      await writeFileWhole(this.#file, text);
      await this.#handle.close();
      this.#handle = await open(this.#file, 'a');
    });
  }

  async close(): Promise<void> {
    await this.#last.catch(() => {});
    await this.#handle.close();
  }

  #next(step: () => Promise<void>): Promise<void> {
    const written = this.#last.then(step).catch((cause: unknown) => {
      throw writeError(this.#file, cause);
    });
    this.#last = written.catch(() => {}); // met by whoever asked for it; the next line is tried for itself
    return written;
  }
}

function parsed<Entry>(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
