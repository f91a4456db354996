/** What a head can know of the faces' shapes before the first step, such as the low-rank head's weights. */
import type { Log } from '../../core/log.js';
import { headOf } from '../../networks/registry.js';
import { entryValues } from '../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import type { BatchSource } from './face-batches.js';
import type { Recipe } from './recipe.js';

/** Training batches whose labels are looked at. */
const batches = 16;

export function fitsHead(recipe: Recipe): boolean {
  return headOf(recipe.model).fit !== undefined;
}

/** @param own – before the first step. @returns the same with what the head's fit gives. */
export async function fitHead(
  own: TrainerState,
  landmarks: number,
  { recipe, faces, log }: { recipe: Recipe; faces: BatchSource; log: Log },
): Promise<TrainerState> {
  const { fit: fitted } = headOf(recipe.model);
  if (fitted === undefined) return own;
  const shapes = await labelledShapes(faces, landmarks);
  if (shapes.length === 0) {
    log.warn(`the head ${recipe.model.head.kind} begins without shapes: no training face has every label`);
    return own;
  }
  const parameters = Float32Array.from(own.parameters);
  for (const [name, values] of Object.entries(fitted(recipe.model.head, shapes, landmarks)))
    for (const entry of own.parameterLayout)
      if (entry.name === name || entry.name.endsWith(`.${name}`)) entryValues(parameters, entry).set(values);
  return { ...own, parameters };
}

/** Of faces with every label. @returns `[N, K, 2]`, pixels of the crop. */
async function labelledShapes(faces: BatchSource, landmarks: number): Promise<Float32Array> {
  const shapes: Float32Array[] = [];
  for (let number = 0; number < batches; number++) {
    const { points, weights } = await faces.batch(number);
    for (let face = 0; face * landmarks < weights.length; face++)
      if (weights.subarray(face * landmarks, (face + 1) * landmarks).every((weight) => weight > 0))
        shapes.push(points.slice(2 * face * landmarks, 2 * (face + 1) * landmarks));
  }
  const all = new Float32Array(shapes.length * 2 * landmarks);
  shapes.forEach((shape, index) => {
    all.set(shape, index * 2 * landmarks);
  });
  return all;
}
