/** `lineament detect`: landmarks of the faces in image files. A broken image is listed and the rest goes on. */

import { dirname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { StoppedError, UsageError } from '../../core/errors.js';
import { freedAfter, type Keep } from '../../core/opened-together.js';
import { counted } from '../../core/text/counted.js';
import { someOf } from '../../core/text/some-of.js';
import { jsonOf } from '../../detect/detection-result.js';
import { findingFields, frameRateField } from '../../detect/detection-settings.js';
import { finderForRolls } from '../../detect/finder/any-roll-finder.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { transferredDetector } from '../../detect/landmarks/transferred-detector.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { defaultModel, shippedModels } from '../../detect/shipped-models.js';
import { openAdapted } from '../../evaluation/adapters/adapter-file.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { animatedWords } from '../../node/pictures/animation.js';
import { isPictureName } from '../../node/pictures/picture-endings.js';
import { refuseOverwriting } from '../../node/refuse-overwriting.js';
import { isVideoName } from '../../node/video/video-endings.js';
import { exampleText } from '../command/example.js';
import { focalOption } from '../command/focal-option.js';
import { holdOutFolder, makeOutFolder } from '../command/out-folder.js';
import {
  anyRollOption,
  asksOtherPoints,
  conventionOption,
  eyesOptions,
  landmarksOption,
  looksOption,
  mirrorOptions,
  type PointsFlags,
  plainLookWords,
  pointsAsked,
} from '../command/points-options.js';
import { providerOption } from '../command/provider-option.js';
import { type FailedItem, runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { parseBox } from './box-file.js';
import { type DescribeFlags, describingOf, missingWords } from './describe-faces.js';
import { detectAll } from './detect-images.js';
import { detectInputs, leftOutWords, otherFilesWords } from './inputs.js';
import { missedFaceHint } from './missed-face-hint.js';
import { markedFiles, outputNames } from './outputs.js';
import { type DetectFormat, detectFormats } from './result-formats.js';
import { type TrackFlags, trackFaces } from './track.js';

interface DetectFlags extends TrackFlags, PointsFlags, DescribeFlags {
  points: 'own' | 'transferred';
  provider: Provider;
  format?: DetectFormat;
}

export function addDetectCommand(program: Command): void {
  program
    .command('detect')
    .summary('landmarks of the faces in images and videos')
    .description(
      'Finds faces in images, and their landmarks. In a video faces are followed from frame to frame.',
    )
    .argument(
      '[images...]',
      'one video, or image files, folders of them, patterns such as "faces/**/*.jpg", or - for standard input; all that --boxes names if none is given',
    )
    .option(
      '--model <file>',
      `model.onnx, or the name of a shipped model: ${Object.keys(shippedModels).join(', ')}`,
      defaultModel,
    )
    .option(
      '--box <x,y,w,h[,roll]>',
      'the face, tight around its landmarks: pixels of the upright image, and degrees that it is turned clockwise',
      toBox,
    )
    .option(
      '--boxes <file>',
      'faces as JSON lines {"image", "box"}, CSV image,x,y,w,h[,roll], or what detect --json prints',
    )
    .option('--whole', 'each image is one face and nothing else: none is looked for')
    .option(
      '--threshold <score>',
      "look at what the face finder gives this score and more (the finder's own by default)",
      settingNumber(findingFields.threshold),
    )
    .option(
      '--out <path>',
      'folder for points and overlays, or the overlay of a single image (.png, .jpg) or video (.mp4; or its points alone, .jsonl)',
    )
    .addOption(
      new Option('--points <which>', 'own: the points of the model; transferred: those of its second set')
        .choices(['own', 'transferred'])
        .default('own'),
    )
    .addOption(landmarksOption())
    .addOption(conventionOption())
    .option(
      '--adapter <file>',
      'turns the points into those of another set: a file of `model adapt`, or nearest-subset',
    )
    .addOption(mirrorOptions()[0])
    .addOption(mirrorOptions()[1])
    .addOption(looksOption())
    .addOption(anyRollOption())
    .addOption(eyesOptions()[0])
    .addOption(eyesOptions()[1])
    .option(
      '--describe',
      'say of each face how the head stands, what the face does and how it is shaped; in videos also blinks, yawns and alarms',
    )
    .addOption(focalOption())
    .option('--head <name>', 'head model that --describe fits (cage)')
    .option('--track', 'the images are the frames of one video, in the order of their names')
    .option(
      '--rate <n>',
      'frames a second of --track',
      settingNumber(frameRateField),
      frameRateField.parse(undefined),
    )
    .option('--no-smooth', "a video's points as they are measured in each frame")
    .addOption(providerOption())
    .addOption(
      new Option(
        '--format <name>',
        'what is printed (text unless --out is given; csv and jsonl image by image)',
      ).choices([...detectFormats]),
    )
    .option('--json', 'the same as --format json')
    .option(
      '--pts',
      'write .pts files into the folder of --out too: NAME.pts of one face, NAME.face1.pts, … of several',
    )
    .addHelpText('after', exampleText('lineament detect photo.jpg --box 220,250,215,220 --out overlay.png'))
    .action(detect);
}

async function detect(images: readonly string[], flags: DetectFlags): Promise<void> {
  checkDescribing(flags);
  if (flags.track || images.some(isVideoName))
    return trackFaces(images, flags, (keep) => openWanted(flags, false, keep));
  const format = flags.json ? 'json' : (flags.format ?? (flags.out === undefined ? 'text' : undefined));
  if (flags.pts && flags.out === undefined)
    throw new UsageError('detect: --pts needs a folder', { hint: 'name it with --out' });
  await runCommand({
    name: 'detect',
    // What programs read is not mixed with words, even where both streams are one.
    flags: format === 'json' ? { json: true } : {},
    run: (work) =>
      freedAfter(async (keep) => {
        const { jobs, videos, failures: badLines } = await detectInputs(images, flags);
        const paths = jobs.map(({ path }) => path);
        const otherFiles = await otherFilesWords(images);
        const outputs = flags.out === undefined ? [] : outputNames(jobs, flags.out, flags.pts === true);
        const others = [flags.boxes, flags.model, flags.adapter].filter((path) => path !== undefined);
        await refuseOverwriting('detect', [...paths, ...others], await markedFiles(outputs));
        if (outputs.length > 0)
          await (isPictureName(flags.out!)
            ? makeOutFolder(dirname(flags.out!), keep)
            : holdOutFolder(flags.out!, keep, work.log));
        const detector = await openWanted(flags, true, keep);
        const finder = jobs.some(({ boxes }) => boxes === 'found')
          ? finderForRolls(await openFinder(undefined, { provider: flags.provider }), flags.anyRoll)
          : undefined;
        if (finder !== undefined) keep(finder.close);
        const { threshold } = flags;
        const describing = await describingOf(flags, detector);
        const plan = { jobs, outputs, format, finder, threshold, describing };
        const detected = await detectAll(detector, plan, work);
        const missing = describing?.missing ?? [];
        return { ...detected, detector, badLines, images: jobs.length, outputs, videos, otherFiles, missing };
      }),
    json: ({ detector, results, badLines, failures }) =>
      jsonOf(detector, results, [...badLines, ...failures]),
    say: (
      { detector, done, faceless, animated, images: asked, outputs, videos, otherFiles, missing },
      log,
    ) => {
      const plain = done > 0 ? plainLookWords(flags, flags.model) : undefined;
      if (plain !== undefined) log.info(plain);
      if (missing.length > 0) log.info(missingWords(detector.metadata.landmarks.set, missing));
      if (faceless.length > 0)
        log.info(
          `no face found in ${faceless.length} of ${counted(asked, 'image')}: ${someOf(faceless)} ${missedFaceHint(flags, '--box')}`,
        );
      if (animated.length > 0) log.info(animatedWords(animated));
      if (videos.length > 0) log.info(leftOutWords(videos));
      if (otherFiles !== undefined) log.info(otherFiles);
      if (flags.out !== undefined && done > 0)
        log.info(
          `${counted(done, 'image')}: ${isPictureName(flags.out) ? `points in ${outputs[0]!.points}, overlay` : 'points and overlays'} in ${flags.out}`,
        );
    },
    wrong: ({ looked, images: asked }) =>
      looked < asked ? new StoppedError(`after ${looked} of ${asked} images`) : undefined,
    failures: ({ badLines, failures, images: asked }) => ({
      failed: [...badLines, ...failures].map(({ image, reason }): FailedItem => ({ id: image, reason })),
      total: asked + badLines.length,
      items: badLines.length > 0 ? `images and lines of ${flags.boxes}` : 'images',
    }),
  });
}

/** @param keep – gets what frees its networks. */
async function openWanted(flags: DetectFlags, still: boolean, keep: Keep): Promise<Detector> {
  const { model, provider, points, adapter: named } = flags;
  if (asksOtherPoints(flags) && (points === 'transferred' || named !== undefined))
    throw new UsageError(
      'detect: --landmarks and --convention go with the points of the model, not with --points transferred or --adapter',
    );
  if (points === 'transferred' && named !== undefined)
    throw new UsageError('detect: give --points transferred or --adapter, not both');
  const asked = pointsAsked(flags, still ? model : undefined);
  const { detector, close } = await openAdapted(model, named, { provider, ...asked });
  keep(close);
  return points === 'transferred' ? transferredDetector(detector) : detector;
}

function toBox(text: string): FaceBox {
  const box = parseBox(text);
  if (box === null)
    throw new InvalidArgumentError(
      'give x,y,w,h in pixels, width and height above 0, and the roll in degrees if the face is turned.',
    );
  return box;
}

/** What belongs to describing means nothing without it, and rows of points cannot hold it. */
function checkDescribing({ describe, focal, head, format, json }: DetectFlags): void {
  if (describe && format === 'csv' && !json)
    throw new UsageError('detect: CSV has no place for what --describe says', {
      hint: 'give --format jsonl (or json, for pictures), or call lineament describe --out, which writes such a CSV',
    });
  if (!describe && (focal !== undefined || head !== undefined))
    throw new UsageError('detect: --focal and --head go with --describe');
}
