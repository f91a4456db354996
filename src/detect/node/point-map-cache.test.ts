import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { carryMaps } from '../../networks/model-file/carried-maps.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { readFileOr } from '../../node/files.js';
import { openDetector } from './open-detector.js';
import { cachedFitter } from './point-map-cache.js';
import { shippedModelFile } from './shipped-model-file.js';

const mine = `name: tips
points:
  - curve: nose.bridge
    count: 3
`;

let folder: string;
const before = process.env.LINEAMENT_ASSETS;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maps-'));
  process.env.LINEAMENT_ASSETS = folder;
  await writeFile(join(folder, 'mine.yaml'), mine);
});
afterAll(async () => {
  if (before === undefined) delete process.env.LINEAMENT_ASSETS;
  else process.env.LINEAMENT_ASSETS = before;
  await rm(folder, { recursive: true, force: true });
});

const image = { width: 200, height: 200, channels: 3 as const, data: new Uint8Array(120_000).fill(120) };

describe('openDetector with landmarks', () => {
  it('gives the points of a set of one’s own out of a shipped model, and knows the map the next time', async () => {
    const options = { landmarks: join(folder, 'mine.yaml') };
    const first = await openDetector('dense490-synthetic', options);
    const [face] = await first.detect(image, { boxes: 'whole' });
    await first.close();
    expect(face!.set).toBe('tips');
    expect(face!.points.map(({ name }) => name)).toEqual([...first.names]);
    expect(first.names).toHaveLength(3);
    const [file] = await readdir(join(folder, 'point-maps'));
    await writeFile(
      join(folder, 'point-maps', file!),
      (await readFileOr(join(folder, 'point-maps', file!), 'map')).toString().replace('"cage"', '"kept"'),
    );
    const from = { set: landmarkSet('dense490'), convention: 'contour' as const };
    const set = await openLandmarkSet(options.landmarks);
    const map = await cachedFitter('no such head')(from, { set, convention: 'contour' });
    expect(map.head).toBe('kept');

    // Carried by the model's own file nothing is looked up.
    const model = shippedModelFile('dense490-synthetic');
    const carrying = carryMaps(await readFileOr(model, 'model'), model, [map]);
    expect(readModelMetadata(carrying, 'm.onnx').maps).toEqual([map]);
    await rm(join(folder, 'point-maps'), { recursive: true });
    const second = await openDetector(carrying, { ...options, mirror: true });
    const [again] = await second.detect(image, { boxes: 'whole' });
    await second.close();
    expect(again!.points).toEqual(face!.points);
    expect(await readdir(folder)).toEqual(['mine.yaml']);
  });

  it('gives the model’s own points where they are asked for by name, and says what a map cannot do', async () => {
    const own = await openDetector('ibug68-ict', { convention: 'contour' });
    expect(own.metadata.landmarks).toMatchObject({ set: 'ibug68', convention: 'contour' });
    await own.close();
    await expect(openDetector('ibug68-ict', { landmarks: 'ibug69' } as object)).rejects.toThrow(
      "landmarks: no set is called 'ibug69'",
    );
  });
});
