/** Where the points of a set lie on the template, the embedded head's mean face. Browser-safe: no head is loaded. */
import { distance, type Vector3 } from '../../core/vector.js';
import type { CurvePlace, LandmarkDefinition } from '../landmark-set.js';
import type { CurveName } from '../surface.js';
import { mirrorCurve } from './curve-mirror.js';
import { templateCurves } from './template-curves.js';

/**
 * Head space, centimetres. Limits: a point between curves is given where the chord runs, up to two centimetres under the
 * skin, since the template is made of curves alone.
 */
export function templatePosition(point: LandmarkDefinition): Vector3 {
  const sum: [number, number, number] = [...(point.offset ?? ([0, 0, 0] as const))];
  for (const anchor of 'curve' in point ? [{ ...point, weight: 1 }] : point.blend) {
    const place = placeOnTemplate(anchor);
    for (let axis = 0; axis < 3; axis++) sum[axis]! += anchor.weight * place[axis]!;
  }
  return sum;
}

function placeOnTemplate({ curve, at }: CurvePlace): Vector3 {
  const isLeft = /\bleft\b/.test(curve);
  const table = templateCurves[(isLeft ? mirrorCurve(curve) : curve) as keyof typeof templateCurves];
  const parts = table.length / 3 - 1;
  const from = Math.min(parts - 1, Math.floor(at * parts));
  const t = at * parts - from;
  const value = (axis: number): number =>
    (table[3 * from + axis]! * (1 - t) + table[3 * from + 3 + axis]! * t) / 100;
  return [isLeft ? -value(0) : value(0), value(1), value(2)];
}

/** Arc length on the template, centimetres. */
export function curveLength(curve: CurveName): number {
  const steps = 64;
  let length = 0;
  for (let i = 0; i < steps; i++)
    length += distance(
      placeOnTemplate({ curve, at: i / steps }),
      placeOnTemplate({ curve, at: (i + 1) / steps }),
    );
  return length;
}
