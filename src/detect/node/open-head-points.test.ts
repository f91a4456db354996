import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { describeFace } from '../describe/describe-face.js';
import { openHeadPoints } from './open-head-points.js';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'head-points-'));
  const points = [
    '{curve: jaw, count: 9}',
    '{curve: nose.bridge, at: [0, 0.33, 0.67, 1]}',
    "{set: ibug68, names: ['brow.*']}",
  ];
  await writeFile(
    at('mine.yaml'),
    `name: mine\npoints:\n${points.map((point) => `  - ${point}\n`).join('')}`,
  );
  await writeFile(at('few.yaml'), 'name: few\npoints:\n  - {curve: jaw, count: 3}\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const own = async (name: string) => namedSet(await openLandmarkSet(at(name)), 'surface');

describe('openHeadPoints', () => {
  it('describes faces by a set of a user’s own, and says what its points do not tell', async () => {
    const asked = at('mine.yaml');
    const { points, model, missing } = await openHeadPoints('describe', await own('mine.yaml'), { asked });
    expect(model.name).toBe('cage');
    expect(missing.map((words) => words.split(' (')[0])).toEqual(['gaze', 'lids, mouth, blinks and yawns']);
    // The mean head from the front, 70 cm away.
    const { pose, gaze, eyes, expression } = describeFace(
      {
        ...{ set: 'mine', convention: 'surface', unit: 'pixel' },
        points: points.names.map((name, k) => {
          const [x, y, z] = points.mean.subarray(3 * k, 3 * k + 3) as unknown as [number, number, number];
          const enlarge = 800 / (70 - z);
          return { name, x: 320 + enlarge * x, y: 240 - enlarge * y, uncertainty: 1 };
        }),
      },
      { head: points, camera: { width: 640, height: 480, focal: 800 } },
    );
    expect(Math.hypot(pose!.yaw, pose!.pitch, pose!.roll)).toBeLessThan(0.05);
    expect(expression).toBeDefined();
    expect([gaze, eyes]).toEqual([undefined, undefined]);
  });

  it('tells of built-in sets what they lack', async () => {
    expect((await openHeadPoints('describe', namedSet(ibug68, 'surface'))).missing).toEqual([
      'gaze (points on irises and pupils)',
    ]);
  });

  it('refuses points of which nobody knows where they lie, too few of them, and an unknown head', async () => {
    const mine = await own('mine.yaml');
    await expect(openHeadPoints('describe', mine)).rejects.toThrow(
      "describe: where the points of mine lie on a head is not known: files of models, maps and adapters hold their names alone (give the set's own YAML file with --landmarks",
    );
    await expect(
      openHeadPoints('detect', namedSet(ibug68, 'surface'), { asked: at('mine.yaml') }),
    ).rejects.toThrow('where the points of ibug68 lie');
    await expect(openHeadPoints('detect', await own('few.yaml'), { asked: at('few.yaml') })).rejects.toThrow(
      'few has 3 points; no head can be fitted to fewer than 4',
    );
    await expect(openHeadPoints('detect', mine, { asked: at('mine.yaml'), head: 'cube' })).rejects.toThrow(
      'cube',
    );
  });
});
