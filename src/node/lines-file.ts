/** A text file that is written piece by piece and has its name only when it is whole. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { makeFolder, writeError } from './files.js';

export interface LinesFile {
  write(text: string): Promise<void>;
  /** Ends the file and gives it its name. */
  finish(): Promise<void>;
  /** Throws away what was written; nothing after `finish`. */
  discard(): Promise<void>;
}

export function openLines(path: string): LinesFile {
  makeFolder(dirname(resolve(path)));
  const unfinished = join(dirname(path), `.unfinished-${process.pid}-${basename(path)}`);
  const stream: WriteStream = createWriteStream(unfinished);
  const failed = new Promise<never>((_, reject) => {
    stream.on('error', (cause) => reject(writeError(path, cause)));
  });
  failed.catch(() => {});
  let isOver = false;
  return {
    async write(text) {
      await Promise.race([failed, new Promise((resolve) => stream.write(text, resolve))]);
    },
    async finish() {
      isOver = true;
      stream.end();
      await Promise.race([failed, finished(stream)]);
      await rename(unfinished, path);
    },
    async discard() {
      if (isOver) return;
      isOver = true;
      stream.destroy();
      await rm(unfinished, { force: true });
    },
  };
}
