/**
 * The path of a picture that a file of labels names. Labels come from others, and what they name is copied into the
 * dataset: only pictures below the folder that is imported are taken, or below the one that the user names
 * (`--images`). Names of Windows (backslashes) are read where there is no such file.
 */
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { LineamentError } from '../../../core/errors.js';

export interface PictureFolders {
  /** Where the file of labels lies. */
  beside: string;
  /** The folder of the pictures, where the user names one. */
  images?: string | undefined;
}

/**
 * @param name – as the labels have it.
 * @returns where the picture is: below `images` or, if it is not there, beside the labels. It need not exist.
 */
export function picturePath(name: string, { beside, images }: PictureFolders): string {
  const roots = (images === undefined ? [beside] : [images, beside]).map((folder) => resolve(folder));
  const names = name.includes('\\') && sep === '/' ? [name, name.replaceAll('\\', '/')] : [name];
  const candidates = names.flatMap((one) => roots.map((root) => resolve(root, one)));
  const allowed = candidates.filter((path) => roots.some((root) => isInside(root, path)));
  const found = allowed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const outside = candidates.find((path) => !allowed.includes(path) && existsSync(path));
  // Nothing is there: what the labels most likely mean is named in the message that follows.
  const meant = roots
    .map((root) => resolve(root, names.at(-1) ?? name))
    .find((path) => allowed.includes(path));
  if (outside === undefined && meant !== undefined) return meant;
  throw new LineamentError(
    `the picture '${name}' lies outside of ${roots.map((root) => `'${root}'`).join(' and ')}`,
    { hint: `name the folder that holds it with --images, if the picture is meant to be imported` },
  );
}

/** A picture's place below its folder, with slashes: one name for one picture, however the labels write it. */
export function pictureName(name: string, { beside, images }: PictureFolders): string {
  const slashed = name.replaceAll('\\', '/');
  const roots = (images === undefined ? [beside] : [images, beside]).map((folder) => resolve(folder));
  const root = roots.find((folder) => isBelow(folder, resolve(folder, slashed)));
  const way = root === undefined ? slashed : relative(root, resolve(root, slashed));
  return way.split(sep).join('/');
}

/** By name, or by where links lead: a folder is often known by two paths. */
function isInside(root: string, path: string): boolean {
  return isBelow(root, path) || (existsSync(path) && isBelow(realpathSync(root), realpathSync(path)));
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
