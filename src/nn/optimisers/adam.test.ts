import { describe, expect, it } from 'vitest';
import { adamw } from './adam.js';

function vectors(parameters: number[], gradient: number[]) {
  return {
    parameters: Float32Array.from(parameters),
    firstMoments: new Float32Array(parameters.length),
    secondMoments: new Float32Array(parameters.length),
    gradient: Float32Array.from(gradient),
  };
}

describe('adamw', () => {
  it('moves each parameter by the learning rate in the first step, whatever the gradient', () => {
    const v = vectors([1, 1, 1], [1e-3, -5, 0]);
    adamw.prepare({})(v, { step: 1, learningRate: 0.01, gradientScale: 1, weightDecay: 0 });
    expect(v.parameters[0]).toBeCloseTo(0.99, 5);
    expect(v.parameters[1]).toBeCloseTo(1.01, 6);
    expect(v.parameters[2]).toBe(1);
  });

  it('follows two steps worked by hand', () => {
    // g = 2, then 1: m = 0.2, 0.28; v = 0.004, 0.004996. m̂₂ = 0.28 / 0.19, v̂₂ = 0.004996 / 0.001999.
    const v = vectors([0], [2]);
    adamw.prepare({})(v, { step: 1, learningRate: 0.1, gradientScale: 1, weightDecay: 0 });
    v.gradient[0] = 1;
    adamw.prepare({})(v, { step: 2, learningRate: 0.1, gradientScale: 1, weightDecay: 0 });
    expect(v.firstMoments[0]).toBeCloseTo(0.28, 6);
    expect(v.secondMoments[0]).toBeCloseTo(0.004996, 8);
    expect(v.parameters[0]).toBeCloseTo(-0.1 - (0.1 * (0.28 / 0.19)) / Math.sqrt(0.004996 / 0.001999), 6);
  });

  it('decays the weight apart from the gradient', () => {
    const v = vectors([2], [0]);
    adamw.prepare({})(v, { step: 1, learningRate: 0.5, gradientScale: 1, weightDecay: 0.1 });
    expect(v.parameters[0]).toBeCloseTo(2 * (1 - 0.05), 6);
  });

  it('scales the gradient first and touches its range alone', () => {
    const v = vectors([0, 0, 0], [4, 4, 4]);
    adamw.prepare({ beta1: 0 })(v, { step: 1, learningRate: 0.1, gradientScale: 0.5, weightDecay: 0 }, 1, 2);
    expect([...v.firstMoments]).toEqual([0, 2, 0]);
    expect(v.parameters[0]).toBe(0);
  });
});
