/** Horizontal bars with their 95 % intervals and a dot for each seed, grouped by row, as SVG. */
import { escapeMarkup } from '../../../core/escape-markup.js';

export interface BarGroup {
  label: string;
  bars: Bar[];
}

export interface Bar {
  name: string;
  colour: string;
  value: number;
  low: number;
  high: number;
  /** Values of single seeds; none where there is only one. */
  seeds: readonly number[];
}

const width = 860;
const left = 230;
const right = 56;
const top = 40;
const bottom = 44;
const barHeight = 13;
const gap = 12;

export function intervalChartSvg(groups: readonly BarGroup[], axis: string): string {
  const bars = groups.flatMap((group) => group.bars);
  const limit = niceLimit(Math.max(...bars.map(({ value, high }) => Math.max(value, high))));
  const height = top + bottom + groups.reduce((sum, group) => sum + group.bars.length * barHeight + gap, 0);
  const toX = (value: number): number => left + ((width - left - right) * Math.min(value, limit)) / limit;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
  ];
  for (let tick = 0; tick <= 5; tick++) {
    const value = (limit * tick) / 5;
    const x = toX(value).toFixed(1);
    parts.push(
      `<path d="M${x} ${top - 6}V${height - bottom}" stroke="#e3e7ec"/>`,
      `<text x="${x}" y="${height - bottom + 16}" text-anchor="middle" fill="#51606f">${Number(value.toFixed(2))}</text>`,
    );
  }
  parts.push(
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle" fill="#51606f">${escapeMarkup(axis)}</text>`,
    legend(bars),
  );
  let y = top;
  for (const group of groups) {
    const middle = y + (group.bars.length * barHeight) / 2;
    parts.push(
      `<text x="${left - 10}" y="${(middle + 4).toFixed(1)}" text-anchor="end">${escapeMarkup(group.label)}</text>`,
    );
    for (const bar of group.bars) {
      const centre = (y + barHeight / 2).toFixed(1);
      parts.push(
        `<rect x="${left}" y="${y + 1.5}" width="${Math.max(0, toX(bar.value) - left).toFixed(1)}" height="${barHeight - 3}" fill="${bar.colour}" fill-opacity="0.75"/>`,
        `<path d="M${toX(bar.low).toFixed(1)} ${centre}H${toX(bar.high).toFixed(1)}M${toX(bar.low).toFixed(1)} ${y + 3}v${barHeight - 6}M${toX(bar.high).toFixed(1)} ${y + 3}v${barHeight - 6}" stroke="#1c2430" stroke-width="1.2" fill="none"/>`,
        ...bar.seeds.map(
          (seed) =>
            `<circle cx="${toX(seed).toFixed(1)}" cy="${centre}" r="2.4" fill="#fff" stroke="#1c2430"/>`,
        ),
        `<text x="${(toX(Math.max(bar.high, bar.value, ...bar.seeds)) + 6).toFixed(1)}" y="${(y + barHeight - 3).toFixed(1)}" font-size="10" fill="#1c2430">${bar.value.toFixed(2)}</text>`,
      );
      y += barHeight;
    }
    y += gap;
  }
  parts.push('</svg>');
  return parts.join('\n');
}

function legend(bars: readonly Bar[]): string {
  const kinds = [...new Map(bars.map(({ name, colour }) => [name, colour]))];
  let x = left;
  return kinds
    .map(([name, colour]) => {
      const at = x;
      x += 24 + name.length * 6.8;
      return `<rect x="${at}" y="12" width="12" height="12" fill="${colour}" fill-opacity="0.75"/><text x="${at + 17}" y="22">${escapeMarkup(name)}</text>`;
    })
    .join('');
}

/** The least of 1, 2, 2.5, 5 times a power of ten that is not below a value. */
export function niceLimit(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(6));
}
