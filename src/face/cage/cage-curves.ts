/** Feature curves and contour paths of the cage head: chains of control points, followed through the subdivision. */
import type { ContourPath, Side, SurfaceCurve } from '../../landmarks/surface.js';
import { jawContourPaths } from '../contour-paths.js';
import { MeanSurface } from '../curves.js';
import { type HeadTopology, headMaterials } from '../head-model.js';
import { type CageTopology, ringSizes } from './cage-topology.js';
import { edgeRing } from './eyeballs.js';
import type { Subdivision } from './subdivision.js';

/** @param eyeStart – number of the first vertex of each eyeball. */
export function cageCurves(
  topology: HeadTopology,
  cage: CageTopology,
  fine: Subdivision,
  eyeStart: Readonly<Record<Side, number>>,
): { curves: Map<string, SurfaceCurve>; contourPaths: ContourPath[] } {
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
  /** From the right end to the middle on the right side, then on to the left end. `names` run from the left end. */
  const across = (names: readonly string[]): SurfaceCurve =>
    along([
      ...names.map((name) => cage.index(name, 'right')),
      ...names
        .slice(0, -1)
        .reverse()
        .map((name) => cage.index(name, 'left')),
    ]);

  const jaw = across([
    ...numbers(15, 4).map((row) => `grid/${row}/8`),
    ...numbers(7, 0).map((column) => `grid/4/${column}`),
  ]);
  const upperLip = (ring: number): string[] =>
    numbers(5, ringSizes.mouth - 1).map((p) => `mouth/${ring}/${p}`);
  const lowerLip = (ring: number): string[] => numbers(5, 0).map((p) => `mouth/${ring}/${p}`);
  const curves = new Map<string, SurfaceCurve>([
    ['jaw', jaw],
    ['nose.bridge', along(numbers(15, 12).map((row) => cage.index(`grid/${row}/0`)))],
    ['nose.base', across(numbers(2, 0).map((column) => `grid/9/${column}`))],
    ['lip.outer.upper', across(upperLip(1))],
    ['lip.outer.lower', across(lowerLip(1))],
    ['lip.inner.upper', across(upperLip(3))],
    ['lip.inner.lower', across(lowerLip(3))],
  ]);
  for (const side of ['right', 'left'] as const) {
    curves.set(
      `brow.${side}.upper`,
      onSide(
        side,
        numbers(7, 2).map((column) => `grid/17/${column}`),
      ),
    );
    curves.set(
      `brow.${side}.lower`,
      onSide(
        side,
        numbers(7, 2).map((column) => `grid/16/${column}`),
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
  }
  const mouth = skin.vertex(cage.index('mouth/1/0'));
  const corner = skin.vertex(cage.index('mouth/1/5'));
  return { curves, contourPaths: jawContourPaths(skin, jaw, { mouth, corner }) };
}

/** Whole numbers from `first` to `last`, both included, up or down. */
function numbers(first: number, last: number): number[] {
  const step = Math.sign(last - first);
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + step * i);
}
