/** One column's histogram: all rows in grey, those that pass in colour. Drag over it to choose a range, or type its ends. */
import * as Plot from '@observablehq/plot';
import { memo, useEffect, useRef, useState } from 'react';
import type { ColumnCounts } from '../../../../src/server/studio/schemas/explore.js';

export type Range = [number | null, number | null];

const height = 40;

interface NumberHistogramProps {
  counts: ColumnCounts;
  range: Range | undefined;
  onRange(range: Range | null): void;
}

export const NumberHistogram = memo(function NumberHistogram({
  counts,
  range,
  onRange,
}: NumberHistogramProps) {
  const place = useRef<HTMLDivElement>(null);
  const { edges = [], all, kept, name } = counts;
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  useEffect(() => {
    const bins = all.map((count, i) => ({
      from: edges[i],
      to: edges[i + 1],
      all: count,
      kept: kept[i] ?? 0,
    }));
    const plot = Plot.plot({
      width: 240,
      height,
      margin: 0,
      axis: null,
      x: { domain: [low, high] },
      // The commonest part fills the height whatever is kept.
      y: { domain: [0, Math.max(1, ...all)] },
      marks: [
        Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'all', fill: 'var(--line)', inset: 0.5 }),
        Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'kept', fill: 'var(--accent)', inset: 0.5 }),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
      ],
    });
    plot.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(plot);
  }, [all, kept, edges, low, high]);

  const valueAt = (event: React.PointerEvent): number => {
    const { left, width } = place.current!.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
    const value = low + share * (high - low);
    // To the next edge: a bin is in or out.
    return edges.reduce((best, edge) => (Math.abs(edge - value) < Math.abs(best - value) ? edge : best), low);
  };
  const begin = useRef<number | null>(null);
  const share = (value: number): number => (100 * (value - low)) / (high - low);
  const [from, to] = [range?.[0] ?? low, range?.[1] ?? high];
  return (
    <div className="histogram">
      <div
        className="histogram-plot"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          begin.current = valueAt(event);
        }}
        onPointerMove={(event) => {
          if (begin.current === null) return;
          const now = valueAt(event);
          if (now !== begin.current) onRange([Math.min(begin.current, now), Math.max(begin.current, now)]);
        }}
        onPointerUp={(event) => {
          if (begin.current !== null && begin.current === valueAt(event)) onRange(null);
          begin.current = null;
        }}
      >
        <div ref={place} className="histogram-bars" />
        {range !== undefined && (
          <div
            className="histogram-brush"
            style={{ left: `${share(from)}%`, right: `${100 - share(to)}%` }}
          />
        )}
      </div>
      <div className="histogram-ends">
        <EndField
          label={`${name} from`}
          value={range?.[0] ?? null}
          plain={low}
          onValue={(end) => onRange(rangeOf(end, range?.[1] ?? null))}
        />
        <EndField
          label={`${name} to`}
          value={range?.[1] ?? null}
          plain={high}
          onValue={(end) => onRange(rangeOf(range?.[0] ?? null, end))}
        />
      </div>
    </div>
  );
});

const rangeOf = (from: number | null, to: number | null): Range | null =>
  from === null && to === null ? null : [from, to];

interface EndFieldProps {
  label: string;
  value: number | null;
  plain: number;
  onValue(value: number | null): void;
}

function EndField({ label, value, plain, onValue }: EndFieldProps) {
  const shown = value === null ? '' : String(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = (): void => {
    const number = text.trim() === '' ? null : Number(text);
    if (number === null || Number.isFinite(number)) {
      if (number !== value) onValue(number);
    } else setText(shown);
  };
  return (
    <input
      className="end-field"
      aria-label={label}
      inputMode="decimal"
      placeholder={String(plain)}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}

interface WordHistogramProps {
  counts: ColumnCounts;
  chosen: readonly string[];
  onChosen(words: string[]): void;
}

const fewWords = 6;

export const WordHistogram = memo(function WordHistogram({ counts, chosen, onChosen }: WordHistogramProps) {
  const [isOpen, setOpen] = useState(false);
  const { words = [], all, kept, name } = counts;
  const most = Math.max(1, ...all);
  const shown = isOpen ? words.length : Math.min(words.length, fewWords);
  return (
    <fieldset className="words">
      <legend className="visually-hidden">{name}</legend>
      {words.slice(0, shown).map((word, i) => (
        <label key={word} className="word">
          <input
            type="checkbox"
            checked={chosen.includes(word)}
            onChange={(event) =>
              onChosen(event.target.checked ? [...chosen, word] : chosen.filter((one) => one !== word))
            }
          />
          <span className="word-text">{word}</span>
          <span className="word-bar" aria-hidden="true">
            <span style={{ width: `${(100 * (all[i] ?? 0)) / most}%` }} />
            <span style={{ width: `${(100 * (kept[i] ?? 0)) / most}%` }} />
          </span>
          <span className="word-count">{(kept[i] ?? 0).toLocaleString('en')}</span>
        </label>
      ))}
      {words.length > fewWords && (
        <button type="button" className="more" onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Fewer' : `${words.length - fewWords} more`}
        </button>
      )}
    </fieldset>
  );
});
