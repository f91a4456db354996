import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { type HairStyle, hairStyles, type Rgb } from '../../face/person/description.js';
import { expressionNames } from '../../face/person/expression-library.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { anyScene } from '../sampling/scene-options.suite.js';
import { sampleScene } from '../sampling/scene-sampling.js';
import { type LightKind, lightKinds, type SceneDescription } from '../scene/scene-description.js';
import { hairColourName, type SceneAttributes, sceneAttributes } from './attributes.js';
import { caption, clipCaption } from './caption.js';

const head = createCageHead();
const scene = sampleScene(new Random(2, 1), head, {
  ...anyScene,
  without: ['occluders', 'expression', 'camera'],
});
/** Looks 20° to the subject's left and 10° down with both eyes. */
const gaze = ((): Float32Array => {
  const [yaw, pitch] = [(20 * Math.PI) / 180, (-10 * Math.PI) / 180];
  const axis = [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)];
  return Float32Array.from([...axis, ...axis]);
})();
const { brows } = segmentClasses;
const shot = {
  gaze,
  visibility: Uint8Array.of(0, 0, 1, 2),
  brows: { arch: 0.7, breadth: 0.7, gap: 2.4, tilt: -0.1 },
  // Four hundredths of the box are brows.
  segmentation: new Uint8Array(100).fill(brows, 0, 4),
  box: { x: 0, y: 0, width: 10, height: 10 },
};

describe('sceneAttributes', () => {
  it('says in degrees where head and eyes point, and how much is seen', () => {
    const posed: SceneDescription = {
      ...scene,
      pose: { yaw: -0.5, pitch: 0.25, roll: 0.1 },
      camera: { ...scene.camera, roll: 0 },
    };
    expect(sceneAttributes(posed, shot)).toMatchObject({
      yaw: -28.6,
      pitch: 14.3,
      roll: 5.7,
      gaze_yaw: 20,
      gaze_pitch: -10,
      visible: 0.5,
      glasses: 'none',
      headwear: 'none',
      in_front: 'none',
      expression: 'neutral',
      eyes: 'open',
      mouth: 'closed',
    });
  });

  it("adds the camera's roll to the head's in front, and lowers a head that is in profile", () => {
    const angles = (yaw: number, roll: number): number[] => {
      const posed = { ...scene, pose: { yaw, pitch: 0, roll }, camera: { ...scene.camera, roll: 0.2 } };
      const shown = sceneAttributes(posed, shot);
      return [shown.yaw, shown.pitch, shown.roll].map((angle) => angle + 0);
    };
    expect(angles(0, 0.1)).toEqual([0, 0, 17.2]);
    expect(angles(Math.PI / 2, 0)).toEqual([90, -11.5, 0]);
    expect(angles(-Math.PI / 2, 0)).toEqual([-90, 11.5, 0]);
  });

  it('tells open, half closed, closed and winking eyes, and mouths', () => {
    const eyes = (right: number, left: number): string =>
      sceneAttributes(
        {
          ...scene,
          face: { ...scene.face, actions: { 'eyesClosed.right': right, 'eyesClosed.left': left } },
        },
        shot,
      ).eyes;
    expect([eyes(0.1, 0), eyes(0.5, 0.45), eyes(0.9, 1), eyes(1, 0.2)]).toEqual([
      'open',
      'half closed',
      'closed',
      'one closed',
    ]);
    const mouth = (jawDrop: number): string =>
      sceneAttributes({ ...scene, face: { ...scene.face, actions: { jawDrop } } }, shot).mouth;
    expect([mouth(0.05), mouth(0.3), mouth(0.8)]).toEqual(['closed', 'open', 'wide open']);
  });

  it('tells thin, thick, arched and straight brows by their measures, and brows that are hidden', () => {
    const hairs = (thickness: number): SceneDescription => ({
      ...scene,
      face: { ...scene.face, brows: { ...scene.face.brows, thickness } },
    });
    const word = (arch: number, breadth: number, thickness = 1): string =>
      sceneAttributes(hairs(thickness), { ...shot, brows: { ...shot.brows, arch, breadth } }).brows;
    expect([word(0.7, 0.7), word(0.9, 0.7), word(0.3, 0.7), word(0.7, 0.5), word(0.7, 0.9)]).toEqual([
      'ordinary',
      'arched',
      'straight',
      'thin',
      'thick',
    ]);
    expect([word(0.9, 0.9), word(0.3, 0.5)]).toEqual(['thick+arched', 'thin+straight']);
    // Few hairs take a brow's edges away; many make it no broader than it is.
    expect([word(0.7, 0.7, 0.7), word(0.7, 0.9, 0.7), word(0.7, 0.7, 1.4)]).toEqual([
      'thin',
      'ordinary',
      'ordinary',
    ]);
    expect(sceneAttributes(scene, shot)).toMatchObject({
      brow_arch: 7,
      brow_breadth: 7,
      brow_gap: 24,
      brow_tilt: -5.7,
    });
    const behind = { ...shot, segmentation: new Uint8Array(100), brows: { ...shot.brows, arch: 2 } };
    expect(sceneAttributes(scene, behind).brows).toBe('hidden');
  });

  it.each<[string, Rgb]>([
    ['black', [0.01, 0.008, 0.007]],
    ['dark brown', [0.05, 0.03, 0.018]],
    ['brown', [0.12, 0.07, 0.035]],
    ['blond', [0.4, 0.27, 0.13]],
    ['red', [0.25, 0.06, 0.02]],
    ['grey', [0.2, 0.19, 0.18]],
    ['white', [0.55, 0.54, 0.52]],
    ['dyed', [0.1, 0.05, 0.4]],
  ])('calls hair %s', (name, colour) => {
    expect(hairColourName(colour)).toBe(name);
  });
});

const plain: SceneAttributes = {
  ...sceneAttributes(scene, shot),
  yaw: 0,
  pitch: 0,
  roll: 0,
  gaze_yaw: 0,
  gaze_pitch: 0,
  age: 38,
  masculinity: 0.8,
  expression: 'neutral',
  brows: 'ordinary',
  hair: 'short',
  hair_colour: 'brown',
  beard: 'none',
  earrings: 'none',
  light: 'room',
  tone: 'colour',
};

describe('caption', () => {
  it('says what can be seen and leaves the ordinary out', () => {
    expect(caption(plain)).toBe('a man with short brown hair, room light');
    expect(
      caption({
        ...plain,
        expression: 'smile',
        glasses: 'clear',
        beard: 'stubble',
        gaze_yaw: 20,
        light: 'dim',
      }),
    ).toBe('a smiling man with short brown hair, glasses and stubble, looking left, dim light');
    expect(
      caption({
        ...plain,
        age: 70,
        masculinity: 0.1,
        expression: 'bitten lip',
        hair_colour: 'white',
        headwear: 'beanie',
        eyes: 'closed',
        yaw: -70,
        in_front: 'hand+phone',
        tone: 'black and white',
      }),
    ).toBe(
      'an old woman with a beanie, biting her lip, eyes closed, in profile to the right, a hand before the face, a phone in the hand, room light, black and white',
    );
  });

  it('says each hair style as English does, and its colour only where there is colour', () => {
    const hair = (style: HairStyle, tone: SceneAttributes['tone'] = 'colour'): string =>
      caption({ ...plain, hair: style, tone }).replace(/^a man with |, room light.*$/g, '');
    expect(
      (['bald', 'buzz', 'slicked', 'sideSwept', 'undercut', 'afro'] as const).map((style) => hair(style)),
    ).toEqual([
      'a bald head',
      'buzz-cut brown hair',
      'slicked-back brown hair',
      'side-swept brown hair',
      'brown hair in an undercut',
      'a brown afro',
    ]);
    expect((['bob', 'long', 'bun', 'ponytail', 'braids'] as const).map((style) => hair(style))).toEqual([
      'a brown bob',
      'long brown hair',
      'brown hair in a bun',
      'brown hair in a ponytail',
      'brown braids',
    ]);
    expect((['afro', 'bun'] as const).map((style) => hair(style, 'infrared'))).toEqual([
      'an afro',
      'hair in a bun',
    ]);
    for (const style of hairStyles)
      expect(hair(style), style).toMatch(/^(a brown \w+|a bald head|brown braids|.*brown hair.*)$/);
  });

  it('says what stands out in brows, unless lenses or an expression hide it', () => {
    const said = (change: Partial<SceneAttributes>): string => caption({ ...plain, ...change });
    expect(said({ brows: 'thick+arched', glasses: 'clear' })).toBe(
      'a man with short brown hair, thick arched brows and glasses, room light',
    );
    for (const hiding of [{ glasses: 'dark' }, { expression: 'frown' }, { expression: 'mixed' }] as const)
      expect(said({ brows: 'straight', ...hiding })).not.toContain('brows');
    for (const brows of ['ordinary', 'hidden']) expect(said({ brows })).toBe(caption(plain));
  });

  it('does not say what a mask, dark lenses, a hat or a camera without colour hide', () => {
    expect(caption({ ...plain, mask: 'cloth', expression: 'tongue out', beard: 'goatee' })).toBe(
      'a man with short brown hair and a cloth mask, room light',
    );
    expect(caption({ ...plain, mask: 'cloth', expression: 'frown', beard: 'full' })).toBe(
      'a frowning man with short brown hair, a full beard and a cloth mask, room light',
    );
    expect(caption({ ...plain, glasses: 'dark', eyes: 'closed', gaze_yaw: 30 })).toBe(
      'a man with short brown hair and sunglasses, room light',
    );
    expect(caption({ ...plain, hair: 'bald', headwear: 'cap' })).toBe('a man with a cap, room light');
    expect(caption({ ...plain, light: 'stage', tone: 'black and white' })).toBe(
      'a man with short hair, stage light, black and white',
    );
  });

  it('has words for every expression and light, and none is left as a name', () => {
    for (const expression of expressionNames) {
      const text = caption({ ...plain, expression });
      expect(text).not.toMatch(/~|undefined/);
      if (!['neutral', 'mixed'].includes(expression)) expect(text, expression).not.toBe(caption(plain));
    }
    for (const light of lightKinds satisfies readonly LightKind[])
      expect(caption({ ...plain, light })).toMatch(/light|dusk|shade/);
  });

  it('is a sentence for any scene, the same each time', () => {
    for (let i = 0; i < 300; i++) {
      const text = caption(sceneAttributes(sampleScene(new Random(5, i), head, anyScene), shot));
      expect(text).toMatch(/^an? [a-z]/);
      expect(text).not.toMatch(/undefined|null|none|, ,| {2}/);
      // A name in camel case is not English.
      expect(text.replace('Van Dyke', '')).not.toMatch(/[a-z][A-Z]/);
    }
  });
});

describe('clipCaption', () => {
  it('tells what changes', () => {
    const smiling: SceneAttributes = { ...plain, yaw: -30, expression: 'smile' };
    expect(clipCaption([plain, { ...plain, yaw: -20 }, smiling])).toBe(
      'a man with short brown hair, room light: turns to the right and smiles',
    );
    expect(clipCaption([plain, { ...plain, eyes: 'closed' }, plain])).toBe(
      'a man with short brown hair, room light: blinks',
    );
    const becomes = (change: Partial<SceneAttributes>): string =>
      clipCaption([plain, { ...plain, ...change }]).replace(/.*: /, '');
    expect(becomes({ expression: 'bitten lip' })).toBe('starts biting his lip');
    expect(becomes({ expression: 'whistle' })).toBe('starts whistling');
    expect(becomes({ expression: 'rage' })).toBe('becomes furious');
    expect(becomes({ expression: 'pain' })).toBe('shows pain');
    // Hidden by a mask, by dark lenses.
    expect(becomes({ expression: 'smile', mask: 'cloth' })).toBe('keeps still');
    expect(becomes({ gaze_yaw: 25, glasses: 'dark' })).toBe('keeps still');
    expect(clipCaption([plain, plain])).toBe('a man with short brown hair, room light: keeps still');
    expect(clipCaption([plain, { ...plain, gaze_yaw: 25 }])).toBe(
      'a man with short brown hair, room light: looks to the left',
    );
  });
});
