import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import { openPictureTracker, pictureTracker } from './picture-tracker.js';

const metadata = exampleMetadata({
  landmarks: { set: 'three', names: ['a', 'b', 'c'], mirror: [1, 0, 2], convention: 'surface' },
});

/** Pictures are numbers here: how long they take to decode, and the brightness of the image. */
function openTracker() {
  const looked: number[] = [];
  const tracker = pictureTracker<number>(
    {
      detector: {
        metadata,
        async detect({ data }, box) {
          looked.push(data[0]!);
          const points = Float32Array.of(10, 10, 50, 10, 30, 50);
          return { points, uncertainty: Float32Array.of(1, 1, 1), box: box!, usedWholeImage: false };
        },
      },
      finder: { find: async () => [{ box: { x: 10, y: 10, width: 40, height: 40 } }] },
    },
    {
      async decode(picture) {
        if (typeof picture !== 'number') return picture;
        if (picture === 0) throw new Error('damaged');
        for (let i = 0; i < picture; i++) await Promise.resolve();
        return imageOf(picture);
      },
      close: async () => void looked.push(-1),
    },
  );
  return { tracker, looked };
}

function imageOf(value: number): Image {
  return { width: 64, height: 64, channels: 3, data: new Uint8Array(64 * 64 * 3).fill(value) };
}

describe('pictureTracker', () => {
  it('keeps frames in their order, whichever is decoded first', async () => {
    const { tracker, looked } = openTracker();
    await Promise.all([tracker.track(200), tracker.track(1), tracker.track(imageOf(7))]);
    // Twice at the first, where the face is found.
    expect(looked).toEqual([200, 200, 1, 7]);
    await tracker.close();
    expect(looked.at(-1)).toBe(-1);
  });

  it('goes on after a frame that cannot be decoded', async () => {
    const { tracker } = openTracker();
    const [first, damaged, last] = await Promise.allSettled([
      tracker.track(3),
      tracker.track(0),
      tracker.track(2),
    ]);
    expect([first.status, damaged.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(last.status === 'fulfilled' && last.value.map(({ id }) => id)).toEqual([1]);
    expect(tracker.metadata).toBe(metadata);
  });
});

describe('openPictureTracker', () => {
  /** A platform that remembers what it is asked to open, and what was closed. */
  function platform() {
    const asked: unknown[] = [];
    const closed: string[] = [];
    const detector = { metadata, detect: async () => Promise.reject(new Error('nothing is looked at')) };
    return {
      asked,
      closed,
      decode: async (image: Image) => image,
      async openModel(options: { looks?: 1 | 2 | undefined }) {
        asked.push(options.looks);
        return { detector, close: async () => void closed.push('model') };
      },
      openFinder: async () => ({ find: async () => [], close: async () => void closed.push('finder') }),
    };
  }

  it('looks once a frame, behind an adapter that looks twice at pictures too, unless two looks are asked for', async () => {
    const { asked, ...opening } = platform();
    await openPictureTracker({}, opening);
    await openPictureTracker({ looks: undefined }, opening);
    await openPictureTracker({ looks: 2 }, opening);
    expect(asked).toEqual([1, 1, 2]);
  });

  it('frees the finder and the model, and the model where the finder cannot be opened', async () => {
    const { closed, ...opening } = platform();
    await (await openPictureTracker({}, opening)).close();
    expect(closed).toEqual(['finder', 'model']);
    const openFinder = async (): Promise<never> => Promise.reject(new Error('no finder'));
    await expect(openPictureTracker({}, { ...opening, openFinder })).rejects.toThrow('no finder');
    expect(closed).toEqual(['finder', 'model', 'model']);
  });
});
