import { expect, it } from 'vitest';
import { decodeLayer, encodeLayers, layerNames } from './registry.js';

const [width, height] = [5, 3];
const pixels = width * height;
const normals = new Float32Array(3 * pixels);
normals.set([0.8, -0.6, 0], 3);
normals.set([0, 0, 1], 6);
const depth = new Float32Array(pixels);
depth.set([0, 47.1234, 250.008, 9999]);
const shot = {
  width,
  height,
  segmentation: Uint8Array.from({ length: pixels }, (_, i) => i % 20),
  depth,
  normals,
  albedo: Uint8Array.from({ length: 3 * pixels }, (_, i) => (i * 31) % 256),
  alpha: Uint8Array.from({ length: pixels }, (_, i) => (i * 17) % 256),
};

it('each layer comes back from its file as near as the file keeps it', async () => {
  const files = encodeLayers(shot, layerNames);
  expect(Object.keys(files)).toEqual(layerNames);
  for (const name of ['segmentation', 'albedo', 'alpha'] as const)
    expect([...(await decodeLayer(name, files[name]!))]).toEqual([...shot[name]]);
  const depths = await decodeLayer('depth', files.depth!);
  for (const [i, wanted] of [0, 47.12, 250.01, 655.35, 0].entries()) expect(depths[i]).toBeCloseTo(wanted, 3);
  const vectors = await decodeLayer('normals', files.normals!);
  for (let i = 0; i < vectors.length; i++) expect(Math.abs(vectors[i]! - normals[i]!)).toBeLessThan(0.008);
  expect([...vectors.subarray(0, 3)]).toEqual([0, 0, 0]);
});

it('only the layers that are asked for are made', () => {
  expect(Object.keys(encodeLayers(shot, ['alpha']))).toEqual(['alpha']);
});
