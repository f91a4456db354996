/** `lineament detect` on a video, or with `--track` on frames: faces are followed, and nothing is left half written. */

import { dirname, extname } from 'node:path';
import { UsageError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { freedAfter, type Keep } from '../../core/opened-together.js';
import { counted } from '../../core/text/counted.js';
import type { Work } from '../../core/work.js';
import { createVideoDescriber, type VideoDescriber } from '../../detect/describe/describe-video.js';
import { finderForRolls } from '../../detect/finder/any-roll-finder.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { createTracker, type TrackedFace, type TrackerFinder } from '../../detect/tracker/create-tracker.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { visibilityNames } from '../../landmarks/landmark-set.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { openLines } from '../../node/lines-file.js';
import { refuseOverwriting } from '../../node/refuse-overwriting.js';
import { isVideoName } from '../../node/video/video-endings.js';
import { createVideoWriter, type VideoWriter } from '../../node/video/write-video.js';
import { drawOverlay } from '../../report/overlay.js';
import { makeOutFolder } from '../command/out-folder.js';
import { print } from '../command/print.js';
import { type FailedItem, runCommand } from '../command/run-command.js';
import { type DescribeFlags, type Describing, describingOf, missingWords } from './describe-faces.js';
import { openFrames } from './frame-source.js';
import { detectInputs, leftOutWords, refuseThreshold } from './inputs.js';
import { missedFaceHint } from './missed-face-hint.js';
import { type DetectOutput, markedBeside, markedFiles, markedJson } from './outputs.js';
import { type TrackFormat, trackFormats, trackHeading, trackLines } from './track-formats.js';

export interface TrackFlags extends DescribeFlags {
  model: string;
  adapter?: string;
  box?: FaceBox;
  boxes?: string;
  whole?: true;
  /** Least score of a face that is looked at. */
  threshold?: number | null;
  anyRoll?: true;
  provider?: Provider;
  out?: string;
  format?: string;
  json?: true;
  pts?: true;
  track?: true;
  /** Frames a second of pictures. */
  rate: number;
  smooth: boolean;
}

/** Colours by the face's id. */
const colours = ['#ff3b6b', '#2fd15a', '#3b8bff', '#ffb020', '#c35bff', '#19c7c7'] as const;

/** @param inputs – one video; with `--track` pictures. */
export function trackFaces(
  inputs: readonly string[],
  flags: TrackFlags,
  openDetector: (keep: Keep) => Promise<Detector>,
): Promise<void> {
  return freedAfter((keep) => trackWithin(inputs, flags, { openDetector, keep }));
}

/** @param keep – gets what frees the networks. */
async function trackWithin(
  inputs: readonly string[],
  flags: TrackFlags,
  { openDetector, keep }: { openDetector: (keep: Keep) => Promise<Detector>; keep: Keep },
): Promise<void> {
  const { model, adapter, box, boxes, whole, threshold, pts, out, rate, smooth } = flags;
  if (boxes !== undefined || pts !== undefined || whole !== undefined)
    throw new UsageError(
      `detect: ${pts ? '--pts' : whole ? '--whole' : '--boxes'} is for pictures, not for videos`,
      {
        hint: 'give --box for a face in the first frame',
      },
    );
  refuseThreshold(threshold, box);
  if (inputs.length > 1 && inputs.some(isVideoName))
    throw new UsageError(`detect: a video is given alone, got ${inputs.length} inputs`, {
      hint: 'call it once for each video',
    });
  const format = formatOf(flags);
  const outputs = outputsOf(out);
  const { jobs, videos } = await detectInputs(inputs, {});
  const paths = jobs.map(({ path }) => path);
  // The line of the first frame says whose both files are.
  const written: DetectOutput[] =
    outputs === undefined
      ? []
      : [
          {
            overlay: outputs.video ?? outputs.lines,
            points: outputs.lines,
            ...(outputs.video !== undefined && { unmarked: true as const }),
          },
        ];
  await refuseOverwriting(
    'detect',
    [...paths, model, ...(adapter === undefined ? [] : [adapter])],
    await markedFiles(written),
  );
  if (outputs !== undefined) await makeOutFolder(dirname(outputs.lines), keep);
  const detector = await openDetector(keep);
  const describing = await describingOf(flags, detector);
  const finder = await finderOf(flags, keep);
  await runCommand({
    name: 'detect',
    flags: {},
    run: (work) => followAll({ paths, rate, smooth, format, outputs, describing }, detector, finder, work),
    say: ({ frames, ids, notes }, log) => {
      for (const note of notes) log.warn(note);
      if (ids.size === 0 && frames > 0)
        log.info(
          `no face found in ${counted(frames, 'frame')} ${box === undefined ? missedFaceHint(flags, '--box') : '(the box shows none; leave --box out and faces are looked for)'}`,
        );
      const missing = describing?.missing ?? [];
      if (missing.length > 0) log.info(missingWords(detector.metadata.landmarks.set, missing));
      if (videos.length > 0) log.info(leftOutWords(videos));
      const files = Object.values(outputs ?? {}).join(' and ');
      log.info(
        `${counted(frames, 'frame')}, ${counted(ids.size, 'face')}${files === '' ? '' : `: points in ${files}`}`,
      );
    },
    failures: ({ failed, frames }) => ({ failed, total: frames + failed.length, items: 'frames' }),
  });
}

interface Outputs {
  lines: string;
  video?: string;
}

interface FollowPlan {
  paths: readonly string[];
  rate: number;
  smooth: boolean;
  format: TrackFormat | undefined;
  outputs: Outputs | undefined;
  describing: Describing | undefined;
}

interface Followed {
  frames: number;
  ids: Set<number>;
  failed: FailedItem[];
  /** What people should know of the video. */
  notes: readonly string[];
}

async function followAll(
  plan: FollowPlan,
  detector: Detector,
  finder: TrackerFinder,
  work: Work,
): Promise<Followed> {
  const { paths, rate, smooth, format, outputs, describing } = plan;
  const tracker = createTracker({ detector, finder, smooth });
  const source = await openFrames(paths, rate, work.signal);
  const lines = outputs && openLines(outputs.lines);
  const mark = outputs?.video === undefined ? markedJson : markedBeside(outputs.video);
  let video: VideoWriter | undefined;
  // One for each face that is followed.
  const describers = new Map<number, VideoDescriber>();
  const followed: Followed = { frames: 0, ids: new Set(), failed: [], notes: source.notes };
  if (format !== undefined) print(trackHeading(format));
  const frames = source.frames();
  try {
    for (;;) {
      const next = await frames.next();
      if (next.done) {
        followed.failed = next.value;
        break;
      }
      const { index: frame, seconds: time, image, picture } = next.value;
      const faces = await tracker.track(image, time);
      for (const { id } of faces) followed.ids.add(id);
      const described =
        describing &&
        faces.map((face) => {
          const describer = describers.get(face.id) ?? createVideoDescriber(describing.options);
          describers.set(face.id, describer);
          return describer.describe(face, time);
        });
      const result = {
        source: picture ?? source.video!,
        frame,
        time,
        faces,
        ...(described && { described }),
      };
      if (format !== undefined) print(trackLines(format, detector, result));
      await lines?.write(trackLines('jsonl', detector, result, mark));
      if (outputs?.video !== undefined) {
        const { width, height } = image;
        video ??= createVideoWriter(outputs.video, {
          width,
          height,
          rate: source.rate,
          ...(source.video !== null && { soundOf: source.video }),
        });
        await video.write(await withPoints(image, faces), time);
      }
      followed.frames++;
      if (format === undefined && source.total !== null)
        work.report(followed.frames, Math.max(source.total, followed.frames));
    }
    await video?.finish();
    await lines?.finish();
    return followed;
  } finally {
    await frames.return([]).catch(() => {});
    await video?.discard();
    await lines?.discard();
  }
}

async function withPoints(image: Image, faces: readonly TrackedFace[]): Promise<Image> {
  const marks = faces.map(({ id, points }) => ({
    points: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
    uncertainty: Float32Array.from(points, ({ uncertainty }) => uncertainty),
    visibility: points[0]?.visibility && Float32Array.from(points.flatMap(sharesOf)),
    colour: colours[(id - 1) % colours.length]!,
  }));
  return { ...image, data: await drawOverlay(image, marks, { format: 'raw' }) };
}

function sharesOf({ visibility }: TrackedFace['points'][number]): number[] {
  return visibilityNames.map((kind) => visibility?.[kind] ?? 0);
}

async function finderOf(
  { box, threshold, anyRoll, provider }: TrackFlags,
  keep: Keep,
): Promise<TrackerFinder> {
  if (box !== undefined) return { find: async () => [{ box }] };
  const finder = await openFinder(undefined, { ...(provider && { provider }) });
  keep(finder.close);
  const searching = finderForRolls(finder, anyRoll);
  return { find: (image) => searching.find(image, { threshold }) };
}

function formatOf({ format: named, json, out }: TrackFlags): TrackFormat | undefined {
  const format = json ? 'json' : named;
  if (format === undefined) return out === undefined ? 'jsonl' : undefined;
  const known = trackFormats.find((name) => name === format);
  if (known === undefined)
    throw new UsageError(`detect: a video's points are printed frame by frame, not as ${format}`, {
      hint: `give --format ${trackFormats.join(' or ')}`,
    });
  return known;
}

function outputsOf(out: string | undefined): Outputs | undefined {
  if (out === undefined) return undefined;
  if (extname(out) === '.jsonl') return { lines: out };
  if (isVideoName(out)) return { lines: `${out.slice(0, -extname(out).length)}.jsonl`, video: out };
  throw new UsageError(`detect: the frames of a video do not go into ${out}`, {
    hint: 'give --out points.mp4 (or .mkv, .webm, .mov), with the points beside it, or points.jsonl for these alone',
  });
}
