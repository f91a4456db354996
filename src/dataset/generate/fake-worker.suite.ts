/** A worker for the generator's tests: quick made-up samples that finish out of order. */
import { setTimeout } from 'node:timers/promises';
import { LineamentError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { serveTasks } from '../../node/worker-pool.js';
import type { LayeredSample } from '../store/columns.js';
import type { GenerationRecipe } from './recipe.js';
import { splitOf } from './splits.js';

const pointCount = 68;

async function makeFace(index: number, recipe: GenerationRecipe): Promise<LayeredSample[]> {
  if (recipe.head === 'broken' && index === 5) throw new LineamentError('face: head broken has no shape 5');
  await setTimeout((index * 7919) % 5);
  const random = new Random(recipe.seed, index);
  const floats = (length: number): Float32Array => Float32Array.from({ length }, () => random.next());
  return Array.from({ length: recipe.frames }, (_, frame) => ({
    id: recipe.frames === 1 ? `fake-${index}` : `fake-${index}-${frame}`,
    image: Uint8Array.from({ length: 200 }, () => random.integer(0, 255)),
    width: recipe.size,
    height: recipe.size,
    landmarks: recipe.landmarks,
    points: { surface: floats(2 * pointCount), contour: floats(2 * pointCount) },
    points3d: floats(3 * pointCount),
    visibility: new Uint8Array(pointCount),
    labelQuality: null,
    box: { x: 1, y: 2, width: 3, height: 4 },
    split: splitOf(index, recipe.count, recipe),
    pupils: floats(4),
    attributes: { index },
  }));
}

serveTasks(makeFace);
