/** `lineament search` in videos: moments with their times. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { findManifest } from '../../dataset/store/manifest.js';
import { shippedClipVideoFile } from '../../detect/node/shipped-model-file.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { writeFileWhole } from '../../node/files.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { isVideoName } from '../../node/video/video-endings.js';
import { tableText } from '../../report/table.js';
import { searchVideos, type VideoSearchResult, type VideoSource } from '../../search/search-videos.js';
import { momentSheet } from '../../search/shown-moments.js';
import { markedPicture, refuseForeign } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';
import { inOrder } from '../detect/frame-source.js';
import { filesAt, leftOutWords, videosAloneHint } from '../detect/inputs.js';

export interface MomentFlags {
  most: number;
  out?: string;
  model?: string;
  provider: Provider;
  json?: true;
  /** Videos that lie beside frames. */
  leftOut: readonly string[];
}

/**
 * The videos that a place stands for, those of folders and patterns without pictures too; with a rate also a folder of frames.
 * @returns none where it is a place of pictures or of a dataset; `leftOut`: videos that lie beside frames.
 */
export async function videosOf(
  place: string,
  rate: number | undefined,
): Promise<{ sources: VideoSource[]; leftOut: string[] }> {
  if ((await findManifest(place)) !== undefined) return { sources: [], leftOut: [] };
  const files = inOrder(await filesAt(place));
  const videos = files.filter(isVideoName);
  const pictures = files.filter((file) => !isVideoName(file));
  if (pictures.length === 0) return { sources: videos.map((path) => ({ path })), leftOut: [] };
  const isFolder = (await stat(place).catch(() => undefined))?.isDirectory() === true;
  return rate === undefined || !isFolder
    ? { sources: [], leftOut: [] }
    : { sources: [{ path: place, pictures, rate }], leftOut: videos };
}

export async function searchMoments(
  sentence: string,
  sources: readonly VideoSource[],
  { most, out, model = shippedClipVideoFile(), provider, leftOut, ...flags }: MomentFlags,
): Promise<void> {
  if (out !== undefined && extname(out).toLowerCase() !== '.png')
    throw new UsageError('search: moments are written as a sheet', {
      file: out,
      hint: 'give a name that ends in .png',
    });
  await runCommand<VideoSearchResult>({
    name: 'search',
    flags,
    run: async (work) => {
      if (out !== undefined) await refuseForeign('search', out);
      const result = await searchVideos({ sentence, sources, most, model, provider }, work);
      if (out !== undefined && result.found.length > 0)
        await writeFileWhole(
          out,
          markedPicture(await momentSheet(result, sources, work), 'png', markOf('search')),
        );
      return result;
    },
    json: ({ notes: _, ...result }) => result,
    say: ({ unknown, windows, found, notes }, log) => {
      for (const note of notes) log.warn(note);
      if (leftOut.length > 0) log.info(leftOutWords(leftOut, videosAloneHint));
      if (unknown.length > 0)
        log.warn(`the model does not know: ${unknown.join(', ')} (docs/captions.md has its words)`);
      log.info(`${windows} moments searched${out === undefined || found.length === 0 ? '' : `: ${out}`}`);
    },
    text: ({ found }) =>
      found.length === 0
        ? 'no moment with a face\n'
        : `${tableText({
            head: ['', 'fits', 'video', 'from', 'to', 'face at'],
            rows: found.map(({ score, source, from, to, box }, i) => [
              String(i + 1),
              score.toFixed(3),
              source,
              clock(from),
              clock(to),
              [box.x, box.y].map((value) => Math.round(value)).join(', '),
            ]),
          })}\n`,
    failures: ({ failed }) => ({ failed, total: sources.length, items: 'videos' }),
  });
}

/** "1:02.5": minutes, seconds and tenths. */
function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}
