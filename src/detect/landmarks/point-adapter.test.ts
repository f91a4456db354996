import { describe, expect, it } from 'vitest';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { adaptedDetector } from './adapted-detector.js';
import type { Detector } from './detector.js';
import type { FacePatches } from './feature-patches.js';
import { adapterText, adaptPoints, type PointAdapter, parseAdapter, patchesOf } from './point-adapter.js';

const describedSet = (set: string, names: string[]): PointAdapter['from'] => ({
  set,
  names,
  mirror: names.map((_, i) => i),
  convention: 'contour',
});

/** A square of four points to two: the first corner, and the last one moved by the layer. */
const adapter: PointAdapter = {
  kind: 'ridge-affine',
  from: describedSet('four', ['a', 'b', 'c', 'd']),
  to: describedSet('two', ['p', 'q']),
  template: Float32Array.of(-1, -1, 1, -1, 1, 1, -1, 1),
  subset: [0, 3],
  layers: [
    // The second target point moves by (0.5, 0) and by a quarter of the first point's deviation along y.
    {
      weight: Float32Array.from({ length: 32 }, (_, i) => (i === 3 * 8 + 1 ? 0.25 : 0)),
      bias: Float32Array.of(0, 0, 0.5, 0),
      rectified: false,
    },
  ],
  fittedOn: 'nothing',
  lineament: '0.1.0',
};

/** The template, 10 pixels to a unit, centred at (50, 60). */
const square = Float32Array.of(40, 50, 60, 50, 60, 70, 40, 70);

describe('files of earlier versions', () => {
  it.each([
    ['nearest', 'nearest-subset'],
    ['ridge', 'ridge-affine'],
    ['mlp', 'mlp'],
  ])('name the kind %s: it is %s today', (before, kind) => {
    const old = adapterText(adapter).replace('"ridge-affine"', JSON.stringify(before));
    expect(parseAdapter(old, 'old.json')).toEqual({ ...adapter, kind });
  });
});

describe('adaptPoints', () => {
  it('moves points in the frame of the face, by hand', () => {
    const round = (points: Float32Array): number[] =>
      [...points].map((value) => Math.round(value * 1e4) / 1e4);
    expect(round(adaptPoints(adapter, square))).toEqual([40, 50, 45, 70]);
    // Twice as large and elsewhere: the move is twice as long.
    expect(
      round(
        adaptPoints(
          adapter,
          square.map((value) => 2 * value + 7),
        ),
      ),
    ).toEqual([87, 107, 97, 147]);
    // A quarter turn clockwise as seen: what was to the right is below.
    const turned = Float32Array.from(square, (_, i) => (i % 2 === 0 ? -square[i + 1]! : square[i - 1]!));
    expect(round(adaptPoints(adapter, turned))).toEqual([-50, 40, -70, 45]);
    expect(round(adaptPoints({ ...adapter, layers: [] }, square))).toEqual([40, 50, 40, 70]);
  });

  it('takes a rectifier between layers', () => {
    const hidden = { weight: new Float32Array(16), bias: Float32Array.of(-3, 2), rectified: true };
    const last = {
      weight: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0),
      bias: new Float32Array(4),
      rectified: false,
    };
    // −3 becomes 0; 2 units of 10 pixels to the right.
    expect([...adaptPoints({ ...adapter, layers: [hidden, last] }, square)].map(Math.round)).toEqual([
      40, 50, 60, 70,
    ]);
  });

  it('refuses another number of points', () => {
    expect(() => adaptPoints(adapter, new Float32Array(6))).toThrow('takes 4 points, got 3');
  });
});

describe('adapter files', () => {
  it('come back bit for bit', () => {
    const text = adapterText(adapter);
    expect(parseAdapter(text, 'a.json')).toEqual(adapter);
    expect(JSON.parse(text).format).toBe('lineament-adapter');
  });

  it('say what is wrong with them', () => {
    expect(() => parseAdapter('no', 'a.json')).toThrow('it is not JSON');
    expect(() => parseAdapter('{}', 'a.json')).toThrow('format');
    const cut = JSON.parse(adapterText(adapter));
    cut.subset.pop();
    expect(() => parseAdapter(JSON.stringify(cut), 'a.json')).toThrow('do not fit each other');
  });
});

/** The same, but what moves the second target point along y is the last number of its patch, in the one map. */
const reader: PointAdapter = {
  ...adapter,
  kind: 'ridge-features',
  patches: { components: 3, reach: 0.05 },
  crop: 0.9,
  layers: [
    {
      weight: Float32Array.from({ length: 4 * 14 }, (_, i) => (i === 3 * 14 + 13 ? 0.25 : 0)),
      bias: Float32Array.of(0, 0, 0.5, 0),
      rectified: false,
    },
  ],
};
const patch = (last: number): Float32Array => Float32Array.of(9, 9, 9, 9, 9, last);

describe('adapters that read what the network saw', () => {
  const adapt = (patches?: FacePatches, by = reader): number[] =>
    [...adaptPoints(by, square, patches)].map((value) => Math.round(value * 1e4) / 1e4);

  it('move points by it, by hand', () => {
    expect(adapt({ plain: patch(4), mirrored: null })).toEqual([40, 50, 45, 80]);
    // The mirrored crop says 0.5 the other way and 2 · 0.25 down: the mean of both.
    expect(adapt({ plain: patch(4), mirrored: patch(2) })).toEqual([40, 50, 40, 77.5]);
  });

  it('give mirrored points for the mirrored picture', () => {
    const set = (name: string): PointAdapter['from'] => ({
      ...describedSet(name, ['a', 'b', 'c', 'd']),
      mirror: [1, 0, 3, 2],
    });
    const pairs: PointAdapter = {
      ...reader,
      ...{ from: set('four'), to: set('other'), subset: [0, 1, 2, 3] },
      layers: [
        {
          weight: Float32Array.from({ length: 8 * 20 }, (_, i) => Math.sin(i) / 20),
          bias: Float32Array.from({ length: 8 }, (_, i) => Math.cos(i) / 9),
          rectified: false,
        },
      ],
    };
    const rows = (phase: number): Float32Array =>
      Float32Array.from({ length: 12 }, (_, i) => Math.sin(phase + 5 * i));
    const flip = (points: Float32Array): Float32Array =>
      points.map((_, i) => {
        const other = points[2 * pairs.from.mirror[i >> 1]! + (i % 2)]!;
        return i % 2 === 0 ? 99 - other : other;
      });
    const bent = square.map((value, i) => value + 3 * Math.sin(i));
    const here = adaptPoints(pairs, bent, { plain: rows(1), mirrored: rows(2) });
    const there = flip(adaptPoints(pairs, flip(bent), { plain: rows(2), mirrored: rows(1) }));
    here.forEach((value, i) => {
      expect(there[i]!).toBeCloseTo(value, 3);
    });
  });

  it('come back from their files, which older readers refuse by their kind', () => {
    expect(parseAdapter(adapterText(reader), 'a.json')).toEqual(reader);
    const bars = { ...reader, uncertainty: { scale: [0.7, 1], floor: [0, 0.01] } };
    expect(parseAdapter(adapterText(bars), 'a.json')).toEqual(bars);
    const text = adapterText(bars);
    const said = (from: string, to: string) => () => parseAdapter(text.replace(from, to), 'a.json');
    expect(said('"components":3', '"components":4')).toThrow('do not fit each other');
    expect(said('"components":3', '"components":0')).toThrow('not an adapter of this Lineament');
    expect(said('"scale":[0.7,1]', '"scale":[0.7]')).toThrow('do not fit each other');
    expect(said('"scale":[0.7,1]', '"scale":[0.7,-1]')).toThrow('not an adapter of this Lineament');
    expect(said('"crop":0.9', '"crop":9')).toThrow('from 0.5 to 2');
  });

  it('keep their map of the first look, which takes points alone', () => {
    const twice = { ...reader, firstLook: adapter.layers };
    expect(parseAdapter(adapterText(twice), 'a.json')).toEqual(twice);
    const wide = { ...twice, firstLook: reader.layers };
    expect(() => parseAdapter(adapterText(wide), 'a.json')).toThrow('do not fit each other');
  });

  it('say what they lack', () => {
    expect(() => adapt()).toThrow('reads what the network sees, and the model does not tell it');
    expect(() => adapt({ plain: new Float32Array(12), mirrored: null })).toThrow(
      'takes 14 numbers of points and features, got 20',
    );
  });

  it('read around the nearest subset, nothing where a detector does not tell', () => {
    const seen = {
      crop: [1, 0, 0, 0, 1, 0] as const,
      size: 100,
      side: 2,
      plain: [Float32Array.of(1, 2, 3, 4)],
      mirrored: null,
    };
    expect(patchesOf(reader, { points: square, seen })!.plain).toHaveLength(6);
    expect(patchesOf(reader, { points: square })).toBeUndefined();
    expect(patchesOf(adapter, { points: square, seen })).toBeUndefined();
  });
});

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
