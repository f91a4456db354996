import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { distance } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { createCageHead } from '../../heads/cage/cage-head.js';
import { neutralParameters } from '../../heads/head-model.js';
import {
  glassesFrames,
  headwearStyles,
  nothingWorn,
  type WornDescription,
} from '../../person/appearance/worn-description.js';
import {
  sampleEarrings,
  sampleGlasses,
  sampleHeadwear,
  sampleMask,
  sampleWorn,
  wornRates,
} from '../../person/appearance/worn-distribution.js';
import type { FaceDescription } from '../../person/description.js';
import { sampleFace } from '../../person/distributions.js';
import { createDresser } from '../dress-head.js';
import { measureRestFeatures } from '../skin/rest-features.js';
import { SkinCast } from '../skin/skin-cast.js';
import { DirectionGrid, scalpLayout } from '../strands/direction-grid.js';
import { createGlassesFitter } from './glasses-fit.js';
import { crownRows, HeadCrown } from './head-crown.js';

const head = createCageHead();
const features = measureRestFeatures(head);
const dress = createDresser(head);
const face = sampleFace(new Random('worn'), head, { without: ['identity', 'expression', 'occluders'] });
const shape = head.shape(neutralParameters(head));

const wear = (worn: Partial<WornDescription>, given: Partial<FaceDescription> = {}): DressedPart[] =>
  dress(shape, { ...face, ...given, worn: { ...nothingWorn, ...worn } });
const newParts = (parts: readonly DressedPart[], prefix: string): DressedPart[] =>
  parts.filter(({ name }) => name.startsWith(prefix));
const trianglesOf = (parts: readonly DressedPart[]): number =>
  parts.reduce((sum, { triangles }) => sum + triangles.length / 3, 0);
const sound = ({ positions, rest, triangles }: DressedPart): boolean =>
  positions.every(Number.isFinite) &&
  rest.every(Number.isFinite) &&
  rest.length === positions.length &&
  triangles.every((vertex) => vertex < positions.length / 3);

describe('what is worn', () => {
  it('is a sound, small mesh in every style', () => {
    const random = new Random('styles');
    for (const frame of glassesFrames) {
      const parts = newParts(wear({ glasses: { ...sampleGlasses(random), frame } }), 'glasses');
      expect(parts).toHaveLength(2);
      expect(parts.every(sound), frame).toBe(true);
      expect(trianglesOf(parts), frame).toBeLessThan(800);
    }
    for (const style of headwearStyles) {
      const parts = newParts(wear({ headwear: { ...sampleHeadwear(random), style } }), 'worn');
      expect(parts.length, style).toBeGreaterThan(0);
      expect(parts.every(sound), style).toBe(true);
      expect(trianglesOf(parts), style).toBeLessThan(1500);
    }
    for (const style of ['surgical', 'cloth', 'respirator'] as const) {
      const parts = newParts(wear({ mask: { ...sampleMask(random), style } }), 'worn');
      expect(parts.every(sound) && parts.length > 0, style).toBe(true);
    }
    for (const style of ['stud', 'hoop', 'drop'] as const)
      expect(
        wear({ earrings: { ...sampleEarrings(random), style } }).some(({ name }) => name === 'worn.earrings'),
      ).toBe(true);
  });

  it('costs a bare head nothing: the same parts as before', () => {
    expect(wear({}).some(({ name }) => /^(worn|glasses)/.test(name))).toBe(false);
  });

  it('runs the temples of glasses past the head to behind both ears', () => {
    const cast = new SkinCast(head.topology);
    const fit = createGlassesFitter(head, features, cast)(shape, 0);
    const [frame] = newParts(wear({ glasses: sampleGlasses(new Random(1)) }), 'glasses.frame');
    for (const side of ['right', 'left'] as const) {
      const root = fit.temples[side].at(-1)!;
      let nearest = Infinity;
      let hindmost = Infinity;
      for (let v = 0; v < frame!.positions.length; v += 3) {
        const place = [frame!.positions[v]!, frame!.positions[v + 1]!, frame!.positions[v + 2]!] as const;
        if (Math.sign(place[0]) !== Math.sign(root[0])) continue;
        nearest = Math.min(nearest, distance(place, root));
        hindmost = Math.min(hindmost, place[2]);
      }
      expect(nearest, side).toBeLessThan(0.4);
      expect(hindmost, side).toBeLessThan(root[2] - 1.5);
    }
    // Lenses clear the eyeballs by a lash's length.
    expect(fit.depth).toBeGreaterThan(shape.eyes.left.centre[2] + shape.eyes.left.radius + 0.9);
  });

  it('presses hair under a hat, and leaves none under a scarf', () => {
    const grid = new DirectionGrid(head.topology, scalpLayout(features));
    const crown = new HeadCrown(grid, grid.place(shape.positions), features, { front: 3, back: -2 });
    const ball = crown.place(4, 7, 3);
    const tuft = { ...wear({})[0]!, positions: Float32Array.from(ball) };
    const pressed = crown.press(tuft, 0, crownRows, 0.2).positions;
    expect(distance([pressed[0]!, pressed[1]!, pressed[2]!], crown.place(4, 7, 0.2))).toBeLessThan(0.02);
    const scarf = { ...sampleHeadwear(new Random(2)), style: 'headscarf' as const };
    const parts = wear({ headwear: scarf }, { hair: { ...face.hair, style: 'short' } });
    expect(parts.some(({ name }) => name.startsWith('hair'))).toBe(false);
  });
});

describe('sampleWorn', () => {
  it('keeps to the written rates and is plain JSON', () => {
    const count = 6000;
    const found = { glasses: 0, dark: 0, headwear: 0, mask: 0, earrings: 0 };
    for (let i = 0; i < count; i++) {
      const worn = sampleWorn(new Random(11, i));
      for (const kind of ['glasses', 'headwear', 'mask', 'earrings'] as const)
        if (worn[kind] !== null) found[kind]++;
      if (worn.glasses?.dark) found.dark++;
      if (i < 200) expect(JSON.parse(JSON.stringify(worn))).toEqual(worn);
    }
    const deviations = (rate: number, of: number, seen: number): number =>
      Math.abs(seen - rate * of) / Math.sqrt(of * rate * (1 - rate));
    for (const kind of ['glasses', 'headwear', 'mask', 'earrings'] as const)
      expect(deviations(wornRates[kind], count, found[kind]), kind).toBeLessThan(4);
    expect(deviations(wornRates.dark, found.glasses, found.dark)).toBeLessThan(4);
  });
});
