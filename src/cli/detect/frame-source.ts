/** Frames in their order, from a video or from pictures of a folder: what `detect` follows faces through. */
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { openVideo, type VideoFrame } from '../../node/video/read-video.js';
import { isVideoName } from '../../node/video/video-endings.js';
import type { FailedItem } from '../command/run-command.js';
import { readPicture } from './inputs.js';

export interface FrameSource {
  /** Frames a second. */
  rate: number;
  /** About so many frames; null where nobody knows. */
  total: number | null;
  /** The video whose sound belongs to them. */
  soundOf?: string;
  /** Once. @returns what could not be read. */
  frames(): AsyncGenerator<VideoFrame, FailedItem[]>;
}

/** @param paths – one video, or pictures. @param rate – frames a second of pictures. */
export async function openFrames(
  paths: readonly string[],
  rate: number,
  signal: AbortSignal,
): Promise<FrameSource> {
  const [path] = paths;
  if (paths.length !== 1 || !isVideoName(path!))
    return { rate, total: paths.length, frames: () => pictureFrames(inOrder(paths), rate, signal) };
  const { info, frames } = await openVideo(path!, signal);
  return {
    rate: info.rate,
    total: info.duration === null ? null : Math.max(1, Math.round(info.duration * info.rate)),
    soundOf: path!,
    async *frames() {
      const { damage } = yield* frames();
      return damage === null ? [] : [{ id: path!, reason: `the video is damaged: ${damage}` }];
    },
  };
}

/** A picture that cannot be read leaves a gap in time. */
async function* pictureFrames(
  paths: readonly string[],
  rate: number,
  signal: AbortSignal,
): AsyncGenerator<VideoFrame, FailedItem[]> {
  const failed: FailedItem[] = [];
  for (const [index, path] of paths.entries()) {
    if (signal.aborted) throw new StoppedError(`after ${index} of ${paths.length} frames`);
    let frame: VideoFrame;
    try {
      frame = { index, seconds: index / rate, image: await decodeImage(await readPicture(path), path) };
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
