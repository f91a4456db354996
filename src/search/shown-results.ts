/** What a search found, as pictures: a page that opens anywhere, or a sheet. Node only. */
import { basename } from 'node:path';
import sharp from 'sharp';
import { type Image, warpImage } from '../core/image.js';
import { openDataset } from '../dataset/store/store.js';
import { type FaceBox, faceCrop } from '../landmarks/face-crop.js';
import { readFileOr } from '../node/files.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import { drawContactSheet } from '../report/contact-sheet.js';
import { textSection } from '../report/section.js';
import { reportPage } from '../report/section-page.js';
import type { FoundByWords, SearchResult } from './search-faces.js';

/** Side of a face, pixels. */
const tile = 128;
/** Side of the crop over the longer side of the box. */
const around = 1.75;
/** Of a sheet. */
const columns = 8;

/** @returns a PNG; the best first, row by row. */
export async function searchSheet({ found }: SearchResult): Promise<Uint8Array> {
  const pictures = await facePictures(found);
  const tiles = pictures.map((image) => ({ image, points: new Float32Array(), colour: () => '#fff' }));
  return drawContactSheet(tiles, { columns, tile });
}

export async function searchPage(result: SearchResult): Promise<string> {
  const pictures = await facePictures(result.found);
  const shown = await Promise.all(
    pictures.map(async ({ data, width, height }, i) => ({
      bytes: await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 88 })
        .toBuffer(),
      type: 'image/jpeg' as const,
      caption: `${i + 1}. ${placeOf(result.found[i]!)} (${result.found[i]!.score.toFixed(3)})`,
    })),
  );
  return reportPage(result.sentence, [
    textSection(`The ${shown.length} of ${result.faces} faces that the sentence fits best.`),
    { kind: 'pictures', pictures: shown, side: tile },
  ]);
}

/** Where a face is, in few words. */
export function placeOf({ source, row }: FoundByWords): string {
  return row === null ? basename(source) : `${basename(source)}, row ${row}`;
}

async function facePictures(found: readonly FoundByWords[]): Promise<Image[]> {
  const pictures: Image[] = [];
  for (const { source, row, box } of found) {
    if (row === null)
      pictures.push(cut(await decodeImage(await readFileOr(source, 'picture'), source), box!));
    else {
      const dataset = await openDataset(source);
      try {
        const [sample] = await dataset.read([row]);
        pictures.push(cut(await decodeImage(sample!.image, `${source}: ${sample!.id}`), sample!.box));
      } finally {
        dataset.close();
      }
    }
  }
  return pictures;
}

function cut(image: Image, { x, y, width, height }: FaceBox): Image {
  return warpImage(image, faceCrop({ x, y, width, height }, { size: tile, enlarge: around }), tile, tile);
}
