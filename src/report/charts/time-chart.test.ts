import { describe, expect, it } from 'vitest';
import { timeChartSvg } from './time-chart.js';

const chart = timeChartSvg({
  title: 'a <b>',
  seconds: [0, 1, 2, 3],
  unit: 'mm',
  curves: [{ name: 'eye', values: [0, 10, null, 5] }],
});
const dots = [...chart.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => [
  Number(x),
  Number(y),
]);
const points = [...chart.matchAll(/points="([^"]*)"/g)].map(([, text]) =>
  text!.split(' ').map((pair) => pair.split(',').map(Number)),
);

describe('timeChartSvg', () => {
  it('puts values where the axis says, with a gap where nothing is known and a dot between gaps', () => {
    expect(points.map((run) => run.length)).toEqual([2]);
    const [[zero, ten]] = points as [[number[], number[]]];
    const [five, ...others] = dots as [number[]];
    expect(others).toEqual([]);
    expect(five[1]).toBeCloseTo((zero[1]! + ten[1]!) / 2, 0);
    expect(zero[0]).toBe(60);
    expect(five[0]).toBe(876);
  });

  it('names itself once, and draws no curve on its frame', () => {
    expect(chart.match(/a &lt;b&gt;/g)).toHaveLength(1);
    const [, top, height] = /<rect x="[^"]*" y="([^"]*)" width="[^"]*" height="([^"]*)" fill="none"/
      .exec(chart)!
      .map(Number);
    const heights = points.flat().map(([, y]) => y!);
    // The least and the greatest value are ends of the axis.
    expect(Math.min(...heights)).toBe(top! + 8);
    expect(Math.max(...heights)).toBe(top! + height! - 8);
  });

  it('escapes its title', () => {
    expect(chart).toContain('a &lt;b&gt;');
  });
});
