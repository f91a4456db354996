/**
 * ICT-FaceKit's feature curves, built through its 68 published landmark vertices: lid edges and the lips' inner edges
 * along mesh edges, which follow them; jaw, brows, nose and the lips' outer edges by splines through the landmarks, projected to the face. The published brow
 * points are taken as the brow's upper edge, lowered to where photographs have it; its lower edge lies below by a brow's breadth (about 7 mm at the inner
 * third, narrowing outwards). Nostrils, wings and ears follow guides of our own; the rest is derived.
 */
import { add, distance, scale, type Vector3 } from '../../../core/vector.js';
import type { Side, SurfaceCurve } from '../../../landmarks/surface.js';
import { loweredBrow } from '../after-photographs.js';
import { jawContourPaths, ovalContourPaths } from '../curves/contour-paths.js';
import { MeanSurface, ringDirections } from '../curves/curves.js';
import { derivedCurves, irisChord, outerSkin, projectionTo } from '../curves/derived-curves.js';
import { type Eyeball, type HeadFeatures, type HeadTopology, headMaterials } from '../head-model.js';
import { earFoldGuides, earFrontGuides, earRimGuides, nostrilGuides, wingGuides } from './feature-guides.js';
import type { FacekitParts } from './parts.js';

/** Drop from the published points to the brow's lower edge at five places, outer to inner, before it is lowered, centimetres. */
const browBreadth = [0.3, 0.55, 0.75, 0.85, 0.8];
const ringPoints = 48;

/** Whether a triangle is near the ears or the nose, where curves follow guides of our own. */
function isGuided({ rest, triangles }: HeadTopology, t: number): boolean {
  const v = 3 * triangles[3 * t]!;
  const [x, y, z] = [Math.abs(rest[v]!), rest[v + 1]!, rest[v + 2]!];
  return (x > 6 && z < -5 && y > -7 && y < 1) || (x < 3 && y > -6 && y < -1.5 && z > 1);
}

export function featureCurves(
  topology: HeadTopology,
  parts: FacekitParts,
  landmarks: readonly number[],
  eyes: Readonly<Record<Side, Eyeball>>,
): HeadFeatures {
  const skin = new MeanSurface(
    topology.rest,
    topology.triangles,
    (t) => topology.materials[t] === headMaterials.indexOf('skin') && isGuided(topology, t),
  );
  const face = new MeanSurface(topology.rest, topology.triangles, (t) => parts.face[t] === 1);
  const at = (...numbers: number[]): Vector3[] => numbers.map((i) => face.vertex(landmarks[i]!));
  const edges = (...numbers: number[]): SurfaceCurve =>
    face.alongVertices(face.edgePath(numbers.map((i) => landmarks[i]!)));
  const guides = (...numbers: number[]): SurfaceCurve => face.alongGuides(at(...numbers));
  const upperBrow = (...numbers: number[]): SurfaceCurve =>
    face.alongGuides(at(...numbers).map((place) => loweredBrow(place, 'upper')));
  const lowerBrow = (...numbers: number[]): SurfaceCurve =>
    face.alongGuides(
      at(...numbers).map((place, i) => loweredBrow(add(place, [0, -browBreadth[i]!, 0]), 'lower')),
    );

  const curves = new Map<string, SurfaceCurve>([
    ['jaw.front', guides(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)],
    ['brow.right.upper', upperBrow(17, 18, 19, 20, 21)],
    ['brow.right.lower', lowerBrow(17, 18, 19, 20, 21)],
    ['brow.left.upper', upperBrow(26, 25, 24, 23, 22)],
    ['brow.left.lower', lowerBrow(26, 25, 24, 23, 22)],
    ['lid.right.upper', edges(36, 37, 38, 39)],
    ['lid.right.lower', edges(36, 41, 40, 39)],
    ['lid.left.upper', edges(45, 44, 43, 42)],
    ['lid.left.lower', edges(45, 46, 47, 42)],
    ['nose.bridge', guides(27, 28, 29, 30)],
    ['nose.base', guides(31, 32, 33, 34, 35)],
    ['lip.outer.upper', guides(48, 49, 50, 51, 52, 53, 54)],
    ['lip.outer.lower', guides(48, 59, 58, 57, 56, 55, 54)],
    ['lip.inner.upper', edges(60, 61, 62, 63, 64)],
    ['lip.inner.lower', edges(60, 67, 66, 65, 64)],
  ]);
  const sclera = headMaterials.indexOf('sclera');
  for (const side of ['right', 'left'] as const) {
    const { centre, axis, irisAngle, pupilAngle, radius } = eyes[side];
    const ball = new MeanSurface(topology.rest, topology.triangles, (t) => {
      const v = topology.triangles[3 * t]!;
      const place: Vector3 = [topology.rest[3 * v]!, topology.rest[3 * v + 1]!, topology.rest[3 * v + 2]!];
      return topology.materials[t] === sclera && distance(place, centre) < 2 * radius;
    });
    const ring = (angle: number): SurfaceCurve =>
      ball.curve(
        ringDirections(axis, angle, side === 'left' ? 1 : -1, ringPoints).map((d) =>
          ball.alongRay(centre, scale(d, 1)),
        ),
        true,
      );
    curves.set(`iris.${side}`, ring(irisAngle));
    curves.set(`pupil.${side}`, ring(pupilAngle));
    curves.set(`iris.${side}.across`, irisChord(ball, eyes[side], side));
    const guided = (places: readonly Vector3[], closed = false): SurfaceCurve =>
      skin.alongGuides(side === 'left' ? places : places.map(([x, y, z]): Vector3 => [-x, y, z]), { closed });
    curves.set(`wing.${side}`, guided(wingGuides));
    curves.set(`nostril.${side}`, guided(nostrilGuides, true));
    curves.set(`ear.${side}.rim`, guided(earRimGuides));
    curves.set(`ear.${side}.fold`, guided(earFoldGuides));
    curves.set(`ear.${side}.front`, guided(earFrontGuides));
  }
  const outer = outerSkin(topology);
  for (const [name, curve] of derivedCurves(outer, curves)) curves.set(name, curve);
  return {
    curves,
    contourPaths: [
      ...jawContourPaths(outer, curves.get('jaw')!, { mouth: at(57)[0]!, corner: at(48)[0]! }),
      ...ovalContourPaths(outer, curves.get('oval.upper')!, at(19)[0]!),
    ],
    closestSkin: projectionTo(outer),
  };
}
