/** Pictures of the rows that pass the filter: only those in sight are in the page, whatever their number. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { DatasetView } from '../../../../src/server/studio/schemas/explore.js';
import { useTheme } from '../ui/use-theme.js';
import type { ShownModels } from './compare/shown-models.js';
import { gap } from './draw-line.js';
import { GridLine } from './grid-line.js';
import { pictureStore, pointStore, predictionStore } from './grid-stores.js';
import type { ViewState } from './view-state.js';

export interface GridProps {
  dataset: DatasetView;
  view: ViewState;
  rows: Uint32Array;
  selected: ReadonlySet<number>;
  onSelect(rows: readonly number[]): void;
  onOpen(row: number): void;
  /** Whose points stand beside the labels. */
  models: ShownModels;
  /** Where the keyboard begins, for returning from a sample. */
  first?: number | undefined;
}

export function Grid({ dataset, view, rows, models, selected, onSelect, onOpen, first }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  const columns = Math.max(1, Math.floor((width - gap) / (view.size + gap)));
  // Pictures fill the width: no ragged edge.
  const side = Math.max(24, Math.floor((width - gap) / columns) - gap);
  const lines = Math.ceil(rows.length / columns);
  const virtual = useVirtualizer({
    count: lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => side + gap,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines are measured again when their height changes
  useLayoutEffect(() => virtual.measure(), [virtual, side]);

  const [focus, setFocus] = useState(0);
  const anchor = useRef(0);
  const at = Math.min(focus, Math.max(0, rows.length - 1));
  const hasReturned = useRef(false);
  useEffect(() => {
    // Once for a return; scrolling afterwards is the person's own.
    if (hasReturned.current || first === undefined || width === 0) return;
    hasReturned.current = true;
    const place = rows.indexOf(first);
    if (place < 0) return;
    setFocus(place);
    virtual.scrollToIndex(Math.floor(place / columns), { align: 'center' });
  }, [first, rows, width, columns, virtual]);

  const move = (to: number, extend: boolean): void => {
    const place = Math.max(0, Math.min(rows.length - 1, to));
    setFocus(place);
    virtual.scrollToIndex(Math.floor(place / columns), { align: 'auto' });
    if (extend) selectRange(anchor.current, place);
    else anchor.current = place;
  };
  const selectRange = (from: number, to: number): void => {
    const [low, high] = from < to ? [from, to] : [to, from];
    onSelect([...new Set([...selected, ...rows.subarray(low, high + 1)])]);
  };
  const toggle = useCallback(
    (row: number): void =>
      onSelect(selected.has(row) ? [...selected].filter((one) => one !== row) : [...selected, row]),
    [selected, onSelect],
  );

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (side + gap))) * columns;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      PageUp: -page,
      PageDown: page,
      Home: -rows.length,
      End: rows.length,
    };
    const step = steps[event.key];
    if (step !== undefined) move(at + step, event.shiftKey);
    else if (event.key === ' ') toggle(rows[at]!);
    else if (event.key === 'Enter') onOpen(rows[at]!);
    else if (event.key === 'Escape') onSelect([]);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect([...rows]);
    else return;
    event.preventDefault();
  };

  const onPointer = useCallback(
    (place: number, event: React.MouseEvent): void => {
      setFocus(place);
      const row = rows[place]!;
      if (event.shiftKey) {
        const [low, high] = place < anchor.current ? [place, anchor.current] : [anchor.current, place];
        onSelect([...new Set([...selected, ...rows.subarray(low, high + 1)])]);
      } else if (event.ctrlKey || event.metaKey) toggle(row);
      else onOpen(row);
      if (!event.shiftKey) anchor.current = place;
    },
    [rows, selected, onSelect, onOpen, toggle],
  );

  const pictures = useMemo(
    () => pictureStore(view.dataset, dataset, side, null),
    [view.dataset, dataset, side],
  );
  const isBlended = view.layer !== null && view.blend > 0;
  const layers = useMemo(
    () => (isBlended ? pictureStore(view.dataset, dataset, side, view.layer) : null),
    [view.dataset, dataset, side, view.layer, isBlended],
  );
  const needPoints = view.points !== 'none' || view.boxes || view.predictions !== null;
  const points = useMemo(
    () => (needPoints ? pointStore(view.dataset, dataset, view.convention) : null),
    [needPoints, view.dataset, dataset, view.convention],
  );
  const predictions = useMemo(
    () => predictionStore(view.dataset, dataset, models),
    [view.dataset, dataset, models],
  );
  const stores = useMemo(
    () => ({ pictures, layers, points, predictions }),
    [pictures, layers, points, predictions],
  );
  const look = useMemo(
    () => ({
      points: view.points,
      boxes: view.boxes,
      blend: view.blend,
      regions: dataset.points.map(({ region }) => region),
      side,
    }),
    [view.points, view.boxes, view.blend, dataset, side],
  );
  const theme = useTheme();
  const idOf = (place: number): string => `row-${rows[place]}`;
  const shown = virtual.getVirtualItems();
  // As many as ever were shown at once: a number that changes would make all anew.
  const most = useRef(1);
  most.current = Math.max(most.current, shown.length);
  const held = most.current;
  const isShown = shown.some(({ index }) => index === Math.floor(at / columns));
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      tabIndex={0}
      aria-label="Pictures"
      aria-multiselectable="true"
      aria-rowcount={lines}
      aria-colcount={columns}
      aria-describedby="grid-help"
      {...(isShown && rows.length > 0 && { 'aria-activedescendant': idOf(at) })}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize() + gap, position: 'relative' }} role="presentation">
        {width > 0 &&
          shown.map(({ index, start }) => (
            <GridLine
              // Lines that leave are used again for those that come.
              key={index % held}
              line={index}
              columns={columns}
              rows={rows}
              top={start + gap}
              selected={selected}
              focus={index === Math.floor(at / columns) ? at : -1}
              stores={stores}
              look={look}
              theme={theme}
              onPointer={onPointer}
              onToggle={toggle}
            />
          ))}
      </div>
    </div>
  );
}
