/** Moments that a search found, as a sheet: a row for each, its face from beginning to end. Node only. */
import { StoppedError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { silentWork, type Work } from '../core/work.js';
import { drawContactSheet, emptyPicture } from '../report/contact-sheet.js';
import { faceTile } from './face-tile.js';
import type { Moment } from './moments.js';
import { framesOf, type VideoSearchResult, type VideoSource } from './search-videos.js';

/** Side of a face, pixels, and of the crop over the longer side of the box. */
const [tile, around] = [96, 2];
/** Of a row. */
const columns = 8;

/** @returns a PNG; the best first. Where `work` is stopped, it stops. */
export async function momentSheet(
  { found }: VideoSearchResult,
  sources: readonly VideoSource[],
  work: Work = silentWork,
): Promise<Uint8Array> {
  const rows = new Map<Moment, Image[]>(found.map((moment) => [moment, []]));
  for (const source of sources) {
    const own = found.filter((moment) => moment.source === source.path);
    const last = Math.max(...own.map(({ to }) => to));
    if (own.length === 0) continue;
    for await (const { seconds, image } of framesOf(source, work)) {
      if (work.signal.aborted) throw new StoppedError(`sheet of moments, in ${source.path}`);
      for (const { from, to, box } of own) {
        const row = rows.get(own.find((moment) => moment.from === from && moment.box === box)!)!;
        // The first frame at or after each of the times.
        if (row.length < columns && seconds >= from + ((to - from) * row.length) / (columns - 1) - 1e-6)
          row.push(faceTile(image, box, { side: tile, around }));
      }
      if (seconds > last) break;
    }
  }
  const empty = emptyPicture(tile, tile);
  const tiles = found.flatMap((moment) => {
    const row = rows.get(moment)!;
    return Array.from({ length: columns }, (_, i) => row[i] ?? row.at(-1) ?? empty);
  });
  return drawContactSheet(
    tiles.map((image) => ({ image, points: new Float32Array(), colour: () => '#fff' })),
    { columns, tile },
  );
}
