/** Which pictures `detect` looks at, and through which boxes: files, folders, patterns, standard input, a boxes file. */
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { LineamentError, UsageError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import { pathWords, standardInput } from '../../core/text/path-words.js';
import { shellWord } from '../../core/text/shell-word.js';
import { someOf } from '../../core/text/some-of.js';
import { listFiles } from '../../dataset/import/files/list-files.js';
import { manifestPath } from '../../dataset/store/manifest.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exists, readFileOr } from '../../node/files.js';
import { isAnimated } from '../../node/pictures/animation.js';
import { isPictureName, pictureEndings } from '../../node/pictures/picture-endings.js';
import { isVideoName, videoEndings } from '../../node/video/video-endings.js';
import { type BoxFile, readBoxFile } from './box-file.js';

/** An image with the boxes to look at; `whole`: the image is one face; `found`: its faces are to be found. */
export interface DetectJob {
  path: string;
  boxes: readonly FaceBox[] | 'whole' | 'found';
}

export interface DetectInputs {
  jobs: DetectJob[];
  /** Lines of the boxes file that are none. */
  failures: BoxFile['failures'];
  /** Videos of folders and patterns, which are no images. */
  videos: string[];
}

/** @param given – where faces are, as somebody says; undefined where they are looked for. */
export function refuseThreshold(
  threshold: number | null | undefined,
  given: unknown,
  operation = 'detect',
): void {
  if (threshold !== undefined && given !== undefined)
    throw new UsageError(`${operation}: --threshold is for faces that are found, not for given ones`, {
      hint: 'leave it out, or the boxes',
    });
}

/** @param given – files, folders, patterns with `*`, `?` and `**`, or `-`. */
export async function detectInputs(
  given: readonly string[],
  {
    box,
    boxes,
    whole,
    threshold,
  }: { box?: FaceBox; boxes?: string; whole?: true; threshold?: number | null },
): Promise<DetectInputs> {
  if (box !== undefined && boxes !== undefined)
    throw new UsageError('detect: give --box or --boxes, not both');
  if (whole && (box ?? boxes) !== undefined) throw new UsageError('detect: give --whole or a box, not both');
  refuseThreshold(threshold, whole ?? box ?? boxes);
  const images: string[] = [];
  const videos: string[] = [];
  for (const path of given)
    for (const file of await expand(path)) (file !== path && isVideoName(file) ? videos : images).push(file);
  if (images.length === 0 && videos.length > 0)
    throw new UsageError(
      `there ${videos.length === 1 ? 'is a video' : `are ${videos.length} videos`} and no picture in ${given.join(', ')}`,
      { hint: oneVideoHint(videos) },
    );
  if (boxes === undefined) {
    if (images.length === 0)
      throw new UsageError('no image is given', { hint: 'name image files, or a folder of them' });
    if (box !== undefined && images.length > 1) {
      throw new UsageError(`detect: one --box cannot serve ${images.length} images`, { hint: 'use --boxes' });
    }
    const places = whole ? 'whole' : box === undefined ? 'found' : [box];
    return { jobs: images.map((path) => ({ path, boxes: places })), failures: [], videos };
  }
  const { boxes: byImage, failures } = await readBoxFile(boxes);
  if (images.length === 0)
    return { jobs: [...byImage].map(([path, list]) => ({ path, boxes: list })), failures, videos };
  const jobs = images.map((path) => {
    const list = byImage.get(resolve(path));
    if (list === undefined) throw new UsageError(`detect: ${boxes} has no box for ${pathWords(path)}`);
    return { path, boxes: list };
  });
  return { jobs, failures, videos };
}

/** The pictures and videos that a path stands for; none where it is a folder or a pattern without any. */
export async function filesAt(path: string): Promise<string[]> {
  return (await mediaAt(path)) ?? [path];
}

/** The files that the given paths stand for, pictures and videos; what is named itself is taken as it is. */
export async function filesGiven(given: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of given) files.push(...(await expand(path)));
  return files;
}

/** What is said of videos that were left out; there is at least one. @param remedy – how a command takes them. */
export function leftOutWords(
  videos: readonly string[],
  remedy: (videos: readonly string[]) => string = oneVideoHint,
): string {
  return `${counted(videos.length, 'video')} left out: ${remedy(videos)}`;
}

/** Of a command that takes any number of videos, but nothing beside them. */
export function videosAloneHint([video]: readonly string[]): string {
  return `pictures and videos are searched apart; give videos alone, such as ${shellWord(video!)}`;
}

/**
 * Of folders that are given: what is there and neither a picture nor a video, such as a camera's raw files.
 * @returns a sentence; undefined where there is nothing of the kind.
 */
export async function otherFilesWords(given: readonly string[]): Promise<string | undefined> {
  const others: string[] = [];
  for (const path of given) {
    const entry = path === standardInput ? undefined : await stat(path).catch(() => undefined);
    if (entry?.isDirectory() !== true) continue;
    const files = await listFiles(path);
    const taken = new Set(readable(files, path));
    others.push(...files.filter((file) => !taken.has(file) && !basename(file).startsWith('.')));
  }
  if (others.length === 0) return undefined;
  return `${counted(others.length, 'other file')} left out, neither pictures nor videos: ${someOf(others.map(pathWords))}`;
}

function oneVideoHint([video]: readonly string[]): string {
  return `give a video by its own name, one at a time, such as ${shellWord(video!)}; lineament describe takes all`;
}

/** The bytes of a picture that {@link detectInputs} names. @param animated – gets its name where it is an animation. */
export async function readPicture(path: string, animated?: string[]): Promise<Uint8Array> {
  const bytes = path === standardInput ? await readStandardInput() : await readFileOr(path, 'image');
  if (animated !== undefined && isAnimated(bytes)) animated.push(pathWords(path));
  return bytes;
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > mostBytes)
      throw new LineamentError(`the image is longer than ${mostBytes / 2 ** 20} MiB`, {
        file: pathWords(standardInput),
      });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Standard input may never end. */
const mostBytes = 2 ** 30;

/** The pictures and videos that a path stands for; there must be one. */
async function expand(path: string): Promise<string[]> {
  const found = await mediaAt(path);
  if (found === undefined) return [path];
  if (found.length > 0) return found;
  const dataset = await datasetAt(path);
  if (dataset !== undefined)
    throw new UsageError(`${dataset} is a dataset of Lineament: its pictures lie in a table, not in files`, {
      hint: `write them as files first: lineament dataset export ${shellWord(dataset)} --format 300w --out pictures`,
    });
  throw new UsageError(`there is no picture in ${path}, nor a video`, {
    hint: `pictures end in ${pictureEndings.join(', ')}; videos in ${videoEndings.join(', ')}`,
  });
}

/** The dataset that a folder without pictures or videos is, or that lies in it or below a pattern; the first of several. */
async function datasetAt(path: string): Promise<string | undefined> {
  const top = (await exists(path)) ? path : patternFolder(path);
  if (await exists(manifestPath(top))) return top;
  const manifest = (await listFiles(top)).find((file) => file === manifestPath(dirname(file)));
  return manifest && dirname(manifest);
}

/** The folder below which a pattern looks. */
function patternFolder(path: string): string {
  const parts = path.split(/[\\/]/);
  const fixed = parts
    .slice(
      0,
      parts.findIndex((part) => /[*?]/.test(part)),
    )
    .join(sep);
  return fixed === '' ? (path.startsWith('/') ? '/' : '.') : fixed;
}

/** The pictures and videos of a folder or a pattern; undefined where the path is a file's own name. */
async function mediaAt(path: string): Promise<string[] | undefined> {
  if (path === standardInput) return undefined;
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory() === true) return readable(await listFiles(path), path);
  if (entry !== undefined || !/[*?]/.test(path)) return undefined;
  const pattern = patternOf(join(path));
  return readable(
    (await listFiles(patternFolder(path))).filter((file) => pattern.test(file)),
    path,
  );
}

function readable(files: readonly string[], given: string): string[] {
  // In a folder `.ts` is more often a program than a film.
  const isVideo = (file: string): boolean =>
    isVideoName(file) && (extname(file).toLowerCase() !== '.ts' || extname(given).toLowerCase() === '.ts');
  return files.filter((file) => isPictureName(file) || isVideo(file));
}

/** `*` and `?` stay within a folder, `**` goes through any. */
function patternOf(glob: string): RegExp {
  const text = glob.replaceAll('\\', '/').replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${text}$`);
}
