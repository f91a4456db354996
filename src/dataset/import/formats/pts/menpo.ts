/**
 * Imports the Menpo 2D benchmark (Deng et al., IJCV 2019): pictures with `.pts` files of 68 points, or of 39 for faces in
 * profile. Those of a profile that have a counterpart among the 68 take its place (nose, eye, mouth of the side that is
 * seen); its jaw, brow and all of the hidden side stay missing, because their points are spread otherwise. All 39
 * points stand in the attribute `profile`, pixels counted from 0.
 */
import { relative } from 'node:path';
import { silentWork, type Work } from '../../../../core/work.js';
import { visibility } from '../../../../landmarks/landmark-set.js';
import { ibug68 } from '../../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../../node/files.js';
import type { LayeredSample } from '../../../store/columns.js';
import { idOf } from '../../files/image-files.js';
import { readLabelText } from '../../files/label-file.js';
import { parsePts, ptsHint } from '../../files/pts-file.js';
import { storableImage } from '../../files/storable-image.js';
import { importBeside } from '../../import-beside.js';
import type { ImportDefaults, ImportResult } from '../../import-dataset.js';
import { faceBox, photographSample } from '../../photograph-sample.js';

export interface MenpoImportOptions {
  folder: string;
  out: string;
  /** The samples' split (`train` by default). */
  split?: string;
}

/** Of the 39 points, from the 17th (index 16) on: the index among the 68 where the subject's right side is seen. */
const counterparts = [
  ...[27, 28, 29, 30, 33, 31], // bridge, base, wing
  ...[38, 37, 36, 41, 40], // eye: over the lid to the outer corner and back under it
  ...[51, 50, 49, 48, 59, 58, 57], // outer lips
  ...[62, 61, 60, 67, 66], // inner lips
];
const firstCounterpart = 16;

export const menpoDefaults: Pick<ImportDefaults, 'split'> = { split: 'train' };

export async function importMenpo(
  options: MenpoImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out, split = menpoDefaults.split } = options;
  return importBeside(
    {
      folder,
      out,
      landmarks: ibug68,
      missingPoints: 'allowed',
      format: 'menpo',
      told: { split },
      ending: '.pts',
      hint: ptsHint,
      read: (file, imageOf) => readSample(folder, file, split, imageOf),
    },
    work,
  );
}

async function readSample(
  folder: string,
  file: string,
  split: string,
  imageOf: (labels: string) => string,
): Promise<LayeredSample> {
  const marked = parsePts(await readLabelText(file, 'the points'), file, 68, 39);
  const path = imageOf(file);
  const source = relative(folder, path);
  const isProfile = marked.length === 2 * 39;
  const { points, seen, side } = isProfile ? fromProfile(marked) : { points: marked, seen: null, side: null };
  return photographSample({
    id: idOf(folder, file),
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    visibility: seen,
    // Of all that is marked: the jaw too, where it has no place among the 68.
    box: faceBox(marked, file),
    landmarks: ibug68.name,
    split,
    attributes: { source, ...(isProfile && { side, profile: pairs(marked) }) },
  });
}

interface Profile {
  /** `[68, 2]`, NaN where the profile has no counterpart. */
  points: Float32Array;
  seen: Uint8Array;
  /** The subject's side that is seen. */
  side: 'right' | 'left';
}

/** @param marked – `[39, 2]`. */
function fromProfile(marked: Float32Array): Profile {
  const meanX = (first: number, last: number): number => {
    let sum = 0;
    for (let k = first; k <= last; k++) sum += marked[2 * k]!;
    return sum / (last - first + 1);
  };
  // The bridge stands before the eye: where it is to the right in the picture, the right side of the face is seen.
  const side = meanX(16, 19) > meanX(22, 26) ? 'right' : 'left';
  const points = new Float32Array(2 * 68).fill(Number.NaN);
  const seen = new Uint8Array(68).fill(visibility.hiddenBySelf);
  counterparts.forEach((right, i) => {
    const k = side === 'right' ? right : ibug68.mirror[right]!;
    const from = 2 * (firstCounterpart + i);
    points.set(marked.subarray(from, from + 2), 2 * k);
    seen[k] = visibility.visible;
  });
  return { points, seen, side };
}

function pairs(points: Float32Array): number[][] {
  return Array.from({ length: points.length / 2 }, (_, k) => [points[2 * k]!, points[2 * k + 1]!]);
}
