import { describe, expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { createCageHead } from '../face/heads/cage/cage-head.js';
import { anyScene } from '../render/sampling/scene-options.suite.js';
import { sampleScene } from '../render/sampling/scene-sampling.js';
import { sceneVersion } from '../render/scene/scene-description.js';
import { captionOf, clipOf, isGenerated, parseAttributes, sceneOf } from './attributes.js';

const scene = JSON.parse(JSON.stringify(sampleScene(new Random(1), createCageHead(), anyScene)));
const generated = {
  sceneVersion,
  scene,
  camera: { width: 8, height: 8, focal: 20, cx: 4, cy: 4 },
  head: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, -60] },
  gaze: [0, 0, 1, 0, 0, 1],
  shows: { yaw: 3, beard: 'none' },
  caption: 'a man',
};
const parse = (value: unknown): ReturnType<typeof parseAttributes> =>
  parseAttributes(JSON.stringify(value), 'data, row 3 (face-3)');

describe('attributes', () => {
  it('of a generated picture come back as they were, with what a later version may add', () => {
    const clip = { index: 2, frame: 1, frames: 4, rate: 25, caption: 'blinks' };
    for (const value of [generated, { ...generated, clip, samples: 1, simulated: true, weather: 'dry' }]) {
      const attributes = parse(value);
      expect(attributes).toEqual(value);
      expect(isGenerated(attributes)).toBe(true);
      expect(sceneOf({ id: 'face-3', attributes })).toEqual(generated.scene);
    }
    expect(clipOf(parse({ ...generated, clip }))).toMatchObject({ index: 2, frame: 1 });
  });

  it.each([undefined, 0, sceneVersion + 1])(
    'with a scene of version %s are read, but the scene is not rendered again',
    (version) => {
      const attributes = parse({ ...generated, sceneVersion: version });
      expect(captionOf(attributes)).toBe('a man');
      expect(isGenerated(attributes)).toBe(true);
      expect(() => sceneOf({ id: 'face-3', attributes })).toThrow(
        /face-3 cannot be rendered again: its scene has version .*generate the dataset again/,
      );
    },
  );

  it('give the scene with its keys in the order in which they were stored, on which its bits depend', () => {
    const actions = { jawDrop: 0.25, 'browLowerer.left': 0.5, 'innerBrowRaiser.right': 0.125 };
    const moved = { ...scene, face: { ...scene.face, actions } };
    const attributes = parse({ ...generated, scene: moved });
    expect(JSON.stringify(sceneOf({ id: 'face-3', attributes }))).toBe(JSON.stringify(moved));
  });

  it('with a damaged scene are read, but not rendered again: the place inside it is named', () => {
    const beard = { ...scene.face.beard, style: 'braided' };
    const attributes = parse({ ...generated, scene: { ...scene, face: { ...scene.face, beard } } });
    expect(captionOf(attributes)).toBe('a man');
    expect(() => sceneOf({ id: 'face-3', attributes })).toThrow(
      /face-3 cannot be rendered again: its scene is damaged: scene\.face\.beard\.style: .*'?none/,
    );
  });

  it('of a photograph are what its source says, whatever its keys', () => {
    for (const value of [
      { source: 'a.jpg', licence: 'CC0' },
      { scene: 'kitchen', caption: 7, clip: 'b', camera: { intrinsics: [] } },
    ]) {
      const attributes = parse(value);
      expect(attributes).toEqual(value);
      expect(isGenerated(attributes)).toBe(false);
      expect([captionOf(attributes), clipOf(attributes)]).toEqual([undefined, undefined]);
    }
    expect(() => sceneOf({ id: 'photo-1', attributes: { source: 'a.jpg' } })).toThrow(
      'photo-1 has no scene: it was not generated',
    );
  });

  it.each([
    ['{"a":', 'they are no JSON object'],
    ['[1]', 'they are no JSON object'],
    ['null', 'they are no JSON object'],
    [JSON.stringify({ ...generated, gaze: [0, 0, 1] }), 'gaze'],
    [JSON.stringify({ ...generated, caption: undefined }), 'caption'],
  ])('that are damaged name the row: %s', (text, reason) => {
    expect(() => parseAttributes(text, 'data, row 3 (face-3)')).toThrow(
      new RegExp(`row 3 \\(face-3\\): the attributes of this row are damaged: .*${reason}`),
    );
  });
});
