/**
 * 300-W: a picture and a `.pts` file of the same name, points counted from 1 (Sagonas et al. 2013; the annotations were
 * made with Matlab). All points of the set are written; a point without a label has no place in the format.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import type { LayeredSample } from '../../store/columns.js';
import { type ExportSource, imageEnding, type SampleWriter, uniqueStems } from '../sample-writer.js';

export function createPtsWriter({ folder }: ExportSource): SampleWriter {
  const stemOf = uniqueStems();
  return {
    async write(sample) {
      const text = formatPts(pointsOf(sample));
      const path = join(folder, stemOf(sample.id));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.${imageEnding(sample.image)}`, sample.image);
      await writeFile(`${path}.pts`, text);
    },
    async finish() {},
  };
}

function pointsOf({ id, points }: LayeredSample): Float32Array {
  const marked = points.contour ?? points.surface!;
  const missing = marked.findIndex((value) => Number.isNaN(value));
  if (missing >= 0)
    throw new LineamentError(`sample ${id}: point ${missing >> 1} has no label, which .pts cannot say`, {
      hint: 'export as coco-wholebody or webdataset',
    });
  return marked;
}

/** @param points – `[K, 2]` pixels, counted from 0. */
export function formatPts(points: Float32Array): string {
  const lines = Array.from({ length: points.length / 2 }, (_, k) =>
    [points[2 * k]!, points[2 * k + 1]!].map((value) => (value + 1).toFixed(6)).join(' '),
  );
  return ['version: 1', `n_points: ${lines.length}`, '{', ...lines, '}', ''].join('\n');
}
