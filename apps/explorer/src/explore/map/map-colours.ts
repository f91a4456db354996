/** Colours of rows on the map, by a column: a ramp for numbers, the commonest words by name. */
import type { ColumnValues } from '../explore-api.js';

export interface RowColours {
  /** `[N]` as canvas memory has them: alpha, blue, green, red from the highest byte. */
  pixels: Uint32Array;
  legend:
    | { kind: 'ramp'; low: number; high: number; stops: readonly string[] }
    | { kind: 'words'; words: { word: string; colour: string }[]; others: boolean }
    | null;
}

/** Seen apart by those who confuse red and green, from dark to light (viridis). */
const ramp = ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'];
const wordColours = [
  '#4e79a7',
  '#f28e2b',
  '#59a14f',
  '#e15759',
  '#b07aa1',
  '#76b7b2',
  '#edc948',
  '#9c755f',
  '#ff9da7',
];
const otherColour = '#8a8f98';

export function pixelOf(colour: string, alpha = 255): number {
  const [red, green, blue] = channels(colour);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

const channels = (colour: string): [number, number, number] => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

export function coloursOf(count: number, column: ColumnValues | undefined, plain: string): RowColours {
  const pixels = new Uint32Array(count).fill(pixelOf(column === undefined ? plain : otherColour));
  if (column === undefined) return { pixels, legend: null };
  if (column.kind === 'number') {
    const { values, low, high } = column;
    const table = Array.from({ length: 256 }, (_, i) => pixelOf(rampColour(i / 255)));
    for (let row = 0; row < count; row++) {
      const value = values[row]!;
      if (!Number.isNaN(value))
        pixels[row] = table[Math.round((255 * (value - low)) / Math.max(1e-9, high - low))]!;
    }
    return { pixels, legend: { kind: 'ramp', low, high, stops: ramp } };
  }
  const { words, codes } = column;
  const counts = new Uint32Array(words.length);
  for (const code of codes) counts[code]!++;
  const common = words
    .map((_, code) => code)
    .filter((code) => words[code] !== '' && counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]!);
  const shown = common.slice(0, wordColours.length);
  const table = new Uint32Array(words.length).fill(pixelOf(otherColour));
  for (const [place, code] of shown.entries()) table[code] = pixelOf(wordColours[place]!);
  for (let row = 0; row < count; row++) pixels[row] = table[codes[row]!]!;
  return {
    pixels,
    legend: {
      kind: 'words',
      words: shown.map((code, place) => ({ word: words[code]!, colour: wordColours[place]! })),
      others: common.length > shown.length,
    },
  };
}

function rampColour(share: number): string {
  const place = Math.min(ramp.length - 2, Math.floor(share * (ramp.length - 1)));
  const part = share * (ramp.length - 1) - place;
  const [from, to] = [channels(ramp[place]!), channels(ramp[place + 1]!)];
  const hex = from.map((value, i) =>
    Math.round(value + part * (to[i]! - value))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}
