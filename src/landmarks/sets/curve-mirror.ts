/** Mirror images of places on feature curves: which curves lie across the face, which down its middle, which in pairs. */
import type { CurvePlace } from '../landmark-set.js';
import type { CurveName } from '../surface.js';

const across: ReadonlySet<CurveName> = new Set([
  'jaw',
  'jaw.front',
  'oval.upper',
  'nose.base',
  'lip.outer.upper',
  'lip.outer.lower',
  'lip.inner.upper',
  'lip.inner.lower',
  'chin.crease',
] satisfies CurveName[]);
const middle: ReadonlySet<CurveName> = new Set([
  'nose.bridge',
  'nose.septum',
  'philtrum.middle',
] satisfies CurveName[]);

/** `across`: symmetric from the right to the left. `middle`: on the midline. `paired`: one for each side. */
export type CurveKind = 'across' | 'middle' | 'paired';

export function curveKind(curve: CurveName): CurveKind {
  return across.has(curve) ? 'across' : middle.has(curve) ? 'middle' : 'paired';
}

/** Curves that close on themselves: the fraction 1 is 0 again. */
export function isClosedCurve(curve: CurveName): boolean {
  return /^(iris|pupil|nostril)\.(right|left)$/.test(curve);
}

/** The curve of the other side; curves across the face and down its middle are their own. */
export function mirrorCurve(curve: CurveName): CurveName {
  return curve.replace(/\b(right|left)\b/, (side) => (side === 'right' ? 'left' : 'right')) as CurveName;
}

export function mirrorPlace({ curve, at }: CurvePlace): CurvePlace {
  return { curve: mirrorCurve(curve), at: curveKind(curve) === 'across' ? 1 - at : at };
}
