/**
 * Stored objects in S3-compatible storage: whole or absent by its own word. Large files go up in parts; datasets are made in a folder
 * of this machine, go up with `dataset.json` last, and are read where they lie by LanceDB.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { openDatasetAt } from '../../dataset/store/store.js';
import { makeFolder } from '../../node/files.js';
import { inParallel } from './in-parallel.js';
import { parseS3Place, type S3Access, S3Client, s3AccessOf } from './s3-client.js';
import { checkName, type Storage, type StoredObject } from './storage.js';

export interface S3StorageOptions {
  access?: S3Access;
  /** Bytes of a part of a large file; the services ask for 5 MiB at least. */
  partSize?: number;
}

const sideBySide = 16;

/** @param place – `s3://bucket/prefix`. */
export function s3Storage(
  place: string,
  { access = s3AccessOf(process.env), partSize = 16 * 2 ** 20 }: S3StorageOptions = {},
): Storage {
  const { bucket, prefix } = parseS3Place(place);
  const client = new S3Client(access, bucket);
  const root = prefix === '' ? '' : `${prefix}/`;
  const keyOf = (name: string): string => root + checkName(name);

  async function upload(name: string, path: string): Promise<void> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size <= partSize) await client.put(keyOf(name), await file.readFile());
      else await client.putParts(keyOf(name), partsOf(file, partSize));
    } finally {
      await file.close();
    }
  }

  const list = async (below: string): Promise<StoredObject[]> => {
    const found: StoredObject[] = [];
    for await (const { objects } of client.list(keyOf(below)))
      for (const { name, bytes } of objects) found.push({ name: name.slice(root.length), bytes });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  };

  return {
    place,
    write: (name, content) => client.put(keyOf(name), content),
    async scratch() {
      const folder = join(
        localScratch(),
        'scratch',
        `${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}`,
      );
      makeFolder(folder);
      return folder;
    },
    async adopt(name, path) {
      if ((await stat(path)).isDirectory()) {
        const entries = await readdir(path, { withFileTypes: true, recursive: true });
        const files = entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
        // What names other files comes after them: a reader in between finds an older state or none, and never half of one.
        for (const turn of [0, 1, 2])
          await inParallel(
            files.filter((file) => turnOf(file) === turn),
            (file) => upload(`${name}/${file.split(sep).join('/')}`, join(path, file)),
            turn === 0 ? sideBySide : 1,
          );
      } else await upload(name, path);
      await rm(path, { recursive: true, force: true });
    },
    async read(name) {
      const answer = await client.get(keyOf(name));
      return answer && new Uint8Array(await answer.arrayBuffer());
    },
    async stat(name) {
      const bytes = await client.size(keyOf(name));
      return bytes === undefined ? undefined : { name, bytes };
    },
    async stream(name, range) {
      const answer = await client.get(keyOf(name), range);
      return answer?.body ?? new Blob([]).stream();
    },
    list,
    async children(below) {
      const found: string[] = [];
      const start = keyOf(below);
      for await (const { objects, folders } of client.list(start, true))
        found.push(
          ...folders.map((folder) => folder.slice(start.length, -1)),
          ...objects.map(({ name }) => name.slice(start.length)),
        );
      return found;
    },
    async remove(name) {
      if (!name.endsWith('/')) return client.delete(keyOf(name));
      await inParallel(await list(name), (one) => client.delete(root + one.name), sideBySide);
    },
    async dataset(name) {
      const manifest = await client.get(keyOf(`${name}/dataset.json`));
      if (manifest === undefined) return undefined;
      const { accessKeyId, secretAccessKey, sessionToken, region, endpoint } = access;
      return openDatasetAt(`s3://${bucket}/${keyOf(name)}`, await manifest.text(), {
        aws_access_key_id: accessKeyId,
        aws_secret_access_key: secretAccessKey,
        ...(sessionToken !== undefined && { aws_session_token: sessionToken }),
        aws_region: region,
        ...(endpoint !== undefined && {
          aws_endpoint: endpoint,
          allow_http: String(endpoint.startsWith('http:')),
        }),
      });
    },
  };
}

/** Where files are made before they go up: below the system's folder for what is passing (TMPDIR). */
export const localScratch = (): string => join(tmpdir(), 'lineament-orders');

/** Files of rows first, then what lists them, then what says that all are there. */
function turnOf(file: string): number {
  if (file === 'dataset.json') return 2;
  return file.split(sep).includes('_versions') ? 1 : 0;
}

async function* partsOf(file: Awaited<ReturnType<typeof open>>, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const part = new Uint8Array(size);
    const { bytesRead } = await file.read(part, 0, size, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield part.subarray(0, bytesRead);
  }
}
