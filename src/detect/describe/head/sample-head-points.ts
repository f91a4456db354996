/**
 * Takes the correspondences of a landmark set off a head model: the model is shaped once for each identity parameter and
 * facial action, and the differences at the set's points are kept. Identity is linear in the heads there are; actions
 * are not quite (lids swing about the eyeball, the jaw about its joint), so each counts as the straight way to its full
 * strength.
 */
import { scale, subtract, transform, transpose, type Vector3 } from '../../../core/vector.js';
import { slideToContour } from '../../../face/heads/curves/contour.js';
import {
  type Eyeball,
  type HeadModel,
  type HeadParameters,
  headMaterials,
  neutralParameters,
} from '../../../face/heads/head-model.js';
import { placeOn } from '../../../face/heads/surface-place.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import type { Convention, LandmarkSet } from '../../../landmarks/landmark-set.js';
import { resolveSet } from '../../../landmarks/resolve.js';
import type { Side, SurfacePoint } from '../../../landmarks/surface.js';
import { type HeadEye, type HeadPoints, type OutlineSlides, pointParts } from './head-points.js';

const degrees = Math.PI / 180;
const yaws = steps(-90, 90, 10);
const pitches = steps(-40, 40, 20);
/** The views' distance from the camera, centimetres: the outline hardly depends on it. */
const viewedFrom = 70;

export function sampleHeadPoints(head: HeadModel, set: LandmarkSet, convention: Convention): HeadPoints {
  const resolved = resolveSet(set, head);
  const { anchors, slides } =
    convention === 'contour' ? slideOver(head, set, resolved) : { anchors: resolved, slides: undefined };
  const corners = cornersOf(head, anchors);
  const neutral = neutralParameters(head);
  const mean = head.shape(neutral);
  const sample = (parameters: HeadParameters): { places: Float32Array; eyes: Record<Side, Eyeball> } => {
    const { positions, eyes } = head.shape(parameters);
    return { places: placesOn(positions, corners), eyes };
  };
  const start = placesOn(mean.positions, corners);
  const size = start.length;
  const identity = new Float32Array(head.identityNames.length * size);
  const eyeModes = {
    right: new Float32Array(3 * head.identityNames.length),
    left: new Float32Array(3 * head.identityNames.length),
  };
  head.identityNames.forEach((_, p) => {
    const { places, eyes } = sample({ ...neutral, identity: neutral.identity.map((_, i) => +(i === p)) });
    for (let i = 0; i < size; i++) identity[p * size + i] = places[i]! - start[i]!;
    for (const side of ['right', 'left'] as const)
      eyeModes[side].set(subtract(eyes[side].centre, mean.eyes[side].centre), 3 * p);
  });
  const expression = new Float32Array(head.actions.length * size);
  head.actions.forEach((action, e) => {
    const { places } = sample({ ...neutral, actions: { [action]: 1 } });
    for (let i = 0; i < size; i++) expression[e * size + i] = places[i]! - start[i]!;
  });
  const eye = (side: Side): HeadEye => {
    const { centre, radius, irisAngle, pupilAngle } = mean.eyes[side];
    return { centre, identity: eyeModes[side], radius, irisAngle, pupilAngle };
  };
  return {
    head: head.name,
    set: set.name,
    convention,
    names: set.points.map(({ name }) => name),
    mirror: set.mirror,
    anchors,
    parts: Uint8Array.from(resolved, (point) => partOf(head, point)),
    mean: start,
    identityNames: head.identityNames,
    identity,
    actions: head.actions,
    expression,
    eyes: { right: eye('right'), left: eye('left') },
    ...(slides && { slides }),
  };
}

/** Of N anchors: `[N, 3]` vertices of their triangles, and the weights of these. */
interface Corners {
  vertices: Uint32Array;
  weights: Float64Array;
}

function cornersOf({ topology }: HeadModel, anchors: readonly SurfacePoint[]): Corners {
  const vertices = new Uint32Array(3 * anchors.length);
  const weights = new Float64Array(3 * anchors.length);
  anchors.forEach((anchor, n) => {
    vertices.set(topology.triangles.subarray(3 * anchor.triangle, 3 * anchor.triangle + 3), 3 * n);
    weights.set(anchor.weights, 3 * n);
  });
  return { vertices, weights };
}

/** `placeOn` of every anchor, `[N, 3]`: a head is sampled some ninety times. */
function placesOn(positions: Float32Array, { vertices, weights }: Corners): Float32Array {
  const places = new Float32Array(vertices.length);
  for (let first = 0; first < places.length; first += 3)
    for (let axis = 0; axis < 3; axis++) {
      let sum = 0;
      for (let corner = first; corner < first + 3; corner++)
        sum += weights[corner]! * positions[3 * vertices[corner]! + axis]!;
      places[first + axis] = sum;
    }
  return places;
}

function partOf(head: HeadModel, point: SurfacePoint): number {
  const material = headMaterials[head.topology.materials[point.triangle]!];
  if (material !== 'sclera' && material !== 'cornea') return pointParts.indexOf('skin');
  const [x] = placeOn(head.topology, head.topology.rest, point);
  return pointParts.indexOf(x < 0 ? 'right eyeball' : 'left eyeball');
}

/** Where the points of the outline lie on the mean face in each view; the places beyond the set's own follow them. */
function slideOver(
  head: HeadModel,
  set: LandmarkSet,
  resolved: readonly SurfacePoint[],
): { anchors: SurfacePoint[]; slides: OutlineSlides } {
  const points = set.points.flatMap((point, k) =>
    'curve' in point && (point.curve === 'jaw' || point.curve === 'oval.upper') ? [k] : [],
  );
  const anchors = [...resolved];
  const known = new Map<string, number>();
  const keyOf = ({ triangle, weights }: SurfacePoint): string => `${triangle} ${weights.join(' ')}`;
  for (const k of points) known.set(keyOf(resolved[k]!), k);
  const places: number[] = [];
  for (const yaw of yaws)
    for (const pitch of pitches) {
      const slid = slideToContour(head, head.topology.rest, viewpoint(yaw, pitch), set, resolved);
      for (const k of points) {
        const key = keyOf(slid[k]!);
        let index = known.get(key);
        if (index === undefined) {
          index = anchors.push(slid[k]!) - 1;
          known.set(key, index);
        }
        places.push(index);
      }
    }
  return { anchors, slides: { yaws, pitches, points, places: Uint16Array.from(places) } };
}

/** The camera's centre in head space. */
function viewpoint(yaw: number, pitch: number): Vector3 {
  return transform(transpose(poseRotation({ yaw, pitch, roll: 0 })), scale([0, 0, 1], viewedFrom));
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, i) => (from + i * by) * degrees);
}
