/** `lineament detect`: landmarks of the faces in image files. A broken image is listed and the rest goes on. */
import { extname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LineamentError, messageOf, StoppedError, UsageError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { lineLog, silentLog } from '../core/log.js';
import { adaptedDetector } from '../detect/landmarks/adapted-detector.js';
import type { Detection, Detector } from '../detect/landmarks/detector.js';
import { transferredDetector } from '../detect/landmarks/transferred-detector.js';
import { openLandmarkDetector } from '../detect/node/open-landmark-detector.js';
import { defaultModel } from '../detect/shipped-models.js';
import { adapterNamed } from '../evaluation/adapter-file.js';
import { drawOverlay } from '../evaluation/overlay.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { Provider } from '../nn/runtime/provider.js';
import { decodeImage } from '../node/decode-image.js';
import { readFileOr, writeFileWhole } from '../node/files.js';
import { startProgress } from '../node/progress.js';
import { parseBox, readBoxFile } from './box-file.js';
import {
  type DetectOutput,
  markedJson,
  markedPicture,
  outputNames,
  refuseOverwriting,
} from './detect-outputs.js';
import { providerOption } from './provider-option.js';
import { stopOnInterrupt } from './stop-signal.js';

interface DetectFlags {
  model?: string;
  box?: FaceBox;
  boxes?: string;
  out?: string;
  points: 'own' | 'transferred';
  adapter?: string;
  provider: Provider;
  json?: true;
}

/** An image with the boxes to look at; none means the whole image. */
interface Job {
  path: string;
  boxes: readonly (FaceBox | undefined)[];
}

interface Failure {
  /** The image, or the line of a boxes file. */
  image: string;
  reason: string;
}

interface ImageResult {
  image: string;
  faces: {
    box: FaceBox;
    usedWholeImage: boolean;
    /** K × [x, y], pixels. */
    points: number[][];
    /** K standard deviations, pixels. */
    uncertainty: number[];
  }[];
}

export function addDetectCommand(program: Command): void {
  program
    .command('detect')
    .description('find the landmarks of faces in images; without a box the whole image is taken for one face')
    .argument('[images...]', 'image files; all that --boxes names if none is given')
    .option('--model <file>', `model.onnx (by default the shipped ${defaultModel})`)
    .option(
      '--box <x,y,w,h[,roll]>',
      'the face, tight around its landmarks: pixels of the upright image, and degrees that it is turned clockwise',
      toBox,
    )
    .option(
      '--boxes <file>',
      'faces as JSON lines {"image", "box"}, CSV image,x,y,w,h[,roll], or what detect --json prints',
    )
    .option('--out <path>', 'folder for points and overlays, or the overlay of a single image (.png, .jpg)')
    .addOption(
      new Option('--points <which>', 'own: the points of the model; transferred: those of its second set')
        .choices(['own', 'transferred'])
        .default('own'),
    )
    .option(
      '--adapter <file>',
      'turns the points into those of another set: a file of `adapter fit`, or nearest',
    )
    .addOption(providerOption())
    .option('--json', 'print points and uncertainties as JSON on standard output')
    .addHelpText('after', '\nExample:\n  lineament detect photo.jpg --box 220,250,215,220 --out overlay.png')
    .action(detect);
}

async function detect(images: readonly string[], flags: DetectFlags): Promise<void> {
  const { jobs, failures } = await listJobs(images, flags);
  const paths = jobs.map(({ path }) => path);
  const outputs = flags.out === undefined ? [] : outputNames(paths, flags.out);
  const others = [flags.boxes, flags.model, flags.adapter].filter((path) => path !== undefined);
  await refuseOverwriting([...paths, ...others], outputs);
  const opened = await openLandmarkDetector(flags.model, { provider: flags.provider });
  if (flags.points === 'transferred' && flags.adapter !== undefined)
    throw new UsageError('detect: give --points transferred or --adapter, not both');
  const adapter = flags.adapter === undefined ? undefined : await adapterNamed(flags.adapter, opened);
  const own = adapter === undefined ? opened : adaptedDetector(opened, adapter);
  const detector = flags.points === 'transferred' ? transferredDetector(opened) : own;
  const log = flags.json ? silentLog : lineLog();
  const interrupt = stopOnInterrupt();
  const progress = startProgress({
    label: 'detect',
    total: jobs.length,
    unit: 'img',
    ...((flags.json || jobs.length < 3) && { style: 'none' }),
  });
  const results: ImageResult[] = [];
  let looked = 0;
  let failed = 0;
  try {
    for (const [i, job] of jobs.entries()) {
      if (interrupt.signal.aborted) break;
      looked++;
      try {
        const { image, detections } = await detectImage(detector, job, interrupt.signal);
        const result = resultOf(job, detections);
        const output = outputs[i];
        if (output !== undefined) await writeResult(image, detections, result, detector, output);
        results.push(result);
      } catch (error) {
        if (error instanceof StoppedError) {
          looked--;
          break;
        }
        if (!(error instanceof LineamentError)) throw error;
        failed++;
        failures.push({ image: job.path, reason: messageOf(error) });
      }
      progress.update(i + 1);
    }
  } finally {
    progress.stop();
    interrupt.release();
  }
  const whole = results.filter(({ faces }) => faces.some(({ usedWholeImage }) => usedWholeImage)).length;
  if (whole > 0) {
    log.info(
      `no box: ${whole} of ${jobs.length} images were taken whole for one face (give --box or --boxes)`,
    );
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(jsonOf(detector, results, failures))}\n`);
  else if (flags.out === undefined) process.stdout.write(textOf(detector, results));
  else log.info(`${results.length} images: points and overlays in ${flags.out}`);
  for (const { reason } of failures) log.warn(reason);
  if (looked < jobs.length) throw new StoppedError(`after ${looked} of ${jobs.length} images`);
  if (failures.length > 0) {
    const lines = failures.length - failed;
    throw new LineamentError(
      `detect: ${failed} of ${jobs.length} images failed${lines > 0 ? `, lines of ${flags.boxes} that are no box: ${lines}` : ''}`,
    );
  }
}

/** @returns failures too: lines of the boxes file that are none. */
async function listJobs(
  images: readonly string[],
  { box, boxes }: DetectFlags,
): Promise<{ jobs: Job[]; failures: Failure[] }> {
  if (box !== undefined && boxes !== undefined)
    throw new UsageError('detect: give --box or --boxes, not both');
  if (boxes === undefined) {
    if (images.length === 0) throw new UsageError('detect: no image is given', { hint: 'name image files' });
    if (box !== undefined && images.length > 1) {
      throw new UsageError(`detect: one --box cannot serve ${images.length} images`, { hint: 'use --boxes' });
    }
    return { jobs: images.map((path) => ({ path, boxes: [box] })), failures: [] };
  }
  const { boxes: byImage, failures } = await readBoxFile(boxes);
  if (images.length === 0)
    return { jobs: [...byImage].map(([path, list]) => ({ path, boxes: list })), failures };
  const jobs = images.map((path) => {
    const list = byImage.get(resolve(path));
    if (list === undefined) throw new UsageError(`detect: ${boxes} has no box for ${path}`);
    return { path, boxes: list };
  });
  return { jobs, failures };
}

async function detectImage(
  detector: Detector,
  { path, boxes }: Job,
  signal: AbortSignal,
): Promise<{ image: Image; detections: Detection[] }> {
  const image = await decodeImage(await readFileOr(path, 'image'), path);
  const detections: Detection[] = [];
  for (const box of boxes) {
    if (signal.aborted) throw new StoppedError(`${path}, after ${detections.length} faces`);
    detections.push(await detector.detect(image, box));
  }
  return { image, detections };
}

/** The overlay, and the points as JSON beside it. */
async function writeResult(
  image: Image,
  detections: readonly Detection[],
  result: ImageResult,
  { metadata }: Detector,
  { overlay, points }: DetectOutput,
): Promise<void> {
  const format = extname(overlay).toLowerCase() === '.png' ? 'png' : 'jpeg';
  const marks = detections.map(({ points, uncertainty }) => ({ points, uncertainty, colour: '#ff3b6b' }));
  await writeFileWhole(overlay, markedPicture(await drawOverlay(image, marks, { format }), format));
  const { set, names, convention } = metadata.landmarks;
  const content = { ...markedJson, ...result, landmarks: { set, convention, unit, names } };
  await writeFileWhole(points, `${JSON.stringify(content)}\n`);
}

/** Of points, boxes and uncertainties. */
const unit = 'pixel';

function resultOf({ path }: Job, detections: readonly Detection[]): ImageResult {
  return {
    image: path,
    faces: detections.map(({ points, uncertainty, box, usedWholeImage }) => ({
      box,
      usedWholeImage,
      points: Array.from(uncertainty, (_, k) => [round(points[2 * k]!), round(points[2 * k + 1]!)]),
      uncertainty: Array.from(uncertainty, round),
    })),
  };
}

/** Hundredths of a pixel say all there is to say. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function jsonOf(
  { metadata }: Detector,
  images: readonly ImageResult[],
  failures: readonly Failure[],
): object {
  return { landmarks: metadata.landmarks, unit, licence: metadata.licence, images, failures };
}

function textOf({ metadata }: Detector, results: readonly ImageResult[]): string {
  const { names } = metadata.landmarks;
  const width = Math.max(...names.map((name) => name.length));
  return results
    .flatMap(({ image, faces }) =>
      faces.flatMap(({ points, uncertainty, box }) => [
        `${image}, box ${boxText(box)}`,
        ...points.map(([x, y], k) => {
          const cells = [x!, y!, uncertainty[k]!].map((value) => value.toFixed(2).padStart(9));
          return `${String(k).padStart(4)} ${names[k]!.padEnd(width)} ${cells.join('')}`;
        }),
      ]),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** As `--box` takes it. */
function boxText({ x, y, width, height, roll }: FaceBox): string {
  return [x, y, width, height, ...(roll === undefined ? [] : [roll])].map(round).join(',');
}

function toBox(text: string): FaceBox {
  const box = parseBox(text);
  if (box === null)
    throw new InvalidArgumentError(
      'give x,y,w,h in pixels, width and height above 0, and the roll in degrees if the face is turned.',
    );
  return box;
}
