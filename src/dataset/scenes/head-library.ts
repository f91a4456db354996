/**
 * Heads to make scenes of, in memory that worker threads share: cut-outs as pixels with their alpha, whole pictures as the
 * files that they are. Rows are taken by their split, so that no head of training is met again in validation. Node only.
 */
import { LineamentError } from '../../core/errors.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { isGenerated } from '../attributes.js';
import { labelFault } from '../check-labels.js';
import { decodeLayer } from '../layers/registry.js';
import type { LayeredSample } from '../store/columns.js';
import { openDataset } from '../store/store.js';
import type { SceneSettings } from './settings.js';

/** What is known of a face in its own picture. */
export interface HeadLabel {
  /** Tight around the landmarks, pixels. */
  box: FaceBox;
  /** `[N, 2]` pixels: what a box around the turned face is made of; the ellipse in the box where only the box is known. */
  outline: Float32Array;
  /** Degrees in the plane of the picture, clockwise as seen. */
  roll: number;
  /** Degrees; 0 where nobody says. */
  yaw: number;
}

export interface Cutout extends HeadLabel {
  width: number;
  height: number;
  /** `[H, W, 4]` RGB and alpha, in shared memory. */
  pixels: SharedArrayBuffer;
}

export interface WholePicture extends HeadLabel {
  file: SharedArrayBuffer;
  name: string;
}

/** Handed to each worker once. */
export interface HeadLibrary {
  heads: Cutout[];
  backs: Cutout[];
  pictures: WholePicture[];
}

/** @param split – of every dataset. */
export async function openHeadLibrary(
  { heads, backs, pictures }: Pick<SceneSettings, 'heads' | 'backs' | 'pictures'>,
  split: string,
): Promise<HeadLibrary> {
  return {
    heads: await readAll(heads, split, true, cutoutOf),
    backs: await readAll(backs, split, true, cutoutOf),
    pictures: await readAll(pictures, split, false, async (sample) => ({
      ...labelOf(sample),
      file: shared(sample.image),
      name: sample.id,
    })),
  };
}

/** Samples whose labels are not of their picture are left out, as in every training. */
async function readAll<Item>(
  folders: readonly string[],
  split: string,
  layers: boolean,
  itemOf: (sample: LayeredSample, folder: string) => Promise<Item>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const folder of folders) {
    const dataset = await openDataset(folder, { incomplete: true });
    try {
      for await (const samples of dataset.scan({ split, layers }))
        for (const sample of samples)
          if (labelFault(sample) === null) items.push(await itemOf(sample, folder));
    } finally {
      dataset.close();
    }
  }
  return items;
}

async function cutoutOf(sample: LayeredSample, folder: string): Promise<Cutout> {
  const file = sample.layers?.alpha;
  if (file === undefined)
    throw new LineamentError(`scenes: sample ${sample.id} has no layer 'alpha' to cut it out by`, {
      file: folder,
      hint: 'make the heads by `lineament generate --layers alpha`',
    });
  const { width, height, data } = await decodeImage(sample.image, sample.id);
  const alpha = await decodeLayer('alpha', file);
  const pixels = new SharedArrayBuffer(4 * width * height);
  const rgba = new Uint8Array(pixels);
  for (let i = 0; i < width * height; i++) {
    rgba.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
    rgba[4 * i + 3] = alpha[i]!;
  }
  return { ...labelOf(sample), width, height, pixels };
}

function labelOf({ box, points, landmarks, attributes }: LayeredSample): HeadLabel {
  const own = landmarks === ibug68.name ? points.contour : undefined;
  const { yaw, roll } = isGenerated(attributes)
    ? { yaw: attributes.shows.yaw, roll: rollOf(attributes.head.rotation) }
    : { yaw: 0, roll: 0 };
  return { box, outline: own ?? ellipseIn(box), roll, yaw };
}

/** Of the face's front as the picture shows it: the turn in the plane that is nearest to the rotation. */
function rollOf([xx, xy, , yx, yy]: readonly number[]): number {
  return (Math.atan2(xy! - yx!, xx! + yy!) * 180) / Math.PI;
}

function ellipseIn({ x, y, width, height }: FaceBox): Float32Array {
  const corners = 24;
  return Float32Array.from({ length: 2 * corners }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / corners;
    return i % 2 === 0 ? x + (width / 2) * (1 + Math.cos(angle)) : y + (height / 2) * (1 + Math.sin(angle));
  });
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
