/** Frames in their order, from a video or from pictures of a folder: what `detect` follows faces through. */
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { pathWords } from '../../core/text/path-words.js';
import { animatedWords } from '../../node/pictures/animation.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { checkFrameSize } from '../../node/video/frame-size.js';
import { openVideo, resizedWords, type VideoFrame } from '../../node/video/read-video.js';
import { isVideoName } from '../../node/video/video-endings.js';
import type { FailedItem } from '../command/run-command.js';
import { readPicture } from './inputs.js';

/** A frame, and the picture that it is; frames of a video have none of their own. */
export interface SourceFrame extends VideoFrame {
  picture?: string;
}

export interface FrameSource {
  /** Frames a second. */
  rate: number;
  /** About so many frames; null where nobody knows. */
  total: number | null;
  /** The video that they are of; null for pictures. */
  video: string | null;
  /** Once; all of one size. @returns what could not be read. */
  frames(): AsyncGenerator<SourceFrame, FailedItem[]>;
  /** What people should know of the frames, after the last one. */
  notes: string[];
}

/** @param paths – one video, or pictures. @param rate – frames a second of pictures. */
export async function openFrames(
  paths: readonly string[],
  rate: number,
  signal: AbortSignal,
): Promise<FrameSource> {
  const notes: string[] = [];
  const [path] = paths;
  if (paths.length !== 1 || !isVideoName(path!))
    return {
      notes,
      rate,
      total: paths.length,
      video: null,
      async *frames() {
        const animated: string[] = [];
        const failed = yield* pictureFrames(inOrder(paths), { rate, animated }, signal);
        if (animated.length > 0) notes.push(animatedWords(animated));
        return failed;
      },
    };
  const { info, frames } = await openVideo(path!, signal);
  return {
    notes,
    rate: info.rate,
    total: info.duration === null ? null : Math.max(1, Math.round(info.duration * info.rate)),
    video: path!,
    async *frames() {
      const { damage, resized } = yield* frames();
      if (resized !== null) notes.push(`${path!}: ${resizedWords(resized, info)}`);
      return damage === null ? [] : [{ id: path!, reason: `the video is damaged: ${damage}` }];
    },
  };
}

/** A picture that cannot be read, or is of another size than the first, leaves a gap in time. */
async function* pictureFrames(
  paths: readonly string[],
  { rate, animated }: { rate: number; animated: string[] },
  signal: AbortSignal,
): AsyncGenerator<SourceFrame, FailedItem[]> {
  const failed: FailedItem[] = [];
  let first: VideoFrame['image'] | undefined;
  for (const [index, path] of paths.entries()) {
    if (signal.aborted) throw new StoppedError(`after ${index} of ${paths.length} frames`);
    let frame: SourceFrame;
    try {
      const image = await decodeImage(await readPicture(path, animated), pathWords(path));
      first ??= image;
      checkFrameSize(pathWords(path), image, first);
      frame = { index, seconds: index / rate, image, picture: path };
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
      failed.push({ id: path, reason: messageOf(error) });
      continue;
    }
    yield frame;
  }
  return failed;
}

/** `frame-9.jpg` comes before `frame-10.jpg`. */
export function inOrder(paths: readonly string[]): string[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...paths].sort(compare);
}
