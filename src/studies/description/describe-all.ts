/**
 * Describes every face of pictures and videos and, where a folder is given, writes what came out: `description.html`, `.json` and `.csv`. A picture
 * or video that cannot be read, or whose face cannot be described, is listed, and the rest goes on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { Work } from '../../core/work.js';
import { createVideoDescriber, type VideoDescriber } from '../../detect/describe/describe-video.js';
import { embeddedHead } from '../../detect/describe/head/default-head-points.js';
import { wrongOf } from '../../detect/detection-result.js';
import type { Face } from '../../detect/face.js';
import { createTracker } from '../../detect/tracker/create-tracker.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { builtFile } from '../../node/built-file.js';
import { exists, writeFileWhole } from '../../node/files.js';
import { markOf, refuseOverwriting } from '../../node/refuse-overwriting.js';
import { type DescribingTools, describePicture, describingOf } from './describe-picture.js';
import { type Description, type FailedPicture, lookedWords } from './description.js';
import { descriptionPage } from './description-page.js';
import { facePicture } from './face-picture.js';
import { csvOf, type FaceRecord } from './face-record.js';
import { headFile } from './head-file.js';

export interface PictureToDescribe {
  path: string;
  /** Found by the finder where there are none. */
  boxes: readonly FaceBox[];
  read(): Promise<Image>;
}

export interface VideoToDescribe {
  path: string;
  /** @throws LineamentError where it cannot be read. */
  open(): Promise<OpenedVideo>;
}

export interface OpenedVideo {
  /** Frames; null where nobody knows. */
  total: number | null;
  /** Once. @returns what could not be read. */
  frames(): AsyncGenerator<{ index: number; seconds: number; image: Image }, FailedPicture[]>;
}

export interface DescribeAllOptions extends DescribingTools {
  pictures: readonly PictureToDescribe[];
  videos: readonly VideoToDescribe[];
  /** The head that `head` was taken off; the embedded one by default. */
  model?: HeadModel;
  /** What the points do not tell: said on the page, and in the JSON. */
  missing?: readonly string[];
  /** Folder; nothing is written, nor drawn, without one. */
  out?: string | undefined;
  /** Gets each face as it is described, instead of the description: progress is then not reported either. */
  onFace?: (record: FaceRecord) => void;
}

/** So many faces have their picture on the page; of a video a few frames. */
const mostShown = 60;
const shownFrames = 4;
/** So many heads can be turned; each weighs about half a megabyte. */
const mostHeads = 6;

export const descriptionFiles = {
  page: 'description.html',
  json: 'description.json',
  csv: 'description.csv',
} as const;

/** The first key of the JSON: it shows that it and the files beside it were written here, and may be again. */
const mark = { by: markOf('describe') };

/**
 * Nothing is overwritten but an earlier report. Where `work` is stopped, what was described until then is written, unless an
 * earlier report lies there, and a StoppedError thrown; without a folder it is given back, and says that it was stopped.
 * @throws UsageError before any work where a file in `out` would be overwritten that was not written here.
 */
export async function describeAll(options: DescribeAllOptions, work: Work): Promise<Description> {
  const { pictures, videos, out } = options;
  const description: Description = {
    ...{ records: [], faces: new Set<string>(), shown: [], heads: [], empty: [], failed: [] },
    ...{ looked: 0, total: 0 },
    lookedAt: videos.length === 0 ? 'picture' : pictures.length === 0 ? 'frame' : 'both',
  };
  if (out !== undefined)
    await refuseOverwriting(
      'describe',
      [...pictures, ...videos].map(({ path }) => path),
      Object.values(descriptionFiles).map((name) => ({
        path: join(out, name),
        shownBy: join(out, descriptionFiles.json),
        mark: JSON.stringify(mark).slice(1, -1),
      })),
    );
  const opened: { path: string; video: OpenedVideo }[] = [];
  for (const { path, open } of videos)
    await attempt(path, description, async () => {
      opened.push({ path, video: await open() });
    });
  const total = pictures.length + opened.reduce((sum, { video }) => sum + (video.total ?? 0), 0);
  description.total = total;
  const done = (): void => {
    description.looked++;
    if (options.onFace === undefined) work.report(description.looked, Math.max(total, description.looked));
  };
  let stopped: StoppedError | undefined;
  try {
    for (const picture of pictures) {
      stopWhereAsked(work);
      await attempt(picture.path, description, () => addPicture(picture, options, description, work));
      done();
    }
    for (const { path, video } of opened)
      await attempt(path, description, () => describeVideo(path, video, options, description, work, done));
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    stopped = error;
  }
  const looked = lookedWords(description.looked, description.lookedAt);
  if (out === undefined) return { ...description, ...(stopped !== undefined && { stopped: true as const }) };
  if (stopped !== undefined && description.looked === 0)
    throw new StoppedError(`after ${looked}; nothing was written`);
  if (stopped !== undefined && (await exists(join(out, descriptionFiles.json))))
    throw new StoppedError(`after ${looked}; the report that is in ${out} already is as it was`);
  await writeDescription(description, { ...options, out }, stopped && total);
  if (stopped !== undefined)
    throw new StoppedError(`after ${looked}, which are in ${join(out, descriptionFiles.page)}`);
  return description;
}

async function writeDescription(
  description: Description,
  { out, detector, missing = [] }: DescribeAllOptions & { out: string },
  stoppedBefore: number | undefined,
): Promise<void> {
  const { set, convention } = detector.metadata.landmarks;
  const { records, empty, failed } = description;
  const whole = stoppedBefore === undefined;
  await writeFileWhole(
    join(out, descriptionFiles.json),
    `${JSON.stringify({ ...mark, landmarks: { set, convention }, whole, missing, faces: records, empty, failed })}\n`,
  );
  await writeFileWhole(join(out, descriptionFiles.csv), csvOf(records));
  await writeFileWhole(
    join(out, descriptionFiles.page),
    descriptionPage(description, { set, missing, ...(await headView()), ...(!whole && { stoppedBefore }) }),
  );
}

function stopWhereAsked({ signal }: Work): void {
  if (signal.aborted) throw new StoppedError('describe');
}

async function attempt(path: string, { failed }: Description, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (error instanceof StoppedError || !(error instanceof LineamentError)) throw error;
    failed.push({ id: path, reason: messageOf(error) });
  }
}

async function addPicture(
  { path, boxes, read }: PictureToDescribe,
  options: DescribeAllOptions,
  description: Description,
  { signal }: Work,
): Promise<void> {
  const image = await read();
  const faces = await describePicture(image, path, options, boxes, signal);
  if (faces.length === 0) description.empty.push(path);
  for (const { face, record } of faces) {
    add(record, description, options);
    if (isShown(description, options)) await show(record, face, image, description, options);
  }
}

function add(record: FaceRecord, { records, faces }: Description, { onFace }: DescribeAllOptions): void {
  faces.add(`${record.file}\n${record.face}`);
  if (onFace === undefined) records.push(record);
  else onFace(record);
}

function isShown({ shown }: Description, { out }: DescribeAllOptions): boolean {
  return out !== undefined && shown.length < mostShown;
}

async function describeVideo(
  path: string,
  { total, frames }: OpenedVideo,
  options: DescribeAllOptions,
  description: Description,
  work: Work,
  done: () => void,
): Promise<void> {
  const { detector, finder } = options;
  const tracker = createTracker({ detector, finder });
  const every = Math.max(1, Math.floor((total ?? 100) / shownFrames));
  const source = frames();
  const describers = new Map<number, VideoDescriber>();
  let seen = 0;
  try {
    for (;;) {
      stopWhereAsked(work);
      const next = await source.next();
      if (next.done) {
        description.failed.push(...next.value);
        if (seen > 0 && describers.size === 0) description.empty.push(path);
        return;
      }
      seen++;
      const { index, seconds, image } = next.value;
      for (const face of await tracker.track(image, seconds)) {
        const describer = describers.get(face.id) ?? createVideoDescriber(describingOf(options));
        describers.set(face.id, describer);
        const { fatigue, ...described } = describer.describe(face, seconds);
        const record = {
          file: path,
          frame: index,
          seconds,
          face: face.id,
          box: face.box,
          ...wrongOf(face),
          described,
          fatigue,
        };
        add(record, description, options);
        if (index % every === 0 && isShown(description, options))
          await show(record, face, image, description, options);
      }
      done();
    }
  } finally {
    await source.return([]).catch(() => {});
  }
}

async function show(
  record: FaceRecord,
  { box, points }: Face,
  image: Image,
  { shown, heads }: Description,
  { model = embeddedHead() }: DescribeAllOptions,
): Promise<void> {
  const { described } = record;
  shown.push({ record, picture: await facePicture({ image, box, points, described }, model) });
  const glb = heads.length < mostHeads ? await headFile(image, described, model) : undefined;
  if (glb !== undefined) heads.push({ record, glb });
}

/** The script that shows heads; none in a checkout that is not built. */
async function headView(): Promise<{ headScript?: string }> {
  const file = builtFile('head-view', 'view.js');
  return file === undefined ? {} : { headScript: await readFile(file, 'utf8') };
}
