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
  for (const [l, layer] of layers.entries()) {
    const out = applyLayer(values, layer);
    values = l + 1 < layers.length ? out.map((value) => Math.max(0, value)) : out;
  }
  return values;
}

function applyLayer(values: Float64Array, { weight, bias }: DenseLayer): Float64Array {
  const out = bias.slice();
  const units = out.length;
  for (const [i, value] of values.entries()) {
    if (value === 0) continue;
    for (let o = 0; o < units; o++) out[o]! += value * weight[i * units + o]!;
  }
  return out;
}

/** How each output changes with each of the first `count` features, all by default. @returns `[O][count]` */
export function smallNetworkSlopes(
  network: SmallNetwork,
  features: Float64Array,
  count: number = features.length,
): Float64Array[] {
  const { layers, mean, deviation } = network;
  const values = [standardised(network, features)];
  // Beyond so many deviations a feature says no more.
  const isHeld = Array.from(values[0]!, (value, f) => value !== (features[f]! - mean[f]!) / deviation[f]!);
  for (const layer of layers.slice(0, -1)) {
    const given = applyLayer(values.at(-1)!, layer);
    values.push(given.map((value) => Math.max(0, value)));
  }
  const outputs = layers.at(-1)!.bias.length;
  return Array.from({ length: outputs }, (_, o) => {
    let slope = Float64Array.from({ length: outputs }, (_value, i) => Number(i === o));
    for (let l = layers.length - 1; l >= 0; l--) {
      const { weight } = layers[l]!;
      const units = slope.length;
      const below = new Float64Array(l === 0 ? count : values[l]!.length);
      for (let i = 0; i < below.length; i++) {
        // What is not above nothing is rectified away.
        if (l > 0 && values[l]![i]! <= 0) continue;
        let sum = 0;
        for (let u = 0; u < units; u++) sum += weight[i * units + u]! * slope[u]!;
        below[i] = sum;
      }
      slope = below;
    }
    return slope.map((value, f) => (isHeld[f] ? 0 : value / deviation[f]!));
  });
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
