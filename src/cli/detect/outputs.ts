/**
 * The files that `detect --out` writes, two a picture: an overlay and the points as JSON. They carry a mark, and only files with
 * that mark are ever replaced: what lies there may be a photograph and its labels.
 */
import { basename, extname, join } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { standardInput } from '../../core/text/path-words.js';
import { exists } from '../../node/files.js';
import { isPictureName } from '../../node/pictures/picture-endings.js';
import { holdsMark, type MarkedFile, markOf } from '../../node/refuse-overwriting.js';
import { isVideoName } from '../../node/video/video-endings.js';
import type { DetectJob } from './inputs.js';

export interface DetectOutput {
  overlay: string;
  points: string;
  /** Where .pts files are wanted: what their names begin with, see {@link ptsNames}. */
  pts?: string;
  /** The overlay holds no mark, as videos do not: it is `detect`'s where its points are and name it ({@link markedBeside}). */
  unmarked?: true;
}

/** Stands at the beginning of each file that is written. */
export const detectMark: string = markOf('detect');
const overlayEndings = new Set(['.png', '.jpg', '.jpeg']);
/** Nobody means a folder by these. */
const pointsEndings: Readonly<Record<string, string>> = {
  '.json': '--format json >',
  '.jsonl': '--format jsonl >',
  '.csv': '--format csv >',
  '.pts': '--pts --out',
};

/** @param out – of `--out`: a folder, or the overlay of one image. @returns the files of each job. */
export function outputNames(jobs: readonly DetectJob[], out: string, pts: boolean): DetectOutput[] {
  const outputOf = (overlay: string): DetectOutput => {
    const stem = overlay.slice(0, -extname(overlay).length);
    return { overlay, points: `${stem}.json`, ...(pts && { pts: stem }) };
  };
  if (overlayEndings.has(extname(out).toLowerCase())) {
    if (jobs.length === 1) return jobs.map(() => outputOf(out));
    throw new UsageError(`detect: --out ${out} is one picture, but there are ${jobs.length} images`, {
      hint: 'give a folder',
    });
  }
  const instead = pointsEndings[extname(out).toLowerCase()];
  if (instead !== undefined)
    throw new UsageError(`detect: --out is an overlay or a folder, not ${out}`, {
      hint: instead.endsWith('>') ? `print the points: ${instead} ${out}` : `give ${instead} and a folder`,
    });
  if (isPictureName(out) || isVideoName(out))
    throw new UsageError(`detect: an overlay is a .png or a .jpg, not ${extname(out)}`, {
      hint: 'give --out such a name, or a folder',
    });
  const taken = new Set<string>();
  return jobs.map((job) => {
    const stem = job.path === standardInput ? 'stdin' : basename(job.path, extname(job.path));
    let name = stem;
    // Capitals do not tell files apart on every file system.
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${stem}-${count}`;
    taken.add(name.toLowerCase());
    return outputOf(join(out, `${name}.png`));
  });
}

/**
 * One for each face: `photo.pts` where there is one, else all are numbered. They hold no mark: they are `detect`'s where the JSON
 * beside them says so.
 * @param faces – how many; how many are found is not known before.
 */
export function ptsNames({ pts }: DetectOutput, faces: number): string[] {
  if (pts === undefined) return [];
  return faces === 1 ? [`${pts}.pts`] : Array.from({ length: faces }, (_, i) => numberedPts(pts, i + 1));
}

function numberedPts(stem: string, face: number): string {
  return `${stem}.face${face}.pts`;
}

/** The .pts files that are there, whatever number of faces they were written of. */
export async function ptsThere({ pts }: DetectOutput): Promise<string[]> {
  if (pts === undefined) return [];
  const found: string[] = [];
  for (const name of [`${pts}.pts`, numberedPts(pts, 1)]) if (await exists(name)) found.push(name);
  for (let face = 2; await exists(numberedPts(pts, face)); face++) found.push(numberedPts(pts, face));
  return found;
}

/** The files of the outputs, each with the one that shows whose it is; of .pts files those that are there. */
export async function markedFiles(outputs: readonly DetectOutput[]): Promise<MarkedFile[]> {
  return (await Promise.all(outputs.map(filesOf))).flat();
}

async function filesOf(output: DetectOutput): Promise<MarkedFile[]> {
  const { overlay, points } = output;
  const own: MarkedFile[] = [
    output.unmarked
      ? { path: overlay, shownBy: points, mark: JSON.stringify(markedBeside(overlay)).slice(0, -1) }
      : { path: overlay, shownBy: overlay, mark: detectMark },
    { path: points, shownBy: points, mark: detectMark },
  ];
  return [...own, ...(await ptsThere(output)).map((path) => ({ path, shownBy: points, mark: ptsMark }))];
}

/** The mark as the first key of a JSON object. */
export const markedJson: { readonly by: string } = { by: detectMark };

/** The same where .pts files lie beside it: without it they are somebody's labels. */
const markedWithPts = { ...markedJson, pts: true } as const;
const ptsMark = JSON.stringify(markedWithPts).slice(0, -1);

/** What points begin with: once .pts files lie beside them, they go on saying so. */
export async function markedPoints({ points, pts }: DetectOutput): Promise<typeof markedJson> {
  return pts !== undefined || (await holdsMark(points, ptsMark)) ? markedWithPts : markedJson;
}

/** The mark of points that lie beside a video: they say which one is `detect`'s, too. */
export function markedBeside(video: string): { readonly by: string; readonly video: string } {
  return { ...markedJson, video: basename(video) };
}
