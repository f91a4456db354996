/** Feature curves and contour paths of the cage head: chains of control points, followed through the subdivision. */

import type { Vector3 } from '../../../core/vector.js';
import type { Side, SurfaceCurve } from '../../../landmarks/surface.js';
import { loweredBrow } from '../after-photographs.js';
import { jawContourPaths, ovalContourPaths } from '../curves/contour-paths.js';
import { MeanSurface } from '../curves/curves.js';
import { derivedCurves, irisChord, outerSkin, projectionTo } from '../curves/derived-curves.js';
import { type Eyeball, type HeadFeatures, type HeadTopology, headMaterials } from '../head-model.js';
import { type CageTopology, ringSizes } from './cage-topology.js';
import { edgeRing } from './eyeballs.js';
import type { Subdivision } from './subdivision.js';

/** The groove behind the wing of the nose, left side, top to foot; no chain of control points follows it. */
const wingGuides: readonly Vector3[] = [
  [1.35, -2.55, 2.9],
  [1.66, -3, 2.55],
  [1.8, -3.4, 2.42],
  [1.86, -3.8, 2.37],
  [1.77, -4.2, 2.39],
  [1.65, -4.5, 2.5],
  [1.36, -4.78, 2.81],
];

/** @param eyeStart – number of the first vertex of each eyeball. */
export function cageCurves(
  topology: HeadTopology,
  cage: CageTopology,
  fine: Subdivision,
  eyeStart: Readonly<Record<Side, number>>,
  eyes: Readonly<Record<Side, Eyeball>>,
): HeadFeatures {
  const skin = new MeanSurface(
    topology.rest,
    topology.triangles,
    (t) => topology.materials[t] === headMaterials.indexOf('skin'),
  );
  const balls = new MeanSurface(
    topology.rest,
    topology.triangles,
    (t) => topology.materials[t] === headMaterials.indexOf('sclera'),
  );
  const along = (points: readonly number[]): SurfaceCurve => {
    const chain = [points[0]!];
    for (let i = 1; i < points.length; i++)
      chain.push(...fine.alongEdge(points[i - 1]!, points[i]!).slice(1));
    return skin.alongVertices(chain);
  };
  const onSide = (side: Side, names: readonly string[]): SurfaceCurve =>
    along(names.map((name) => cage.index(name, side)));
  /** A chain that returns to its first point. */
  const closedThrough = (side: Side, names: readonly string[]): SurfaceCurve => {
    const points = names.map((name) => cage.index(name, side));
    const ring = points.flatMap((point, i) =>
      fine.alongEdge(point, points[(i + 1) % points.length]!).slice(0, -1),
    );
    return skin.curve(
      ring.map((v) => skin.atVertex(v)),
      true,
    );
  };
  /** From the right end to the middle on the right side, then on to the left end. `names` run from the left end. */
  const across = (names: readonly string[]): SurfaceCurve =>
    along([
      ...names.map((name) => cage.index(name, 'right')),
      ...names
        .slice(0, -1)
        .reverse()
        .map((name) => cage.index(name, 'left')),
    ]);

  const jawFront = across([
    ...numbers(15, 4).map((row) => `grid/${row}/8`),
    ...numbers(7, 0).map((column) => `grid/4/${column}`),
  ]);
  const upperLip = (ring: number): string[] =>
    numbers(5, ringSizes.mouth - 1).map((p) => `mouth/${ring}/${p}`);
  const lowerLip = (ring: number): string[] => numbers(5, 0).map((p) => `mouth/${ring}/${p}`);
  const curves = new Map<string, SurfaceCurve>([
    ['jaw.front', jawFront],
    ['nose.bridge', along(numbers(15, 12).map((row) => cage.index(`grid/${row}/0`)))],
    ['nose.base', across(numbers(2, 0).map((column) => `grid/9/${column}`))],
    ['lip.outer.upper', across(upperLip(1))],
    ['lip.outer.lower', across(lowerLip(1))],
    ['lip.inner.upper', across(upperLip(3))],
    ['lip.inner.lower', across(lowerLip(3))],
  ]);
  for (const side of ['right', 'left'] as const) {
    for (const [edge, row] of [
      ['upper', 17],
      ['lower', 16],
    ] as const)
      curves.set(
        `brow.${side}.${edge}`,
        skin.alongGuides(
          numbers(7, 2).map((column) =>
            loweredBrow(skin.vertex(cage.index(`grid/${row}/${column}`, side)), edge),
          ),
        ),
      );
    curves.set(
      `lid.${side}.upper`,
      onSide(
        side,
        [...numbers(7, 13), 0].map((place) => `eye/2/${place}`),
      ),
    );
    curves.set(
      `lid.${side}.lower`,
      onSide(
        side,
        numbers(7, 0).map((place) => `eye/2/${place}`),
      ),
    );
    for (const edge of ['iris', 'pupil'] as const) {
      const ring = edgeRing(edge).map((v) => balls.atVertex(eyeStart[side] + v));
      curves.set(`${edge}.${side}`, balls.curve(ring, true));
    }
    const ball = new MeanSurface(
      topology.rest,
      topology.triangles,
      (t) =>
        topology.materials[t] === headMaterials.indexOf('sclera') &&
        topology.rest[3 * topology.triangles[3 * t]!]! > 0 === (side === 'left'),
    );
    curves.set(`iris.${side}.across`, irisChord(ball, eyes[side], side));
    const out = side === 'left' ? 1 : -1;
    curves.set(`wing.${side}`, skin.alongGuides(wingGuides.map(([x, y, z]): Vector3 => [out * x, y, z])));
    curves.set(
      `nostril.${side}`,
      closedThrough(
        side,
        [2, 3, 4, 5, 0, 1].map((place) => `nostril/1/${place}`),
      ),
    );
    curves.set(
      `ear.${side}.rim`,
      onSide(
        side,
        numbers(12, 0).map((place) => `ear/2/${place}`),
      ),
    );
    curves.set(
      `ear.${side}.fold`,
      onSide(
        side,
        numbers(10, 2).map((place) => `ear/4/${place}`),
      ),
    );
    curves.set(
      `ear.${side}.front`,
      onSide(
        side,
        [...numbers(12, 15), 0].map((place) => `ear/2/${place}`),
      ),
    );
  }
  const outer = outerSkin(topology);
  for (const [name, curve] of derivedCurves(outer, curves)) curves.set(name, curve);
  const mouth = skin.vertex(cage.index('mouth/1/0'));
  const corner = skin.vertex(cage.index('mouth/1/5'));
  const brow = skin.vertex(cage.index('grid/17/4'));
  return {
    curves,
    contourPaths: [
      ...jawContourPaths(outer, curves.get('jaw')!, { mouth, corner }),
      ...ovalContourPaths(outer, curves.get('oval.upper')!, brow),
    ],
    closestSkin: projectionTo(outer),
  };
}

/** Whole numbers from `first` to `last`, both included, up or down. */
function numbers(first: number, last: number): number[] {
  const step = Math.sign(last - first);
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + step * i);
}
