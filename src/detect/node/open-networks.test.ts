import { describe, expect, it } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { frontalTemplate } from '../../landmarks/shape-frame.js';
import type { PointAdapter } from '../landmarks/point-adapter.js';
import { decodeImage } from './decode-picture.js';
import { type OpenDetectorOptions, openDetector } from './open-detector.js';
import { openFinder } from './open-finder.js';
import { countNetworks } from './open-networks.suite.js';
import { openTracker } from './open-tracker.js';

const counts = countNetworks();

async function runsOf(work: () => Promise<unknown>): Promise<number> {
  counts.runs = 0;
  await work();
  return counts.runs;
}

/** Of another model: this one gives 1001 points. */
const strange: PointAdapter = {
  kind: 'ridge-affine',
  from: namedSet(ibug68, 'contour'),
  to: namedSet(ibug68, 'contour'),
  template: new Float32Array(136),
  subset: ibug68.points.map((_, k) => k),
  layers: [],
  fittedOn: 'nothing',
  lineament: '0.1.0',
};

it('frees the networks of the detector, the eyes and the finder when it is closed', async () => {
  const tracker = await openTracker();
  expect(counts.open).toBe(3);
  await tracker.close();
  expect(counts.open).toBe(0);
});

it.each([
  ['an adapter of another model', { adapter: strange }, 'takes the points of ibug68'],
  ['an adapter that is not there', { adapter: 'nowhere.json' }, 'nowhere.json'],
  ['an adapter beside landmarks', { adapter: strange, landmarks: ibug68 }, 'give an adapter, or landmarks'],
  ['eyes that are not there', { eyes: 'nowhere.onnx' }, 'nowhere.onnx'],
])('leaves no network open where it is refused: %s', async (_, options, said) => {
  await expect(openTracker(options)).rejects.toThrow(said);
  await expect(openDetector(options)).rejects.toThrow(said);
  expect(counts.open).toBe(0);
});

it('leaves none open where the finder is not there; a detector can be closed then', async () => {
  await expect(openTracker({ finder: 'nowhere.onnx' })).rejects.toThrow('nowhere.onnx');
  expect(counts.open).toBe(0);
  const detector = await openDetector({ finder: 'nowhere.onnx' });
  const image = { width: 9, height: 9, channels: 3 as const, data: new Uint8Array(243) };
  await expect(detector.detect(image)).rejects.toThrow('nowhere.onnx');
  await detector.close();
  expect(counts.open).toBe(0);
});

it.each([
  [
    openDetector,
    { mirorr: true },
    'openDetector: mirorr: no such option; allowed: ',
    'perhaps mirror is meant',
  ],
  [
    openDetector,
    { treshold: 0.3 },
    'openDetector: treshold: no such option',
    'detector.detect(picture, { threshold })',
  ],
  [
    openDetector,
    { model: 'ibug68-ict' },
    'openDetector: model: no such option',
    'openDetector(model, options)',
  ],
  [openTracker, { serchEvery: 2 }, 'openTracker: serchEvery: no such option', 'perhaps searchEvery is meant'],
  [
    (options: object) => openFinder(undefined, options),
    { thread: 2 },
    'openFinder: thread: no',
    'threads is meant',
  ],
])('opens nothing for an option that nobody reads: %#', async (open, options, said, hint) => {
  const message = await open(options as object).catch((error: Error) => error.message);
  expect(message).toContain(said);
  expect(message).toContain(hint);
  expect(counts.opened).toBe(0);
});

describe('an adapter that looks twice', () => {
  const dense = landmarkSet('dense1001');
  const plain: PointAdapter = {
    ...strange,
    from: namedSet(dense, 'contour'),
    template: frontalTemplate(dense),
    subset: nearestSubset(dense, ibug68),
  };
  const still = { weight: new Float32Array(136 * 2002), bias: new Float32Array(136), rectified: false };
  const adapter: PointAdapter = { ...plain, firstLook: [still] };
  const quick = { adapter, eyes: false } as const;
  const file = 'docs/images/faces.jpg';
  const boxes = [{ x: 35, y: 40, width: 110, height: 115 }];

  it('does so where nothing else is said, the first time as quickly as may be', async () => {
    const runsWith = async (options: OpenDetectorOptions): Promise<number> => {
      const detector = await openDetector({ ...quick, ...options });
      const seen = await runsOf(() => detector.detect(file, { boxes }));
      await detector.close();
      return seen;
    };
    expect(await runsWith({ mirror: true })).toBe(3);
    expect(await runsWith({ mirror: true, looks: 2 })).toBe(3);
    expect(await runsWith({ mirror: true, looks: 1 })).toBe(2);
    expect(await runsWith({ mirror: true, anyRoll: true })).toBe(10);
    expect(await runsWith({ mirror: true, adapter: plain })).toBe(2);
  });

  it('sees the face through the box of its own points, however the given one lies', async () => {
    const pointsFrom = async (looks: 1 | undefined, x: number): Promise<{ x: number; y: number }[]> => {
      const detector = await openDetector({ ...quick, looks });
      const [face] = await detector.detect(file, { boxes: [{ ...boxes[0]!, x }] });
      await detector.close();
      return [...face!.points];
    };
    const apart = async (looks: 1 | undefined): Promise<number> => {
      const [here, there] = [await pointsFrom(looks, 35), await pointsFrom(looks, 47)];
      return mean(here.map(({ x, y }, k) => Math.hypot(x - there[k]!.x, y - there[k]!.y)));
    };
    expect(await apart(undefined)).toBeLessThan(0.7 * (await apart(1)));
  });

  it('looks once at a face that is followed: its last points are the box', async () => {
    const tracker = await openTracker(quick);
    const image = await decodeImage(file);
    const first = await tracker.track(image, 0);
    expect(first.length).toBeGreaterThan(0);
    const next = await runsOf(() => tracker.track(image, 0.03));
    expect(next).toBe(first.length);
    await tracker.close();
  });
});
