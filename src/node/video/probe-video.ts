/** What a video file holds: size as people see it, frames a second, length. Node only; asks ffprobe. */
import { z } from 'zod';
import { LineamentError, messageOf } from '../../core/errors.js';
import { checkEnds } from '../files.js';
import { fileArgument, onlyFiles, outputOf } from './video-tool.js';

export interface VideoInfo {
  /** Upright, with square pixels. */
  width: number;
  height: number;
  /** Frames a second on average; 30 where the file does not say. */
  rate: number;
  /** Seconds; null where the file does not say. */
  duration: number | null;
}

/** Of one frame: 8K video, and something to spare. */
const mostPixels = 64e6;
const fallbackRate = 30;
const mostRate = 1000;

const probeSchema = z.object({
  streams: z.array(
    z.object({
      width: z.number().optional(),
      height: z.number().optional(),
      sample_aspect_ratio: z.string().optional(),
      avg_frame_rate: z.string().optional(),
      r_frame_rate: z.string().optional(),
      disposition: z.object({ attached_pic: z.number() }).partial().optional(),
      tags: z.object({ rotate: z.string() }).partial().optional(),
      side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
    }),
  ),
  format: z.object({ duration: z.string().optional() }).optional(),
});

const entries =
  'stream=width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate:stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation:format=duration';

export async function probeVideo(path: string): Promise<VideoInfo> {
  // ffprobe would wait for a pipe's other end, deaf to Ctrl-C. Of what is missing it tells itself.
  await checkEnds(path).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause)) throw unreadable(path, [messageOf(cause)]);
  });
  const args = ['-v', 'error', ...onlyFiles, '-select_streams', 'v', '-show_entries', entries, '-of', 'json'];
  const { code, text, errors } = await outputOf('ffprobe', [...args, fileArgument(path)]);
  return videoInfoOf(code === 0 ? text : '', path, errors);
}

/** @param text – what ffprobe printed. @param errors – what it complained of. */
export function videoInfoOf(text: string, path: string, errors: readonly string[] = []): VideoInfo {
  const parsed = probeSchema.safeParse(parseJson(text)).data;
  if (parsed === undefined) throw unreadable(path, errors);
  // The picture on the cover of a song is no video.
  const stream = parsed.streams.find(({ disposition }) => disposition?.attached_pic !== 1);
  if (stream === undefined)
    throw new LineamentError('the file holds no pictures, only sound or nothing', {
      file: path,
      hint: 'give a video',
    });
  const { width = 0, height = 0, tags, side_data_list: sideData = [] } = stream;
  if (!(width > 0 && height > 0)) throw unreadable(path, ['its pictures have no size']);
  const upright = uprightSize(width, height, {
    aspect: quotient(stream.sample_aspect_ratio, ':') ?? 1,
    turn: sideData.find(({ rotation }) => rotation !== undefined)?.rotation ?? Number(tags?.rotate ?? 0),
  });
  if (upright.width * upright.height > mostPixels)
    throw new LineamentError(`the video's frames of ${upright.width} × ${upright.height} are too large`, {
      file: path,
      hint: `scale it down: at most ${mostPixels / 1e6} megapixels a frame are read`,
    });
  const rate = quotient(stream.avg_frame_rate, '/') ?? quotient(stream.r_frame_rate, '/') ?? fallbackRate;
  const duration = Number(parsed.format?.duration ?? Number.NaN);
  return {
    ...upright,
    rate: Math.min(mostRate, rate),
    duration: Number.isFinite(duration) ? duration : null,
  };
}

/** @param turn – degrees. @param aspect – width of a pixel over its height. */
function uprightSize(
  width: number,
  height: number,
  { aspect, turn }: { aspect: number; turn: number },
): { width: number; height: number } {
  const square = { width: Math.max(1, Math.round(width * aspect)), height };
  const isLying = Math.abs(Math.round(turn / 90)) % 2 === 1;
  return isLying ? { width: square.height, height: square.width } : square;
}

/** `30000/1001` as a number; null where it is none above 0. */
function quotient(text: string | undefined, sign: string): number | null {
  const [above, below] = (text ?? '').split(sign).map(Number);
  const value = above! / below!;
  return value > 0 && Number.isFinite(value) ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function unreadable(path: string, errors: readonly string[]): LineamentError {
  const reason = errors.map((line) => line.replaceAll(fileArgument(path), '').replace(/^[:\s]+/, '')).at(-1);
  return new LineamentError(`the video cannot be read${reason ? `: ${reason}` : ''}`, {
    file: path,
    hint: 'give a whole video file that ffmpeg can play',
  });
}
