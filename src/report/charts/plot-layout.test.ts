import { expect, it } from 'vitest';
import { type ChartShape, letter, narrowWidth } from './axes.js';
import { countCurveSvg } from './count-curve.js';
import { errorCurveSvg } from './error-curve.js';
import { lossCurveSvg } from './loss-curve.js';
import { plotLayout } from './plot-layout.js';
import { timeChartSvg } from './time-chart.js';

const long = 1_234_000;
const curves: Record<string, (shape: ChartShape) => string> = {
  count: (shape) => {
    const points = [0, 1000, 100_000].map((count) => ({ count, value: long + count, seeds: [] }));
    return countCurveSvg([{ name: 'a row', colour: '#123456', points }], { counts: 'n', values: 'v' }, shape);
  },
  error: (shape) =>
    errorCurveSvg([{ name: 'a row', colour: '#123456', errors: [1, 2] }], 100_000, 'NME', shape),
  loss: (shape) => {
    const readings = [0, 100_000].map((step) => ({ step, value: long + step }));
    const score = { name: 'error', readings };
    return lossCurveSvg({ title: 'of many words '.repeat(5), steps: 100_000, loss: readings, score }, shape);
  },
  time: (shape) =>
    timeChartSvg(
      { title: 'a', unit: 'mm', seconds: [0, 100_000], curves: [{ name: 'b', values: [0, -long] }] },
      shape,
    ),
};

/** From where to where each text of a drawing goes; a letter of a size is so wide. */
function extents(svg: string): [number, number][] {
  return [...svg.matchAll(/<text x="([^"]+)" y="[^"]+"([^>]*)>([^<]*)</g)].map(([, x, style, words]) => {
    const size = Number(/font-size="(\d+)"/.exec(style!)?.[1] ?? 12);
    const width = (letter * words!.length * size) / 12;
    const before = style!.includes('"middle"') ? width / 2 : style!.includes('"end"') ? width : 0;
    return [Number(x) - before, Number(x) - before + width];
  });
}

const kinds = Object.keys(curves).flatMap((name) =>
  (['wide', 'narrow'] as const).map((shape) => [name, shape] as const),
);

it.each(kinds)('Nothing that a chart (%s, %s) says is cut off at its sides', (name, shape) => {
  const svg = curves[name]!(shape);
  const width = Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
  expect(width === narrowWidth).toBe(shape === 'narrow');
  for (const [from, to] of extents(svg)) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(width);
  }
});

it('Numbers of counts that would run into each other are left out', () => {
  const at = [1000, 100_000, 110_000].map((count) => ({ count, value: 1, seeds: [] }));
  const svg = countCurveSvg([{ name: 'a', colour: '#123456', points: at }], { counts: 'n', values: 'v' });
  expect(svg).toContain('>100000<');
  expect(svg).not.toContain('>110000<');
});

it('A plot lies below its legend and its title, between margins that are wider only where they must be', () => {
  const parts = { width: 720, height: 300, names: [], labels: { x: ['1'], y: ['5'] } };
  expect(plotLayout({ ...parts, titles: { x: 'n' } }, 'wide')).toEqual({
    width: 720,
    height: 20 + 300 + 48,
    frame: { left: 60, right: 696, top: 20, bottom: 320 },
    legend: [],
    titles: { x: ['n'], y: [] },
  });
  const titled = plotLayout({ ...parts, titles: { x: 'n', y: 'v' } }, 'narrow');
  expect(titled.frame).toEqual({ left: 42, right: narrowWidth - 14, top: 36, bottom: 336 });
  const long = plotLayout({ ...parts, labels: { x: [], y: ['0.00025'] }, titles: { x: 'n' } }, 'narrow');
  expect(long.frame.left).toBe(Math.ceil(8 + 7 * letter + 3));
});
