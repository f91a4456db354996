/** Moments of videos, and of folders of frames, by a sentence. Node only. */
import { createTokenizer } from '../captions/tokenizer.js';
import { LineamentError, messageOf, StoppedError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { partOf, silentWork, type Work } from '../core/work.js';
import { openSession } from '../detect/node/open-landmark-detector.js';
import { createVideoEmbedder } from '../networks/video/video-embedder.js';
import { readVideoMetadata } from '../networks/video/video-metadata.js';
import type { Provider } from '../nn/runtime/provider.js';
import { readFileOr } from '../node/files.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import { checkFrameSize } from '../node/video/frame-size.js';
import { openVideo, resizedWords } from '../node/video/read-video.js';
import { openFaceLook } from './embed-photographs.js';
import { distinctMoments, type Moment, momentsOf, type SeenFrame } from './moments.js';
import { sentenceNumbers } from './question.js';

/** A video's file, or frames of one folder in their order. */
export type VideoSource = { path: string } | { path: string; pictures: readonly string[]; rate: number };

export interface VideoSearchOptions {
  sentence: string;
  sources: readonly VideoSource[];
  /** Moments that are given back. */
  most: number;
  /** A model of a recipe with task: clip-video. */
  model: string;
  provider?: Provider | undefined;
}

export interface VideoSearchResult {
  sentence: string;
  /** Words that say nothing, because the model never read them. */
  unknown: string[];
  /** Windows that were looked at, of all faces. */
  windows: number;
  found: Moment[];
  failed: { id: string; reason: string }[];
  /** What people should know of videos that were searched. */
  notes: string[];
}

/** A video that cannot be read is listed and the rest goes on. */
export async function searchVideos(
  { sentence, sources, most, model, provider }: VideoSearchOptions,
  work: Work = silentWork,
): Promise<VideoSearchResult> {
  const options = provider === undefined ? {} : { provider };
  const bytes = await readFileOr(model, 'model');
  const metadata = readVideoMetadata(bytes, model);
  const tokenizer = createTokenizer(metadata.words);
  const { numbers, unknown } = sentenceNumbers(sentence, tokenizer, metadata.architecture.length);
  const session = await openSession(bytes, model, options);
  const looking = await openFaceLook(provider);
  const result: VideoSearchResult = { sentence, unknown, windows: 0, found: [], failed: [], notes: [] };
  try {
    const embedder = createVideoEmbedder(metadata, (inputs) => session.run(inputs));
    const search = {
      embedder,
      sentence: Float32Array.from(await embedder.sentence(numbers)),
      boxes: looking.boxes,
    };
    const all: Moment[] = [];
    const progress = partOf(work, 'search', 'video');
    progress.report(0, sources.length);
    for (const [done, source] of sources.entries()) {
      try {
        for await (const moment of momentsOf(source.path, framesOf(source, work, result), search)) {
          if (work.signal.aborted) throw new StoppedError(`search, in ${source.path}`);
          all.push(moment);
        }
      } catch (error) {
        if (error instanceof StoppedError) throw error;
        result.failed.push({ id: source.path, reason: messageOf(error) });
      }
      progress.report(done + 1, sources.length);
    }
    return { ...result, windows: all.length, found: distinctMoments(all, most) };
  } finally {
    await Promise.all([session.release(), looking.close()]);
  }
}

/** All of one size. @param told – gets what is wrong with a video, and what people should know of it. */
export async function* framesOf(
  source: VideoSource,
  work: Work = silentWork,
  told?: Pick<VideoSearchResult, 'failed' | 'notes'>,
): AsyncGenerator<SeenFrame> {
  const { path } = source;
  if (!('pictures' in source)) {
    const { info, frames } = await openVideo(path, work.signal);
    const { damage, resized } = yield* frames();
    if (damage !== null) told?.failed.push({ id: path, reason: `the video is damaged: ${damage}` });
    if (resized !== null) told?.notes.push(`${path}: ${resizedWords(resized, info)}`);
    return;
  }
  if (source.pictures.length === 0)
    throw new LineamentError('no frame lies in the folder', { file: path, hint: 'give frames as pictures' });
  let first: Image | undefined;
  for (const [i, picture] of source.pictures.entries()) {
    const image = await decodeImage(await readFileOr(picture, 'picture'), picture);
    first ??= image;
    // An odd picture among the frames is told, and the others are searched.
    try {
      checkFrameSize(picture, image, first);
    } catch (error) {
      if (told === undefined) throw error;
      told.failed.push({ id: picture, reason: error instanceof Error ? error.message : String(error) });
      continue;
    }
    yield { seconds: i / source.rate, image };
  }
}
