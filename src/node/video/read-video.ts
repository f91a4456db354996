/**
 * The frames of a video, one after another, as upright RGB pictures with their times. ffmpeg decodes them into a pipe; it waits
 * while a frame is worked on, so memory holds two or three frames whatever the video's length. Node only.
 *
 * Frames come as they are stored, none repeated or dropped, also where their rate varies. Where the size changes within a
 * video, all frames are scaled to the first size.
 */
import { StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { probeVideo, unreadable, type VideoInfo } from './probe-video.js';
import { fileArgument, onlyFiles, runTool } from './video-tool.js';

export interface VideoFrame {
  /** From 0. */
  index: number;
  /** Seconds from the video's beginning. */
  seconds: number;
  image: Image;
}

export interface OpenVideo {
  info: VideoInfo;
  /** Once: the frames, and after the last one what is wrong with the file. Stops the decoder when it is left. */
  frames(): AsyncGenerator<VideoFrame, { damage: string | null }>;
}

export async function openVideo(path: string, signal?: AbortSignal): Promise<OpenVideo> {
  const info = await probeVideo(path);
  return { info, frames: () => readFrames(path, info, signal) };
}

async function* readFrames(
  path: string,
  { width, height, rate }: VideoInfo,
  signal: AbortSignal | undefined,
): AsyncGenerator<VideoFrame, { damage: string | null }> {
  const times = timesAsTold();
  let damage: string | null = null;
  const {
    process: child,
    ended,
    errors,
    stop,
  } = runTool('ffmpeg', argumentsFor(path, width, height), (line) => {
    const time = /Parsed_showinfo.*\bpts_time:(\S+)/.exec(line);
    if (time !== null) times.tell(Number(time[1]));
    else if (/\[(error|fatal|panic)\]/.test(line)) damage ??= line.replace(/^(\[[^\]]*\]\s*)+/, '');
    // What it tells of streams and codecs is nobody's concern; errors are kept for the message.
    return !/\[(error|fatal|panic)\]/.test(line);
  });
  const bytes = width * height * 3;
  let index = 0;
  let last = -1 / rate;
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
        // Where its time is not told, or makes no sense, the rate says it.
        const told = await times.next(ended);
        const seconds: number = told !== undefined && told > last ? told : last + 1 / rate;
        yield { index, seconds, image: { width, height, channels: 3, data } };
        last = seconds;
        index++;
        data = new Uint8Array(bytes);
        filled = 0;
      }
    }
    const code = await ended;
    if (index === 0) throw unreadable(path, errors.length > 0 ? errors : ['it has no frames']);
    if (code !== 0) damage ??= `ffmpeg ended with ${code ?? 'a signal'}`;
    return { damage };
  } finally {
    stop();
  }
}

/** Milliseconds that a time is waited for. */
const patience = 2000;

/**
 * Frames and their times come through two pipes, and ffmpeg writes a frame's time before the frame; which of them is read first
 * is chance. So a frame waits for its time, unless one never came: then none is waited for any more.
 */
function timesAsTold(): {
  tell(time: number): void;
  next(ended: Promise<unknown>): Promise<number | undefined>;
} {
  const times: number[] = [];
  let tellsTimes = true;
  let heard = (): void => undefined;
  return {
    tell(time) {
      times.push(time);
      heard();
    },
    async next(ended) {
      if (times.length === 0 && tellsTimes) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          heard = resolve;
          timer = setTimeout(resolve, patience);
          void ended.then(
            () => resolve(),
            () => resolve(),
          );
        });
        clearTimeout(timer);
        tellsTimes = times.length > 0;
      }
      return times.shift();
    },
  };
}

function argumentsFor(path: string, width: number, height: number): string[] {
  return [
    ...['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'],
    ...[...onlyFiles, '-i', fileArgument(path), '-map', '0:v:0'],
    // As they are stored: rates that vary stay so.
    ...['-fps_mode', 'passthrough', '-vf', `showinfo=checksum=0,scale=${width}:${height},setsar=1`],
    ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
  ];
}
