import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { createStudio } from '../../render/studio.js';
import { sceneOf } from '../attributes.js';
import { layerNames } from '../layers/registry.js';
import type { LayeredSample } from '../store/columns.js';
import { openDataset } from '../store/store.js';
import { encodeShot } from './encode-shot.js';
import { generateDataset } from './generate-dataset.js';
import { renderAgain } from './render-again.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-again-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const studio = createStudio({ head: createCageHead(), set: ibug68 });
const generated = { head: 'cage', size: 48, landmarks: 'ibug68', seed: 5, layers: layerNames };

describe('renderAgain', () => {
  it.each([
    ['stills', { count: 3 }],
    ['frames of a clip', { count: 1, frames: 3 }],
    ['stills of one sample a pixel', { count: 3, samples: 1 as const }],
  ])('%s come out of their rows bit for bit: picture, layers and labels', async (name, change) => {
    const out = join(folder, name);
    await generateDataset({ ...generated, ...change, out, workers: 1 });
    const dataset = await openDataset(out);
    const rows = await dataset.read(await dataset.indices(), { layers: true });
    dataset.close();
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      const again = await encodeShot(renderAgain(studio, row), sceneOf(row), {
        id: row.id,
        split: row.split,
        landmarks: row.landmarks,
        layers: layerNames,
        samples: row.attributes.samples === 1 ? 1 : 2,
        ...('clip' in row.attributes && { clip: row.attributes.clip as never }),
      });
      expect(JSON.parse(JSON.stringify(again.attributes))).toEqual(row.attributes);
      const bytes = ({ image, layers, points, points3d, visibility, pupils }: LayeredSample): unknown =>
        [
          image,
          ...Object.values(layers ?? {}),
          points.surface,
          points.contour,
          points3d,
          visibility,
          pupils,
        ].map((list) => Array.from(list ?? []));
      expect(bytes(again)).toEqual(bytes(row));
    }
  });

  it('gives the same view at another size: points scale about the corner of the picture', async () => {
    const dataset = await openDataset(join(folder, 'frames of a clip'));
    const [row] = await dataset.read([2]);
    dataset.close();
    const large = renderAgain(studio, row!, 96);
    for (const [i, value] of row!.points.contour!.entries())
      expect(large.points.contour[i]).toBeCloseTo((value + 0.5) * 2 - 0.5, 3);
  });

  it('refuses a photograph', () => {
    expect(() => sceneOf({ id: 'photo-1', attributes: { source: 'a.jpg' } })).toThrow('photo-1 has no scene');
  });
});
