/** onnxruntime-web runs its WebAssembly in Node too: what is tested here needs no browser. */
import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { decodeImage } from '../node/decode-picture.js';
import { countNetworks } from '../node/open-networks.suite.js';
import { openTracker as openInNode } from '../node/open-tracker.js';
import { shippedFinderFile, shippedModelFile } from '../node/shipped-model-file.js';
import { openDetector } from './open-detector.js';
import { openFinder } from './open-finder.js';
import { openTracker } from './open-tracker.js';

describe('openTracker on onnxruntime-web', () => {
  const counts = countNetworks(InferenceSession);
  let model: Uint8Array;
  let finder: Uint8Array;
  let image: Image;
  beforeAll(async () => {
    model = await readFile(shippedModelFile());
    finder = await readFile(shippedFinderFile());
    image = await decodeImage('docs/images/faces.jpg');
  });

  it('follows a face by the landmarks that are asked for, as the one for Node does', async () => {
    const options = { landmarks: 'ibug68', mostFaces: 1 } as const;
    const web = await openTracker(model, finder, options);
    const node = await openInNode({ ...options, eyes: false });
    expect(web.metadata.landmarks).toMatchObject({ set: 'ibug68', convention: 'contour' });
    for (const seconds of [0, 0.04]) {
      const [[face], [same]] = [await web.track(image, seconds), await node.track(image, seconds)];
      expect(face!.id).toBe(1);
      expect(face!.picture).toEqual({ width: image.width, height: image.height });
      expect(same!.picture).toEqual(face!.picture);
      expect(face!.points.map(({ name }) => name)).toEqual(ibug68.points.map(({ name }) => name));
      face!.points.forEach(({ x, y }, k) => {
        const other = same!.points[k]!;
        // The two runtimes sum in orders of their own, and the second frame's box comes of the first one's points.
        expect(Math.hypot(x - other.x, y - other.y)).toBeLessThan(0.05);
      });
    }
    await Promise.all([web.close(), node.close()]);
  });

  it.each([
    [
      () => openDetector(model, { mirorr: true } as object),
      'openDetector: mirorr: no such option; allowed: providers',
    ],
    [() => openDetector(model, { treshold: 1 } as object), 'detector.detect(picture, { threshold })'],
    [() => openTracker(model, finder, { smoth: true } as object), 'perhaps smooth is meant'],
    [() => openTracker(model, finder, { finder } as object), 'openTracker(model, finder, options)'],
    [() => openFinder(finder, { provider: ['wasm'] } as object), 'perhaps providers is meant'],
  ])('opens nothing for an option that nobody reads: %#', async (open, said) => {
    await expect(open()).rejects.toThrow(said);
    expect(counts.opened).toBe(0);
  });

  it('leaves no network open where the landmarks or the finder are refused', async () => {
    await expect(openTracker(model, finder, { landmarks: 'ibug69' })).rejects.toThrow('ibug69');
    await expect(openTracker(model, model, { landmarks: 'ibug68' })).rejects.toThrow(
      'a landmark model, where a face finder is needed',
    );
    expect(counts.open).toBe(0);
    const tracker = await openTracker(model, finder, { landmarks: 'ibug68' });
    expect(counts.open).toBe(2);
    await tracker.close();
    expect(counts.open).toBe(0);
  });
});
