/** A ridge regression that is kept: features brought to a standard normal, then a linear map. F features, O outputs. */
import { packArrays, unpackArrays } from './packed-arrays.js';

export interface LinearMap {
  /** `[F]` of the features, by which they are brought to a standard normal. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** `[F, O]`, `[O]`. */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

/** Features that many deviations off say no more than these. */
const mostDeviations = 4;

/** `[F]` as the map reads them. */
export function standardised(
  { mean, deviation }: Pick<LinearMap, 'mean' | 'deviation'>,
  features: Float64Array,
): Float64Array {
  return features.map((value, f) =>
    Math.min(mostDeviations, Math.max(-mostDeviations, (value - mean[f]!) / deviation[f]!)),
  );
}

/** @returns `[O]`. */
export function applyLinearMap(map: LinearMap, features: Float64Array): Float64Array {
  const out = map.bias.slice();
  for (const [f, value] of standardised(map, features).entries())
    for (let o = 0; o < out.length; o++) out[o]! += value * map.weight[f * out.length + o]!;
  return out;
}

export function packLinearMap({ mean, deviation, weight, bias }: LinearMap): string {
  return packArrays([mean, deviation, weight, bias]);
}

export function unpackLinearMap(data: string, features: number, outputs: number): LinearMap {
  const [mean, deviation, weight, bias] = unpackArrays(data, [
    features,
    features,
    features * outputs,
    outputs,
  ]);
  return { mean: mean!, deviation: deviation!, weight: weight!, bias: bias! };
}
