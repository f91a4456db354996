import { describe, expect, it } from 'vitest';
import type { LandmarkSet } from '../landmark-set.js';
import { buildSet } from './build-set.js';
import { dense243 } from './dense-sets.js';
import { ibug68 } from './ibug68.js';
import { parseSetFile, type SetMistake } from './set-file.js';

const refused = { rule: 'no head here', hint: 'none' };
const noHead = () => ({ points: () => refused, curve: () => refused });

function build(yaml: string): LandmarkSet {
  const { set, mistakes } = buildSet(parseSetFile(yaml), noHead);
  expect(mistakes).toEqual([]);
  return set!;
}

function mistakes(yaml: string): SetMistake[] {
  const built = buildSet(parseSetFile(yaml), noHead);
  expect(built.set).toBeUndefined();
  return built.mistakes;
}

const where = ({ points }: LandmarkSet): unknown[] =>
  points.map((point) => ('curve' in point ? [point.curve, point.at] : point.blend));

describe("a user's set", () => {
  it('lays rows by count, on both sides, with mirror pairs of its own', () => {
    const set = build(
      'name: lids\npoints: [{curve: lid.*.upper, count: 3}, {curve: jaw, count: 3, ends: none}]',
    );
    expect(where(set)).toEqual([
      ['lid.right.upper', 0],
      ['lid.right.upper', 0.5],
      ['lid.right.upper', 1],
      ['lid.left.upper', 0],
      ['lid.left.upper', 0.5],
      ['lid.left.upper', 1],
      ['jaw', 0.25],
      ['jaw', 0.5],
      ['jaw', 0.75],
    ]);
    expect(set.mirror).toEqual([3, 4, 5, 0, 1, 2, 8, 7, 6]);
    expect(set.points.map(({ region }) => region)).toEqual([
      ...Array(6).fill('eyes'),
      ...Array(3).fill('contour'),
    ]);
  });

  it("spaces by centimetres: the template's nose bridge is about 3.9 cm long", () => {
    expect(build('name: nose\npoints: [{curve: nose.bridge, spacing: 1}]').points).toHaveLength(5);
    expect(build('name: nose\npoints: [{curve: nose.bridge, spacing: 2}]').points).toHaveLength(3);
  });

  it('goes once around a closed curve, and takes fractions and parts as they are given', () => {
    expect(where(build('name: a\npoints: [{curve: iris.*, count: 4}]')).slice(0, 4)).toEqual(
      [0, 0.25, 0.5, 0.75].map((at) => ['iris.right', at]),
    );
    expect(where(build('name: a\npoints: [{curve: jaw, at: [0.333, 0.667]}]'))).toEqual([
      ['jaw', 0.333],
      ['jaw', 0.667],
    ]);
    expect(where(build('name: a\npoints: [{curve: nose.bridge, count: 3, from: 0.2, to: 0.6}]'))).toEqual(
      [0.2, 0.4, 0.6].map((at) => ['nose.bridge', expect.closeTo(at, 12)]),
    );
  });

  it('lays rows between curves', () => {
    const set = build(
      'name: brows\npoints: [{between: [brow.*.upper, brow.*.lower], share: [0.25, 0.75], at: 0.5, region: brows}]',
    );
    expect(set.points).toHaveLength(4);
    expect(set.points[1]).toEqual({
      name: 'brow.right.upper-brow.right.lower.1.0',
      region: 'brows',
      blend: [
        { curve: 'brow.right.upper', at: 0.5, weight: 0.25 },
        { curve: 'brow.right.lower', at: 0.5, weight: 0.75 },
      ],
    });
    expect(set.mirror).toEqual([2, 3, 0, 1]);
  });

  it('takes parts of other sets by name, index and region, in their order', () => {
    const set = build(
      "name: part\npoints: [{set: ibug68, indices: [30, 36-41, '42-47']}, {set: dense243, regions: [mouth], names: ['iris.*']}]",
    );
    expect(set.points.slice(0, 13)).toEqual([ibug68.points[30], ...ibug68.points.slice(36, 48)]);
    const rest = dense243.points.filter(({ region, name }) => region === 'mouth' || name.startsWith('iris.'));
    expect(set.points.slice(13)).toEqual(rest);
    expect(build('name: all\npoints: [{set: dense243}]').mirror).toEqual(dense243.mirror);
  });

  it('finds every mistake at once, with its line', () => {
    const found = mistakes(`name: my set
points:
  - curve: jaw
    count: 0
  - curve: lid.right.uper
    count: 3
  - {count: 4}
  - curve: jaw
    cuont: 3
  - set: ibug68
    regions: [eye]
`);
    expect(found.map(({ line, where: place }) => [line, place])).toEqual([
      [1, 'name'],
      [4, 'points[0].count'],
      [5, 'points[1].curve'],
      [7, 'points[2]'],
      [9, 'points[3]'],
      [11, 'points[4].regions'],
    ]);
    expect(found[1]!.hint).toContain('a whole number from 1 to 1000');
    expect(found[4]).toMatchObject({ rule: 'no such key: cuont', hint: expect.stringContaining('count') });
    expect(found[5]!.hint).toContain('contour, brows, nose, eyes');
  });

  it('finds the wrong names of an entry that has other mistakes too, and all of a row', () => {
    const found = mistakes(`name: mine
points:
  - {curve: jaww, count: 0}
  - {between: [crease.*, browz], share: 2, count: 3}
  - {set: ibug99, indices: [x, 3-1]}
  - {between: [noze, lipz], count: 3}
`);
    expect(found.map(({ line, rule }) => [line, rule])).toEqual([
      [3, '0 will not do'],
      [3, "no curve is called 'jaww'"],
      [4, '2 will not do'],
      [4, "no curve is called 'browz'"],
      [5, '"x" will not do'],
      [5, "no set is called 'ibug99'"],
      [6, "no curve is called 'noze'"],
      [6, "no curve is called 'lipz'"],
    ]);
    expect(found[4]!.hint).toBe('give a number from 0, or a range such as 17-26');
  });

  it.each([
    ['{curve: lid.right.uper, count: 3}', "no curve is called 'lid.right.uper'", 'lid.right.upper'],
    ['{curve: jaw}', 'says not how many', 'count, spacing, at'],
    ['{curve: jaw, count: 3, at: 0.5}', 'says twice how many', 'one of'],
    ['{curve: jaw, count: 3, from: 0.6, to: 0.2}', 'runs from 0.6 to 0.2', 'below'],
    ['{set: dense68}', "no set is called 'dense68'", 'ibug68, dense243'],
    ['{set: ibug68, indices: 60-70}', '60-70 is out of range', '0 to 67'],
    ['{set: ibug68, names: chin}', "ibug68 has no point 'chin'", 'landmarks show ibug68'],
    ['{set: ibug68, regions: ears}', "has no points of 'ears'", 'leave'],
    ['{head: cage, points: [{name: mole, triangle: 3, weights: [1, 0, 0]}]}', 'no head here', 'none'],
    ['{curve: lid.right.upper, count: 3}', 'has no mirror image', 'a point at 0 of lid.left.upper'],
    ['{curve: jaw, at: [0.2, 0.5, 0.9]}', 'has no mirror image', 'a point at 0.8 of jaw'],
    ['{curve: jaw, at: [0.5, 0.5]}', "lies on 'jaw.0'", 'leave one'],
  ])('says what is wrong with %s', (entry, rule, hint) => {
    const [first] = mistakes(`name: mine\npoints:\n  - ${entry}\n`);
    expect(first!.rule).toContain(rule);
    expect(first!.hint).toContain(hint);
    expect(first!.line).toBe(3);
  });

  it('refuses a built-in name, two points of one name, and what is no YAML', () => {
    expect(mistakes('name: ibug68\npoints: [{set: ibug68}]')[0]!.rule).toContain('built-in');
    expect(
      mistakes('name: a\npoints: [{curve: jaw, at: 0.5, name: p}, {curve: nose.base, at: 0.5, name: p}]')[0]!
        .rule,
    ).toContain('taken');
    expect(mistakes('name: [a\npoints: 3')[0]!.rule).toContain('not valid YAML');
    expect(mistakes('').map(({ where: place }) => place)).toEqual(['name', 'points']);
  });

  it('explains what is no set at all, aliases that explode, and ranges that run backwards', () => {
    const first = (yaml: string): unknown => {
      const { line, rule, hint } = mistakes(yaml)[0]!;
      return [line, rule, hint];
    };
    expect(first('hello')).toEqual([1, '"hello" will not do', 'give the keys name and points']);
    expect(first('')).toEqual([1, 'missing', 'give a name']);
    const levels = Array.from({ length: 5 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]`);
    expect(first(`a0: &a0 [${Array(9).fill('x')}]\n${levels.join('\n')}\nname: a\npoints: *a5\n`)).toEqual([
      1,
      'its aliases (*name) stand for too much, or for nothing',
      'write the entries out',
    ]);
    expect(first('name: a\npoints:\n  - {set: ibug68, indices: 9-2}')).toEqual([
      3,
      '9-2 runs backwards',
      'write 2-9',
    ]);
  });

  it('is bounded, whatever the file asks for', () => {
    const row = '{curve: jaw, count: 1000}';
    expect(mistakes(`name: many\npoints: [${Array(11).fill(row).join(', ')}]`)).toMatchObject([
      { where: 'points[10].count', hint: 'a set has at most 10000' },
    ]);
    const point = '{name: a, triangle: 1, weights: [1, 0, 0]}';
    const written = `name: many\npoints: [{head: cage, points: [${Array(60_000).fill(point).join(', ')}]}]`;
    expect(mistakes(written)).toMatchObject([
      { where: 'the file', rule: expect.stringContaining('characters') },
    ]);
    expect(mistakes(`name: stars\npoints: [{set: ibug68, names: '${'*a'.repeat(40)}'}]`)).toMatchObject([
      { where: 'points[0].names' },
    ]);
  });
});

describe('names and regions of its own', () => {
  it('gives rows and parts of sets the very names', () => {
    const set = build(
      'name: a\npoints: [{curve: jaw, at: [0.2, 0.8], names: [right, left]}, {curve: lid.*.upper, at: 0.5, names: [top.*]}, {set: ibug68, indices: [8], as: [chin], region: skin}]',
    );
    expect(set.points.map(({ name, region }) => `${name} ${region}`)).toEqual([
      'right contour',
      'left contour',
      'top.right eyes',
      'top.left eyes',
      'chin skin',
    ]);
    expect(mistakes('name: a\npoints: [{curve: jaw, count: 3, names: [b]}]')[0]!.rule).toBe(
      'gives 1 name to 3 points',
    );
    expect(mistakes('name: a\npoints: [{set: ibug68, indices: 8, as: [b, c]}]')[0]!.rule).toBe(
      'gives 2 names to 1 point',
    );
  });
});
