/** `lineament detect`: landmarks of the faces in image files. A broken image is listed and the rest goes on. */

import { dirname, extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LineamentError, messageOf, StoppedError, UsageError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { freedAfter, type Keep } from '../../core/opened-together.js';
import { counted } from '../../core/text/counted.js';
import { printable } from '../../core/text/printable.js';
import type { Work } from '../../core/work.js';
import { formatPts } from '../../dataset/export/formats/pts-writer.js';
import { describeFace } from '../../detect/describe/describe-face.js';
import {
  type ImageResult,
  jsonOf,
  resultFile,
  resultOf,
  type ScoredDetection,
} from '../../detect/detection-result.js';
import { findingFields, frameRateField } from '../../detect/detection-settings.js';
import { faceOf } from '../../detect/face.js';
import { finderForRolls } from '../../detect/finder/any-roll-finder.js';
import { detectFound } from '../../detect/finder/detect-found.js';
import type { FaceFinder } from '../../detect/finder/face-finder.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { transferredDetector } from '../../detect/landmarks/transferred-detector.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { defaultModel, shippedModels } from '../../detect/shipped-models.js';
import { openAdapted } from '../../evaluation/adapters/adapter-file.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { checkWritable, writeFileWhole } from '../../node/files.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { isVideoName } from '../../node/video/video-endings.js';
import { drawOverlay } from '../../report/overlay.js';
import { exampleText } from '../command/example.js';
import { focalOption } from '../command/focal-option.js';
import {
  anyRollOption,
  asksOtherPoints,
  conventionOption,
  eyesOptions,
  landmarksOption,
  looksOption,
  mirrorOptions,
  type PointsFlags,
  pointsAsked,
} from '../command/points-options.js';
import { providerOption } from '../command/provider-option.js';
import { type FailedItem, runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { parseBox } from './box-file.js';
import { type DescribeFlags, type DescribingOf, describingOf } from './describe-faces.js';
import { type DetectJob, detectInputs, readPicture } from './inputs.js';
import {
  type DetectOutput,
  markedJson,
  markedPicture,
  outputNames,
  ptsNames,
  refuseOverwriting,
} from './outputs.js';
import { type DetectFormat, detectFormats, headingOf, linesOf } from './result-formats.js';
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
    .option('--pts', 'write .pts files into the folder of --out too, one a face')
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
        const { jobs, failures: badLines } = await detectInputs(images, flags);
        const paths = jobs.map(({ path }) => path);
        const outputs = flags.out === undefined ? [] : outputNames(jobs, flags.out, flags.pts === true);
        const others = [flags.boxes, flags.model, flags.adapter].filter((path) => path !== undefined);
        await refuseOverwriting([...paths, ...others], outputs);
        for (const folder of new Set(outputs.map(({ overlay }) => dirname(overlay))))
          await checkWritable(folder);
        const detector = await openWanted(flags, true, keep);
        const finder = jobs.some(({ boxes }) => boxes === 'found')
          ? finderForRolls(await openFinder(undefined, { provider: flags.provider }), flags.anyRoll)
          : undefined;
        if (finder !== undefined) keep(finder.close);
        const { threshold } = flags;
        const describing = await describingOf(flags, detector);
        const plan = { jobs, outputs, format, finder, threshold, describing };
        const detected = await detectAll(detector, plan, work);
        return { ...detected, detector, badLines, images: jobs.length };
      }),
    json: ({ detector, results, badLines, failures }) =>
      jsonOf(detector, results, [...badLines, ...failures]),
    say: ({ done, faceless, images: asked }, log) => {
      if (faceless.length > 0)
        log.info(
          `no face found in ${faceless.length} of ${asked} images: ${someOf(faceless)} (give --box, or a lower --threshold${flags.anyRoll ? '' : '; --any-roll where faces lie on their side'})`,
        );
      if (flags.out !== undefined && done > 0)
        log.info(`${counted(done, 'image')}: points and overlays in ${flags.out}`);
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

interface Detected {
  /** Kept for `--json` alone: the other formats are printed image by image. */
  results: ImageResult[];
  failures: { image: string; reason: string }[];
  /** Images that had their turn; fewer than there are where it was stopped. */
  looked: number;
  /** Images whose faces were found. */
  done: number;
  /** Images in which no face was found. */
  faceless: string[];
}

/** A few names, and how many more there are. */
function someOf(names: readonly string[]): string {
  const shown = 5;
  const more = names.length - shown;
  return [...names.slice(0, shown), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

async function detectAll(
  detector: Detector,
  plan: {
    jobs: readonly DetectJob[];
    outputs: readonly DetectOutput[];
    format: DetectFormat | undefined;
    finder: FaceFinder | undefined;
    threshold: number | null | undefined;
    describing: DescribingOf | undefined;
  },
  work: Work,
): Promise<Detected> {
  const { jobs, outputs, format, describing, ...finding } = plan;
  const detected: Detected = { results: [], failures: [], looked: 0, done: 0, faceless: [] };
  const report = (): void => {
    // One or two images are done before anybody looks at a bar, and printed points show how far it is.
    if (format === undefined && jobs.length > 2) work.report(detected.looked, jobs.length);
  };
  if (format !== undefined) print(headingOf(format), format);
  report();
  for (const [i, job] of jobs.entries()) {
    if (work.signal.aborted) return detected;
    try {
      const { image, detections } = await detectImage(detector, job, finding, work.signal);
      const { landmarks } = detector.metadata;
      const described =
        describing &&
        detections.map((detection) =>
          describeFace(faceOf(detection, landmarks, landmarks.names), describing(image)),
        );
      const result = resultOf(job.path, detections, described);
      const output = outputs[i];
      if (output !== undefined) await writeResult(image, detections, result, detector, output);
      if (format === 'json') detected.results.push(result);
      else if (format !== undefined) print(linesOf(format, detector, result), format);
      detected.done++;
      if (job.boxes === 'found' && detections.length === 0) detected.faceless.push(job.path);
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

/** Programs get names as they are; on a terminal, and in what people read, they cannot steer it. */
function print(text: string, format: DetectFormat): void {
  const forPeople = format === 'text' || process.stdout.isTTY;
  process.stdout.write(forPeople ? printable(text) : text);
}

async function detectImage(
  detector: Detector,
  job: DetectJob,
  { finder, threshold }: { finder: FaceFinder | undefined; threshold: number | null | undefined },
  signal: AbortSignal,
): Promise<{ image: Image; detections: ScoredDetection[] }> {
  const { path, boxes } = job;
  const image = await decodeImage(await readPicture(path), path);
  const detections: ScoredDetection[] = [];
  if (boxes === 'found') {
    const options = { signal, threshold };
    return { image, detections: await detectFound(image, { detector, finder: finder! }, options) };
  }
  for (const box of boxes === 'whole' ? [undefined] : boxes) {
    if (signal.aborted) throw new StoppedError(`${path}, after ${counted(detections.length, 'face')}`);
    detections.push(await detector.detect(image, box));
  }
  return { image, detections };
}

/** The overlay, and the points as JSON beside it. */
async function writeResult(
  image: Image,
  detections: readonly ScoredDetection[],
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
  await writeFileWhole(overlay, markedPicture(await drawOverlay(image, marks, { format }), format));
  const content = { ...markedJson, ...resultFile(detector, result) };
  await writeFileWhole(points, `${JSON.stringify(content)}\n`);
  for (const [i, file] of ptsNames(output, detections.length).entries())
    await writeFileWhole(file, formatPts(detections[i]!.points));
}

function toBox(text: string): FaceBox {
  const box = parseBox(text);
  if (box === null)
    throw new InvalidArgumentError(
      'give x,y,w,h in pixels, width and height above 0, and the roll in degrees if the face is turned.',
    );
  return box;
}

/** What belongs to describing means nothing without it. */
function checkDescribing({ describe, focal, head }: DetectFlags): void {
  if (!describe && (focal !== undefined || head !== undefined))
    throw new UsageError('detect: --focal and --head go with --describe');
}
