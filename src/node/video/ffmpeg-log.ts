/**
 * What ffmpeg says while it reads a video, line by line: time and size of each frame (filter showinfo), and what is wrong with the
 * file. Only demuxer and decoder know of that: what a filter, an encoder or a muxer complains of is about our side of the
 * pipe, and decoders of sound speak only while the file is opened, of streams that nobody asked for.
 *
 * Seen of ffmpeg 5.1: `[h264 @ 0x55d2] [error] error while decoding MB 2 0` (decoder), `[matroska,webm @ 0x55d3] [error] File ended
 * prematurely` (demuxer), `[error] Error while decoding stream #0:0` (nobody's name: ffmpeg itself), `[rawvideo @ 0x55c6] [error]
 * Application provided invalid, non monotonically increasing dts to muxer` (muxer, of a healthy file with odd times).
 */
/** Of one frame, as the file holds it: upright, with square pixels. */
export interface ToldFrame {
  width: number;
  height: number;
  /** From the video's beginning. */
  seconds: number;
}

export interface FfmpegLog {
  /** @returns whether the line is nobody's concern; others are kept for messages. */
  take(line: string): boolean;
  /** Of the frame that comes next; undefined where it is not told. @param ended – settles once ffmpeg tells nothing more. */
  next(ended: Promise<unknown>): Promise<ToldFrame | undefined>;
  /** The first thing that is wrong with the file, if any. */
  damage(): string | null;
}

export function readFfmpegLog(): FfmpegLog {
  const frames = framesAsTold();
  let damage: string | null = null;
  // Before the file is open nobody knows the demuxer's name.
  let early: Complaint[] | undefined = [];
  return {
    take(line) {
      const frame = toldFrame(line);
      if (frame !== null) frames.tell(frame);
      const demuxer = /\[info\] Input #0, (\S+), from /.exec(line)?.[1];
      if (demuxer !== undefined) {
        damage ??= early?.find(({ speakers }) => speakers.includes(demuxer))?.words ?? null;
        early = undefined;
      }
      const complaint = complaintOf(line);
      if (complaint === null) return true;
      if (early !== undefined) early.push(complaint);
      else if (isOfFile(complaint)) damage ??= complaint.words;
      return false;
    },
    next: frames.next,
    damage: () => damage,
  };
}

interface Complaint {
  /** Parts of ffmpeg by name, the outer one first; none: ffmpeg itself. */
  speakers: string[];
  words: string;
}

function complaintOf(line: string): Complaint | null {
  const [, names, words] = /^((?:\[[^\]]*\] )*)\[(?:error|fatal|panic)\] (.*)$/.exec(line) ?? [];
  if (names === undefined || words === undefined) return null;
  return { speakers: Array.from(names.matchAll(/\[([^\]]*?)(?: @ [^\]]*)?\]/g), ([, name]) => name!), words };
}

/** Filters, encoders and muxers, as ffmpeg 5 to 8 call them. */
const ourSide = /^(Parsed_|auto_|swscaler|graph|fc#|vf#|vost#|out#|enc:)/;

/** Whether it says that the file, or what is decoded from it, is not whole. */
function isOfFile({ speakers, words }: Complaint): boolean {
  if (speakers.length === 0)
    return /^file:|while decoding|during demuxing|decode error rate|submitting packet to decoder/i.test(
      words,
    );
  if (speakers.some((name) => ourSide.test(name))) return false;
  // A decoder, of pictures that are not compressed, and our muxer have one name.
  return !(speakers.includes('rawvideo') && /\b(muxer|pts|dts)\b/.test(words));
}

function toldFrame(line: string): ToldFrame | null {
  const [, seconds] = /Parsed_showinfo.*\bpts_time:(\S+)/.exec(line) ?? [];
  if (seconds === undefined) return null;
  const [, above, below, width, height] = /\bsar:(\d+)\/(\d+) s:(\d+)x(\d+)/.exec(line)?.map(Number) ?? [];
  const aspect = above! > 0 && below! > 0 ? above! / below! : 1;
  return {
    seconds: Number(seconds),
    width: Math.max(1, Math.round((width ?? 0) * aspect)),
    height: height ?? 0,
  };
}

/** Milliseconds that a frame's line is waited for. */
const patience = 2000;

/**
 * Frames and what is told of them come through two pipes, and ffmpeg writes a frame's line before the frame; which of them is read
 * first is chance. So a frame waits for its line, unless one never came: then none is waited for any more.
 */
function framesAsTold(): { tell(frame: ToldFrame): void; next: FfmpegLog['next'] } {
  const told: ToldFrame[] = [];
  let tells = true;
  let heard = (): void => undefined;
  return {
    tell(frame) {
      told.push(frame);
      heard();
    },
    async next(ended) {
      if (told.length === 0 && tells) {
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
        tells = told.length > 0;
      }
      return told.shift();
    },
  };
}
