/**
 * The frames of a video, one after another, as upright RGB pictures with their times. ffmpeg decodes them into a pipe; it waits
 * while a frame is worked on, so memory holds two or three frames whatever the video's length. Node only.
 *
 * Frames come as they are stored, none repeated or dropped, also where their rate varies. Where the size changes within a
 * video, later frames are fitted into the first size: scaled alike in both directions, in the middle, with black bars.
 */
import { StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { readFfmpegLog, type ToldFrame } from './ffmpeg-log.js';
import { probeVideo, unreadable, type VideoInfo } from './probe-video.js';
import { fileArgument, onlyFiles, runTool } from './video-tool.js';

export interface VideoFrame {
  /** From 0. */
  index: number;
  /** Seconds from the video's beginning. */
  seconds: number;
  image: Image;
}

/** What is known of a video after its last frame. */
export interface VideoEnd {
  /** What is wrong with the file. */
  damage: string | null;
  /** The first frame whose picture was of another size, and that size. */
  resized: { index: number; seconds: number; width: number; height: number } | null;
}

export interface OpenVideo {
  info: VideoInfo;
  /** Once: the frames, all of `info`'s size. Stops the decoder when it is left. */
  frames(): AsyncGenerator<VideoFrame, VideoEnd>;
}

export async function openVideo(path: string, signal?: AbortSignal): Promise<OpenVideo> {
  const info = await probeVideo(path);
  return { info, frames: () => readFrames(path, info, signal) };
}

async function* readFrames(
  path: string,
  { width, height, rate }: VideoInfo,
  signal: AbortSignal | undefined,
): AsyncGenerator<VideoFrame, VideoEnd> {
  const log = readFfmpegLog();
  const {
    process: child,
    ended,
    errors,
    stop,
  } = runTool('ffmpeg', argumentsFor(path, width, height), log.take);
  const bytes = width * height * 3;
  let index = 0;
  let last = -1 / rate;
  let first: ToldFrame | undefined;
  let resized: VideoEnd['resized'] = null;
  try {
    let data = new Uint8Array(bytes);
    let filled = 0;
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      for (let from = 0; from < chunk.length; ) {
        const part = chunk.subarray(from, from + bytes - filled);
        data.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled < bytes) continue;
        if (signal?.aborted) throw new StoppedError(`${path}, after ${index} frames`);
        const told = await log.next(ended);
        // Where its time is not told, or makes no sense, the rate says it.
        const seconds: number = told !== undefined && told.seconds > last ? told.seconds : last + 1 / rate;
        first ??= told;
        if (told !== undefined && (told.width !== first!.width || told.height !== first!.height))
          resized ??= { index, seconds, width: told.width, height: told.height };
        yield { index, seconds, image: { width, height, channels: 3, data } };
        last = seconds;
        index++;
        data = new Uint8Array(bytes);
        filled = 0;
      }
    }
    const code = await ended;
    if (index === 0) throw unreadable(path, errors.length > 0 ? errors : ['it has no frames']);
    const failure = code === 0 ? null : `ffmpeg ended with ${code ?? 'a signal'}`;
    return { damage: log.damage() ?? failure, resized };
  } finally {
    stop();
  }
}

/** What people are told of it. @param video – its size is that of all frames. */
export function resizedWords(
  { index, seconds, width, height }: NonNullable<VideoEnd['resized']>,
  video: { width: number; height: number },
): string {
  const size = `${video.width} × ${video.height}`;
  return `the picture's size changes at frame ${index} (${seconds.toFixed(2)} s) to ${width} × ${height}: such frames are fitted into ${size}, with bars, and points are in pixels of these ${size}`;
}

function argumentsFor(path: string, width: number, height: number): string[] {
  return [
    ...['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'],
    // Not the picture on a cover, wherever it stands.
    ...[...onlyFiles, '-i', fileArgument(path), '-map', '0:V:0'],
    // As they are stored: rates that vary stay so.
    ...['-fps_mode', 'passthrough', '-vf', `showinfo=checksum=0,${fitted(width, height)},setsar=1`],
    ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
  ];
}

/** Filters that fit a frame into W × H; one of these sides' ratio, but for a pixel's rounding, fills them. */
function fitted(width: number, height: number): string {
  const [across, down] = [`${height}*dar`, `${width}/dar`];
  const fills = `lt(abs(${across}-${width}),1)+lt(abs(${down}-${height}),1)`;
  const side = (whole: number, asked: string): string =>
    `'if(${fills},${whole},clip(round(${asked}),1,${whole}))'`;
  return `scale=w=${side(width, across)}:h=${side(height, down)},pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`;
}
