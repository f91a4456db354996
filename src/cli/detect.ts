/** `lineament detect`: landmarks of the faces in image files. A broken image is listed and the rest goes on. */
import { extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LineamentError, messageOf, StoppedError, UsageError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { lineLog, silentLog } from '../core/log.js';
import { formatPts } from '../dataset/export/formats/pts-writer.js';
import { adaptedDetector } from '../detect/landmarks/adapted-detector.js';
import type { Detection, Detector } from '../detect/landmarks/detector.js';
import { transferredDetector } from '../detect/landmarks/transferred-detector.js';
import { openLandmarkDetector } from '../detect/node/open-landmark-detector.js';
import { defaultModel, shippedModels } from '../detect/shipped-models.js';
import { adapterNamed } from '../evaluation/adapters/adapter-file.js';
import { drawOverlay } from '../evaluation/overlay.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { Provider } from '../nn/runtime/provider.js';
import { decodeImage } from '../node/decode-image.js';
import { writeFileWhole } from '../node/files.js';
import { startProgress } from '../node/progress.js';
import { parseBox } from './box-file.js';
import {
  type DetectFormat,
  detectFormats,
  headingOf,
  type ImageResult,
  jsonOf,
  linesOf,
  resultFile,
  resultOf,
} from './detect-formats.js';
import { type DetectJob, detectInputs, readPicture } from './detect-inputs.js';
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
  model: string;
  box?: FaceBox;
  boxes?: string;
  out?: string;
  points: 'own' | 'transferred';
  adapter?: string;
  provider: Provider;
  json?: true;
  format?: DetectFormat;
  pts?: true;
}

export function addDetectCommand(program: Command): void {
  program
    .command('detect')
    .description('find the landmarks of faces in images; without a box the whole image is taken for one face')
    .argument(
      '[images...]',
      'image files, folders of them, patterns such as "faces/**/*.jpg", or - for standard input; all that --boxes names if none is given',
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
    .addOption(
      new Option(
        '--format <name>',
        'what is printed (text unless --out is given; csv and jsonl image by image)',
      ).choices([...detectFormats]),
    )
    .option('--json', 'the same as --format json')
    .option('--pts', 'write .pts files into the folder of --out too, one a face')
    .addHelpText('after', '\nExample:\n  lineament detect photo.jpg --box 220,250,215,220 --out overlay.png')
    .action(detect);
}

async function detect(images: readonly string[], flags: DetectFlags): Promise<void> {
  const format = flags.json ? 'json' : (flags.format ?? (flags.out === undefined ? 'text' : undefined));
  if (flags.pts && flags.out === undefined)
    throw new UsageError('detect: --pts needs a folder', { hint: 'name it with --out' });
  const { jobs, failures } = await detectInputs(images, flags);
  const paths = jobs.map(({ path }) => path);
  const outputs = flags.out === undefined ? [] : outputNames(jobs, flags.out, flags.pts === true);
  const others = [flags.boxes, flags.model, flags.adapter].filter((path) => path !== undefined);
  await refuseOverwriting([...paths, ...others], outputs);
  const opened = await openLandmarkDetector(flags.model, { provider: flags.provider });
  if (flags.points === 'transferred' && flags.adapter !== undefined)
    throw new UsageError('detect: give --points transferred or --adapter, not both');
  const adapter = flags.adapter === undefined ? undefined : await adapterNamed(flags.adapter, opened);
  const own = adapter === undefined ? opened : adaptedDetector(opened, adapter);
  const detector = flags.points === 'transferred' ? transferredDetector(opened) : own;
  // What programs read is not mixed with words, even where both streams are one.
  const log = format === 'json' ? silentLog : lineLog();
  const interrupt = stopOnInterrupt();
  const progress = startProgress({
    label: 'detect',
    total: jobs.length,
    unit: 'img',
    ...((format !== undefined || jobs.length < 3) && { style: 'none' }),
  });
  const results: ImageResult[] = [];
  if (format !== undefined) process.stdout.write(headingOf(format));
  let looked = 0;
  let done = 0;
  let whole = 0;
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
        if (format === 'json') results.push(result);
        else if (format !== undefined) process.stdout.write(linesOf(format, detector, result));
        done++;
        if (result.faces.some(({ usedWholeImage }) => usedWholeImage)) whole++;
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
  if (whole > 0) {
    log.info(
      `no box: ${whole} of ${jobs.length} images were taken whole for one face (give --box or --boxes)`,
    );
  }
  if (format === 'json') process.stdout.write(`${JSON.stringify(jsonOf(detector, results, failures))}\n`);
  if (flags.out !== undefined) log.info(`${done} images: points and overlays in ${flags.out}`);
  for (const { reason } of failures) log.warn(reason);
  if (looked < jobs.length) throw new StoppedError(`after ${looked} of ${jobs.length} images`);
  if (failures.length > 0) {
    const lines = failures.length - failed;
    throw new LineamentError(
      `detect: ${failed} of ${jobs.length} images failed${lines > 0 ? `, lines of ${flags.boxes} that are no box: ${lines}` : ''}`,
    );
  }
}

async function detectImage(
  detector: Detector,
  { path, boxes }: DetectJob,
  signal: AbortSignal,
): Promise<{ image: Image; detections: Detection[] }> {
  const image = await decodeImage(await readPicture(path), path);
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
  detector: Detector,
  { overlay, points, pts }: DetectOutput,
): Promise<void> {
  const format = extname(overlay).toLowerCase() === '.png' ? 'png' : 'jpeg';
  const marks = detections.map(({ points, uncertainty }) => ({ points, uncertainty, colour: '#ff3b6b' }));
  await writeFileWhole(overlay, markedPicture(await drawOverlay(image, marks, { format }), format));
  const content = { ...markedJson, ...resultFile(detector, result) };
  await writeFileWhole(points, `${JSON.stringify(content)}\n`);
  for (const [i, file] of pts.entries()) await writeFileWhole(file, formatPts(detections[i]!.points));
}

function toBox(text: string): FaceBox {
  const box = parseBox(text);
  if (box === null)
    throw new InvalidArgumentError(
      'give x,y,w,h in pixels, width and height above 0, and the roll in degrees if the face is turned.',
    );
  return box;
}
