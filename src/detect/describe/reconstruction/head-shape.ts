/** The shape of the fitted head as coefficients; the head model makes the mesh of them. */
import type { Vector3 } from '../../../core/vector.js';
import type { FaceView } from '../head-fit.js';

export interface HeadShapeEstimate {
  /** Name of the head model. */
  head: string;
  /** Identity parameters by name, standard deviations of the population, with their own standard deviation. */
  identity: Record<string, { value: number; deviation: number }>;
  /** Facial actions by name, about 0 to 1. */
  actions: Record<string, { value: number; deviation: number }>;
  /**
   * Where this head lies on the points that it was fitted to: row-major 3×3, head space to camera space, and centimetres. The topic
   * `pose` may be turned a little from it, by what such fits are off.
   */
  placement: { rotation: number[]; position: Vector3 };
}

export function headShape({ head, fit }: Pick<FaceView, 'head' | 'fit'>): HeadShapeEstimate {
  const named = (names: readonly string[], values: Float64Array, deviations: Float64Array) =>
    Object.fromEntries(
      names.map((name, i) => [name, { value: values[i]!, deviation: deviations[i]! }] as const),
    );
  return {
    head: head.head,
    identity: named(head.identityNames, fit.identity, fit.identityDeviation),
    actions: named(head.actions, fit.expression, fit.expressionDeviation),
    placement: { rotation: [...fit.rotation], position: fit.translation },
  };
}
