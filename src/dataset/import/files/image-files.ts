/** Which of the files of a folder that is imported are labels, which are pictures, and which picture stands beside which labels. */
import { join, parse, relative } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { isPictureName, pictureEndings } from '../../../node/pictures/picture-endings.js';

/** The files with this ending (`.pts`), of which there must be one. @param hint – what to give instead of this folder. */
export function labelFiles(files: readonly string[], ending: string, folder: string, hint: string): string[] {
  const labels = files.filter((file) => file.toLowerCase().endsWith(ending));
  if (labels.length > 0) return labels;
  throw new LineamentError(`there is no ${ending} file in the folder`, { file: folder, hint });
}

/** The files that are pictures, by their ending. */
export function imageFiles(files: readonly string[]): string[] {
  return files.filter(isPictureName);
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

/**
 * Ids of pictures by their names: without folder and ending where that is their own, else without ending, else whole
 * (`a.jpg` beside `a.png`).
 * @param names – with slashes. @param withFolders – keeps the folders always.
 */
export function pictureIds(names: readonly string[], withFolders: boolean): string[] {
  const forms = [
    ...(withFolders ? [] : [(name: string) => parse(name).name]),
    (name: string) => stemOf(name).split('\\').join('/'),
    (name: string) => name,
  ];
  const uses = forms.map((form) => {
    const counts = new Map<string, number>();
    for (const name of new Set(names)) counts.set(form(name), (counts.get(form(name)) ?? 0) + 1);
    return counts;
  });
  return names.map((name) => {
    const own = forms.find((form, i) => uses[i]!.get(form(name)) === 1);
    return own === undefined ? name : own(name);
  });
}

/** @returns a function that finds the one picture that has a label file's name. */
export function imagesBeside(files: readonly string[]): (labels: string) => string {
  const images = new Map<string, string[]>();
  for (const file of imageFiles(files)) images.set(stemOf(file), [...(images.get(stemOf(file)) ?? []), file]);
  return (labels) => {
    const [image, other] = images.get(stemOf(labels)) ?? [];
    if (image === undefined) {
      throw new LineamentError(`there is no image with the same name (${pictureEndings.join(', ')})`, {
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
