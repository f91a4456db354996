/** Error against the number of real labels, with the spread over seeds, as SVG. Numbers on a logarithmic axis after 0. */
import { escapeMarkup } from '../../../core/escape-markup.js';
import { niceLimit } from './interval-chart.js';

export interface LabelSeries {
  name: string;
  colour: string;
  points: { labels: number; value: number; seeds: readonly number[] }[];
}

const width = 720;
const height = 380;
const left = 60;
const right = 24;
const top = 40;
const bottom = 52;

export function labelCurveSvg(series: readonly LabelSeries[], axis: string): string {
  const all = series.flatMap(({ points }) => points);
  const counts = [...new Set(all.map(({ labels }) => labels))].sort((a, b) => a - b);
  const limit = niceLimit(Math.max(...all.flatMap(({ value, seeds }) => [value, ...seeds])));
  const least = Math.max(1, counts.find((count) => count > 0) ?? 1);
  const most = Math.max(least * 1.01, counts.at(-1) ?? 1);
  // 0 has a place of its own, as far before the first number as a factor of three.
  const place = (labels: number): number => (labels === 0 ? Math.log(least / 3) : Math.log(labels));
  const from = place(counts.includes(0) ? 0 : least);
  const toX = (labels: number): number =>
    left + ((width - left - right) * (place(labels) - from)) / (Math.log(most) - from);
  const toY = (value: number): number => top + (height - top - bottom) * (1 - value / limit);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
  ];
  for (let tick = 0; tick <= 4; tick++) {
    const y = toY((limit * tick) / 4).toFixed(1);
    parts.push(
      `<path d="M${left} ${y}H${width - right}" stroke="#e3e7ec"/>`,
      `<text x="${left - 8}" y="${Number(y) + 4}" text-anchor="end" fill="#51606f">${Number(((limit * tick) / 4).toFixed(2))}</text>`,
    );
  }
  let lastLabel = Number.NEGATIVE_INFINITY;
  for (const count of counts) {
    const x = toX(count);
    parts.push(`<path d="M${x.toFixed(1)} ${height - bottom}v5" stroke="#8794a5"/>`);
    if (x - lastLabel < 28) continue;
    lastLabel = x;
    parts.push(
      `<text x="${x.toFixed(1)}" y="${height - bottom + 18}" text-anchor="middle" fill="#51606f">${count}</text>`,
    );
  }
  parts.push(
    `<text x="${(left + width - right) / 2}" y="${height - 10}" text-anchor="middle" fill="#51606f">real labelled images</text>`,
    `<text x="${left}" y="16" fill="#51606f">${escapeMarkup(axis)}</text>`,
  );
  series.forEach(({ name, colour, points }, i) => {
    const sorted = [...points].sort((a, b) => a.labels - b.labels);
    const upper = sorted.map(({ labels, value, seeds }) => [toX(labels), toY(Math.max(value, ...seeds))]);
    const lower = sorted.map(({ labels, value, seeds }) => [toX(labels), toY(Math.min(value, ...seeds))]);
    const text = (list: readonly (readonly number[])[]): string =>
      list.map(([x, y]) => `${x!.toFixed(1)},${y!.toFixed(1)}`).join(' ');
    parts.push(
      `<polygon points="${text([...upper, ...lower.reverse()])}" fill="${colour}" fill-opacity="0.15"/>`,
      `<polyline points="${text(sorted.map(({ labels, value }) => [toX(labels), toY(value)]))}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...sorted.flatMap(({ labels, value, seeds }) => [
        `<circle cx="${toX(labels).toFixed(1)}" cy="${toY(value).toFixed(1)}" r="4" fill="${colour}"/>`,
        ...seeds.map(
          (seed) =>
            `<circle cx="${toX(labels).toFixed(1)}" cy="${toY(seed).toFixed(1)}" r="2" fill="#fff" stroke="${colour}"/>`,
        ),
      ]),
      `<text x="${width - right}" y="${16 + 16 * i}" text-anchor="end" fill="${colour}">${escapeMarkup(name)}</text>`,
    );
  });
  parts.push('</svg>');
  return parts.join('\n');
}
