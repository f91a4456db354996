/** The images of `lineament detect`, one after the other: detected, printed, written. A broken one is listed and the rest goes on. */

import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { counted } from '../../core/text/counted.js';
import { pathWords } from '../../core/text/path-words.js';
import type { Work } from '../../core/work.js';
import { formatPts } from '../../dataset/export/formats/pts-writer.js';
import { describeFaces } from '../../detect/describe/describe-face.js';
import { type ImageResult, resultFile, resultOf } from '../../detect/detection-result.js';
import { faceOf } from '../../detect/face.js';
import { detectLeftToRight } from '../../detect/finder/detect-found.js';
import type { FaceFinder } from '../../detect/finder/face-finder.js';
import type { Detection, Detector } from '../../detect/landmarks/detector.js';
import { writeFileWhole } from '../../node/files.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { drawOverlay } from '../../report/overlay.js';
import { markedPicture } from '../command/own-files.js';
import { print } from '../command/print.js';
import type { Describing } from './describe-faces.js';
import { type DetectJob, readPicture } from './inputs.js';
import { type DetectOutput, detectMark, markedPoints, ptsNames, ptsThere } from './outputs.js';
import { type DetectFormat, headingOf, linesOf } from './result-formats.js';

export interface DetectPlan {
  jobs: readonly DetectJob[];
  /** One for each job, or none. */
  outputs: readonly DetectOutput[];
  /** What is printed image by image; `json` is printed at the end, by the caller. */
  format: DetectFormat | undefined;
  finder: FaceFinder | undefined;
  threshold: number | null | undefined;
  describing: Describing | undefined;
}

export interface Detected {
  /** Kept for `--json` alone: the other formats are printed image by image. */
  results: ImageResult[];
  failures: { image: string; reason: string }[];
  /** Images that had their turn; fewer than there are where it was stopped. */
  looked: number;
  /** Images whose faces were found. */
  done: number;
  /** Images in which no face was found, as people call them. */
  faceless: string[];
  /** Animations, of which the first frame was looked at, as people call them. */
  animated: string[];
}

export async function detectAll(detector: Detector, plan: DetectPlan, work: Work): Promise<Detected> {
  const { jobs, outputs, format, describing, ...finding } = plan;
  const detected: Detected = { results: [], failures: [], looked: 0, done: 0, faceless: [], animated: [] };
  const report = (): void => {
    // One or two images are done before anybody looks at a bar, and printed points show how far it is.
    if (format === undefined && jobs.length > 2) work.report(detected.looked, jobs.length);
  };
  if (format !== undefined) print(headingOf(format), format === 'text');
  report();
  for (const [i, job] of jobs.entries()) {
    if (work.signal.aborted) return detected;
    try {
      const { image, detections } = await detectImage(
        detector,
        job,
        { ...finding, animated: detected.animated },
        work.signal,
      );
      const { landmarks } = detector.metadata;
      const faces = detections.map((detection) =>
        faceOf(detection, landmarks, landmarks.names, { picture: image }),
      );
      const described = describing && describeFaces(faces, describing.options);
      const result = resultOf(job.path, faces, described);
      const output = outputs[i];
      if (output !== undefined) await writeResult(image, detections, result, detector, output);
      if (format === 'json') detected.results.push(result);
      else if (format !== undefined) print(linesOf(format, detector, result), format === 'text');
      detected.done++;
      if (job.boxes === 'found' && detections.length === 0) detected.faceless.push(pathWords(job.path));
    } catch (error) {
      if (error instanceof StoppedError) return detected;
      if (!(error instanceof LineamentError)) throw error;
      detected.failures.push({ image: job.path, reason: messageOf(error) });
    }
    detected.looked++;
    report();
  }
  return detected;
}

async function detectImage(
  detector: Detector,
  job: DetectJob,
  {
    finder,
    threshold,
    animated,
  }: { finder: FaceFinder | undefined; threshold: number | null | undefined; animated: string[] },
  signal: AbortSignal,
): Promise<{ image: Image; detections: Detection[] }> {
  const { path, boxes } = job;
  const image = await decodeImage(await readPicture(path, animated), pathWords(path));
  const detections: Detection[] = [];
  if (boxes === 'found') {
    const options = { signal, threshold };
    return { image, detections: await detectLeftToRight(image, { detector, finder: finder! }, options) };
  }
  for (const box of boxes === 'whole' ? [undefined] : boxes) {
    if (signal.aborted)
      throw new StoppedError(`${pathWords(path)}, after ${counted(detections.length, 'face')}`);
    detections.push(await detector.detect(image, box));
  }
  return { image, detections };
}

/** The overlay, and the points as JSON beside it. */
async function writeResult(
  image: Image,
  detections: readonly Detection[],
  result: ImageResult,
  detector: Detector,
  output: DetectOutput,
): Promise<void> {
  const { overlay, points } = output;
  const format = extname(overlay).toLowerCase() === '.png' ? 'png' : 'jpeg';
  const marks = detections.map(({ points, uncertainty, visibility }) => ({
    points,
    uncertainty,
    visibility,
    colour: '#ff3b6b',
  }));
  await writeFileWhole(
    overlay,
    markedPicture(await drawOverlay(image, marks, { format }), format, detectMark),
  );
  const content = { ...(await markedPoints(output)), ...resultFile(detector, result) };
  await writeFileWhole(points, `${JSON.stringify(content)}\n`);
  const files = ptsNames(output, detections.length);
  // Of an earlier run that found another number of faces: they would be taken for this picture's.
  for (const old of await ptsThere(output)) if (!files.includes(old)) await rm(old);
  for (const [i, file] of files.entries()) await writeFileWhole(file, formatPts(detections[i]!.points));
}
