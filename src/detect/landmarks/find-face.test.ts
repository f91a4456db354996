import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { overlapOf } from '../../landmarks/box-overlap.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detector } from './detector.js';
import { findFace, windowsOf } from './find-face.js';

const image: Image = { width: 400, height: 500, channels: 3, data: new Uint8Array(400 * 500 * 3) };

/**
 * Stands in for a trained model: through a window that fits the face at all, it puts its points nearer to the face's
 * corners than the window's are, and is surer the better the window fits; elsewhere it puts them anywhere, unsure.
 */
function detectorOf(face: FaceBox | null, calls: FaceBox[] = []): Detector {
  return {
    metadata: exampleMetadata({}),
    async detect(_, box) {
      calls.push(box!);
      const fit = face === null ? 0 : overlapOf(box!, face);
      const share = fit > 0.25 ? 0.8 : 0;
      const mix = (a: number, b: number): number => a + share * (b - a);
      const to = face ?? box!;
      const shrink = fit > 0.25 ? 0 : 0.2;
      const x = mix(box!.x + shrink * box!.width, to.x);
      const y = mix(box!.y, to.y);
      const width = mix(box!.width * (1 - shrink), to.width);
      const height = mix(box!.height, to.height);
      const side = Math.sqrt(width * height);
      return {
        points: Float32Array.of(x, y, x + width, y + height),
        uncertainty: new Float32Array(2).fill(side * (fit > 0.25 ? 0.01 + 0.02 * (1 - fit) : 0.04)),
        box: box!,
        usedWholeImage: false,
      };
    },
  };
}

describe('findFace', () => {
  it.each([
    { x: 60, y: 90, width: 260, height: 280 },
    { x: 200, y: 30, width: 150, height: 160 },
    { x: 30, y: 330, width: 110, height: 120 },
  ])('finds a face of any size and place: %o', async (face) => {
    const found = await findFace(detectorOf(face), image);
    expect(overlapOf(found!.box, face)).toBeGreaterThan(0.97);
    expect(found!.agreement).toBeGreaterThan(0.95);
    expect(found!.uncertainty).toBeCloseTo(1, 0);
  });

  it('gives null where it is sure of nothing', async () => {
    expect(await findFace(detectorOf(null), image)).toBeNull();
  });

  it('stops at the first scale that shows a sure face', async () => {
    const [large, small]: FaceBox[][] = [[], []];
    await findFace(detectorOf({ x: 60, y: 90, width: 260, height: 280 }, large), image);
    await findFace(detectorOf({ x: 30, y: 330, width: 110, height: 120 }, small), image);
    expect(large!.length * 3).toBeLessThan(small!.length);
  });
});

describe('windowsOf', () => {
  it('covers the whole picture with squares of the scale', () => {
    for (const scale of [0.8, 0.42, 0.3]) {
      const windows = windowsOf(image, scale);
      const side = 400 * scale;
      expect(windows.every(({ width, height }) => width === side && height === side)).toBe(true);
      expect(Math.min(...windows.map(({ x }) => x))).toBeCloseTo(-0.5, 9);
      expect(Math.max(...windows.map(({ y }) => y)) + side).toBeCloseTo(499.5, 9);
      const columns = [...new Set(windows.map(({ x }) => x))];
      for (let i = 1; i < columns.length; i++)
        expect(columns[i]! - columns[i - 1]!).toBeLessThanOrEqual(0.4 * side + 1e-9);
    }
  });
});
