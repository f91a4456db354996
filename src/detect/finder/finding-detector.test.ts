import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exampleFinder } from '../../networks/finder/finder-metadata.suite.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detector } from '../landmarks/detector.js';
import type { FoundFace } from './face-finder.js';
import { findingDetector } from './finding-detector.js';

const image: Image = { width: 100, height: 100, channels: 3, data: new Uint8Array(30_000) };
const face = (x: number, score: number, roll = 0): FoundFace => ({
  box: { x, y: 10, width: 20, height: 20 },
  score,
  roll,
});

function through(...found: FoundFace[]): { seen: (FaceBox | undefined)[]; detector: Detector } {
  const seen: (FaceBox | undefined)[] = [];
  const detector: Detector = {
    metadata: exampleMetadata(),
    async detect(_, box) {
      seen.push(box);
      const none = new Float32Array();
      return { points: none, uncertainty: none, box: box!, usedWholeImage: false };
    },
  };
  return { seen, detector: findingDetector(detector, { metadata: exampleFinder, find: async () => found }) };
}

describe('a finding detector', () => {
  it('sees the face that is meant through the box that was found, turned where it is turned far', async () => {
    const { seen, detector } = through(face(60, 0.9), face(12, 0.6, 40), face(18, 0.7, 3));
    await detector.detect(image, { x: 10, y: 10, width: 20, height: 20 });
    await detector.detect(image, { x: 19, y: 10, width: 20, height: 20 });
    await detector.detect(image);
    expect(seen).toEqual([
      { x: 12, y: 10, width: 20, height: 20, roll: 40 },
      { x: 18, y: 10, width: 20, height: 20 },
      { x: 60, y: 10, width: 20, height: 20 },
    ]);
  });

  it('says so where the face is not found', async () => {
    const { detector } = through(face(60, 0.9));
    await expect(detector.detect(image, { x: 0, y: 10, width: 20, height: 20 })).rejects.toThrow(
      'does not find this face; it finds 1 others',
    );
    await expect(through().detector.detect(image)).rejects.toThrow('finds 0 others');
  });
});
