import { describe, expect, it } from 'vitest';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { adaptedDetector } from './adapted-detector.js';
import { adapter, describedSet, square } from './adapter-example.suite.js';
import type { Detector } from './detector.js';
import type { PointAdapter } from './point-adapter.js';

describe('adaptedDetector', () => {
  const metadata = { landmarks: adapter.from, transfer: undefined } as unknown as ModelMetadata;
  const detector: Detector = {
    metadata,
    detect: async () => ({
      points: square,
      uncertainty: Float32Array.of(1, 2, 3, 4),
      visibility: Float32Array.of(0.7, 0.1, 0.2, 0, ...[0, 0, 0, 1, 0, 0, 1, 0], 0.1, 0.9, 0, 0),
      box: { x: 0, y: 0, width: 9, height: 9 },
      usedWholeImage: false,
    }),
  };

  it('is a detector of the target set', async () => {
    const adapted = adaptedDetector(detector, adapter);
    expect(adapted.metadata.landmarks).toMatchObject({ set: 'two', names: ['p', 'q'] });
    const { points, uncertainty, visibility } = await adapted.detect({
      width: 1,
      height: 1,
      channels: 3,
      data: new Uint8Array(3),
    });
    expect([...points].map(Math.round)).toEqual([40, 50, 45, 70]);
    // Without error bars of its own, as in files of earlier versions: those of the nearest points.
    expect([...uncertainty]).toEqual([1, 4]);
    expect(visibility).toEqual(Float32Array.of(0.7, 0.1, 0.2, 0, 0.1, 0.9, 0, 0));
  });

  it('has error bars of its own, which grow with the face and not with the box', async () => {
    const uncertainty = { scale: [0.5, 2], floor: [0, 0.6] };
    const adapted = adaptedDetector(detector, { ...adapter, uncertainty });
    const image = { width: 1, height: 1, channels: 3 as const, data: new Uint8Array(3) };
    const given = await adapted.detect(image);
    // 10 pixels to a unit of the frame: √((2 · 4)² + 6²).
    expect(given.uncertainty[0]).toBeCloseTo(0.5, 5);
    expect(given.uncertainty[1]).toBeCloseTo(10, 4);
  });

  it('looks through the crop that the adapter was fitted with', async () => {
    const boxes: unknown[] = [];
    const watched: Detector = {
      metadata,
      detect: async (image, box) => {
        boxes.push(box);
        return detector.detect(image, box);
      },
    };
    const image = { width: 1, height: 1, channels: 3 as const, data: new Uint8Array(3) };
    await adaptedDetector(watched, { ...adapter, crop: 0.5 }).detect(image, {
      x: 0,
      y: 0,
      width: 8,
      height: 4,
    });
    expect(boxes).toEqual([{ x: 2, y: 1, width: 4, height: 2 }]);
  });

  describe('with a map of the first look', () => {
    const picture = { width: 200, height: 200, channels: 3 as const, data: new Uint8Array(120000) };
    const given = { x: 10, y: 20, width: 30, height: 40 };
    /** To the diagonal of the square: a box of two points needs one. */
    const across: PointAdapter = { ...adapter, subset: [0, 2], layers: [], firstLook: adapter.layers };

    /** @returns a detector that sees the square moved so far, and the boxes that it is given. */
    const watched = (dx: number): { detector: Detector; boxes: (FaceBox | undefined)[] } => {
      const boxes: (FaceBox | undefined)[] = [];
      return {
        boxes,
        detector: {
          metadata,
          detect: async (image, box) => {
            boxes.push(box);
            const points = square.map((value, i) => (i % 2 === 0 ? value + dx : value));
            return { ...(await detector.detect(image)), points, box: box ?? given };
          },
        },
      };
    };

    it('looks first to find the box of the target points, which is then looked through', async () => {
      const [first, second] = [watched(0), watched(3)];
      const adapted = adaptedDetector(second.detector, { ...across, crop: 0.5 }, first.detector);
      const { points, faceBox } = await adapted.detect(picture, given);
      expect(first.boxes).toEqual([given]);
      // From (40, 50) to (60, 70), moved by (5, 0) at its second point: 25 wide, 20 high; half of it about its centre.
      expect(second.boxes).toEqual([{ x: 46.25, y: 55, width: 12.5, height: 10 }]);
      expect([...points].map(Math.round)).toEqual([43, 50, 63, 70]);
      // As a tracker is to look next: around the points that it gives.
      expect(faceBox).toEqual({ x: 43, y: 50, width: 20, height: 20 });
    });

    it('looks through the given box without a first look, or where that leads out of the picture', async () => {
      const alone = watched(0);
      await adaptedDetector(alone.detector, across).detect(picture, given);
      expect(alone.boxes).toEqual([given]);
      const [astray, back] = [watched(9000), watched(0)];
      await adaptedDetector(back.detector, across, astray.detector).detect(picture, given);
      expect(back.boxes).toEqual([given]);
    });
  });

  it('refuses the model of another set', () => {
    const other = { ...adapter, from: describedSet('five', ['a', 'b', 'c', 'x']) };
    expect(() => adaptedDetector(detector, other)).toThrow('takes the points of five, the model gives four');
  });
});
