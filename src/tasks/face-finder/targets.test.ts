import { describe, expect, it } from 'vitest';
import type { SceneFace } from '../../dataset/scenes/compose-scene.js';
import { overlapOf } from '../../landmarks/box-overlap.js';
import { decodeMap } from '../../networks/finder/decode-maps.js';
import { finderChannels, finderStrides } from '../../networks/finder/finder-map.js';
import { finderTargets } from './targets.js';

const size = 192;
const settings = { size, smallest: 10 };
const face = (x: number, y: number, side: number, more: Partial<SceneFace> = {}): SceneFace => ({
  box: { x, y, width: 0.9 * side, height: side },
  roll: 20,
  yaw: 0,
  visible: 1,
  ...more,
});

/** What the targets themselves would be decoded to. */
function decoded(faces: SceneFace[], index: number) {
  const stride = finderStrides[index]!;
  const side = size / stride;
  const { targets } = finderTargets([faces], index, settings);
  const values = targets.slice(0, finderChannels * side * side);
  for (let cell = 0; cell < side * side; cell++) values[cell] = values[cell] === 1 ? 5 : -5;
  return decodeMap({ stride, width: side, height: side, values }, 0.5);
}

describe('the targets of a finder', () => {
  it.each([
    [0, 12],
    [0, 30],
    [1, 60],
    [2, 150],
  ])('of the map %i say where a face of %i pixels is, and how it is turned', (index, side) => {
    const wanted = face(31.3, 22.7, side);
    const found = decoded([wanted], index);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(overlapOf(one.box, wanted.box)).toBeGreaterThan(0.999);
      expect(one.roll).toBeCloseTo(20, 3);
    }
  });

  it('leave each face to the maps of its size', () => {
    const speaking = (side: number): number[] =>
      [0, 1, 2].filter((index) => decoded([face(20, 20, side)], index).length > 0);
    expect(speaking(12)).toEqual([0]);
    expect(speaking(37)).toEqual([0, 1]);
    expect(speaking(50)).toEqual([1]);
    expect(speaking(150)).toEqual([2]);
  });

  it('ask for the nearer of two faces in a cell, and for both', () => {
    const boxes = [face(20, 20, 60), face(75, 25, 55)];
    const found = decoded(boxes, 1);
    for (const { box } of boxes) expect(found.some((one) => overlapOf(one.box, box) > 0.99)).toBe(true);
  });

  it('count a face that is hardly seen as nothing either way, and one that is not seen as none', () => {
    const weightsOf = (more: Partial<SceneFace>, side = 60): Float32Array => {
      const { targets, weights } = finderTargets([[face(60, 60, side, more)]], 1, settings);
      expect(targets.some((value) => value !== 0)).toBe(false);
      return weights.slice(0, 12 * 12);
    };
    expect(weightsOf({ visible: 0.3 }).some((weight) => weight === 0)).toBe(true);
    expect(weightsOf({ visible: 0.05 }).every((weight) => weight === 1)).toBe(true);
    expect(weightsOf({}, 9).some((weight) => weight === 0)).toBe(true);
  });

  it('let a face that is seen win over one that is not', () => {
    const hidden = face(60, 60, 60, { visible: 0.3 });
    const { targets, weights } = finderTargets([[face(60, 60, 60), hidden]], 1, settings);
    const cells = 12 * 12;
    const speaking = [...targets.slice(0, cells).keys()].filter((cell) => targets[cell] === 1);
    expect(speaking.length).toBeGreaterThan(0);
    for (const cell of speaking) expect(weights[cell]).toBe(1);
  });
});
