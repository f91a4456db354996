import { describe, expect, it } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import { facialActionNames } from '../heads/facial-actions.js';
import type { HeadModel } from '../heads/head-model.js';
import { sampleHairPigment } from './appearance/grooming-distribution.js';
import type { FaceDescription } from './description.js';
import { sampleFace } from './distributions.js';

const triangle = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]);
/** A head in name only: sampling reads no more than its names. */
const head: HeadModel = {
  name: 'a triangle',
  topology: {
    vertexCount: 3,
    triangles: new Uint32Array([0, 1, 2]),
    materials: new Uint8Array(1),
    rest: triangle,
  },
  curves: new Map(),
  contourPaths: [],
  identityNames: Array.from({ length: 20 }, (_, i) => `mode ${i}`),
  actions: facialActionNames,
  shape: () => {
    throw new Error('not shaped here');
  },
};
const faces = (count: number): FaceDescription[] =>
  Array.from({ length: count }, (_, i) => sampleFace(new Random(5, 'face', i), head));
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - middle) ** 2)));
};

describe('sampleFace', () => {
  const population = faces(1500);

  it('is the same for the same stream and leaves the stream as it was', () => {
    expect(sampleFace(new Random(9, 'a'), head)).toEqual(sampleFace(new Random(9, 'a'), head));
    expect(sampleFace(new Random(9, 'b'), head)).not.toEqual(sampleFace(new Random(9, 'a'), head));
    const used = new Random(9, 'a');
    sampleFace(used, head);
    expect(used.next()).toBe(new Random(9, 'a').next());
  });

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(population[0]))).toEqual(population[0]);
  });

  it('spreads identity a little wider than the population, within limits', () => {
    const values = population.flatMap(({ identity }) => identity);
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(deviation(values)).toBeGreaterThan(1);
    expect(deviation(values)).toBeLessThan(1.12);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2.75);
  });

  it('gives the mean face for an identity scale of 0', () => {
    const { identity } = sampleFace(new Random(1), head, { identityScale: 0 });
    expect(identity.every((value) => value === 0)).toBe(true);
  });

  it('keeps actions within 0 and 1 and leaves out what the head cannot do', () => {
    for (const { actions } of population)
      for (const value of Object.values(actions)) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    const stiff = { ...head, actions: ['jawDrop'] as const };
    for (let i = 0; i < 50; i++)
      for (const name of Object.keys(sampleFace(new Random(i), stiff).actions)) expect(name).toBe('jawDrop');
  });

  it('is near neutral for about 30 % of faces, and blinks now and then', () => {
    const calm = population.filter(({ actions }) =>
      Object.entries(actions).every(([name, value]) => name.startsWith('eyesClosed') || value <= 0.25),
    );
    expect(calm.length / population.length).toBeGreaterThan(0.22);
    expect(calm.length / population.length).toBeLessThan(0.38);
    const closed = population.filter(({ actions }) => (actions['eyesClosed.left'] ?? 0) > 0.8);
    expect(closed.length / population.length).toBeGreaterThan(0.04);
    expect(closed.length / population.length).toBeLessThan(0.11);
  });

  it('moves both sides together', () => {
    const pairs = population
      .map(
        ({ actions }) =>
          [actions['lipCornerPuller.right'] ?? 0, actions['lipCornerPuller.left'] ?? 0] as const,
      )
      .filter(([right, left]) => right + left > 0.2);
    const covariance =
      mean(pairs.map(([a, b]) => a * b)) - mean(pairs.map(([a]) => a)) * mean(pairs.map(([, b]) => b));
    const correlation = covariance / (deviation(pairs.map(([a]) => a)) * deviation(pairs.map(([, b]) => b)));
    expect(correlation).toBeGreaterThan(0.6);
    expect(correlation).toBeLessThan(0.999);
  });

  it('converges the eyes on one point', () => {
    for (const { gaze } of population) {
      const inwards = gaze.right.yaw - gaze.left.yaw;
      expect(inwards).toBeGreaterThan(0);
      expect(inwards).toBeLessThan(0.27);
      expect(gaze.right.pitch).toBe(gaze.left.pitch);
    }
  });

  it('spreads skin melanin evenly, and gives dark hair to every skin', () => {
    const quarters = [0, 0, 0, 0];
    const dark = [0, 0, 0, 0];
    for (const { skin, hair } of population) {
      const quarter = Math.min(3, Math.floor(skin.melanin * 4));
      quarters[quarter]! += 1 / population.length;
      if (Math.max(...hair.colour) < 0.15) dark[quarter]! += 1;
    }
    for (const share of quarters) expect(Math.abs(share - 0.25)).toBeLessThan(0.04);
    for (const count of dark) expect(count).toBeGreaterThan(40);
  });

  it.each([
    // Fair with probability ½·exp(−(melanin/0.33)²) + 0.01; else log-uniform from the least to 9.
    { melanin: 0, least: 1.2, fair: 0.51, middle: 3.29 },
    { melanin: 0.5, least: 2.45, fair: 0.06, middle: 4.7 },
    { melanin: 1, least: 5, fair: 0.01, middle: 6.71 },
  ])('darkens hair with skin: melanin $melanin', ({ melanin, least, fair, middle }) => {
    const drawn = Array.from(
      { length: 4000 },
      (_, i) => sampleHairPigment(new Random(6, i), melanin, 40).eumelanin,
    );
    const dark = drawn.filter((eumelanin) => eumelanin > least - 0.01).sort((a, b) => a - b);
    expect(Math.abs(1 - dark.length / drawn.length - fair)).toBeLessThan(0.025);
    expect(Math.abs(dark[dark.length >> 1]! - middle)).toBeLessThan(0.2);
    expect(dark.at(-1)).toBeLessThanOrEqual(9);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0.15 + melanin);
  });

  it('greys with age and grows beards with masculinity, and leaves neither certain', () => {
    const share = (chosen: readonly FaceDescription[], has: (face: FaceDescription) => boolean): number =>
      chosen.filter(has).length / chosen.length;
    const old = population.filter(({ person }) => person.age > 65);
    const young = population.filter(({ person }) => person.age < 30);
    const grey = ({ hair }: FaceDescription): boolean => hair.white > 0;
    expect(share(old, grey)).toBeGreaterThan(2 * share(young, grey));
    expect(share(old, grey)).toBeLessThan(0.95);
    const bearded = ({ beard }: FaceDescription): boolean => beard.style !== 'none';
    const masculine = population.filter(({ person }) => person.masculinity > 0.7);
    const feminine = population.filter(({ person }) => person.masculinity < 0.3);
    expect(share(masculine, bearded)).toBeGreaterThan(0.4);
    expect(share(masculine, bearded)).toBeLessThan(0.75);
    expect(share(feminine, bearded)).toBeGreaterThan(0);
    expect(share(feminine, bearded)).toBeLessThan(0.1);
  });

  it('lets lines deepen with age in every skin', () => {
    for (const dark of [false, true]) {
      const wrinkles = (from: number, to: number): number =>
        mean(
          population
            .filter(
              ({ skin, person }) => skin.melanin > 0.5 === dark && person.age >= from && person.age < to,
            )
            .map(({ skin }) => skin.wrinkles),
        );
      expect(wrinkles(60, 90)).toBeGreaterThan(wrinkles(40, 60) + 0.1);
      expect(wrinkles(40, 60)).toBeGreaterThan(wrinkles(18, 40) + 0.1);
    }
  });

  it('keeps every colour between 0 and 1', () => {
    for (const { skin, eyes, brows, hair, clothing } of population)
      for (const colour of [skin.lipColour, eyes.irisColour, brows.colour, hair.colour, clothing.colour])
        for (const channel of colour) {
          expect(channel).toBeGreaterThanOrEqual(0);
          expect(channel).toBeLessThanOrEqual(1);
        }
  });
});
