/** A small network that is kept in the source: features brought to a standard normal, then layers, each but the last rectified. F features. */
import { type LinearMap, standardised } from './linear-map.js';
import { packArrays, unpackArrays } from './packed-arrays.js';

export interface DenseLayer {
  /** `[inputs, outputs]`, `[outputs]`. */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

export interface SmallNetwork extends Pick<LinearMap, 'mean' | 'deviation'> {
  readonly layers: readonly DenseLayer[];
}

/** @returns `[O]` of the last layer. */
export function applySmallNetwork(
  { layers, ...scaling }: SmallNetwork,
  features: Float64Array,
): Float64Array {
  let values = standardised(scaling, features);
  for (const [l, { weight, bias }] of layers.entries()) {
    const out = bias.slice();
    const units = out.length;
    for (const [i, value] of values.entries()) {
      if (value === 0) continue;
      for (let o = 0; o < units; o++) out[o]! += value * weight[i * units + o]!;
    }
    values = l + 1 < layers.length ? out.map((value) => Math.max(0, value)) : out;
  }
  return values;
}

/**
 * @param features, mirrored – of a face and of its mirror image.
 * @returns what it answers of either; undefined where something that it reads is not known.
 */
export function applyBothWays(
  network: SmallNetwork,
  features: Float64Array,
  mirrored: Float64Array,
): readonly [own: Float64Array, mirrored: Float64Array] | undefined {
  if (!features.every(Number.isFinite) || !mirrored.every(Number.isFinite)) return undefined;
  return [applySmallNetwork(network, features), applySmallNetwork(network, mirrored)];
}

export function packSmallNetwork({ mean, deviation, layers }: SmallNetwork): string {
  return packArrays([mean, deviation, ...layers.flatMap(({ weight, bias }) => [weight, bias])]);
}

/** @param units – F, of each hidden layer, O. */
export function unpackSmallNetwork(data: string, units: readonly number[]): SmallNetwork {
  const [features, ...outputs] = units as [number, ...number[]];
  const lengths = outputs.flatMap((count, l) => [units[l]! * count, count]);
  const [mean, deviation, ...rest] = unpackArrays(data, [features, features, ...lengths]);
  const layers = outputs.map((_, l) => ({ weight: rest[2 * l]!, bias: rest[2 * l + 1]! }));
  return { mean: mean!, deviation: deviation!, layers };
}
