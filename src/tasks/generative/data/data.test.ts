import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isUnseen } from '../../../captions/unseen.js';
import { BatchOrder } from './batch-order.js';
import { makeFewFaces } from './few-faces.suite.js';
import { loadFaces } from './load-faces.js';
import { faceDataSchema } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-faces-'));
beforeAll(() => makeFewFaces(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('faces in memory', () => {
  it('are those of their split, scaled, from −1 to 1, without the combinations that are held out', async () => {
    expect(faceDataSchema.parse({ datasets: [folder] })).toEqual({ datasets: [folder], size: 64 });
    const data = faceDataSchema.parse({ datasets: [folder, folder], size: 8 });
    const train = await loadFaces(data, 'train');
    expect(train.count).toBe(4);
    expect(train.faces.map(({ id }) => id.split('/').at(-1))).toEqual([
      'face-0',
      'face-2',
      'face-0',
      'face-2',
    ]);
    expect(train.faces[0]!.facts).toMatchObject({ person: 'man', expression: 'smile', hairColour: 'brown' });
    const images = train.images([1, 3]);
    expect(images).toHaveLength(2 * 3 * 64);
    expect([...images.subarray(0, 8)]).toEqual([1, 1, 1, 1, -1, -1, -1, -1]);
    expect(images[64]).toBe(-1);
    expect((await loadFaces({ ...data, limit: 3 }, 'train')).count).toBe(3);
    expect((await loadFaces(data, 'validation')).count).toBe(2);
    const unseen = await loadFaces(data, 'unseen');
    expect(unseen.faces.map(({ facts }) => isUnseen(facts))).toEqual([true, true]);
    await expect(loadFaces(data, 'test')).rejects.toThrow("no face is in split 'test'");
  });
});

describe('the order of batches', () => {
  it('takes every face once a pass, in another order each pass, whatever was asked for before', () => {
    const order = new BatchOrder(10, 4, 3);
    const all = [0, 1, 2, 3, 4].flatMap((number) => order.indices(number));
    const [first, second] = [all.slice(0, 10), all.slice(10)];
    expect([...first].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...second].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(second).not.toEqual(first);
    expect(new BatchOrder(10, 4, 3).indices(3)).toEqual(order.indices(3));
    expect(new BatchOrder(10, 4, 4).indices(3)).not.toEqual(order.indices(3));
  });
});
