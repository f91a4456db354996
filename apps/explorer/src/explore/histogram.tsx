/** One column's histogram: all rows in grey, those that pass in colour. Drag over it to choose a range, or type its ends. */
import * as Plot from '@observablehq/plot';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
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
  const bars = useRef<{ rects: SVGRectElement[]; heightOf(count: number): number } | null>(null);
  // By content: each answer brings lists of its own, and a chart is made anew only for other bins.
  const shape = `${edges} ${all}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useLayoutEffect(() => {
    const bins = all.map((count, i) => ({ from: edges[i], to: edges[i + 1], all: count }));
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
        Plot.rectY(bins, {
          x1: 'from',
          x2: 'to',
          y: 'all',
          fill: 'var(--accent)',
          inset: 0.5,
          className: 'kept',
        }),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
      ],
    });
    plot.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(plot);
    const y = plot.scale('y')!;
    bars.current = {
      rects: [...plot.querySelectorAll<SVGRectElement>('.kept rect, rect.kept')],
      heightOf: (count) => Math.max(0, y.apply(0) - y.apply(count) - 1),
    };
  }, [shape]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new bars are as high as all rows
  useLayoutEffect(() => {
    for (const [i, rect] of bars.current?.rects.entries() ?? []) {
      const tall = bars.current!.heightOf(kept[i] ?? 0);
      rect.setAttribute('y', String(height - 0.5 - tall));
      rect.setAttribute('height', String(tall));
    }
  }, [kept, shape]);

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
        <EndField name={name} end="from" range={range} plain={low} onRange={onRange} />
        <EndField name={name} end="to" range={range} plain={high} onRange={onRange} />
      </div>
    </div>
  );
});

interface EndFieldProps {
  name: string;
  end: 'from' | 'to';
  range: Range | undefined;
  plain: number;
  onRange(range: Range | null): void;
}

const EndField = memo(function EndField({ name, end, range, plain, onRange }: EndFieldProps) {
  const [from, to] = range ?? [null, null];
  const value = end === 'from' ? from : to;
  const onValue = (next: number | null): void => {
    const changed: Range = end === 'from' ? [next, to] : [from, next];
    onRange(changed[0] === null && changed[1] === null ? null : changed);
  };
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
      aria-label={`${name} ${end}`}
      inputMode="decimal"
      placeholder={String(plain)}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
});

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
            <span style={{ transform: `scaleX(${(all[i] ?? 0) / most})` }} />
            <span style={{ transform: `scaleX(${(kept[i] ?? 0) / most})` }} />
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
