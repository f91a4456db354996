/**
 * Writes pictures as a video, with the sound of another one: ffmpeg encodes what it gets through a pipe. The file has its name
 * only when it is whole. Node only.
 *
 * A video has one rate: frames that come later than it says are held, those that come faster are dropped, so that picture and sound
 * stay together.
 */
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { makeFolder } from '../files.js';
import { fileArgument, onlyFiles, runTool } from './video-tool.js';

export interface VideoWriterOptions {
  width: number;
  height: number;
  /** Frames a second. */
  rate: number;
  /** The video whose sound is kept. */
  soundOf?: string;
}

export interface VideoWriter {
  /** @param seconds – its time in the video, later than that of the last. */
  write(image: Image, seconds: number): Promise<void>;
  /** Ends the file and gives it its name. */
  finish(): Promise<void>;
  /** Throws away what was written; nothing after `finish`. */
  discard(): Promise<void>;
}

/** @param path – its ending says the format: .mp4, .mkv, .webm, .mov. */
export function createVideoWriter(path: string, options: VideoWriterOptions): VideoWriter {
  const { width, height, rate } = options;
  makeFolder(dirname(resolve(path)));
  // The ending stays: ffmpeg goes by it.
  const unfinished = join(dirname(path), `.unfinished-${process.pid}-${basename(path)}`);
  const { process: child, ended, errors, stop } = runTool('ffmpeg', argumentsFor(unfinished, options));
  let held: Image | undefined;
  let written = 0;
  let isOver = false;

  async function push(image: Image): Promise<void> {
    written++;
    if (child.exitCode !== null || child.stdin.destroyed || !child.stdin.writable) throw await failure();
    if (!child.stdin.write(image.data))
      await Promise.race([once(child.stdin, 'drain').catch(() => {}), ended.catch(() => {})]);
  }

  async function failure(): Promise<LineamentError> {
    const code = await ended;
    const reason = errors.at(-1)?.replaceAll(fileArgument(unfinished), '').trim();
    return new LineamentError(`the video cannot be written: ${reason ?? `ffmpeg ended with ${code}`}`, {
      file: path,
      hint: 'is there room on the disk, and does the name end in .mp4, .mkv, .webm or .mov?',
    });
  }

  return {
    async write(image, seconds) {
      if (image.width !== width || image.height !== height)
        throw new LineamentError(
          `a frame of ${image.width} × ${image.height} does not fit a video of ${width} × ${height}`,
          { file: path },
        );
      const place = Math.round(seconds * rate);
      while (written < place) await push(held ?? image);
      held = image;
      if (written === place) await push(image);
    },
    async finish() {
      if (isOver) return;
      isOver = true;
      child.stdin.end();
      const code = await ended;
      if (code !== 0) {
        await rm(unfinished, { force: true });
        throw await failure();
      }
      await rename(unfinished, path);
    },
    async discard() {
      if (isOver) return;
      isOver = true;
      stop();
      await ended.catch(() => {});
      await rm(unfinished, { force: true });
    },
  };
}

function argumentsFor(path: string, { width, height, rate, soundOf }: VideoWriterOptions): string[] {
  return [
    ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`],
    ...['-framerate', String(rate), '-i', 'pipe:0'],
    ...(soundOf === undefined
      ? []
      : [...onlyFiles, '-i', fileArgument(soundOf), '-map', '0:v', '-map', '1:a?']),
    // Most players want even sides and this pixel format.
    ...['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-pix_fmt', 'yuv420p', fileArgument(path)],
  ];
}
