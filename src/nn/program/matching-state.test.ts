import { describe, expect, it } from 'vitest';
import { matchingState } from './matching-state.js';
import { layoutOf } from './parameter-layout.js';
import type { TrainerState } from './trainer-state.js';

function state(shapes: Record<string, number[]>, value: number): TrainerState {
  const parameterLayout = layoutOf(Object.entries(shapes).map(([name, shape]) => ({ name, shape })));
  const last = parameterLayout.at(-1)!;
  const size = last.offset + last.shape.reduce((product, side) => product * side, 1);
  return {
    step: 9,
    parameterLayout,
    parameters: new Float32Array(size).fill(value),
    updates: parameterLayout.map(() => 9),
    firstMoments: new Float32Array(size).fill(7),
    secondMoments: new Float32Array(size).fill(7),
    statisticLayout: layoutOf([{ name: 'norm.mean', shape: [2] }]),
    statistics: new Float32Array(2).fill(value),
  };
}

describe('a state from another training', () => {
  const own = state({ head: [3], body: [2, 2], extra: [1] }, 0);

  it('takes what has the same name and shape, wherever it stands, and begins the optimiser anew', () => {
    const saved = state({ body: [2, 2], head: [4] }, 1);
    const { state: begun, loaded, fresh } = matchingState(own, saved);
    expect([...begun.parameters]).toEqual([0, 0, 0, 1, 1, 1, 1, 0]);
    expect([...begun.statistics]).toEqual([1, 1]);
    expect(begun).toMatchObject({ step: 0, parameterLayout: own.parameterLayout });
    expect(begun.updates).toBe(undefined);
    expect([...begun.firstMoments, ...begun.secondMoments]).toEqual([]);
    expect(loaded).toEqual(['body', 'norm.mean']);
    expect(fresh).toEqual([
      { name: 'head', reason: '[3], there [4]' },
      { name: 'extra', reason: '[1], not there' },
    ]);
    expect([...own.parameters]).toEqual(new Array(8).fill(0));
  });

  it('takes averages where the other training kept them', () => {
    const averages = { parameters: new Float32Array(8).fill(2), statistics: new Float32Array(2).fill(3) };
    const { state: begun } = matchingState(own, { ...own, averages });
    expect([...begun.parameters]).toEqual(new Array(8).fill(2));
    expect([...begun.statistics]).toEqual([3, 3]);
    expect(begun.averages).toBe(undefined);
  });

  it('does not take a shape of as many elements', () => {
    expect(matchingState(own, state({ body: [4] }, 1)).loaded).toEqual(['norm.mean']);
  });
});
