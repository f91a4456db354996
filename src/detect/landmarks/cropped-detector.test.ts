import { expect, it } from 'vitest';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { croppedDetector } from './cropped-detector.js';
import type { Detection, Detector } from './detector.js';

const image = { width: 100, height: 100, channels: 3 as const, data: new Uint8Array(30_000) };

it('looks closer, and tells of the box that it was given', async () => {
  const looked: (FaceBox | undefined)[] = [];
  const detector: Detector = {
    metadata: {} as ModelMetadata,
    detect: async (_, box) => {
      looked.push(box);
      const whole = { x: 0, y: 0, width: 100, height: 100 };
      return { box: box ?? whole, usedWholeImage: box === undefined } as Detection;
    },
  };
  const closer = croppedDetector(detector, 0.5);
  const box = { x: 10, y: 20, width: 40, height: 20, roll: 7 };
  expect((await closer.detect(image, box)).box).toEqual(box);
  expect((await closer.detect(image)).box).toEqual({ x: 0, y: 0, width: 100, height: 100 });
  expect(looked).toEqual([{ x: 20, y: 25, width: 20, height: 10, roll: 7 }, undefined]);
  expect(croppedDetector(detector, 1)).toBe(detector);
});
