import { describe, expect, it } from 'vitest';
import type { Image } from '../core/image.js';
import { exampleFinder } from '../networks/finder/finder-metadata.suite.js';
import { exampleMetadata } from '../networks/model-file/metadata-example.suite.js';
import { createFaceDetector } from './face-detector.js';
import type { Detector } from './landmarks/detector.js';

const image: Image = { width: 9, height: 9, channels: 3, data: new Uint8Array(243) };
const metadata = exampleMetadata();
const detector: Detector = { metadata, detect: async () => Promise.reject(new Error('no face')) };

/** @param stuck – the model cannot be freed. */
function opened(stuck = false) {
  const done: string[] = [];
  const faces = createFaceDetector(detector, metadata.landmarks.names, {
    decode: async () => image,
    async openFinder() {
      done.push('finder opened');
      return {
        metadata: exampleFinder,
        find: async () => [],
        close: async () => void done.push('finder freed'),
      };
    },
    async close() {
      done.push('model freed');
      if (stuck) throw new Error('stuck');
    },
  });
  return { faces, done };
}

describe('createFaceDetector', () => {
  it('opens the finder once, when faces are first to be found, and frees it with the model', async () => {
    const { faces, done } = opened();
    expect(done).toEqual([]);
    await Promise.all([faces.detect(image), faces.detect(image)]);
    expect(await faces.detect(image)).toEqual([]);
    await faces.close();
    expect(done).toEqual(['finder opened', 'model freed', 'finder freed']);
  });

  it('frees the finder where the model cannot be freed, and none that was not needed', async () => {
    const { faces, done } = opened(true);
    await faces.detect(image);
    await expect(faces.close()).rejects.toThrow('stuck');
    expect(done.at(-1)).toBe('finder freed');
    const unused = opened();
    await unused.faces.close();
    expect(unused.done).toEqual(['model freed']);
  });

  it.each([
    [
      { treshold: 0.3 },
      'detect: treshold: no such option; allowed: boxes, threshold, mostFaces, signal (perhaps threshold is meant)',
    ],
    [
      { x: 1, y: 1, width: 5, height: 5 },
      '(a box is given as { boxes: [{ x, y, width, height }] }, in pixels)',
    ],
    [{ boxes: { x: 1 } }, "detect: boxes are a list of boxes, or 'whole'"],
  ])('refuses options that are none: %j', async (options, said) => {
    const { faces, done } = opened();
    await expect(faces.detect(image, options as object)).rejects.toThrow(said);
    expect(done).toEqual([]);
  });
});
