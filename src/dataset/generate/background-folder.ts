/**
 * A user's folder of pictures as backgrounds: which of them can be read, a digest that changes with them, and one of them
 * decoded small. Files are taken by name in the order of their code units, folders inside are not looked into.
 */
import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { readFileOr } from '../../node/files.js';
import { imageError, openPicture, rgbOf } from '../../node/pictures/decode-image.js';
import { jpegDamage } from '../../node/pictures/jpeg/check-jpeg.js';
import { isPictureName, pictureEndings } from '../../node/pictures/picture-endings.js';

/** Plain data: part of a generation recipe. */
export interface BackgroundFolder {
  folder: string;
  /** Names of the pictures that can be read, in order. */
  files: readonly string[];
  /** SHA-256 over their names and bytes. */
  digest: string;
}

export interface BackgroundScan extends BackgroundFolder {
  /** Pictures that cannot be read and folders, and why they are left out. */
  bad: readonly { file: string; reason: string }[];
}

export async function scanBackgrounds(folder: string): Promise<BackgroundScan> {
  const { names, folders } = await listFolder(folder);
  const files: string[] = [];
  const bad = folders.map((file) => ({ file, reason: 'a folder; pictures inside it are not looked for' }));
  const hash = createHash('sha256');
  for (const file of names.filter(isPictureName).sort(byCodeUnits)) {
    const bytes = await readFileOr(join(folder, file), 'background');
    try {
      await decodeSmall(bytes, 32);
      const damage = jpegDamage(bytes);
      if (damage !== undefined) throw new Error(damage);
    } catch (cause) {
      bad.push({ file, reason: messageOf(cause).split('\n')[0] ?? '' });
      continue;
    }
    files.push(file);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  if (files.length === 0)
    throw new LineamentError(
      bad.length === 0
        ? 'the folder of backgrounds holds no picture'
        : `none of ${bad.length} pictures and folders in the folder of backgrounds can be used`,
      { file: folder, hint: `put pictures into it: ${pictureEndings.join(' ')}` },
    );
  return { folder, files, digest: hash.digest('hex'), bad };
}

/** @param size – side of the images that are generated: the picture is decoded to about twice that. */
export async function openBackground(
  { folder }: BackgroundFolder,
  file: string,
  size: number,
): Promise<Image> {
  const path = join(folder, file);
  const bytes = await readFileOr(path, 'background');
  try {
    return await decodeSmall(bytes, 2 * size);
  } catch (cause) {
    throw imageError(path, cause);
  }
}

/** Upright RGB whose shorter side is at most `shorter`. */
async function decodeSmall(bytes: Uint8Array, shorter: number): Promise<Image> {
  return rgbOf(
    openPicture(bytes)
      .autoOrient()
      .resize({ width: shorter, height: shorter, fit: 'outside', withoutEnlargement: true }),
  );
}

async function listFolder(folder: string): Promise<{ names: string[]; folders: string[] }> {
  try {
    const names: string[] = [];
    const folders: string[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true }))
      ((await isFolder(entry, folder)) ? folders : names).push(entry.name);
    return { names, folders: folders.sort(byCodeUnits) };
  } catch (cause) {
    throw new LineamentError(`the folder of backgrounds cannot be read: ${messageOf(cause)}`, {
      file: folder,
      hint: 'give a folder with pictures',
      cause,
    });
  }
}

/** A link is what it leads to. */
async function isFolder(entry: Dirent, folder: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(join(folder, entry.name)).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

/** The same order on every machine, whatever its language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
