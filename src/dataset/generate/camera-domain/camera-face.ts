/**
 * A face of the simulated camera domain as a sample: rendered from a scene of that domain and labelled as annotators do.
 * It holds what a labelled photograph holds, points of the visible contour and their box, and says in its id and in its
 * attributes that it is simulated; the exact points stand beside, for whoever wants to see what the labels' errors are.
 */

import { internalError } from '../../../core/errors.js';
import { Random } from '../../../core/random.js';
import { tightBox } from '../../../landmarks/face-crop.js';
import { sampleCameraDomainScene } from '../../../render/sampling/camera-domain.js';
import type { Studio } from '../../../render/studio.js';
import type { SimulatedAnnotation } from '../../attributes.js';
import type { LayeredSample } from '../../store/columns.js';
import { encodeShot } from '../encode-shot.js';
import type { GenerationSettings } from '../settings.js';
import { cameraPartOf } from '../splits.js';
import { annotate } from './annotators.js';

type CameraFaceSettings = Pick<
  GenerationSettings,
  'seed' | 'count' | 'validation' | 'test' | 'challenging' | 'size' | 'samples' | 'layers'
>;

/** A pure function of the recipe and the index. */
export async function makeCameraFace(
  index: number,
  recipe: CameraFaceSettings,
  { head, set, shoot }: Studio,
): Promise<LayeredSample> {
  const { seed, count, size, samples, layers } = recipe;
  const part = cameraPartOf(index, count, recipe);
  // Streams of its own: the same seed gives other people than in the training domain.
  const random = new Random(seed, 'camera domain', index);
  const scene = sampleCameraDomainScene(random, head, part);
  const exact = await encodeShot(shoot(scene, { size, samples }), scene, {
    id: `simulated-camera-${String(index).padStart(7, '0')}`,
    split: part,
    landmarks: set.name,
    layers,
    samples,
  });
  return asAnnotated(exact, random.child('annotation'), seed);
}

/**
 * @param sample – of a scene of the camera domain, with exact labels of ibug68.
 * @param random – a stream of the face's own. @param seed – of the dataset: its annotators are the same in all pictures.
 */
function asAnnotated(sample: LayeredSample, random: Random, seed: number): LayeredSample {
  const exact = sample.points.contour;
  if (exact === undefined) throw internalError(`sample ${sample.id} has no contour to annotate`);
  const { points, annotator } = annotate(exact, random, seed);
  const box = tightBox(points);
  if (box === null) throw internalError(`sample ${sample.id} has no points`);
  const annotation: SimulatedAnnotation = { annotator, exact: Array.from(exact) };
  return {
    ...sample,
    points: { contour: points },
    points3d: null,
    pupils: null,
    box,
    attributes: { ...sample.attributes, simulated: true, annotation },
  };
}
