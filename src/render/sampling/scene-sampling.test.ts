import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { type VarietyGroup, varietyGroups } from '../../face/person/variety.js';
import type { SceneDescription } from '../scene/scene-description.js';
import { anyScene } from './scene-options.suite.js';
import { sampleScene } from './scene-sampling.js';

const head = createCageHead();
const scene = (index: number, without: readonly VarietyGroup[] = []): SceneDescription =>
  sampleScene(new Random(6, index), head, { ...anyScene, without });

/** What each group owns of a scene. */
const owned: Record<VarietyGroup, (scene: SceneDescription) => unknown> = {
  identity: ({ face }) => [face.identity, face.person],
  expression: ({ face }) => [face.expression, face.actions, face.gaze],
  skin: ({ face }) => [{ ...face.skin, seed: 0 }, face.eyes],
  hair: ({ face }) => [face.hair, face.brows, face.beard],
  occluders: ({ face, props }) => [face.clothing, face.worn, props],
  light: ({ light }) => light,
  camera: ({ camera, photograph }) => [camera, photograph],
  background: ({ background }) => background,
  pose: ({ pose }) => pose,
};

describe('sampleScene without a group of variety', () => {
  it.each(varietyGroups)('%s: the same in every scene, and nothing else changes', (group) => {
    const plain = owned[group](scene(0, [group]));
    for (let index = 0; index < 20; index++) {
      const without = scene(index, [group]);
      expect(owned[group](without)).toEqual(plain);
      for (const other of varietyGroups)
        if (other !== group) expect(owned[other](without)).toEqual(owned[other](scene(index)));
    }
  });
});

describe('sampleScene with a light of its own', () => {
  it('draws that kind, and leaves everything else to the distribution', () => {
    for (let index = 0; index < 10; index++) {
      const lit = sampleScene(new Random(6, index), head, {
        ...anyScene,
        pose: 'in-cabin',
        light: 'infrared',
      });
      expect(lit.light.kind).toBe('infrared');
      expect(lit.photograph).toMatchObject({ spectrum: 'near-infrared', monochrome: true });
      const any = sampleScene(new Random(6, index), head, { ...anyScene, pose: 'in-cabin' });
      expect({ ...lit.face, eyes: {} }).toEqual({ ...any.face, eyes: {} });
      expect([lit.pose, lit.camera]).toEqual([any.pose, any.camera]);
    }
  });
});
