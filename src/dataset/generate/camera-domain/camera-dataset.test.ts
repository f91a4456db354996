import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCageHead } from '../../../face/heads/cage/cage-head.js';
import { tightBox } from '../../../landmarks/face-crop.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { createStudio } from '../../../render/studio.js';
import type { SimulatedAnnotation } from '../../attributes.js';
import { sceneOf } from '../../attributes.js';
import { readManifest } from '../../store/manifest.js';
import { type GenerateOptions, generateDataset } from '../generate-dataset.js';
import { cameraPartOf } from '../splits.js';
import { makeCameraFace } from './camera-face.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-camera-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function generate(name: string, more: Partial<GenerateOptions> = {}): Promise<void> {
  await generateDataset({
    head: 'cage',
    count: 4,
    size: 32,
    landmarks: 'ibug68',
    seed: 3,
    domain: 'camera',
    validation: 0.25,
    test: 0.25,
    challenging: 0.25,
    out: join(folder, name),
    ...more,
  });
}

describe('a face of the camera domain', () => {
  const studio = createStudio({ head: createCageHead(), set: ibug68 });
  const recipe = {
    seed: 3,
    count: 4,
    size: 32,
    samples: 1 as const,
    layers: [],
    validation: 0.25,
    test: 0.25,
    challenging: 0.25,
  };

  it('is a pure function of recipe and index, in its split, and marked as simulated', async () => {
    const faces = await Promise.all([0, 1, 2, 3].map((index) => makeCameraFace(index, recipe, studio)));
    expect(await makeCameraFace(2, recipe, studio)).toEqual(faces[2]);
    expect(faces.map(({ split }) => split)).toEqual(['train', 'validation', 'common-test', 'challenging']);
    for (const face of faces) {
      expect(face.id).toMatch(/^simulated-camera-/);
      expect(face.attributes.simulated).toBe(true);
      const { annotator, exact } = face.attributes.annotation as SimulatedAnnotation;
      expect(annotator).toBeGreaterThanOrEqual(0);
      // The exact points are those of the scene; the labels are others, and the box is theirs.
      expect(exact).toEqual(Array.from(studio.locate(sceneOf(face), 32).points.contour));
      const { contour, surface } = face.points;
      expect(surface).toBeUndefined();
      expect(Array.from(contour!)).not.toEqual(exact);
      expect(face.box).toEqual(tightBox(contour!));
      expect([face.points3d, face.pupils]).toEqual([null, null]);
    }
  });
});

describe('generate the camera domain', () => {
  it('says in the manifest that the faces are simulated and have the contour convention alone', async () => {
    await generate('one', { worker: { module: '../fake-worker.suite', base: import.meta.url } });
    expect(await readManifest(join(folder, 'one'))).toMatchObject({
      conventions: ['contour'],
      origin: { domain: 'camera', simulated: true, challenging: 0.25 },
    });
  });

  it('refuses what it does not have', async () => {
    await expect(generate('a', { landmarks: 'dense490' })).rejects.toThrow('is labelled with ibug68');
    await expect(generate('b', { frames: 2 })).rejects.toThrow('has stills only');
    await expect(generate('c', { pose: 'profile' })).rejects.toThrow('has poses of its own');
    await expect(generate('d', { without: ['hair'] })).rejects.toThrow('has all groups of variety');
    await expect(generate('e', { domain: 'training' })).rejects.toThrow(
      'only the camera domain has a challenging',
    );
    await expect(generate('f', { validation: 0.4, test: 0.3, challenging: 0.3 })).rejects.toThrow(
      'leave no training data',
    );
  });
});

describe('cameraPartOf', () => {
  it('cuts by index: train, validation, common-test, challenging', () => {
    const parts = Array.from({ length: 20 }, (_, i) =>
      cameraPartOf(i, 20, { validation: 0.1, test: 0.3, challenging: 0.2 }),
    );
    expect(parts.map((part) => part[0]).join('')).toBe('ttttttttvvcccccccccc');
    expect(parts.filter((part) => part === 'challenging').length).toBe(4);
  });
});
