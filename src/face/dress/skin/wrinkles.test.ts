import { describe, expect, it } from 'vitest';
import { createCageHead } from '../../heads/cage/cage-head.js';
import { DetailMap, detailChannelCount, detailChannels } from './detail-map.js';
import { FaceMap } from './face-map.js';
import { measureRestFeatures } from './rest-features.js';
import { drawWrinkles, type WrinkleStrength } from './wrinkles.js';

const head = createCageHead();
const features = measureRestFeatures(head);
const { grid } = new FaceMap(head, features);

/** Light lost over a rectangle, summed. */
function depthIn(strength: Partial<WrinkleStrength>, actions: object, box: readonly number[]): number {
  const map = new DetailMap(grid);
  drawWrinkles(map, features, { wrinkles: 0, lines: 0.8, seed: 5, ...strength }, actions);
  const into = new Float32Array(detailChannelCount);
  let sum = 0;
  for (let x = box[0]!; x <= box[1]!; x += 0.1)
    for (let y = box[2]!; y <= box[3]!; y += 0.1)
      if (map.read(x, y, into)) sum += into[detailChannels.shade]!;
  return sum;
}

const { foreheadFoot, eyes } = features;
const outer = eyes.left.upperLid[0]!;
const forehead = [-4, 4, foreheadFoot + 0.8, foreheadFoot + 4.5];
const temple = [outer[0] + 0.4, outer[0] + 2.5, outer[1] - 1.6, outer[1] + 1.6];

describe('drawWrinkles', () => {
  it('deepens with age everywhere', () => {
    for (const box of [forehead, temple])
      expect(depthIn({ wrinkles: 0.9 }, {}, box)).toBeGreaterThan(2 * depthIn({ wrinkles: 0.2 }, {}, box));
  });

  it('folds the forehead when brows rise and the temple when the cheek does, on that side', () => {
    const raised = { 'outerBrowRaiser.left': 1, 'outerBrowRaiser.right': 1 };
    expect(depthIn({}, raised, forehead)).toBeGreaterThan(5 + depthIn({}, {}, forehead));
    expect(depthIn({}, { 'cheekRaiser.left': 1 }, temple)).toBeGreaterThan(2 + depthIn({}, {}, temple));
    expect(depthIn({}, { 'cheekRaiser.right': 1 }, temple)).toBe(depthIn({}, {}, temple));
  });

  it('draws other lines for another face, the same for the same', () => {
    expect(depthIn({ wrinkles: 0.7 }, {}, temple)).toBe(depthIn({ wrinkles: 0.7 }, {}, temple));
    expect(depthIn({ wrinkles: 0.7, seed: 6 }, {}, temple)).not.toBe(depthIn({ wrinkles: 0.7 }, {}, temple));
  });
});
