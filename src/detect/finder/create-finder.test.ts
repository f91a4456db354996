import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { finderChannels, mapName, unitOf } from '../../networks/finder/finder-map.js';
import { finderMetadataEntries, readFinderMetadata } from '../../networks/finder/finder-metadata.js';
import { exampleFinder } from '../../networks/finder/finder-metadata.suite.js';
import { thinOut } from '../../networks/finder/thin-out.js';
import { encodeModel } from '../../nn/onnx/model.js';
import type { DetectionSession } from '../landmarks/detector.js';
import { createFinder } from './create-finder.js';
import { networkInput, reducedPicture, sizedPicture } from './sized-picture.js';

const picture = (width: number, height: number): Image => ({
  width,
  height,
  channels: 3,
  data: new Uint8Array(3 * width * height).fill(100),
});

/** What a cell says: logit, way to the centre, logarithms of the size, roll in degrees. */
interface Said {
  stride: number;
  column: number;
  row: number;
  logit: number;
  way?: [number, number];
  size?: [number, number];
  roll?: number;
}

/** A network that says the same whatever it sees, and remembers the sizes of what it was shown. */
function saying(...said: Said[]): DetectionSession & { seen: [number, number][] } {
  const seen: [number, number][] = [];
  return {
    seen,
    async run({ image }) {
      const [, , height, width] = image!.shape as [number, number, number, number];
      seen.push([width, height]);
      return Object.fromEntries(
        exampleFinder.strides.map((stride) => {
          const [across, down] = [width / stride, height / stride];
          const values = new Float32Array(finderChannels * across * down);
          values.fill(-9, 0, across * down);
          for (const { column, row, logit, way = [0, 0], size = [1, 1], roll = 0, ...of } of said) {
            if (of.stride !== stride || column >= across || row >= down) continue;
            const angle = (roll * Math.PI) / 180;
            const numbers = [logit, ...way, ...size.map(Math.log), Math.sin(angle), Math.cos(angle)];
            for (const [channel, value] of numbers.entries())
              values[channel * across * down + row * across + column] = value;
          }
          return [mapName(stride), values];
        }),
      );
    },
  };
}

describe('a face finder', () => {
  it('gives boxes in pixels of the picture, whatever the size at which it looks', async () => {
    const cell = { stride: 8, column: 5, row: 3, logit: 2, roll: 30 };
    const session = saying({ ...cell, way: [0.5, -0.25], size: [1, 2] });
    const finder = createFinder(
      { ...exampleFinder, input: { ...exampleFinder.input, sides: [320] } },
      session,
    );
    const [face, ...others] = await finder.find(picture(640, 480));
    expect(others).toEqual([]);
    expect(session.seen).toEqual([[320, 256]]);
    // The cell's middle is at 43.5, 27.5 of the small picture, its face 4 to the right and 2 up.
    const [width, height] = [unitOf(8), 2 * unitOf(8)];
    const [x, y] = [2 * 48 - 0.5, 2 * 26 - 0.5];
    expect(face!.box.x).toBeCloseTo(x - width, 4);
    expect(face!.box.y).toBeCloseTo(y - height, 4);
    expect(face!.box.width).toBeCloseTo(2 * width, 4);
    expect(face!.box.height).toBeCloseTo(2 * height, 4);
    expect(face!.roll).toBeCloseTo(30, 4);
    expect(face!.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  });

  it('looks at each of its sizes once, and enlarges small pictures twice at most', async () => {
    const session = saying();
    const finder = createFinder(
      { ...exampleFinder, input: { ...exampleFinder.input, sides: [640, 213] } },
      session,
    );
    expect(await finder.find(picture(1280, 640))).toEqual([]);
    expect(await finder.find(picture(40, 20))).toEqual([]);
    expect(session.seen).toEqual([
      [640, 320],
      [224, 128],
      [96, 64],
    ]);
  });

  it('doubts what its first look says of large faces, where smaller looks follow', async () => {
    const session = saying(
      { stride: 8, column: 10, row: 1, logit: 3 },
      { stride: 32, column: 4, row: 4, logit: 2 },
    );
    const scoresOf = async (sides: number[], side: number): Promise<number[]> => {
      const input = { ...exampleFinder.input, sides, doubts: [0, 0, 1.5] };
      const finder = createFinder({ ...exampleFinder, input }, session);
      const faces = await finder.find(picture(side, side), { threshold: 0.1 });
      return faces.map(({ score }) => Math.round(10 * Math.log(score / (1 - score))) / 10);
    };
    expect(await scoresOf([256], 256)).toEqual([3, 2]);
    // The second look is too small for the cell of the large one.
    expect(await scoresOf([256, 128], 256)).toEqual([3, 3, 0.5]);
    // No second look at a small picture, so no doubt.
    expect(await scoresOf([256, 128], 70)).toEqual([3, 2]);
  });

  it('keeps the surest of faces that overlap, those above the threshold, and so many as are wanted', async () => {
    const session = saying(
      { stride: 16, column: 2, row: 2, logit: 3 },
      { stride: 16, column: 3, row: 2, logit: 4, way: [-1, 0] },
      { stride: 16, column: 8, row: 2, logit: 1 },
      { stride: 16, column: 8, row: 8, logit: -1 },
    );
    const one = { ...exampleFinder, threshold: 0.5, input: { ...exampleFinder.input, sides: [256] } };
    const finder = createFinder(one, session);
    const found = async (options?: Parameters<typeof finder.find>[1]): Promise<number[]> =>
      (await finder.find(picture(256, 256), options)).map(({ score }) =>
        Math.round(Math.log(score / (1 - score))),
      );
    expect(await found()).toEqual([4, 1]);
    expect(await found({ threshold: 0.1 })).toEqual([4, 1, -1]);
    expect(await found({ mostFaces: 1 })).toEqual([4]);
    await expect(found({ threshold: 1 })).rejects.toThrow(
      'find faces: threshold: 1; allowed: a score between 0 and 1',
    );
    await expect(found({ mostFaces: 0 })).rejects.toThrow(
      'find faces: mostFaces: 0; allowed: a whole number from 1',
    );
    await expect(found({ signal: AbortSignal.abort() })).rejects.toThrow('find faces');
  });

  it('makes each size when it looks at it, and none once it is stopped', async () => {
    const done: string[] = [];
    const { width, height, channels, data } = picture(512, 256);
    // As large as the first look, so it is what the smaller ones are made of.
    const watched: Image = {
      ...{ width, height, channels },
      get data() {
        if (done.at(-1) !== 'read') done.push('read');
        return data;
      },
    };
    const session = saying();
    const watching: DetectionSession = {
      run(feeds) {
        const [, , , across] = feeds.image!.shape;
        done.push(`look at ${across}`);
        return session.run(feeds);
      },
    };
    const finder = createFinder(
      { ...exampleFinder, input: { ...exampleFinder.input, sides: [512, 256, 128] } },
      watching,
    );
    await finder.find(watched);
    expect(done).toEqual(['read', 'look at 512', 'read', 'look at 256', 'read', 'look at 128']);
    done.length = 0;
    const stopping = new AbortController();
    const other = createFinder(finder.metadata, {
      async run(feeds) {
        stopping.abort();
        return watching.run(feeds);
      },
    });
    await expect(other.find(watched, { signal: stopping.signal })).rejects.toThrow('find faces');
    expect(done).toEqual(['read', 'look at 512']);
    await expect(other.find(watched, { treshold: 0.3 } as object)).rejects.toThrow(
      'perhaps threshold is meant',
    );
    expect(done.at(-1)).not.toContain('look');
  });
});

describe('a picture at the size of a look', () => {
  const image: Image = {
    width: 7,
    height: 4,
    channels: 3,
    data: Uint8Array.from({ length: 84 }, (_, i) => i),
  };

  it('is itself at its own size', () => {
    expect(sizedPicture(image, 1).image).toBe(image);
  });

  it('is made of means of squares where it is a whole number of times smaller', () => {
    const { image: small, scale } = reducedPicture({ image, scale: 0.5 }, 2);
    expect([small.width, small.height, scale]).toEqual([3, 2, 0.25]);
    // Red of the first square: 0, 3, 21, 24.
    expect(small.data[0]).toBe(12);
    expect(small.data[3 * (3 + 2) + 1]).toBe(1 + (2 * 21 * 2 + 3 * 21 * 2 + 12 * 2 + 15 * 2) / 4);
  });

  it('is made of means of squares where these end between pixels, too', () => {
    // Columns 0 to 6 of value 10 · x: squares of 1.75 hold 0 and 3/4 of 10, then the rest of 10, 20 and half of 30, …
    const slope: Image = {
      width: 7,
      height: 2,
      channels: 3,
      data: Uint8Array.from({ length: 42 }, (_, i) => 10 * (Math.floor(i / 3) % 7)),
    };
    const { image: small } = sizedPicture(slope, 1 / 1.75);
    expect([small.width, small.height]).toEqual([4, 1]);
    const means = [7.5 / 1.75, (2.5 + 20 + 15) / 1.75, (15 + 40 + 12.5) / 1.75, (37.5 + 60) / 1.75];
    expect([...small.data]).toEqual(means.flatMap((value) => Array<number>(3).fill(Math.round(value))));
  });

  it('keeps the light of a picture of any size', () => {
    for (const [width, height, scale] of [
      [1000, 700, 0.64],
      [1, 900, 0.1],
      [641, 640, 640 / 641],
    ] as const) {
      const { image: small } = sizedPicture(picture(width, height), scale);
      expect(new Set(small.data)).toEqual(new Set([100]));
    }
  });

  it('is filled up with zeros for the network', () => {
    const how = { mean: [0, 0.5, 0], deviation: [1, 0.25, 1] };
    const { values, width, height } = networkInput(image, how, 8);
    expect([width, height, values.length]).toEqual([8, 8, 192]);
    expect(values[8 + 2]).toBeCloseTo(27 / 255, 6);
    expect(values[64 + 8 + 2]).toBeCloseTo((28 / 255 - 0.5) / 0.25, 5);
    expect(values[7]).toBe(0);
    expect(values[8 * 4]).toBe(0);
    const again = networkInput(image, how, 8, (length) => new Float32Array(length).fill(7));
    expect(again.values).toEqual(values);
  });
});

describe('thinOut', () => {
  it('drops a face within another, and keeps two that only touch', () => {
    const face = (x: number, side: number, score: number) => ({
      box: { x, y: 0, width: side, height: side },
      score,
      roll: 0,
    });
    const kept = thinOut([face(40, 20, 0.9), face(0, 100, 0.95), face(95, 100, 0.5)], 0.4);
    expect(kept.map(({ score }) => score)).toEqual([0.95, 0.5]);
  });
});

describe('thinOut of boxes that agree', () => {
  it('takes their mean, weighed by their scores', () => {
    const face = (x: number, score: number) => ({
      box: { x, y: 0, width: 100, height: 100 },
      score,
      roll: x,
    });
    const [kept, ...others] = thinOut([face(0, 0.9), face(10, 0.3), face(60, 0.1)], 0.1);
    expect(others).toEqual([]);
    expect(kept!.box.x).toBeCloseTo(2.5, 9);
    expect(kept!.roll).toBe(0);
  });
});

describe("a finder's metadata", () => {
  const file = (metadata: Record<string, string>): Uint8Array =>
    encodeModel({ nodes: [], initialisers: [], inputs: [], outputs: [], metadata });

  it('is read as it was written', () => {
    expect(readFinderMetadata(file(finderMetadataEntries(exampleFinder)), 'f.onnx')).toEqual(exampleFinder);
  });

  it('is refused by name where the file is another', () => {
    expect(() => readFinderMetadata(file({ lineament: '{}' }), 'f.onnx')).toThrow(
      'f.onnx: a landmark model, where a face finder is needed',
    );
    expect(() => readFinderMetadata(file({}), 'f.onnx')).toThrow('no face finder of Lineament');
    expect(() => readFinderMetadata(new Uint8Array(3), 'f.onnx')).toThrow('not an ONNX file');
    const changed = finderMetadataEntries({ ...exampleFinder });
    const later = file({
      'lineament-finder': changed['lineament-finder']!.replace('"format":1', '"format":9'),
    });
    expect(() => readFinderMetadata(later, 'f.onnx')).toThrow('at format');
  });

  it.each([
    [{ doubts: [0, 0.3] }, 'input.doubts: none, or 3 numbers, one for each stride; got 2'],
    [{ doubts: [0, 0.3, 1, 1] }, 'input.doubts: none, or 3 numbers, one for each stride; got 4'],
    [{ sides: [320, 640] }, 'input.sides: sides from the largest down'],
    [{ sides: [640, 640] }, 'input.sides: sides from the largest down'],
  ])('is refused where its lists do not fit each other: %j', (input, said) => {
    const { 'lineament-finder': text } = finderMetadataEntries(exampleFinder);
    const told = JSON.parse(text!);
    Object.assign(told.input, input);
    const bytes = file({ 'lineament-finder': JSON.stringify(told) });
    expect(() => readFinderMetadata(bytes, 'f.onnx')).toThrow(
      `f.onnx: the face finder's metadata is damaged`,
    );
    expect(() => readFinderMetadata(bytes, 'f.onnx')).toThrow(said);
  });

  it('says nothing of doubts in older files, or that there are none', () => {
    const none = { ...exampleFinder, input: { ...exampleFinder.input, doubts: [] } };
    expect(readFinderMetadata(file(finderMetadataEntries(none)), 'f.onnx')).toEqual(none);
  });
});
