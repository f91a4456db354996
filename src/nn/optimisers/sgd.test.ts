import { describe, expect, it } from 'vitest';
import { sgd } from './sgd.js';

const step = { step: 1, learningRate: 0.1, gradientScale: 1, weightDecay: 0 };

function vectors(parameter: number, gradient: number) {
  return {
    parameters: Float32Array.of(parameter),
    firstMoments: new Float32Array(1),
    secondMoments: new Float32Array(1),
    gradient: Float32Array.of(gradient),
  };
}

describe('sgd', () => {
  it('follows two steps with momentum, worked by hand', () => {
    // g = 2, then 1, μ = 0.9: v = 2, then 2.8.
    const v = vectors(0, 2);
    sgd.prepare({ kind: 'sgd' })(v, step);
    expect(v.parameters[0]).toBeCloseTo(-0.2, 6);
    v.gradient[0] = 1;
    sgd.prepare({ kind: 'sgd' })(v, step);
    expect(v.firstMoments[0]).toBeCloseTo(2.8, 6);
    expect(v.parameters[0]).toBeCloseTo(-0.48, 6);
  });

  it("follows two of Nesterov's steps, worked by hand", () => {
    // The step is g + 0.9 · v: 2 + 1.8, then 1 + 2.52.
    const v = vectors(0, 2);
    sgd.prepare({ kind: 'sgd', nesterov: true })(v, step);
    expect(v.parameters[0]).toBeCloseTo(-0.38, 6);
    v.gradient[0] = 1;
    sgd.prepare({ kind: 'sgd', nesterov: true })(v, step);
    expect(v.parameters[0]).toBeCloseTo(-0.732, 6);
  });

  it('without momentum goes down the gradient, scaled, with the decay in it and unscaled', () => {
    const v = vectors(2, 4);
    sgd.prepare({ kind: 'sgd', momentum: 0 })(v, {
      step: 1,
      learningRate: 0.1,
      gradientScale: 0.5,
      weightDecay: 0.25,
    });
    expect(v.parameters[0]).toBeCloseTo(2 - 0.1 * (2 + 0.5), 6);
  });
});
