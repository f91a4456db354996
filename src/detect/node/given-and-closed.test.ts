/** What openers and what they open are given by plain JavaScript, and calls that come too late; both halves run in Node. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { openDetector as openDetectorInBrowser } from '../web/open-detector.js';
import { openFinder as openFinderInBrowser } from '../web/open-finder.js';
import { openTracker as openTrackerInBrowser } from '../web/open-tracker.js';
import { openDetector } from './open-detector.js';
import { openFinder } from './open-finder.js';
import { openTracker } from './open-tracker.js';
import { shippedFinderFile, shippedModelFile } from './shipped-model-file.js';

/** What is asked of it, and what closes it. */
interface Asked {
  ask(picture: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const image: Image = { width: 9, height: 9, channels: 3, data: new Uint8Array(243) };
const small = 'ibug68-ict';
const bytes = async (): Promise<[Uint8Array, Uint8Array]> => [
  await readFile(shippedModelFile(small)),
  await readFile(shippedFinderFile()),
];

const openers: readonly [string, () => Promise<Asked>][] = [
  [
    'detector in Node',
    async () => {
      const { detect, close } = await openDetector(small);
      return { ask: (picture) => detect(picture as Image, { boxes: 'whole' }), close };
    },
  ],
  [
    'tracker in Node',
    async () => {
      const { track, close } = await openTracker({ model: small });
      return { ask: (picture) => track(picture as Image), close };
    },
  ],
  [
    'face finder in Node',
    async () => {
      const { find, close } = await openFinder();
      return { ask: (picture) => find(picture as Image), close };
    },
  ],
  [
    'detector in browsers',
    async () => {
      const { detect, close } = await openDetectorInBrowser((await bytes())[0]);
      return { ask: (picture) => detect(picture as Image, { boxes: 'whole' }), close };
    },
  ],
  [
    'tracker in browsers',
    async () => {
      const { track, close } = await openTrackerInBrowser(...(await bytes()));
      return { ask: (picture) => track(picture as Image), close };
    },
  ],
  [
    'face finder in browsers',
    async () => {
      const { find, close } = await openFinderInBrowser((await bytes())[1]);
      return { ask: (picture) => find(picture as Image), close };
    },
  ],
];

describe.each(openers)('a %s', (name, open) => {
  let opened: Asked;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  it('names what it was given in the place of a picture', async () => {
    for (const [given, said] of [
      [new ArrayBuffer(8), 'an image is needed, got ArrayBuffer'],
      [new Float32Array(8), 'an image is needed, got Float32Array'],
      [null, 'an image is needed, got null'],
      [7, 'an image is needed, got 7'],
    ] as const)
      await expect(opened.ask(given)).rejects.toThrow(said);
    await expect(opened.ask(image)).resolves.toBeInstanceOf(Array);
  });

  it('says that it is closed, and may be closed twice', async () => {
    const last = opened.ask(image);
    await opened.close();
    // What was asked before is answered.
    await expect(last).resolves.toBeInstanceOf(Array);
    await expect(opened.ask(image)).rejects.toThrow(`the ${name.replace(/ in .*/, '')} is closed`);
    await opened.close();
  });
});

it('bytes of pictures and models come as a Uint8Array, and an address is one of a file', async () => {
  const buffer = new ArrayBuffer(8);
  const said = 'the bytes of a model come as a Uint8Array, got ArrayBuffer (give new Uint8Array(buffer)';
  await expect(openDetector(buffer as never)).rejects.toThrow(`openDetector: ${said}`);
  await expect(openFinder(buffer as never)).rejects.toThrow(`openFinder: ${said}`);
  await expect(openTracker({ model: buffer as never })).rejects.toThrow(said);
  await expect(openTracker({ finder: buffer as never })).rejects.toThrow(said);
  await expect(openDetectorInBrowser(new Blob([]) as never)).rejects.toThrow('a model is needed, got Blob');
  const { detect, close } = await openDetector(small);
  await expect(detect(buffer as never)).rejects.toThrow('new Uint8Array(buffer)');
  await expect(detect(new URL('https://example.com/a.jpg'))).rejects.toThrow('begins with file:, got https:');
  await close();
});
