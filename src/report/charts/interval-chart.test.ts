import { expect, it } from 'vitest';
import { countCurveSvg } from './count-curve.js';
import { errorCurveSvg } from './error-curve.js';
import { intervalChartSvg } from './interval-chart.js';

const bar = { name: 'own head', colour: '#888', value: 4, low: 3, high: 5, seeds: [] };
const sizes = (label: string): { width: number; end: number } => {
  const svg = intervalChartSvg([{ label, bars: [bar] }], 'error');
  const width = Number(svg.match(/viewBox="0 0 ([\d.]+) /)![1]);
  // Where the label ends.
  const end = Number(svg.match(new RegExp(`<text x="([\\d.]+)"[^>]*>${label}<`))![1]);
  return { width, end };
};

it('a long label has room at the left of its bars, and the bars keep theirs', () => {
  const [short, long] = [sizes('DANN'), sizes('l'.repeat(60))];
  expect(long.end).toBeGreaterThan(60 * 6);
  expect(long.width - long.end).toBe(short.width - short.end);
});

/** Right ends of what is written, by a letter's width, and the width of the drawing. */
function ends(svg: string): { width: number; texts: [string, number, number][] } {
  const texts = [...svg.matchAll(/<text x="([\d.]+)"([^>]*)>([^<]*)</g)].map(
    ([, x, attributes, words]): [string, number, number] => {
      const long = words!.length * 6.6;
      const begin =
        Number(x) - (attributes!.includes('middle') ? long / 2 : attributes!.includes('end') ? long : 0);
      return [words!, begin, begin + long];
    },
  );
  return { width: Number(svg.match(/viewBox="0 0 ([\d.]+) /)![1]), texts };
}

const label = 'statistics of the photographs (AdaBN), nothing trained at all, ever';
const axis = 'NME × 100 by outer-eye-corners, all labelled points, common test';

it('on a narrow page nothing is cut off: labels stand above their bars, long ones and titles in lines', () => {
  const groups = [{ label, bars: [bar, { ...bar, name: 'ridge-affine adapter', colour: '#444' }] }];
  const points = [0, 10, 500].map((count) => ({ count, value: 4 + count / 100, seeds: [] }));
  const series = [{ name: `${label} (own head)`, colour: '#888', points, errors: [1, 2, 7] }];
  for (const svg of [
    intervalChartSvg(groups, axis, 'narrow'),
    countCurveSvg(series, { counts: axis, values: axis }, 'narrow'),
    errorCurveSvg(series, 8, axis, 'narrow'),
  ]) {
    const { width, texts } = ends(svg);
    expect(width).toBe(360);
    for (const [words, begin, end] of texts) {
      expect(begin, words).toBeGreaterThanOrEqual(0);
      expect(end, words).toBeLessThanOrEqual(width);
    }
    // Nothing is lost but line breaks.
    expect(texts.map(([words]) => words).join(' ')).toContain(label);
  }
});
