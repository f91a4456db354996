import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { sampleCameraDomainScene } from '../sampling/camera-domain.js';
import { sampleClip } from '../sampling/clip-sampling.js';
import { anyScene } from '../sampling/scene-options.suite.js';
import { sampleScene } from '../sampling/scene-sampling.js';
import type { SceneDescription } from './scene-description.js';
import { sceneSchema } from './scene-schema.js';

const head = createCageHead();
const scene = (index: number): SceneDescription => sampleScene(new Random(4, index), head, anyScene);
const stored = (description: SceneDescription): unknown => JSON.parse(JSON.stringify(description));

describe('the schema of scenes', () => {
  it('takes every scene that is sampled, and gives back all of it', () => {
    const scenes = [
      ...Array.from({ length: 300 }, (_, i) => scene(i)),
      ...sampleClip(new Random(8, 0), head, { ...anyScene, frames: 5, rate: 25 }),
      ...Array.from({ length: 100 }, (_, i) =>
        sampleCameraDomainScene(new Random(2, i), head, 'challenging'),
      ),
    ];
    for (const one of scenes) {
      const text = stored(one);
      expect(sceneSchema.parse(text)).toEqual(text);
    }
    // All kinds of things that stand before a face were among them.
    const props = new Set(scenes.flatMap(({ props }) => props.map(({ kind }) => kind)));
    expect([...props].sort()).toEqual(['hand', 'head', 'microphone', 'phone', 'shape']);
  });

  it.each<[string, (one: SceneDescription) => unknown]>([
    [
      'face.hair.style',
      (one) => ({ ...one, face: { ...one.face, hair: { ...one.face.hair, style: 'wig' } } }),
    ],
    ['camera.lens', ({ camera: { lens: _, ...camera }, ...one }) => ({ ...one, camera })],
    ['light.sky.1', (one) => ({ ...one, light: { ...one.light, sky: [1, null, 1] } })],
    ['photograph', (one) => ({ ...one, photograph: { ...one.photograph, grain: 1 } })],
  ])('names what is wrong: %s', (path, spoil) => {
    const { error } = sceneSchema.safeParse(spoil(scene(0)));
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
