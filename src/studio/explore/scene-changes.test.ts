import { expect, it } from 'vitest';
import { nothingWorn } from '../../face/person/appearance/worn-description.js';
import {
  plainBeard,
  plainBrows,
  plainClothing,
  plainExpression,
  plainEyes,
  plainHair,
  plainPerson,
  plainSkin,
} from '../../face/person/plain-face.js';
import { plainBackground, plainCamera, plainLight, plainPhotograph } from '../../render/scene/plain-scene.js';
import type { SceneDescription } from '../../render/scene/scene-description.js';
import { sceneSchema } from '../../render/scene/scene-schema.js';
import { changeScene, checkChanges, sceneChoices } from './scene-changes.js';

const scene: SceneDescription = {
  face: {
    head: 'cage',
    person: plainPerson,
    identity: [0.5],
    ...plainExpression,
    skin: plainSkin,
    eyes: plainEyes,
    brows: plainBrows,
    hair: plainHair,
    beard: plainBeard,
    clothing: plainClothing,
    worn: nothingWorn,
  },
  pose: { yaw: 0.1, pitch: 0.2, roll: 0.3 },
  bodyFollows: 1,
  props: [],
  camera: plainCamera,
  light: plainLight,
  background: plainBackground,
  photograph: plainPhotograph,
};
const able = ['jawDrop', 'lipCornerPuller.right', 'lipCornerPuller.left'] as const;

it('what is not named stays as it is', () => {
  expect(changeScene(scene, {}, able)).toEqual(scene);
  const turned = changeScene(scene, { yaw: 45, distance: 80 }, able);
  expect(turned).toEqual({
    ...scene,
    pose: { ...scene.pose, yaw: Math.PI / 4 },
    camera: { ...plainCamera, distance: 80 },
  });
});

it('what is drawn anew is a scene, and the same every time', () => {
  for (const light of sceneChoices.lights)
    for (const glasses of ['clear', 'dark'] as const) {
      const changes = { light, glasses, background: 'room', hair: 'afro', expression: 'smile' };
      const changed = changeScene(scene, changes, able);
      expect(sceneSchema.safeParse(changed).error).toBeUndefined();
      expect(changeScene(scene, changes, able)).toEqual(changed);
      expect(changed).toMatchObject({ light: { kind: light }, background: { kind: 'room' } });
      expect(changed.face.worn.glasses?.dark).toBe(glasses === 'dark');
    }
});

it('an expression is of those actions that the head performs, as strong as asked', () => {
  const { actions } = changeScene(scene, { expression: 'smile', intensity: 0.5 }, able).face;
  expect(Object.keys(actions).every((name) => (able as readonly string[]).includes(name))).toBe(true);
  const full = changeScene(scene, { expression: 'smile' }, able).face.actions;
  expect(actions['lipCornerPuller.left']).toBeCloseTo(0.5 * full['lipCornerPuller.left']!);
});

it('a background of a folder that is not at hand is painted', () => {
  const pictured = { ...scene, background: { ...plainBackground, kind: 'picture', file: 'a.jpg' } as const };
  expect(changeScene(pictured, {}, able).background).toMatchObject({ kind: 'bokeh' });
  expect(changeScene(pictured, {}, able).background.file).toBeUndefined();
});

it('unknown words are refused with those that there are', () => {
  expect(() => checkChanges({ light: 'moon' })).toThrow(/light is 'moon'.*studio, overcast/s);
  expect(() => checkChanges({ landmarks: '../x.yaml' })).toThrow(/landmark set/);
});
