/**
 * Reads generated datasets into memory for generative models. The splits are the datasets' own, row by row; faces with a
 * combination of facts that no training sees (`captions/unseen.ts`) are in none of them but in `unseen`.
 *
 * Limits: a face of 64 pixels takes 12 KB, so 20,000 take 250 MB. Only generated faces have facts.
 */

import { factsOf } from '../../../captions/face-facts.js';
import { isUnseen } from '../../../captions/unseen.js';
import type { Affine } from '../../../core/affine.js';
import { LineamentError } from '../../../core/errors.js';
import { type Image, warpImage } from '../../../core/image.js';
import { joined } from '../../../core/numbers/joined.js';
import { isGenerated } from '../../../dataset/attributes.js';
import { type Dataset, openDataset } from '../../../dataset/store/store.js';
import type { FaceBox } from '../../../landmarks/face-crop.js';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import { type FaceRecord, FaceSet } from './face-set.js';
import type { FaceDataSettings } from './settings.js';

export const faceSplits = ['train', 'validation', 'test', 'unseen'] as const;
export type FaceSplit = (typeof faceSplits)[number];

/** Each split is a function of the datasets alone. */
export async function loadFaces(
  { datasets, size, limit = Number.POSITIVE_INFINITY }: FaceDataSettings,
  split: FaceSplit,
): Promise<FaceSet> {
  const faces: FaceRecord[] = [];
  const pixels: Uint8Array[] = [];
  for (const folder of datasets) {
    const dataset = await openDataset(folder);
    try {
      if (faces.length >= limit) break;
      await addFaces(dataset, { split, size, most: limit }, faces, pixels);
    } finally {
      dataset.close();
    }
  }
  if (faces.length === 0)
    throw new LineamentError(`no face is in split '${split}'`, {
      ...(datasets[0] !== undefined && { file: datasets[0] }),
      hint: 'give datasets that hold more faces',
    });
  return new FaceSet(size, faces, joined(pixels, Uint8Array));
}

async function addFaces(
  dataset: Dataset,
  { split, size, most }: { split: FaceSplit; size: number; most: number },
  faces: FaceRecord[],
  pixels: Uint8Array[],
): Promise<void> {
  // Each row is read once: its attributes take longer than its picture.
  for await (const samples of dataset.scan(split === 'unseen' ? {} : { split })) {
    const pictures: Promise<Uint8Array>[] = [];
    for (const { id, attributes, image, width, box } of samples) {
      if (!isGenerated(attributes))
        throw new LineamentError(`sample ${id} was not generated, so nobody knows what it shows`, {
          file: dataset.folder,
          hint: 'give datasets made by `lineament generate`',
        });
      const facts = factsOf(attributes.shows);
      if (isUnseen(facts) !== (split === 'unseen') || faces.length >= most) continue;
      const name = `${dataset.folder}/${id}`;
      faces.push({ id: name, facts, attributes: attributes.shows, box: scaled(box, size / width) });
      pictures.push(decodeImage(image, name).then((picture) => planar(picture, size)));
    }
    pixels.push(...(await Promise.all(pictures)));
    if (faces.length >= most) return;
  }
}

function scaled({ x, y, width, height }: FaceBox, factor: number): FaceBox {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}

/** The whole picture at `size`, as `[3, S, S]`. */
function planar(image: Image, size: number): Uint8Array {
  const [across, down] = [image.width / size, image.height / size];
  // Pixel centres of both pictures lie at the same places of the scene.
  const toSource: Affine = [across, 0, (across - 1) / 2, 0, down, (down - 1) / 2];
  const same = image.width === size && image.height === size;
  const { data } = same ? image : warpImage(image, toSource, size, size);
  const area = size * size;
  const result = new Uint8Array(3 * area);
  for (let channel = 0; channel < 3; channel++)
    for (let i = 0; i < area; i++) result[channel * area + i] = data[3 * i + channel]!;
  return result;
}
