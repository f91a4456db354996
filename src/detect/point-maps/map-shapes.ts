/**
 * Faces as points alone, to learn from which points of one set stand for those of another: drawn like those of the generator,
 * expressions and poses included, but never rendered. N faces.
 */
import { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { createStudio } from '../../render/studio.js';

export interface ConventionSet {
  set: LandmarkSet;
  convention: Convention;
}

/** Side of the pictures that are not drawn: points come in its pixels. */
const side = 256;

/**
 * @param sets – laid on the head together. @param count – N.
 * @returns for each set N faces, each `[K, 2]`.
 */
export function mapShapes(
  head: HeadModel,
  sets: readonly ConventionSet[],
  count: number,
  seed: number,
): Float32Array[][] {
  const studio = createStudio({
    head,
    set: { name: 'several sets', points: sets.flatMap(({ set }) => set.points), mirror: [] },
  });
  const shapes = sets.map((): Float32Array[] => []);
  for (let face = 0; face < count; face++) {
    const scene = sampleScene(new Random(seed, 'point map', face), head, {
      pose: 'in-the-wild',
      without: ['occluders'],
      backgrounds: [],
    });
    const { points } = studio.locate(scene, side);
    let from = 0;
    for (const [i, { set, convention }] of sets.entries()) {
      const to = from + 2 * set.points.length;
      shapes[i]!.push(points[convention].slice(from, to));
      from = to;
    }
  }
  return shapes;
}
