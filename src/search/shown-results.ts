/** What a search found, as pictures: a page that opens anywhere, or a sheet. Node only. */
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { Image } from '../core/image.js';
import { openDataset } from '../dataset/store/store.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import { readFileOr } from '../node/files.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import { drawContactSheet } from '../report/contact-sheet.js';
import { type ReportPicture, textSection } from '../report/section.js';
import { reportPage } from '../report/section-page.js';
import { faceTile } from './face-tile.js';
import type { FoundByWords, SearchResult } from './search-faces.js';

/** Sides of a face, pixels: on a sheet and on a page. */
const tile = 128;
const pageTile = 200;
/** Side of the crop over the longer side of the box. */
const around = 1.75;
/** Of a sheet. */
const columns = 8;

/** @returns a PNG; the best first, row by row. */
export async function searchSheet({ found }: SearchResult): Promise<Uint8Array> {
  const pictures = await facePictures(found, tile);
  const tiles = pictures.map((image) => ({ image, points: new Float32Array(), colour: () => '#fff' }));
  return drawContactSheet(tiles, { columns, tile });
}

/** @param file – where the page will lie; its pictures lead to the photographs from there. */
export async function searchPage(result: SearchResult, file: string): Promise<string> {
  const { sentence, faces, middle, found } = result;
  const pictures = await facePictures(found, pageTile);
  const shown = await Promise.all(
    pictures.map(async ({ data, width, height }, i): Promise<ReportPicture> => {
      const { score, source, row } = found[i]!;
      return {
        bytes: await sharp(data, { raw: { width, height, channels: 3 } })
          .jpeg({ quality: 88 })
          .toBuffer(),
        type: 'image/jpeg',
        caption: `${i + 1}. ${placeOf(found[i]!)}, fit ${score.toFixed(3)}`,
        ...(row === null && { link: linkTo(source, file) }),
      };
    }),
  );
  const compared =
    middle === null ? '' : ` The sentence fits the face in the middle of all ${middle.toFixed(3)}.`;
  const links = shown.some(({ link }) => link !== undefined) ? ' A picture leads to its photograph.' : '';
  return reportPage(sentence, [
    textSection(
      `The ${shown.length} of ${faces} faces that the sentence fits best, the best first; it fits some face best even where none shows what it says. The fit is the cosine between picture and sentence as the model sees them: from −1 to 1, more is better.${compared}${links}`,
    ),
    { kind: 'pictures', pictures: shown, side: pageTile },
  ]);
}

/** Relative where it can be, so that page and photographs may be moved together. */
function linkTo(source: string, page: string): string {
  const path = relative(dirname(resolve(page)), resolve(source));
  // Another drive.
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split(sep).map(encodeURIComponent).join('/');
}

/** Where a face is, in few words. */
export function placeOf({ source, row }: FoundByWords): string {
  return row === null ? basename(source) : `${basename(source)}, row ${row}`;
}

async function facePictures(found: readonly FoundByWords[], side: number): Promise<Image[]> {
  const pictures: Image[] = [];
  for (const { source, row, box } of found) {
    if (row === null)
      pictures.push(cut(await decodeImage(await readFileOr(source, 'picture'), source), box!, side));
    else {
      const dataset = await openDataset(source);
      try {
        const [sample] = await dataset.read([row]);
        pictures.push(cut(await decodeImage(sample!.image, `${source}: ${sample!.id}`), sample!.box, side));
      } finally {
        dataset.close();
      }
    }
  }
  return pictures;
}

/** Upright, however the face is turned. */
function cut(image: Image, { x, y, width, height }: FaceBox, side: number): Image {
  return faceTile(image, { x, y, width, height }, { side, around });
}
