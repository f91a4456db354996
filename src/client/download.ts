/**
 * A file of a server into a folder: parts that an earlier try left are gone on with by ranges, the whole is checked by its
 * SHA-256, and only then has the file its name. Running it again changes nothing.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LineamentError, messageOf, StoppedError } from '../core/errors.js';
import { makeFolder, writeError } from '../node/files.js';
import { type Connection, type Patience, withPatience } from './connection.js';
import { NoServerError } from './refusal.js';

export interface OfferedFile {
  name: string;
  bytes: number;
  /** 64 hexadecimal digits. */
  sha256: string;
  /** From the server's root. */
  link: string;
}

export interface DownloadOptions extends Patience {
  /** Bytes of this file that are here. */
  onBytes?: (done: number) => void;
}

/** @returns its path. */
export async function downloadFile(
  connection: Connection,
  file: OfferedFile,
  folder: string,
  { onBytes, ...patience }: DownloadOptions = {},
): Promise<string> {
  const { name, bytes, sha256 } = file;
  // The name is another machine's word.
  if (!/^[\w-][\w.-]{0,200}$/.test(name) || !/^[0-9a-f]{64}$/.test(sha256))
    throw new LineamentError(
      `the server offers a file by the name of ${JSON.stringify(name.slice(0, 100))}`,
      {
        hint: 'is it a Lineament server?',
      },
    );
  makeFolder(folder);
  const path = join(folder, name);
  if ((await sizeOf(path)) !== undefined) {
    if ((await hashOf(path)) !== sha256)
      throw new LineamentError('another file of this name is there already', {
        file: path,
        hint: 'name another folder, or move it away',
      });
    onBytes?.(bytes);
    return path;
  }
  // Named by its content: what a try for another order left is not mistaken for it.
  const part = join(folder, `${name}.${sha256.slice(0, 16)}.part`);
  for (let round = 1; ; round++) {
    await withPatience(
      (gotOn) => fetchRest(connection, file, { part, onBytes, gotOn, ...patience }),
      patience,
    );
    if ((await hashOf(part)) === sha256) break;
    await rm(part, { force: true });
    // A damaged part of before is worth a second try; what is wrong twice stays wrong.
    if (round === 2)
      throw new LineamentError('what arrived is not what the server says it sends: the checksums differ', {
        file: path,
        hint: 'try again; if it stays so, the file is damaged on the server or on the way',
      });
  }
  await rename(part, path).catch((cause: unknown) => {
    throw writeError(path, cause);
  });
  return path;
}

interface Rest extends Patience {
  part: string;
  onBytes: ((done: number) => void) | undefined;
  gotOn: () => void;
}

/** What is missing of a part. */
async function fetchRest(
  connection: Connection,
  { bytes, sha256, link }: OfferedFile,
  { part, onBytes, gotOn, signal }: Rest,
): Promise<void> {
  let from = Math.min((await sizeOf(part)) ?? 0, bytes);
  const handle = await open(part, from === 0 ? 'w' : 'r+').catch((cause: unknown) => {
    throw writeError(part, cause);
  });
  try {
    let response: Response | undefined;
    if (from < bytes)
      response = await connection.send(link, {
        headers: from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': `"${sha256}"` },
        ...(signal && { signal }),
      });
    // All of it comes where a range was not understood, or the file is another now.
    if (response?.status === 200) from = 0;
    await handle.truncate(from);
    onBytes?.(from);
    for await (const chunk of chunksOf(response, signal)) {
      if (from + chunk.length > bytes)
        throw new LineamentError(`the server sends more than the ${bytes} bytes that it named`, {
          file: part,
        });
      await handle.write(chunk, 0, chunk.length, from);
      from += chunk.length;
      gotOn();
      onBytes?.(from);
    }
    if (from < bytes) throw new NoServerError('the connection ended in the middle of a file');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* chunksOf(
  response: Response | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (!response?.body) return;
  try {
    yield* response.body;
  } catch (cause) {
    if (signal?.aborted)
      throw new StoppedError('stopped in the middle of a file; what is here is gone on with');
    throw new NoServerError(`the connection broke: ${messageOf(cause)}`, { cause });
  }
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
