import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { dense490 } from '../../landmarks/sets/dense-sets.js';
import { landmarkSetSchema } from '../../landmarks/sets/set-schema.js';
import { describeLandmarks, haveSameLandmarks, landmarksOf } from './manifest.js';

async function setFile(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'set-')), 'mine.yaml');
  await writeFile(file, text);
  return file;
}

describe('landmark sets of a dataset', () => {
  it('are built in by name', async () => {
    expect(await openLandmarkSet('dense490')).toBe(dense490);
    expect(describeLandmarks(dense490)).toEqual({ landmarks: 'dense490', pointCount: 490 });
    expect(landmarksOf({ landmarks: 'dense490' })).toBe(dense490);
    await expect(openLandmarkSet('dense491')).rejects.toThrow('a set of your own is a .yaml file');
  });

  it("are kept whole where they are the user's own", async () => {
    const rows = 'points: [{curve: lid.*.upper, count: 3}, {between: [crease.*, brow.*.lower], count: 2}]';
    const set = await openLandmarkSet(await setFile(`name: mine\n${rows}`));
    const described = describeLandmarks(set);
    expect(described).toMatchObject({ landmarks: 'mine', pointCount: 10 });
    const read = landmarkSetSchema.parse(JSON.parse(JSON.stringify(described.landmarkDefinition)));
    expect(read).toEqual(set);
    expect(landmarksOf({ ...described, landmarkDefinition: read })).toBe(read);
    const other = await openLandmarkSet(await setFile('name: mine\npoints: [{curve: jaw, count: 5}]'));
    expect(haveSameLandmarks(described, { ...described, landmarkDefinition: read })).toBe(true);
    expect(haveSameLandmarks(described, describeLandmarks(other))).toBe(false);
    expect(landmarkSetSchema.safeParse({ ...set, mirror: set.mirror.slice(1) }).success).toBe(false);
  });
});
