import { describe, expect, it } from 'vitest';
import {
  applySmallNetwork,
  packSmallNetwork,
  type SmallNetwork,
  smallNetworkSlopes,
  unpackSmallNetwork,
} from './small-network.js';

/** |x − 3| of the first feature by two rectified units, twice the second beside it. */
const network: SmallNetwork = {
  mean: Float64Array.of(3, 0),
  deviation: Float64Array.of(2, 1),
  layers: [
    { weight: Float64Array.of(2, -2, 0, 0, 0, 1), bias: Float64Array.of(0, 0, 5) },
    { weight: Float64Array.of(1, 0, 1, 0, 0, 2), bias: Float64Array.of(0, -10) },
  ],
};

describe('small network', () => {
  it('rectifies every layer but the last', () => {
    // By hand: (1 − 3)/2 = −1, rectified units 0, 2 and 5 + 0.5; 2 and 2 · 5.5 − 10.
    expect([
      ...applySmallNetwork(
        {
          ...network,
          layers: [{ ...network.layers[0]!, weight: Float64Array.of(2, -2, 0, 0, 0, 1) }, network.layers[1]!],
        },
        Float64Array.of(1, 0.5),
      ),
    ]).toEqual([2, 1]);
    expect([...applySmallNetwork(network, Float64Array.of(5, -6))]).toEqual([2, -8]);
  });

  it('tells how its answers change with each feature, through as many layers as there are', () => {
    const weight = Float64Array.of(1, -2, 3, 0.5, 1, -1, 0.25, 4, -1);
    const deeper: SmallNetwork = {
      ...network,
      layers: [network.layers[0]!, { weight, bias: Float64Array.of(0.1, 3, -2) }, network.layers[1]!],
    };
    for (const at of [
      [5, -6],
      [1, 0.5],
    ]) {
      const slopes = smallNetworkSlopes(deeper, Float64Array.from(at));
      for (let f = 0; f < 2; f++) {
        const [less, more] = [-1e-4, 1e-4].map((step) =>
          applySmallNetwork(
            deeper,
            Float64Array.from(at, (value, i) => (i === f ? value + step : value)),
          ),
        );
        for (let o = 0; o < 2; o++) expect(slopes[o]![f]).toBeCloseTo((more![o]! - less![o]!) / 2e-4, 6);
      }
    }
  });

  it('comes back from its packed text as it was, to a 32,767th of the largest number', () => {
    const back = unpackSmallNetwork(packSmallNetwork(network), [2, 3, 2]);
    expect(back.layers.map(({ weight, bias }) => [weight.length, bias.length])).toEqual([
      [6, 3],
      [6, 2],
    ]);
    const [there, here] = [network, back].map((one) => applySmallNetwork(one, Float64Array.of(2.5, 0.25)));
    for (const [o, value] of there!.entries()) expect(here![o]).toBeCloseTo(value, 3);
    expect(() => unpackSmallNetwork(packSmallNetwork(network), [2, 4, 2])).toThrow('packed numbers end');
  });
});
