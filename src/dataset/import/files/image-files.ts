/** The files of a folder that is imported: all below it, and which pictures stand beside which labels. */
import { readdir } from 'node:fs/promises';
import { join, parse, relative } from 'node:path';
import { LineamentError } from '../../../core/errors.js';

const imageEndings = ['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.bmp', '.gif'];

/** All files below the folder, sorted, so that the dataset's order does not depend on the file system. */
export async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new LineamentError('the folder cannot be read', { file: folder, hint: 'check the path', cause });
  }
}

/** The files with this ending (`.pts`), of which there must be one. @param hint – what to give instead of this folder. */
export function labelFiles(files: readonly string[], ending: string, folder: string, hint: string): string[] {
  const labels = files.filter((file) => file.toLowerCase().endsWith(ending));
  if (labels.length > 0) return labels;
  throw new LineamentError(`there is no ${ending} file in the folder`, { file: folder, hint });
}

/** The files that are pictures, by their ending. */
export function imageFiles(files: readonly string[]): string[] {
  return files.filter((file) => imageEndings.includes(parse(file).ext.toLowerCase()));
}

/** The path without its ending. */
export function stemOf(file: string): string {
  const { dir, name } = parse(file);
  return join(dir, name);
}

/** A path below the folder as an id: without ending, with slashes everywhere. */
export function idOf(folder: string, file: string): string {
  return stemOf(relative(folder, file)).split('\\').join('/');
}

/** @returns a function that finds the one picture that has a label file's name. */
export function imagesBeside(files: readonly string[]): (labels: string) => string {
  const images = new Map<string, string[]>();
  for (const file of imageFiles(files)) images.set(stemOf(file), [...(images.get(stemOf(file)) ?? []), file]);
  return (labels) => {
    const [image, other] = images.get(stemOf(labels)) ?? [];
    if (image === undefined) {
      throw new LineamentError(`there is no image with the same name (${imageEndings.join(', ')})`, {
        file: labels,
        hint: 'put the image beside it',
      });
    }
    if (other !== undefined) {
      throw new LineamentError(`${image} and ${other} have the same name: which one is labelled?`, {
        file: labels,
        hint: 'keep one of them',
      });
    }
    return image;
  };
}
