/** Worker thread: detects or describes the faces of photographs. Nothing of it runs on the thread that answers requests. */
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { defaultHeadPoints } from '../../detect/describe/head/default-head-points.js';
import { missingAnswers } from '../../detect/describe/head/missing-answers.js';
import { type Failure, type ImageResult, jsonOf, resultOf } from '../../detect/detection-result.js';
import { faceOf } from '../../detect/face.js';
import { finderForRolls } from '../../detect/finder/any-roll-finder.js';
import { detectLeftToRight } from '../../detect/finder/detect-found.js';
import type { FaceFinder } from '../../detect/finder/face-finder.js';
import type { Detection, Detector } from '../../detect/landmarks/detector.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { type OpenModelOptions, openModel } from '../../detect/node/open-landmark-detector.js';
import { modelFile } from '../../detect/node/shipped-model-file.js';
import { decodeImage, openPicture } from '../../node/pictures/decode-image.js';
import { serveTasks } from '../../node/worker-pool.js';
import { describePicture } from '../../studies/description/describe-picture.js';
import type { FaceRecord } from '../../studies/description/face-record.js';
import type { DescribeSettings, DetectSettings } from './picture-settings.js';

export interface GivenPicture {
  /** As its sender calls it; never opened. */
  name: string;
  bytes: Uint8Array;
}

export type PictureTask = {
  pictures: GivenPicture[];
  /** Of one picture. */
  mostPixels: number;
} & ({ kind: 'detect'; settings: DetectSettings } | { kind: 'describe'; settings: DescribeSettings });

/** JSON as the command line prints it. */
export type PictureAnswer = ReturnType<typeof jsonOf> | DescribeAnswer;

interface DescribeAnswer {
  /** What the points of the model do not tell. */
  missing: string[];
  faces: FaceRecord[];
  empty: string[];
  failed: { id: string; reason: string }[];
}

/** Detectors by what was asked of them; each holds its network. */
const detectors = new Map<string, ReturnType<typeof openModel>>();
const mostDetectors = 3;
let finder: Promise<FaceFinder> | undefined;

async function detectorOf(model: string, options: OpenModelOptions): Promise<Detector> {
  const key = JSON.stringify([model, options]);
  const opened = detectors.get(key) ?? openModel(modelFile(model), options);
  detectors.delete(key);
  detectors.set(key, opened); // the last used stands last
  opened.catch(() => detectors.delete(key));
  const [oldest] = detectors;
  if (detectors.size > mostDetectors && oldest !== undefined) {
    detectors.delete(oldest[0]);
    await (await oldest[1]).close();
  }
  return (await opened).detector;
}

const finderOf = (): Promise<FaceFinder> => {
  finder ??= openFinder();
  return finder;
};

async function decode({ name, bytes }: GivenPicture, mostPixels: number): Promise<Image> {
  const { width = 0, height = 0 } = await openPicture(bytes)
    .metadata()
    .catch(() => ({ width: 0, height: 0 }));
  if (width * height > mostPixels)
    throw new LineamentError(`${width} × ${height} pixels; allowed: at most ${mostPixels / 1e6} megapixels`, {
      file: name,
      hint: 'scale it down',
    });
  return decodeImage(bytes, name);
}

async function detect(
  pictures: readonly GivenPicture[],
  { model, landmarks, convention, mirror, looks, anyRoll, threshold, mostFaces, whole }: DetectSettings,
  mostPixels: number,
): Promise<object> {
  const detector = await detectorOf(model, {
    mirror,
    looks,
    anyRoll,
    ...(landmarks !== null && { landmarks }),
    ...(convention !== null && { convention }),
  });
  const results: ImageResult[] = [];
  const failures: Failure[] = [];
  for (const picture of pictures)
    try {
      const image = await decode(picture, mostPixels);
      const detections: Detection[] = whole
        ? [await detector.detect(image)]
        : await detectLeftToRight(
            image,
            { detector, finder: finderForRolls(await finderOf(), anyRoll) },
            { threshold, mostFaces },
          );
      const { landmarks } = detector.metadata;
      const faces = detections.map((detection) =>
        faceOf(detection, landmarks, landmarks.names, { picture: image }),
      );
      results.push(resultOf(picture.name, faces));
    } catch (error) {
      failures.push({ image: picture.name, reason: reasonOf(error) });
    }
  return jsonOf(detector, results, failures);
}

async function describe(
  pictures: readonly GivenPicture[],
  { model, mirror, focal }: DescribeSettings,
  mostPixels: number,
): Promise<DescribeAnswer> {
  const tools = {
    detector: await detectorOf(model, { mirror }),
    finder: await finderOf(),
    ...(focal !== null && { focal }),
  };
  const { set, convention } = tools.detector.metadata.landmarks;
  const missing = missingAnswers(defaultHeadPoints(set, convention));
  const answer: DescribeAnswer = { missing, faces: [], empty: [], failed: [] };
  for (const picture of pictures)
    try {
      const found = await describePicture(await decode(picture, mostPixels), picture.name, tools);
      if (found.length === 0) answer.empty.push(picture.name);
      answer.faces.push(...found.map(({ record }) => record));
    } catch (error) {
      answer.failed.push({ id: picture.name, reason: reasonOf(error) });
    }
  return answer;
}

function reasonOf(error: unknown): string {
  if (error instanceof LineamentError) return messageOf(error);
  throw error;
}

serveTasks<PictureTask, PictureAnswer>((task) =>
  task.kind === 'detect'
    ? detect(task.pictures, task.settings, task.mostPixels)
    : describe(task.pictures, task.settings, task.mostPixels),
);
