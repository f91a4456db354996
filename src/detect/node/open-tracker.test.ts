import { afterEach, expect, it, vi } from 'vitest';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import type { PointAdapter } from '../landmarks/point-adapter.js';
import { openDetector } from './open-detector.js';
import { openTracker } from './open-tracker.js';

/** Networks that are open. */
let open = 0;

vi.mock('../../nn/runtime/create-runtime.js', async (original) => {
  const { createRuntime } = await original<typeof import('../../nn/runtime/create-runtime.js')>();
  return {
    createRuntime: async (...given: Parameters<typeof createRuntime>) => {
      const runtime = await createRuntime(...given);
      return {
        ...runtime,
        createSession: async (...asked: Parameters<typeof runtime.createSession>) => {
          const session = await runtime.createSession(...asked);
          open++;
          return {
            ...session,
            run: session.run.bind(session),
            release: async () => {
              open--;
              await session.release();
            },
          };
        },
      };
    },
  };
});

afterEach(() => {
  open = 0;
});

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
  expect(open).toBe(3);
  await tracker.close();
  expect(open).toBe(0);
});

it.each([
  ['an adapter of another model', { adapter: strange }, 'takes the points of ibug68'],
  ['an adapter that is not there', { adapter: 'nowhere.json' }, 'nowhere.json'],
  ['an adapter beside landmarks', { adapter: strange, landmarks: ibug68 }, 'give an adapter, or landmarks'],
  ['eyes that are not there', { eyes: 'nowhere.onnx' }, 'nowhere.onnx'],
])('leaves no network open where it is refused: %s', async (_, options, said) => {
  await expect(openTracker(options)).rejects.toThrow(said);
  await expect(openDetector(options)).rejects.toThrow(said);
  expect(open).toBe(0);
});

it('leaves none open where the finder is not there; a detector can be closed then', async () => {
  await expect(openTracker({ finder: 'nowhere.onnx' })).rejects.toThrow('nowhere.onnx');
  expect(open).toBe(0);
  const detector = await openDetector({ finder: 'nowhere.onnx' });
  const image = { width: 9, height: 9, channels: 3 as const, data: new Uint8Array(243) };
  await expect(detector.detect(image)).rejects.toThrow('nowhere.onnx');
  await detector.close();
  expect(open).toBe(0);
});
