import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import type { LayeredSample } from '../../store/columns.js';
import { createWebDatasetWriter } from './webdataset.js';

it('a shard that cannot be written ends the sample with the disk’s error', async () => {
  const writer = createWebDatasetWriter({
    folder: join(tmpdir(), 'lineament-no-such-folder', 'below'),
    set: ibug68,
    layersOf: () => Promise.reject(new Error('not asked for')),
  });
  const sample: LayeredSample = {
    ...{ id: 'a', split: 'test', width: 2000, height: 2000, landmarks: 'ibug68', attributes: {} },
    image: new Uint8Array(4_000_000),
    points: { contour: new Float32Array(2 * 68) },
    ...{ points3d: null, visibility: null, labelQuality: null, pupils: null },
    box: { x: 0, y: 0, width: 5, height: 5 },
  };
  const writing = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) await writer.write({ ...sample, id: `a${i}` }, i);
    await writer.finish();
  };
  await expect(writing()).rejects.toThrow(/ENOENT/);
});
