/**
 * Synthetic faces as points with the truth of their expression, for fitting and measuring `detect/describe/expression`:
 * shapes of any head in any pose, exact or with the errors that a detector was seen to make; and faces that a detector
 * found in a dataset's pictures.
 */
import { readFile } from 'node:fs/promises';
import { Random } from '../src/core/random.js';
import { add, scale, transform, transpose, type Vector3 } from '../src/core/vector.js';
import { openDataset } from '../src/dataset/store/store.js';
import { defaultHeadPoints } from '../src/detect/describe/head/default-head-points.js';
import type { ObservedPoints } from '../src/detect/describe/observed-points.js';
import type { KnownCamera } from '../src/detect/describe/viewing-camera.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { slideToContour } from '../src/face/heads/curves/contour.js';
import type { FacialAction } from '../src/face/heads/facial-actions.js';
import { type HeadModel, straightGaze } from '../src/face/heads/head-model.js';
import { placeOn } from '../src/face/heads/surface-place.js';
import { sampleExpression } from '../src/face/person/expression-distribution.js';
import { sampleIdentity } from '../src/face/person/identity-traits.js';
import { samplePerson } from '../src/face/person/person-distribution.js';
import { poseRotation, samplePose } from '../src/face/person/pose-distribution.js';
import { resolveSet } from '../src/landmarks/resolve.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import type { SurfacePoint } from '../src/landmarks/surface.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

export interface ExpressionFace {
  observed: ObservedPoints;
  camera: KnownCamera;
  /** Radians. */
  yaw: number;
  expression: string;
  actions: Partial<Record<FacialAction, number>>;
}

/** What a detector did to the points of one face, by the points of `dense1001`. */
export interface SeenErrors {
  /** Radians. */
  yaw: number;
  /** `[K, 2]` in shares of the face's size. */
  offsets: Float32Array;
  /** `[K]` in the same shares. */
  uncertainty: Float32Array;
  seen: Float32Array;
}

const pointsOfErrors = 'dense1001';

export interface ShapeOptions {
  set: string;
  count: number;
  seed: number;
  /** Exact points where absent. */
  errors?: readonly SeenErrors[];
  /** Share of faces that are neither near neutral nor smile, over the population's own. */
  rare?: number;
  /** The same face and expression at several yaws, radians, instead of a pose from the wild. */
  yaws?: readonly number[];
}

/** Faces of a head in the wild's poses, in the contour convention. */
export function shapeFaces(
  head: HeadModel,
  { set: name, count, seed, errors, rare = 0, yaws }: ShapeOptions,
): ExpressionFace[] {
  const set = landmarkSet(name);
  const resolved = resolveSet(set, head);
  const nearest = errors && nearestPoints(name);
  return Array.from({ length: count }, (_, i) => new Random(seed, head.name, i)).flatMap((random) => {
    const identity = sampleIdentity(
      random.child('identity'),
      head.identityNames.length,
      samplePerson(random.child('person')),
      head.identityTraits,
      1,
    );
    const unusual = random.chance(rare);
    let { expression, actions } = sampleExpression(random.child('expression', 0), head.actions);
    for (let i = 1; unusual && (expression === 'neutral' || expression.includes('smile')); i++)
      ({ expression, actions } = sampleExpression(random.child('expression', i), head.actions));
    const { positions } = head.shape({ identity, actions, gaze: straightGaze });
    const drawn = samplePose(random.child('pose'), 'in-the-wild');
    const poses = yaws?.map((yaw) => ({ ...drawn, yaw })) ?? [drawn];
    const distance = 45 * Math.exp(random.uniform(0, 1.2));
    const aside: [number, number] = [random.normal(0, 0.1), random.normal(0, 0.1)];
    return poses.map((pose): ExpressionFace => {
      const rotation = poseRotation(pose);
      const translation: Vector3 = [aside[0] * distance, aside[1] * distance, -distance];
      const viewpoint = transform(transpose(rotation), scale(translation, -1));
      const anchors: SurfacePoint[] = slideToContour(head, positions, viewpoint, set, resolved);
      // A face of about 100 pixels, the principal point at (0, 0).
      const focal = (100 / 18) * distance;
      const points = Float32Array.from(
        anchors.flatMap((anchor) => {
          const [x, y, z] = add(transform(rotation, placeOn(head.topology, positions, anchor)), translation);
          return [(focal * x) / -z, (focal * -y) / -z];
        }),
      );
      const observed: ObservedPoints = {
        set: name,
        convention: 'contour',
        names: set.points.map((point) => point.name),
        points,
        uncertainty: new Float32Array(anchors.length).fill(0.3),
        seen: new Float32Array(anchors.length).fill(1),
      };
      if (errors !== undefined && nearest !== undefined)
        disturb(observed, pickErrors(random, errors, pose.yaw), nearest, random);
      return { observed, camera: { cx: 0, cy: 0 }, yaw: pose.yaw, expression, actions };
    });
  });
}

/** One at a like yaw: the nearest of eight. */
function pickErrors(random: Random, errors: readonly SeenErrors[], yaw: number): SeenErrors {
  const drawn = Array.from({ length: 8 }, () => random.pick(errors));
  return drawn.reduce((best, other) => (Math.abs(other.yaw - yaw) < Math.abs(best.yaw - yaw) ? other : best));
}

function disturb(
  { points, uncertainty, seen }: ObservedPoints,
  errors: SeenErrors,
  nearest: Int32Array,
  random: Random,
): void {
  const size = sizeOf(points);
  const amount = random.uniform(0.7, 1.3);
  for (let k = 0; k < nearest.length; k++) {
    const from = nearest[k]!;
    for (let axis = 0; axis < 2; axis++)
      points[2 * k + axis]! += amount * size * errors.offsets[2 * from + axis]!;
    uncertainty[k] = size * errors.uncertainty[from]!;
    seen[k] = errors.seen[from]!;
  }
}

/** Of each point of a set the nearest of the dense set on the embedded head's mean face. */
function nearestPoints(set: string): Int32Array {
  const { mean, names } = defaultHeadPoints(set, 'contour');
  const { mean: dense, names: denseNames } = defaultHeadPoints(pointsOfErrors, 'contour');
  return Int32Array.from(names, (_, k) => {
    let best = 0;
    let least = Infinity;
    for (let j = 0; j < denseNames.length; j++) {
      const distance = Math.hypot(
        mean[3 * k]! - dense[3 * j]!,
        mean[3 * k + 1]! - dense[3 * j + 1]!,
        mean[3 * k + 2]! - dense[3 * j + 2]!,
      );
      if (distance >= least) continue;
      least = distance;
      best = j;
    }
    return best;
  });
}

/** Root mean square of the points' distances from their middle. */
function sizeOf(points: Float32Array): number {
  let [x, y, square] = [0, 0, 0];
  const count = points.length / 2;
  for (let i = 0; i < points.length; i += 2) {
    x += points[i]! / count;
    y += points[i + 1]! / count;
  }
  for (let i = 0; i < points.length; i += 2)
    square += ((points[i]! - x) ** 2 + (points[i + 1]! - y) ** 2) / count;
  return Math.sqrt(square);
}

/** A face that a detector found, as it is kept in a file. */
interface FoundFace {
  set: string;
  convention: 'surface' | 'contour';
  points: number[];
  unc: number[];
  seen: number[];
  /** The label's points. */
  exact: number[];
  camera: { width: number; height: number; cx: number; cy: number };
  pose: { yaw: number };
  face: { actions: Partial<Record<FacialAction, number>>; expression: string };
}

/** Looks at the faces of a dataset's test part. */
export async function findFaces(data: string, model: string, count: number): Promise<FoundFace[]> {
  const dataset = await openDataset(data);
  const detector = await openLandmarkDetector(model);
  const { set, convention } = detector.metadata.landmarks;
  const indices = (await dataset.indices({ split: 'test' })).slice(0, count);
  const faces: FoundFace[] = [];
  for (const index of indices) {
    const [sample] = await dataset.read([index]);
    const { image, id, box, points: labels, attributes } = sample!;
    const { points, uncertainty, visibility } = await detector.detect(await decodeImage(image, id), box);
    const { camera, scene } = attributes as { camera?: FoundFace['camera']; scene?: FoundFace };
    const exact = labels[convention];
    if (camera === undefined || scene === undefined || exact === undefined)
      throw new Error(`${data}: no scene and no ${convention} points of ${id}: give a generated dataset`);
    faces.push({
      set,
      convention,
      points: [...points],
      unc: [...uncertainty],
      seen: Array.from(uncertainty, (_, k) => visibility?.[4 * k] ?? 1),
      exact: [...exact],
      camera,
      pose: scene.pose,
      face: scene.face,
    });
  }
  return faces;
}

export async function readFound(file: string): Promise<FoundFace[]> {
  return JSON.parse(await readFile(file, 'utf8')) as FoundFace[];
}

export function foundFace({ set, convention, camera, pose, face, ...found }: FoundFace): ExpressionFace {
  return {
    observed: {
      set,
      convention,
      names: landmarkSet(set).points.map(({ name }) => name),
      points: Float32Array.from(found.points),
      uncertainty: Float32Array.from(found.unc),
      seen: Float32Array.from(found.seen),
    },
    camera: { cx: camera.cx, cy: camera.cy },
    yaw: pose.yaw,
    expression: face.expression,
    actions: face.actions,
  };
}

export function seenErrors({ points, exact, unc, seen, pose }: FoundFace): SeenErrors {
  const size = sizeOf(Float32Array.from(exact));
  return {
    yaw: pose.yaw,
    offsets: Float32Array.from(points, (value, i) => (value - exact[i]!) / size),
    uncertainty: Float32Array.from(unc, (value) => value / size),
    seen: Float32Array.from(seen),
  };
}
