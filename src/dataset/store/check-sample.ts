/** What a dataset does not take: samples of another shape than its manifest says, and numbers that are none. */
import { LineamentError } from '../../core/errors.js';
import type { LayeredSample } from './columns.js';
import type { DatasetManifest } from './manifest.js';

export type SampleShape = Pick<DatasetManifest, 'landmarks' | 'pointCount' | 'conventions' | 'missingPoints'>;

/** @param file – for messages: the dataset's folder, or what the sample is imported from. */
export function checkSample(sample: LayeredSample, manifest: SampleShape, file: string): void {
  const wrong = (rule: string): LineamentError =>
    new LineamentError(`sample ${sample.id}: ${rule}`, {
      file,
      hint: 'correct or leave out this sample',
    });
  const { pointCount, landmarks } = manifest;
  if (sample.landmarks !== landmarks) {
    throw wrong(`has landmarks ${sample.landmarks}; the dataset has ${landmarks}`);
  }
  if (sample.image.length === 0) throw wrong('has an empty image');
  const lists: [string, ArrayLike<number> | null, number][] = [
    ...manifest.conventions.map((convention): [string, ArrayLike<number> | null, number] => [
      convention,
      sample.points[convention] ?? [],
      2 * pointCount,
    ]),
    ['points3d', sample.points3d, 3 * pointCount],
    ['visibility', sample.visibility, pointCount],
    ['labelQuality', sample.labelQuality, pointCount],
    ['pupils', sample.pupils, 4],
  ];
  for (const [name, list, length] of lists) {
    if (list !== null && list.length !== length)
      throw wrong(`${name} has ${list.length} numbers, not ${length}`);
  }
  for (const convention of manifest.conventions) {
    const points = sample.points[convention]!;
    const bad = points.findIndex((value) =>
      manifest.missingPoints === 'forbidden' ? !Number.isFinite(value) : Math.abs(value) === Infinity,
    );
    if (bad >= 0) throw wrong(`point ${bad >> 1} (${convention}) is ${points[bad]}, not a pixel`);
  }
  if (![sample.box.x, sample.box.y, sample.box.width, sample.box.height].every(Number.isFinite)) {
    throw wrong('has a box that is not finite');
  }
}
