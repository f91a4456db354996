import { describe, expect, it } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { finishAsPhone } from '../camera/phone-finish.js';
import type { SceneDescription } from '../scene/scene-description.js';
import { type CameraDomainPart, sampleCameraDomainScene } from './camera-domain.js';
import { anyScene } from './scene-options.suite.js';
import { sampleScene } from './scene-sampling.js';

const head = createCageHead();
const scenes = (part: CameraDomainPart, count = 300): SceneDescription[] =>
  Array.from({ length: count }, (_, i) => sampleCameraDomainScene(new Random(2, i), head, part));
const training = Array.from({ length: 300 }, (_, i) => sampleScene(new Random(2, i), head, anyScene));
const share = <T>(list: readonly T[], holds: (item: T) => boolean): number =>
  list.filter(holds).length / list.length;

describe('the camera domain', () => {
  const common = scenes('common-test');
  const hard = scenes('challenging');
  const turned = ({ pose }: SceneDescription): boolean => Math.abs(pose.yaw) > Math.PI / 6;
  const covered = ({ face, props }: SceneDescription): boolean =>
    props.length > 0 || face.worn.mask !== null || face.worn.glasses?.dark === true;

  it('is a pure function of the stream, and plain JSON', () => {
    const again = scenes('common-test', 3);
    expect(again).toEqual(common.slice(0, 3));
    expect(JSON.parse(JSON.stringify(again))).toEqual(again);
  });

  it('has mostly frontal, open faces in its common part, and turned, covered, moved ones in the challenging', () => {
    expect(share(common, turned)).toBeLessThan(0.12);
    expect(share(hard, turned)).toBeGreaterThan(0.45);
    expect(share(common, covered)).toBeLessThan(0.12);
    expect(share(hard, covered)).toBeGreaterThan(0.4);
    const moved = ({ face }: SceneDescription): number =>
      Object.values(face.actions).reduce((sum, value) => sum + value, 0);
    expect(mean(hard.map(moved))).toBeGreaterThan(1.4 * mean(common.map(moved)));
  });

  it('has other people, nearer cameras, noisier and more compressed pictures than the training domain', () => {
    const firsts = common.map(({ face }) => face.identity[0]!);
    const spread = (list: readonly SceneDescription[]): number =>
      mean(list.flatMap(({ face }) => face.identity.map((value) => value ** 2)));
    expect(spread(common)).toBeGreaterThan(1.2 * spread(training));
    expect(firsts.every((value) => Math.abs(value) <= 2.75)).toBe(true);
    expect(mean(common.map(({ camera }) => camera.distance))).toBeLessThan(
      0.6 * mean(training.map(({ camera }) => camera.distance)),
    );
    expect(Math.max(...common.map(({ camera }) => camera.lens))).toBeLessThanOrEqual(30);
    const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
    expect(median(common.map(({ photograph }) => photograph.iso))).toBeGreaterThan(
      2 * median(training.map(({ photograph }) => photograph.iso)),
    );
    expect(median(common.map(({ photograph }) => photograph.jpegQuality))).toBeLessThan(60);
    expect(common.every(({ photograph }) => photograph.finish !== undefined)).toBe(true);
    expect(training.every(({ photograph }) => photograph.finish === undefined)).toBe(true);
  });
});

describe('finishAsPhone', () => {
  const flat = (value: number): Uint8Array => new Uint8Array(32 * 32 * 3).fill(value);
  const none = { clarity: 0, smoothing: 0, shadows: [0, 0, 0], highlights: [0, 0, 0] } as const;

  it('leaves an even grey picture as it is, whatever the clarity and smoothing', () => {
    const picture = flat(90);
    finishAsPhone(picture, 32, 32, { ...none, clarity: 1, smoothing: 1 });
    expect(picture).toEqual(flat(90));
  });

  it('tints shadows and highlights by their squares', () => {
    const picture = flat(51); // a fifth of white
    finishAsPhone(picture, 32, 32, { ...none, shadows: [0, 0, 0.05], highlights: [0.1, 0, 0] });
    // 51 + 255 · 0.2² · 0.1 = 52.02; 51 + 255 · 0.8² · 0.05 = 59.16.
    expect([...picture.subarray(0, 3)]).toEqual([52, 51, 59]);
  });

  it('smooths fine texture, keeps edges, and widens the contrast at them by clarity', () => {
    const texture = flat(100).map((value, i) => value + ((Math.floor(i / 3) & 1) === 0 ? 4 : -4));
    const step = flat(60).map((value, i) => (Math.floor(i / 3) % 32 < 16 ? value : 180));
    const smooth = texture.slice();
    finishAsPhone(smooth, 32, 32, { ...none, smoothing: 1 });
    expect(Math.abs(smooth[300]! - smooth[303]!)).toBeLessThan(8);
    const kept = step.slice();
    finishAsPhone(kept, 32, 32, { ...none, smoothing: 1 });
    const row = 16 * 32 * 3;
    expect(kept[row + 16 * 3]! - kept[row + 15 * 3]!).toBeGreaterThan(110);
    const clear = step.slice();
    finishAsPhone(clear, 32, 32, { ...none, clarity: 0.5 });
    expect(clear[row + 16 * 3]! - clear[row + 15 * 3]!).toBeGreaterThan(150);
    expect(clear[row]!).toBeCloseTo(60, -1);
  });
});
