import { describe, expect, it } from 'vitest';
import type { PointMap } from '../../landmarks/point-map.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detection, Detector } from './detector.js';
import { mappedDetector } from './mapped-detector.js';

const landmarks = { set: 'three', names: ['a', 'b', 'c'], mirror: [1, 0, 2], convention: 'contour' as const };
const detection: Detection = {
  points: Float32Array.of(0, 0, 4, 0, 0, 8),
  uncertainty: Float32Array.of(3, 2, 1),
  visibility: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
  transferred: Float32Array.of(9, 9),
  transferredUncertainty: Float32Array.of(1),
  box: { x: 0, y: 0, width: 10, height: 10 },
  usedWholeImage: false,
};
const detector: Detector = {
  metadata: exampleMetadata({ landmarks }),
  detect: async () => detection,
};
const map: PointMap = {
  from: landmarks,
  to: { set: 'two', names: ['d', 'e'], mirror: [1, 0], convention: 'surface' },
  nearest: [0, 2],
  sources: [[1, 2], []],
  weights: [[0.25, 0.5], []],
  deviation: [0.5, 0],
  error: { nme: 0.5, points: [1, 0], faces: 8 },
  head: 'cage',
  lineament: '0.1.0',
};

describe('mapped detector', () => {
  it('gives the points of the other set, each as visible as its nearest and as uncertain as that and the map', async () => {
    const mapped = mappedDetector(detector, map);
    expect(mapped.metadata.landmarks).toEqual(map.to);
    const { points, uncertainty, visibility, box, ...rest } = await mapped.detect({
      ...{ width: 1, height: 1, channels: 3 },
      data: new Uint8Array(3),
    });
    expect([...points]).toEqual([1, 4, 0, 8]);
    // Middle (4/3, 8/3): squared distances 80/9, 128/9, 272/9 have the mean 160/9.
    expect(uncertainty[0]).toBeCloseTo(Math.hypot(3, 0.5 * Math.sqrt(160 / 9)), 5);
    expect(uncertainty[1]).toBe(1);
    expect([...visibility!]).toEqual([1, 0, 0, 0, 0, 0, 1, 0]);
    expect(box).toBe(detection.box);
    expect(rest).toEqual({ usedWholeImage: false });
  });

  it('refuses a map that takes other points', () => {
    const from = { ...landmarks, convention: 'surface' as const };
    expect(() => mappedDetector(detector, { ...map, from })).toThrow(
      'the map takes the surface points of three, the model gives the contour points of three',
    );
  });
});
