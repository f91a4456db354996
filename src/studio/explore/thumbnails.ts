/**
 * Small pictures for the grid. Stored pictures that are small already go out as they are; of larger ones small ones are made once, by
 * libvips' threads, and kept in a pack beside its index of places (two files of the cache folder, only ever appended to). Where
 * another process holds the cache, or it cannot be written, they are kept in memory alone.
 */

import { appendFile, mkdir, open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { assetsFolder } from '../../face/heads/registry.js';
import { digestOf } from '../../node/digest.js';
import { type FolderLock, lockFolder } from '../../node/folder-lock.js';

/** Longer sides that thumbnails come in, pixels. */
export const thumbnailSides = [96, 256] as const;

export interface ThumbnailCache {
  get(row: number): Promise<Uint8Array | undefined>;
  put(row: number, bytes: Uint8Array): Promise<void>;
  close(): void;
}

interface Place {
  at: number;
  length: number;
}

/** Thumbnails kept in memory where there is no file for them. */
const mostInMemory = 4000;

function memoryCache(): ThumbnailCache {
  const kept = new Map<number, Uint8Array>();
  return {
    get: async (row) => kept.get(row),
    async put(row, bytes) {
      kept.set(row, bytes);
      if (kept.size > mostInMemory) kept.delete(kept.keys().next().value!);
    },
    close: () => {},
  };
}

/** @param key – of the dataset's content. */
export async function openThumbnailCache(key: string, side: number): Promise<ThumbnailCache> {
  const folder = join(assetsFolder(), 'thumbnails', digestOf(`${key} ${side}`).slice(0, 32));
  let lock: FolderLock;
  try {
    await mkdir(folder, { recursive: true });
    lock = await lockFolder(folder, { name: 'lock', what: 'cache of thumbnails', hint: 'it is made again' });
  } catch {
    return memoryCache();
  }
  return packCache(folder, lock);
}

async function packCache(folder: string, lock: FolderLock): Promise<ThumbnailCache> {
  const [pack, list] = [join(folder, 'pack'), join(folder, 'places')];
  const places = new Map<number, Place>();
  let end = await stat(pack).then(
    ({ size }) => size,
    () => 0,
  );
  const known = await readFile(list).catch(() => Buffer.alloc(0));
  // Each entry: row, place, length. One whose picture a kill cut off is forgotten.
  for (let at = 0; at + 16 <= known.length; at += 16) {
    const place = { at: Number(known.readBigUInt64LE(at + 4)), length: known.readUInt32LE(at + 12) };
    if (place.at + place.length <= end) places.set(known.readUInt32LE(at), place);
  }
  await truncate(list, known.length - (known.length % 16)).catch(() => {});
  const file = await open(pack, 'a+');
  let writing = Promise.resolve();
  return {
    async get(row) {
      const place = places.get(row);
      if (place === undefined) return undefined;
      const bytes = new Uint8Array(place.length);
      const { bytesRead } = await file.read(bytes, 0, place.length, place.at);
      return bytesRead === place.length ? bytes : undefined;
    },
    put(row, bytes) {
      writing = writing.then(async () => {
        if (places.has(row)) return;
        try {
          await file.appendFile(bytes);
          const entry = Buffer.alloc(16);
          entry.writeUInt32LE(row, 0);
          entry.writeBigUInt64LE(BigInt(end), 4);
          entry.writeUInt32LE(bytes.length, 12);
          await appendFile(list, entry);
          places.set(row, { at: end, length: bytes.length });
          end += bytes.length;
        } catch {
          // A full disk: it is made again when it is asked for.
          end = (await stat(pack)).size;
        }
      });
      return writing;
    },
    close() {
      void writing.finally(() => file.close()).finally(() => lock.release());
    },
  };
}

/** @returns WebP of a picture or of coloured pixels, its longer side at most `side`. */
export function shrink(image: Sharp, side: number): Promise<Uint8Array> {
  return image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78, effort: 1 })
    .toBuffer();
}
