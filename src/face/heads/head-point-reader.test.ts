import { describe, expect, it } from 'vitest';
import {
  addPoints,
  changed,
  draftOf,
  isWhole,
  movedTo,
  removePoints,
  replacePoints,
  type SetDraft,
} from '../../landmarks/editing/set-draft.js';
import { setText } from '../../landmarks/editing/set-text.js';
import { spaceEvenly, strandsOf } from '../../landmarks/editing/strands.js';
import { resolveSet } from '../../landmarks/resolve.js';
import { type BuiltSet, buildSet } from '../../landmarks/sets/build-set.js';
import { parseSetFile } from '../../landmarks/sets/set-file.js';
import { curveNames } from '../../landmarks/surface.js';
import { headPointReader } from './head-point-reader.js';
import { ballRadius, sphereHead } from './sphere-head.suite.js';
import { placeOn } from './surface-place.js';

/** Every curve of it is its jaw. */
const ball = sphereHead();
const jaw = ball.curves.get('jaw')!;
const head = {
  ...ball,
  curves: new Map(curveNames.map((name) => [name, jaw])),
  closestSkin: (place: readonly [number, number, number]) => ball.surface.closest(place),
};
const reader = headPointReader(head);
const heads = () => reader;

const build = (text: string): BuiltSet => buildSet(parseSetFile(text), heads);
function open(text: string): SetDraft {
  const parsed = parseSetFile(text);
  const built = buildSet(parsed, heads);
  expect(built.mistakes.filter(({ rule }) => !rule.includes('mirror'))).toEqual([]);
  expect(isWhole(parsed, built)).toBe(true);
  return draftOf(text, parsed, built, heads);
}
/** What is read again has the very same points. */
function written(draft: SetDraft): string {
  const text = setText(draft);
  const { laid, mistakes } = build(text);
  expect(mistakes.filter(({ rule }) => !rule.includes('mirror'))).toEqual([]);
  expect(laid.flat()).toEqual(draft.points.map(({ definition }) => definition));
  return text;
}

const cheek = { triangle: 7000, weights: [0.25, 0.5, 0.25] };
const drawnText = `name: mine
points:
  - drawn: ball
    count: 5
    name: arc
    through:
      - {triangle: 6000, weights: [1, 0, 0]}
      - {triangle: 6008, weights: [1, 0, 0]}
      - {triangle: 6016, weights: [1, 0, 0]}
`;

describe('points of a head’s mesh', () => {
  it('lie on it, drawn curves evenly', () => {
    const { laid, mistakes } = build(drawnText);
    expect(mistakes.every(({ rule }) => rule.includes('mirror'))).toBe(true);
    const points = laid[0]!;
    expect(points.map(({ name, region }) => `${name} ${region}`)).toEqual([
      ...[0, 1, 2, 3, 4].map((i) => `arc.${i} skin`),
    ]);
    const places = resolveSet({ name: 'mine', points, mirror: [] }, head).map((point) =>
      placeOn(head.topology, head.topology.rest, point),
    );
    const steps = places.slice(1).map((place, i) => Math.hypot(...place.map((v, k) => v - places[i]![k]!)));
    for (const place of places) expect(Math.hypot(...place)).toBeCloseTo(ballRadius, 1);
    for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 2);
  });

  it('are refused beyond it', () => {
    expect(build(drawnText.replace('6016', '999999')).mistakes[0]).toMatchObject({
      line: 3,
      rule: 'a place is on triangle 999999',
      hint: 'ball has the triangles 0 to 14159',
    });
    expect(build(drawnText.replace('count: 5', 'at: 2')).mistakes[0]!.rule).toBe('2 will not do');
    expect(build(drawnText.replace('count: 5', '')).mistakes[0]!.rule).toBe(
      'the row says not how many points',
    );
  });
});

describe('an edited set', () => {
  const file = `# eyes of drivers
name: mine
description: lids
points:
  - {curve: lid.*.upper, count: 7, name: upper} # both sides
  - {between: [crease.*, brow.*.lower], share: [0.25, 0.75], count: 3}
  - set: ibug68
    indices: [48-59]
  - {curve: jaw, spacing: 2.5}
`;

  it('is written as it stood where nobody touched it, with its comments', () => {
    expect(setText(open(file))).toBe(file);
    const draft = open(file);
    const renamed = replacePoints(draft, new Map([[0, changed(draft.points[0]!, { name: 'corner' })]]));
    const text = written(renamed);
    expect(text).toContain('# eyes of drivers\nname: mine');
    expect(text).toContain('- {curve: jaw, spacing: 2.5}');
    expect(text).toContain('between: [crease.*, brow.*.lower]');
    expect(text).toContain('corner');
  });

  it('keeps order, names and exact places through every edit', () => {
    let draft = open('name: a\npoints:\n  - set: dense243\n');
    const before = draft.points[100]!;
    const moved = reader.points({ head: 'ball', points: [{ name: 'x', ...cheek }] });
    if ('rule' in moved) throw new Error(moved.rule);
    draft = replacePoints(
      draft,
      new Map([
        [100, movedTo(before, moved[0]!)],
        [7, changed(draft.points[7]!, { name: 'seven', region: 'skin' })],
        [30, movedTo(draft.points[30]!, { name: '', region: 'skin', curve: 'jaw', at: 0.123 })],
      ]),
    );
    draft = removePoints(draft, new Set([3, 4, 200]));
    draft = addPoints(draft, [{ definition: { ...moved[0]!, name: 'last' } }], 10);
    expect(build(setText(draft)).mistakes[0]!.rule).toContain('lies on');
    draft = removePoints(draft, new Set([11]));
    const text = written(draft);
    expect(text).toContain('seven');
    expect(draft.points[98]!.definition.name).toBe(before.definition.name);
    expect(written(open(text))).toBe(text);
  });

  it('spaces a strand anew by a number, in its place', () => {
    let { source: _, ...draft }: SetDraft = open(
      'name: a\npoints: [{curve: nose.base, at: [0.5]}, {curve: lid.*.upper, count: 5}, {curve: jaw, at: [1, 0]}]',
    );
    for (const side of ['right', 'left'] as const) {
      const curve = `lid.${side}.upper` as const;
      const strand = strandsOf(draft).find(({ key }) => key === curve)!;
      draft = spaceEvenly(draft, strand, 9, false, (at) => ({
        definition: { name: '', region: 'eyes', curve, at },
      }));
    }
    const jawStrand = strandsOf(draft).find(({ key }) => key === 'jaw')!;
    draft = spaceEvenly(draft, jawStrand, 3, false, (at) => ({
      definition: { name: '', region: 'skin', curve: 'jaw', at },
    }));
    expect(written(draft)).toBe(
      'name: a\npoints:\n  - {curve: nose.base, at: [0.5]}\n  - {curve: lid.*.upper, count: 9}\n  - {curve: jaw, at: [1, 0.5, 0]}\n',
    );
  });

  it('writes drawn curves as such while their points lie on them', () => {
    const draft = open(drawnText);
    expect(setText(draft)).toBe(drawnText);
    const fresh = { ...draft, points: draft.points.map(({ written: _, ...point }) => point) };
    expect(written(fresh)).toBe(drawnText);
    expect(removePoints(draft, new Set([0, 1, 2, 3, 4])).drawn.size).toBe(0);
  });
});
