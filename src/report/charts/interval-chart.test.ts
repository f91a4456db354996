import { expect, it } from 'vitest';
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
