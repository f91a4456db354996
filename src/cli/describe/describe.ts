/** `lineament describe`: from pictures and videos of faces to pose, gaze, eyes, expression and shape, in lines or as a report. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { StoppedError } from '../../core/errors.js';
import { freedAfter } from '../../core/opened-together.js';
import { counted } from '../../core/text/counted.js';
import { pathWords } from '../../core/text/path-words.js';
import { someOf } from '../../core/text/some-of.js';
import { findingFields } from '../../detect/detection-settings.js';
import { finderForRolls } from '../../detect/finder/any-roll-finder.js';
import type { FaceFinder } from '../../detect/finder/face-finder.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { openHeadPoints } from '../../detect/node/open-head-points.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { defaultModel, shippedModels } from '../../detect/shipped-models.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { animatedWords } from '../../node/pictures/animation.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { isVideoName } from '../../node/video/video-endings.js';
import {
  describeAll,
  descriptionFiles,
  type VideoToDescribe,
} from '../../studies/description/describe-all.js';
import { type Description, lookedWords } from '../../studies/description/description.js';
import type { FaceRecord } from '../../studies/description/face-record.js';
import { exampleText } from '../command/example.js';
import { focalOption } from '../command/focal-option.js';
import { holdOutFolder } from '../command/out-folder.js';
import {
  anyRollOption,
  conventionOption,
  eyesOptions,
  landmarksOption,
  looksOption,
  type PointsFlags,
  pointsAsked,
} from '../command/points-options.js';
import { print } from '../command/print.js';
import { providerOption } from '../command/provider-option.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { missingWords } from '../detect/describe-faces.js';
import { type FrameSource, openFrames } from '../detect/frame-source.js';
import { detectInputs, filesGiven, otherFilesWords, readPicture, refuseThreshold } from '../detect/inputs.js';
import { missedFaceHint } from '../detect/missed-face-hint.js';
import { faceLines } from './face-lines.js';

interface DescribeFlags extends PointsFlags {
  out?: string;
  model: string;
  boxes?: string;
  /** Least score of a face that is looked at. */
  threshold?: number | null;
  focal?: number;
  /** Name of a head model. */
  head?: string;
  mirror: boolean;
  provider: Provider;
  json?: true;
}

interface Told extends Description {
  asked: number;
  set: string;
  missing: readonly string[];
  otherFiles: string | undefined;
  notes: string[];
}

export function addDescribeCommand(program: Command): void {
  program
    .command('describe')
    .summary('pose, gaze, eyes and expression: a line or a report')
    .description(
      "Finds the faces of pictures and videos and says of each, in a line, what the face looks like, whether mouth and eyes are open, where the eyes look and how the head stands; with --out in a report with pictures, curves and the fitted heads. Angles are degrees against the camera: yaw is positive to the subject's left, pitch up, roll where the head leans clockwise in the picture.",
    )
    .argument(
      '<files...>',
      'pictures, videos, folders of either, patterns such as "faces/**/*.jpg", or - for standard input',
    )
    .option('--out <folder>', 'where description.html, .json and .csv are written, instead of the lines')
    .option(
      '--model <file>',
      `model.onnx, or the name of a shipped model: ${Object.keys(shippedModels).join(', ')}`,
      defaultModel,
    )
    .option('--boxes <file>', 'where the faces are, as for detect; a finder looks for them without it')
    .option(
      '--threshold <score>',
      "look at what the face finder gives this score and more (the finder's own by default)",
      settingNumber(findingFields.threshold),
    )
    .addOption(landmarksOption())
    .addOption(conventionOption())
    .addOption(focalOption())
    .option('--head <name>', 'head model that is fitted (cage)')
    .option(
      '--no-mirror',
      'look at each face once: faster, but a mirrored picture is described a little otherwise',
    )
    .addOption(looksOption())
    .addOption(anyRollOption())
    .addOption(eyesOptions()[0])
    .addOption(eyesOptions()[1])
    .addOption(providerOption())
    .option('--json', 'print what was found as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText('lineament describe photo.jpg\n  lineament describe photos clip.mp4 --out report'),
    )
    .action(describe);
}

async function describe(files: readonly string[], flags: DescribeFlags): Promise<void> {
  const { out, json, model, boxes, threshold, focal, head, anyRoll, landmarks, provider } = flags;
  await runCommand<Told>({
    name: 'describe',
    flags,
    run: (work) =>
      freedAfter(async (keep) => {
        if (out !== undefined) await holdOutFolder(out, keep, work.log);
        const given = await filesGiven(files);
        const otherFiles = await otherFilesWords(files);
        const stills = given.filter((file) => !isVideoName(file));
        // Videos have no boxes: there the finder looks.
        if (stills.length === given.length) refuseThreshold(threshold, boxes, 'describe');
        const inputs =
          stills.length > 0 || boxes !== undefined
            ? await detectInputs(stills, boxes === undefined ? {} : { boxes })
            : { jobs: [], failures: [] };
        const sources: FrameSource[] = [];
        const videos = given.filter(isVideoName).map(
          (path): VideoToDescribe => ({
            path,
            async open() {
              const source = await openFrames([path], 0, work.signal);
              sources.push(source);
              return source;
            },
          }),
        );
        const opened = await openFinder(undefined, { provider });
        keep(opened.close);
        const finder = finderFrom(finderForRolls(opened, anyRoll), threshold);
        const detector = await openLandmarkDetector(model, { provider, ...pointsAsked(flags, model) }, keep);
        const { set } = detector.metadata.landmarks;
        const asked = { asked: landmarks, head };
        const { points, ...fitted } = await openHeadPoints('describe', detector.metadata.landmarks, asked);
        const { missing } = fitted;
        const animated: string[] = [];
        const pictures = inputs.jobs.map(({ path, boxes: known }) => ({
          path,
          boxes: typeof known === 'string' ? [] : known,
          read: async () => decodeImage(await readPicture(path, animated), pathWords(path)),
        }));
        const lineOf = faceLines();
        const options = {
          ...{ pictures, videos, detector, finder, out, head: points },
          ...fitted,
          ...(out === undefined &&
            json === undefined && { onFace: (record: FaceRecord) => print(lineOf(record), true) }),
          ...(focal !== undefined && { focal }),
        };
        const description = await describeAll(options, work);
        const badLines = inputs.failures.map(({ image, reason }) => ({ id: image, reason }));
        return {
          ...description,
          ...{ set, missing, otherFiles },
          failed: [...badLines, ...description.failed],
          asked: pictures.length + videos.length + badLines.length,
          notes: [
            ...(animated.length > 0 ? [animatedWords(animated)] : []),
            ...sources.flatMap(({ notes }) => notes),
          ],
        };
      }),
    json: ({ records, empty, failed, missing }) => ({ missing, faces: records, empty, failed }),
    say: ({ faces, empty, set, missing, otherFiles, notes }, log) => {
      if (missing.length > 0) log.info(missingWords(set, missing));
      for (const note of notes) log.warn(note);
      if (empty.length > 0)
        log.info(
          `no face was found in ${emptyWords(empty)} ${missedFaceHint(flags, empty.every(isVideoName) ? undefined : '--boxes')}`,
        );
      if (otherFiles !== undefined) log.info(otherFiles);
      if (faces.size + empty.length === 0) return;
      const where = out === undefined ? '' : `: ${join(out, descriptionFiles.page)}`;
      log.info(`${counted(faces.size, 'face')} described${where}`);
    },
    wrong: ({ stopped, looked, total, lookedAt }) =>
      stopped
        ? new StoppedError(`after ${looked} of ${lookedWords(Math.max(looked, total), lookedAt)}`)
        : undefined,
    failures: ({ failed, asked }) => ({ failed, total: asked, items: 'files' }),
  });
}

function emptyWords(paths: readonly string[]): string {
  const kind = paths.every(isVideoName) ? 'video' : paths.some(isVideoName) ? 'file' : 'picture';
  return `${counted(paths.length, kind)}: ${someOf(paths.map(pathWords))}`;
}

/** The same finder, where nothing else is said with another least score. */
function finderFrom(finder: FaceFinder, threshold: number | null | undefined): FaceFinder {
  if (threshold === undefined) return finder;
  return {
    ...finder,
    find: (image, options = {}) =>
      finder.find(image, { ...options, threshold: options.threshold ?? threshold }),
  };
}
