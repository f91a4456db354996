/**
 * How the dense sets are laid out: rows of points along feature curves, and patches of points between two of them. Each
 * row and patch says at which of the nested sets it first appears and how fine it is there, so that a finer set always
 * holds the points of a coarser one. Data in `dense-sets.ts`.
 */

import type { BlendLandmark, CurvePlace, LandmarkDefinition, Region } from '../landmark-set.js';
import type { CurveName } from '../surface.js';
import { mirrorPlace } from './curve-mirror.js';
import { mirrorImage } from './mirror-pairs.js';

/** The nested sets, coarse to fine. */
export const densities = [243, 460, 490, 1001] as const;
export type Density = (typeof densities)[number];

/** A point and the coarsest set that holds it. */
export interface LaidPoint {
  readonly point: LandmarkDefinition;
  readonly density: Density;
}

/** For each set from which on it appears, into how many equal parts a row is cut there; finer cuts are multiples. */
export type Cuts = Readonly<Partial<Record<Density, number>>>;

type Ends = 'both' | 'first' | 'last' | 'none';

/**
 * Points at equal steps along a curve. `curve` may leave out its side (`brow.*.upper`): then both sides are laid.
 * @param ends – which of the curve's two ends are points; the others belong to a curve that meets this one there.
 */
export function row(region: Region, curve: string, cuts: Cuts, ends: Ends = 'both'): LaidPoint[] {
  if (curve.includes('*')) return sidesOf(curve).flatMap((name) => row(region, name, cuts, ends));
  const finest = Math.max(...Object.values(cuts));
  const laid: LaidPoint[] = [];
  const name = curve as CurveName;
  for (let i = 0; i <= finest; i++) {
    if (i === 0 && (ends === 'last' || ends === 'none')) continue;
    if (i === finest && (ends === 'first' || ends === 'none')) continue;
    const density = firstOf(cuts, i, finest);
    laid.push({
      density,
      point: { name: `${name}.${thousandths(i / finest)}`, region, curve: name, at: i / finest },
    });
  }
  return laid;
}

/** A patch between two rails: `along` counts places along the rails, `between` those from the first to the second. */
export interface Patch {
  readonly name: string;
  readonly region: Region;
  /** Rail places at the start and the end of the patch; fractions go evenly from the one to the other. */
  readonly from: readonly [CurvePlace, CurvePlace];
  readonly to: readonly [CurvePlace, CurvePlace];
  /** For each set: parts along the rails, parts from rail to rail. */
  readonly cuts: Readonly<Partial<Record<Density, readonly [number, number]>>>;
  /** Which ends along the rails are points. */
  readonly ends?: Ends;
}

/** One curve from `start` to `end`, as a rail of a patch. */
export function rail(curve: CurveName, start: number, end: number): readonly [CurvePlace, CurvePlace] {
  return [
    { curve, at: start },
    { curve, at: end },
  ];
}

/** The points of a patch that crosses the midline or lies on it. */
export function patch({ name, region, from, to, cuts, ends = 'both' }: Patch): LaidPoint[] {
  const entries = Object.entries(cuts).map(
    ([density, parts]) => [Number(density) as Density, parts] as const,
  );
  const along = Math.max(...entries.map(([, [parts]]) => parts));
  const between = Math.max(...entries.map(([, [, parts]]) => parts));
  const laid: LaidPoint[] = [];
  for (let i = 0; i <= along; i++) {
    if (i === 0 && (ends === 'last' || ends === 'none')) continue;
    if (i === along && along > 0 && (ends === 'first' || ends === 'none')) continue;
    for (let j = 1; j < between; j++) {
      const first = entries.find(([, [a, b]]) => isMultiple(i, along, a) && isMultiple(j, between, b));
      if (first === undefined) continue;
      const t = along === 0 ? 0 : i / along;
      const point: BlendLandmark = {
        name: `${name}.${i}.${j}`,
        region,
        blend: [
          { ...between2(from, t), weight: 1 - j / between },
          { ...between2(to, t), weight: j / between },
        ],
      };
      laid.push({ density: first[0], point });
    }
  }
  return laid;
}

/** The points of a patch on the right side and their mirror images. */
export function patchPair(right: Patch): LaidPoint[] {
  const laid = patch({ ...right, name: `${right.name}.right` });
  return [...laid, ...laid.map(({ point, density }) => ({ density, point: mirrorImage(point) }))];
}

function between2([start, end]: readonly [CurvePlace, CurvePlace], t: number): CurvePlace {
  return { curve: start.curve, at: start.at + (end.at - start.at) * t };
}

function sidesOf(curve: string): string[] {
  const right = curve.replace('*', 'right') as CurveName;
  return [right, mirrorPlace({ curve: right, at: 0 }).curve];
}

/** The coarsest set whose cut has the place i of `finest`. */
function firstOf(cuts: Cuts, i: number, finest: number): Density {
  const first = densities.find((density) => {
    const parts = cuts[density];
    return parts !== undefined && isMultiple(i, finest, parts);
  });
  return first ?? 1001;
}

/** Whether place i of `finest` parts is one of `parts` equal parts. */
function isMultiple(i: number, finest: number, parts: number): boolean {
  return parts === 0 ? i === 0 : i % (finest / parts) === 0;
}

function thousandths(fraction: number): string {
  return String(Math.round(fraction * 1000)).padStart(3, '0');
}
