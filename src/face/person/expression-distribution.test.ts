import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { facialActionNames } from '../heads/facial-actions.js';
import { sampleExpression } from './expression-distribution.js';
import { expressionLibrary, expressionNames, visemes } from './expression-library.js';

const all = facialActionNames;
const drawn = Array.from({ length: 3000 }, (_, i) => sampleExpression(new Random(8, i), all));

describe('expression library', () => {
  it('is made of known actions within 0 and 1', () => {
    const known = new Set(all.map((action) => action.split('.')[0]));
    for (const mixture of [...Object.values(expressionLibrary), ...Object.values(visemes)])
      for (const [name, weight] of Object.entries(mixture)) {
        expect(known.has(name), name).toBe(true);
        expect(weight).toBeGreaterThan(0);
        expect(weight).toBeLessThanOrEqual(1);
      }
  });
});

describe('sampleExpression', () => {
  it('names what it does, and every name comes up', () => {
    const seen = new Set(drawn.map(({ expression }) => expression));
    expect([...seen].filter((name) => !expressionNames.includes(name))).toEqual([]);
    expect(expressionNames.filter((name) => !seen.has(name))).toEqual([]);
  });

  it('smiles where it says so', () => {
    for (const { expression, actions } of drawn)
      if (expression === 'broad smile')
        expect(
          Math.max(actions['lipCornerPuller.left'] ?? 0, actions['lipCornerPuller.right'] ?? 0),
        ).toBeGreaterThan(0.15);
  });

  it('opens every mouth wide where open mouths are asked for, and varies what they do', () => {
    const open = Array.from({ length: 400 }, (_, i) =>
      sampleExpression(new Random(9, i), all, 'open-mouths'),
    );
    expect(Math.min(...open.map(({ actions }) => actions.jawDrop ?? 0))).toBeGreaterThanOrEqual(0.4);
    expect(Math.max(...open.map(({ actions }) => actions.jawDrop ?? 0))).toBeLessThanOrEqual(1);
    expect(new Set(open.map(({ expression }) => expression)).size).toBe(8);
    const usual = drawn.filter(({ actions }) => (actions.jawDrop ?? 0) >= 0.4).length / drawn.length;
    expect(usual).toBeLessThan(0.2);
  });

  it('gives every expression that has a name alike often where the library is asked for', () => {
    const names = Array.from({ length: 3800 }, (_, i) => sampleExpression(new Random(10, i), all, 'library'));
    const counts = Object.keys(expressionLibrary).map(
      (name) => names.filter(({ expression }) => expression === name).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3800);
    // A hundred each: five standard deviations are 50.
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(150);
  });

  it('never puts the tongue through closed teeth', () => {
    for (const { actions } of drawn)
      if ((actions.tongueOut ?? 0) > 0.3) expect(actions.jawDrop ?? 0).toBeGreaterThan(0.15);
  });
});
