/**
 * Moments of a video by a sentence: windows of a few seconds that follow each other closely, each with the faces that were there when it
 * began, cut out of all its frames at the same place, as the clips that the model learnt from. F frames of a window.
 */
import { type Image, warpImage } from '../core/image.js';
import { type FaceBox, faceCrop } from '../landmarks/face-crop.js';
import { fitOf, type VideoEmbedder } from '../networks/video/video-embedder.js';

export interface SeenFrame {
  /** From the video's beginning; rising. */
  seconds: number;
  image: Image;
}

export interface Moment {
  /** How well the sentence fits, −1 to 1. */
  score: number;
  /** The video's file, or the folder of its frames. */
  source: string;
  /** Seconds. */
  from: number;
  to: number;
  /** Pixels of the upright frame; where the face was when the moment began. */
  box: FaceBox;
}

export interface MomentSearch {
  embedder: VideoEmbedder;
  /** `[L, D]`. */
  sentence: Float32Array;
  boxes(image: Image): Promise<FaceBox[]>;
}

/** Seconds from one window to the next. */
const stride = 0.5;
/** Lengths of windows, as shares of the clips' that the model learnt from. */
const lengths = [1, 1.5] as const;
/** Frames are kept so much closer than the model wants them. */
const oversampling = 2;

/** Every window of every face, in the order of time. @param source – named in the moments. */
export async function* momentsOf(
  source: string,
  frames: AsyncIterable<SeenFrame>,
  { embedder, sentence, boxes }: MomentSearch,
): AsyncGenerator<Moment> {
  const { architecture, input } = embedder.metadata;
  const { frames: count, embedding } = architecture;
  const gap = input.seconds / (count - 1) / oversampling;
  const longest = input.seconds * lengths.at(-1)!;
  let kept: SeenFrame[] = [];
  let starts: { seconds: number; boxes: FaceBox[]; done: number }[] = [];
  let [nextKept, nextStart] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let found = false;

  async function* windowOf(from: number, to: number, at: readonly FaceBox[]): AsyncGenerator<Moment> {
    const shown = Array.from({ length: count }, (_, i) =>
      nearest(kept, from + ((to - from) * i) / (count - 1)),
    );
    for (const box of at) {
      const pictures = shown.map(({ image }) => framePicture(image, box, embedder));
      const clip = await embedder.clip(await embedder.frames(pictures));
      found = true;
      yield { score: fitOf(clip, sentence, embedding), source, from, to, box };
    }
  }

  for await (const frame of frames) {
    // A little less than the gap, or rates that are no multiple of it would lose every second frame.
    if (frame.seconds < nextKept) continue;
    nextKept = frame.seconds + 0.75 * gap;
    kept.push(frame);
    if (frame.seconds >= nextStart) {
      nextStart = frame.seconds + stride - 0.5 * gap;
      starts.push({ seconds: frame.seconds, boxes: await boxes(frame.image), done: 0 });
    }
    for (const start of starts)
      while (
        start.done < lengths.length &&
        frame.seconds >= start.seconds + input.seconds * lengths[start.done]!
      ) {
        yield* windowOf(start.seconds, start.seconds + input.seconds * lengths[start.done]!, start.boxes);
        start.done++;
      }
    starts = starts.filter(({ done }) => done < lengths.length);
    kept = kept.filter(
      ({ seconds }) =>
        seconds >= (starts[0]?.seconds ?? frame.seconds) && seconds > frame.seconds - longest - 1,
    );
  }
  const [first, last] = [starts[0], kept.at(-1)];
  // A video that is shorter than any window is one.
  if (!found && first !== undefined && last !== undefined && last.seconds > first.seconds)
    yield* windowOf(first.seconds, last.seconds, first.boxes);
}

/** The picture of a face within a moment. */
function framePicture(image: Image, box: FaceBox, { metadata }: VideoEmbedder): Image {
  const { size } = metadata.architecture;
  return warpImage(image, faceCrop(box, { size, enlarge: metadata.input.enlarge }), size, size);
}

function nearest(frames: readonly SeenFrame[], seconds: number): SeenFrame {
  return frames.reduce((best, frame) =>
    Math.abs(frame.seconds - seconds) < Math.abs(best.seconds - seconds) ? frame : best,
  );
}

/** Two moments that share more of their time than this, with faces that share as much of their boxes, are one. */
const mostShared = 0.3;

/** The best first, of those that are one and the same only the best. */
export function distinctMoments(moments: readonly Moment[], most: number): Moment[] {
  const kept: Moment[] = [];
  for (const moment of [...moments].sort((a, b) => b.score - a.score)) {
    if (kept.length === most) break;
    if (!kept.some((other) => isSame(other, moment))) kept.push(moment);
  }
  return kept;
}

function isSame(a: Moment, b: Moment): boolean {
  if (a.source !== b.source) return false;
  const together = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  const either = Math.max(a.to, b.to) - Math.min(a.from, b.from);
  if (together <= mostShared * either) return false;
  const across = Math.min(a.box.x + a.box.width, b.box.x + b.box.width) - Math.max(a.box.x, b.box.x);
  const down = Math.min(a.box.y + a.box.height, b.box.y + b.box.height) - Math.max(a.box.y, b.box.y);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared > mostShared * (a.box.width * a.box.height + b.box.width * b.box.height - shared);
}
