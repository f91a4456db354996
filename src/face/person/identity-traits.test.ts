import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { restCurve } from '../dress/skin/rest-features.js';
import { createCageHead } from '../heads/cage/cage-head.js';
import { type HeadModel, neutralParameters } from '../heads/head-model.js';
import { loadIctFacekit } from '../heads/ict-facekit/load.js';
import { placeOn } from '../heads/surface-place.js';
import { leastShift, sampleIdentity } from './identity-traits.js';
import { ageScore, masculineScore, samplePerson } from './person-distribution.js';

describe('leastShift', () => {
  it('is the shortest change that gives what is wanted, short by the ridge', () => {
    // One measure that depends on two parameters, 3 and 4: shortest is along (3, 4)/25, the ridge adds 12 in 100.
    const [a, b] = leastShift([[3, 4]], [5]);
    expect(a).toBeCloseTo((5 * 3) / 25 / 1.12, 12);
    expect(b).toBeCloseTo((5 * 4) / 25 / 1.12, 12);
  });

  it('solves two measures of one parameter each', () => {
    const shift = leastShift(
      [
        [2, 0, 0],
        [0, 0, 1],
      ],
      [1, -1],
    );
    // Gram diagonal 4 and 1, ridge 0.12 · 5 / 2.
    expect(shift).toEqual([2 / 4.3, 0, -1 / 1.3].map((value) => expect.closeTo(value, 12)));
  });
});

describe('samplePerson', () => {
  const people = Array.from({ length: 4000 }, (_, i) => samplePerson(new Random(2, i)));
  const moments = (values: readonly number[]): [number, number] => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return [mean, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)];
  };

  it('scores both traits about as standard normals do', () => {
    for (const score of [masculineScore, ageScore]) {
      const [mean, deviation] = moments(people.map(score));
      expect(Math.abs(mean)).toBeLessThan(0.2);
      expect(deviation).toBeGreaterThan(0.9);
      expect(deviation).toBeLessThan(1.1);
    }
  });

  it('keeps within its limits and leaves no gap between the humps', () => {
    expect(Math.min(...people.map(({ age }) => age))).toBeGreaterThanOrEqual(18);
    expect(Math.max(...people.map(({ age }) => age))).toBeLessThanOrEqual(85);
    for (let tenth = 0; tenth < 10; tenth++)
      expect(
        people.filter(({ masculinity: m }) => m >= tenth / 10 && m < (tenth + 1) / 10).length,
      ).toBeGreaterThan(60);
  });
});

describe('sampleIdentity', () => {
  const traits = { masculinity: [0.6, 0, 0], age: [0, 0.5, 0] };
  const drawn = (masculinity: number, age: number): number[][] =>
    Array.from({ length: 3000 }, (_, i) =>
      sampleIdentity(new Random(4, i), 3, { masculinity, age }, traits, 1),
    );
  const meanOf = (rows: readonly number[][], k: number): number =>
    rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length;

  it('moves the mean by trait times score, each along its own direction', () => {
    const person = { masculinity: 0.9, age: 70 };
    const rows = drawn(person.masculinity, person.age);
    expect(meanOf(rows, 0)).toBeCloseTo(0.6 * masculineScore(person), 1);
    expect(meanOf(rows, 1)).toBeCloseTo(0.5 * ageScore(person), 1);
    expect(Math.abs(meanOf(rows, 2))).toBeLessThan(0.06);
  });

  it('leaves every combination possible: feminine draws reach the masculine mean', () => {
    const rows = drawn(0.2, 30);
    const masculine = 0.6 * masculineScore({ masculinity: 0.8 });
    expect(rows.filter((row) => row[0]! > masculine).length).toBeGreaterThan(60);
  });

  it('is the mean face at scale 0 whatever the person', () => {
    expect(sampleIdentity(new Random(1), 3, { masculinity: 1, age: 85 }, traits, 0)).toEqual([0, 0, 0]);
  });
});

const facekit = '../shared/assets/ict-facekit-light';
for (const { name, there, load } of [
  { name: 'cage', there: true, load: async (): Promise<HeadModel> => createCageHead() },
  { name: 'ict-facekit (needs ../shared)', there: existsSync(facekit), load: () => loadIctFacekit(facekit) },
]) {
  describe.skipIf(!there)(`traits on ${name}`, () => {
    let head: HeadModel;
    beforeAll(async () => {
      head = await load();
    });
    const breadthOf = (head: HeadModel, identity: readonly number[]): number => {
      const { positions } = head.shape({ ...neutralParameters(head), identity });
      const jaw = head.curves.get('jaw')!.points.map((point) => placeOn(head.topology, positions, point));
      return jaw[Math.round(jaw.length / 4)]![0] - jaw[Math.round((3 * jaw.length) / 4)]![0];
    };

    it('gives masculine heads broader jaws by several millimetres, and not by centimetres', () => {
      const { masculinity } = head.identityTraits!;
      const scaled = (score: number): number[] => masculinity.map((value) => score * value);
      const gain = Math.abs(breadthOf(head, scaled(1))) - Math.abs(breadthOf(head, scaled(-1)));
      expect(gain).toBeGreaterThan(0.3);
      expect(gain).toBeLessThan(2);
      expect(Math.hypot(...masculinity)).toBeLessThan(1.3);
    });

    it('lets jowls hang with age while the eyes stay', () => {
      const { age } = head.identityTraits!;
      const old = head.shape({ ...neutralParameters(head), identity: age.map((value) => 2 * value) });
      const rest = restCurve(head, 'jaw');
      const sunk = head.curves
        .get('jaw')!
        .points.map((point, i) => rest[i]![1] - placeOn(head.topology, old.positions, point)[1]);
      expect(Math.max(...sunk)).toBeGreaterThan(0.15);
      expect(Math.max(...sunk)).toBeLessThan(1.5);
    });

    it('names asymmetries that leave one side unlike the other', () => {
      const identity = head.identityNames.map((label) => (label === 'earAsymmetry' ? 1 : 0));
      const { positions } = head.shape({ ...neutralParameters(head), identity });
      const ends = [head.curves.get('jaw')!.points[0]!, head.curves.get('jaw')!.points.at(-1)!];
      const moved = ends.map((point) => placeOn(head.topology, positions, point)[1]);
      const before = ends.map((point) => placeOn(head.topology, head.topology.rest, point)[1]);
      expect(Math.abs(moved[0]! - before[0]! - (moved[1]! - before[1]!))).toBeGreaterThan(0.02);
    });
  });
}
