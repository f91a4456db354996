import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { nothingWorn } from '../../face/person/appearance/worn-description.js';
import { sampleGlasses } from '../../face/person/appearance/worn-distribution.js';
import { visibility } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { sampleProps } from '../sampling/props-distribution.js';
import { anyScene } from '../sampling/scene-options.suite.js';
import { sampleScene } from '../sampling/scene-sampling.js';
import type { SceneDescription } from '../scene/scene-description.js';
import { createStudio, type Shot } from '../studio.js';
import type { HandLook, PropDescription } from './prop-description.js';

const head = createCageHead();
const studio = createStudio({ head, set: ibug68 });
const groups = [
  'identity',
  'expression',
  'hair',
  'occluders',
  'camera',
  'pose',
  'light',
  'background',
] as const;
const plain = sampleScene(new Random('props'), head, { ...anyScene, without: groups });
const shoot = (given: Partial<SceneDescription>): Shot => studio.shoot({ ...plain, ...given }, { size: 96 });
const bare = shoot({});
const hand: HandLook = { size: 1, curl: 0.1, spread: 0.2, melanin: null, sleeve: null };
/** Points that were visible and now are hidden by something else. */
const covered = (shot: Shot): number[] =>
  [...shot.visibility.keys()].filter(
    (k) => bare.visibility[k] === visibility.visible && shot.visibility[k] === visibility.hiddenByOther,
  );
const mouth = Array.from({ length: 20 }, (_, i) => 48 + i);
const eyes = Array.from({ length: 12 }, (_, i) => 36 + i);
const share = (shot: Shot, segment: number): number =>
  shot.segmentation.filter((value) => value === segment).length / shot.segmentation.length;
const withHand = (gesture: 'mouth' | 'chin' | 'forehead'): PropDescription[] => [
  { kind: 'hand', gesture, side: 1, turn: 0, shift: [0, 0], hand },
];

describe('things in front', () => {
  it('a hand over the mouth hides the mouth and not the eyes', () => {
    const shot = shoot({ props: withHand('mouth') });
    const hidden = covered(shot);
    expect(mouth.filter((k) => hidden.includes(k)).length).toBeGreaterThan(15);
    expect(eyes.some((k) => hidden.includes(k))).toBe(false);
    expect(share(shot, segmentClasses.occluder)).toBeGreaterThan(0.05);
  });

  it('a covered point lies on a pixel of the occluder, an open one on another class', () => {
    for (const props of [withHand('chin'), withHand('forehead')]) {
      const shot = shoot({ props });
      const hidden = covered(shot);
      let wrong = 0;
      for (let k = 17; k < 68; k++) {
        if (bare.visibility[k] !== visibility.visible) continue;
        const [x, y] = [Math.round(shot.points.surface[2 * k]!), Math.round(shot.points.surface[2 * k + 1]!)];
        const isOccluder = shot.segmentation[y * shot.width + x] === segmentClasses.occluder;
        if (isOccluder !== hidden.includes(k)) wrong++;
      }
      // A point may share its pixel with the occluder's edge.
      expect(wrong).toBeLessThanOrEqual(2);
      expect(hidden.length).toBeGreaterThan(0);
    }
  });

  it('a mask hides mouth and nostrils though it lies on the skin', () => {
    const mask = { style: 'surgical', colour: [0.5, 0.6, 0.7], slip: 0, seed: 4 } as const;
    const shot = shoot({ face: { ...plain.face, worn: { ...nothingWorn, mask } } });
    const hidden = covered(shot);
    expect([...mouth, 31, 32, 33, 34, 35].filter((k) => !hidden.includes(k))).toEqual([]);
  });

  it('eyes stay visible behind clear lenses and are hidden behind dark ones', () => {
    const glasses = { ...sampleGlasses(new Random(3)), frame: 'square', size: 1.05, slip: 0 } as const;
    const wearing = (dark: boolean): Shot =>
      shoot({ face: { ...plain.face, worn: { ...nothingWorn, glasses: { ...glasses, dark } } } });
    const [clear, dark] = [wearing(false), wearing(true)];
    expect(eyes.filter((k) => covered(clear).includes(k))).toEqual([]);
    expect(eyes.filter((k) => !covered(dark).includes(k))).toEqual([]);
    expect(share(clear, segmentClasses.iris)).toBeGreaterThan(0);
    expect(share(clear, segmentClasses.iris)).toBe(share(bare, segmentClasses.iris));
    expect(share(clear, segmentClasses.glasses)).toBeGreaterThan(0.005);
    expect(share(dark, segmentClasses.iris)).toBe(0);
    expect(clear.rgb).not.toEqual(bare.rgb);
  });

  it('another head is one occluder and leaves the first face its labels', () => {
    const other = { kind: 'head', pose: plain.pose, side: 1, apart: 12, higher: 0, nearer: 0.1 } as const;
    const shot = shoot({ props: [{ ...other, face: plain.face }] });
    expect(shot.points).toEqual(bare.points);
    expect(share(shot, segmentClasses.occluder)).toBeGreaterThan(0.15);
    expect(share(shot, segmentClasses.skin)).toBeLessThan(share(bare, segmentClasses.skin));
    expect(covered(shot).length).toBeGreaterThan(5);
  });

  it('of every kind can be drawn, stored as JSON and drawn again to the same bits', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 4000 && seen.size < 5; i++) {
      const props = sampleProps(new Random(21, i), head);
      const [prop] = props;
      if (prop === undefined || seen.has(prop.kind)) continue;
      seen.add(prop.kind);
      const again = JSON.parse(JSON.stringify(props)) as PropDescription[];
      expect(shoot({ props: again }).rgb).toEqual(shoot({ props }).rgb);
    }
    expect(seen.size).toBe(5);
  });
});

describe('clothing', () => {
  const styles = ['crew', 'vneck', 'collar', 'turtleneck', 'hoodie', 'strap', 'jacket'] as const;
  it.each(styles)('%s leaves no gap through which the background shows, seen from three sides', (style) => {
    const face = { ...plain.face, clothing: { ...plain.face.clothing, style, tie: true } };
    for (const yaw of [0, 0.7, -1.3]) {
      const camera = { ...plain.camera, fill: 0.4 };
      const { segmentation, width } = shoot({ face, camera, pose: { yaw, pitch: 0.1, roll: 0 } });
      expect(enclosedBackground(segmentation, width), `yaw ${yaw}`).toBe(0);
      expect(segmentation.some((value) => value === segmentClasses.clothing)).toBe(true);
    }
  });
});

/** Background that no path over background joins to the image's border, not even from corner to corner: holes. */
function enclosedBackground(segmentation: Uint8Array, width: number): number {
  const open = segmentation.map((value) => (value === segmentClasses.background ? 1 : 0));
  const border = (at: number): boolean =>
    at < width || at >= open.length - width || at % width === 0 || at % width === width - 1;
  const queue = [...open.keys()].filter((at) => open[at] === 1 && border(at));
  for (const at of queue) open[at] = 0;
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const step of [1, width, width - 1, width + 1].flatMap((by) => [by, -by])) {
      const next = at + step;
      if (open[next] === 1) {
        open[next] = 0;
        queue.push(next);
      }
    }
  return open.reduce((sum, value) => sum + value, 0);
}
