import { describe, expect, it } from 'vitest';
import { checkOptimiser, clippingScale, updateOf } from './optimiser.js';

function update(options: Parameters<typeof updateOf>[0], weightDecay: number): number {
  const vectors = {
    parameters: Float32Array.of(2),
    firstMoments: new Float32Array(1),
    secondMoments: new Float32Array(1),
    gradient: Float32Array.of(-0.1),
  };
  updateOf(options)(vectors, { step: 1, learningRate: 0.5, gradientScale: 1, weightDecay }, 0, 1);
  return vectors.parameters[0]!;
}

describe('optimisers by name', () => {
  it('differ in where the weight decays', () => {
    // Adam's first step is the rate, in the sign of the gradient: −0.1 alone, −0.1 + 0.1 · 2 with the decay in it.
    expect(update({}, 0.1)).toBeCloseTo(2 * (1 - 0.05) + 0.5, 5);
    expect(update({ kind: 'adamw' }, 0.1)).toBeCloseTo(2.4, 5);
    expect(update({ kind: 'adam' }, 0.1)).toBeCloseTo(2 - 0.5, 5);
    expect(update({ kind: 'adam' }, 0)).toBeCloseTo(2 + 0.5, 5);
    expect(update({ kind: 'sgd' }, 0.1)).toBeCloseTo(2 - 0.5 * 0.1, 6);
  });
});

describe('options of optimisers', () => {
  it.each([
    [{ kind: 'lion' }, "there is no kind 'lion'; there are adamw, adam, sgd"],
    [{ momentum: 0.9 }, "'adamw' has no momentum; it has kind, weightDecay, clipNorm, beta1"],
    [{ kind: 'sgd', beta1: 0.9 }, "'sgd' has no beta1"],
    [{ beta2: 1 }, 'beta2: 1; allowed: from 0 to below 1'],
    [{ weightDecay: Number.NaN }, 'weightDecay: NaN; allowed: a number from 0'],
    [{ clipNorm: 0 }, 'clipNorm: 0; allowed: above 0'],
  ])('refuses %j', (options, message) => {
    expect(() => checkOptimiser(options as never)).toThrow(message);
  });

  it('takes the options of each kind', () => {
    for (const kind of ['adam', 'adamw'] as const)
      checkOptimiser({ kind, beta1: 0, epsilon: 1e-8, clipNorm: 20 });
    checkOptimiser({ kind: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0 });
  });
});

describe('clippingScale', () => {
  it('makes longer gradients as long as the limit and leaves shorter ones', () => {
    expect(clippingScale(10, 2.5)).toBe(0.25);
    expect(clippingScale(2.5, 2.5)).toBe(1);
    expect(clippingScale(1e30)).toBe(1);
  });
});
