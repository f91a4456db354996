/** Pictures of the rows that pass the filter: only those in sight are in the page, whatever their number. */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { DatasetView } from '../../../../src/server/studio/schemas/explore.js';
import { drawErrors, drawFace } from './draw-points.js';
import {
  pictureStore,
  pointStore,
  predictionStore,
  type RowPoints,
  type RowPrediction,
} from './grid-stores.js';
import type { RowStore } from './row-store.js';
import type { ViewState } from './view-state.js';

const gap = 4;

export interface GridProps {
  dataset: DatasetView;
  view: ViewState;
  rows: Uint32Array;
  selected: ReadonlySet<number>;
  onSelect(rows: readonly number[]): void;
  onOpen(row: number): void;
  /** Number of the comparison whose predictions are shown. */
  run: number;
  /** Where the keyboard begins, for returning from a sample. */
  first?: number | undefined;
}

export function Grid({ dataset, view, rows, run, selected, onSelect, onOpen, first }: GridProps) {
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
    () => (view.predictions === null ? null : predictionStore(view.dataset, dataset, view.predictions, run)),
    [view.dataset, dataset, view.predictions, run],
  );
  const regions = useMemo(() => dataset.points.map(({ region }) => region), [dataset]);
  const look = useMemo(
    () => ({ points: view.points, boxes: view.boxes, blend: view.blend }),
    [view.points, view.boxes, view.blend],
  );
  const idOf = (place: number): string => `row-${rows[place]}`;
  const shown = virtual.getVirtualItems();
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
          shown.map((line) => (
            <div
              key={line.key}
              role="row"
              aria-rowindex={line.index + 1}
              className="grid-line"
              style={{ transform: `translateY(${line.start + gap}px)`, height: side }}
            >
              {Array.from({ length: Math.min(columns, rows.length - line.index * columns) }, (_, column) => {
                const place = line.index * columns + column;
                const row = rows[place]!;
                return (
                  <Cell
                    key={row}
                    row={row}
                    place={place}
                    column={column}
                    side={side}
                    isSelected={selected.has(row)}
                    isFocus={place === at}
                    pictures={pictures}
                    layers={layers}
                    points={points}
                    predictions={predictions}
                    regions={regions}
                    look={look}
                    onPointer={onPointer}
                    onToggle={toggle}
                  />
                );
              })}
            </div>
          ))}
      </div>
    </div>
  );
}

interface CellProps {
  row: number;
  place: number;
  column: number;
  side: number;
  isSelected: boolean;
  isFocus: boolean;
  pictures: RowStore<ImageBitmap>;
  layers: RowStore<ImageBitmap> | null;
  points: RowStore<RowPoints> | null;
  predictions: RowStore<RowPrediction> | null;
  regions: readonly string[];
  look: Pick<ViewState, 'points' | 'boxes' | 'blend'>;
  onPointer(place: number, event: React.MouseEvent): void;
  onToggle(row: number): void;
}

function useRow<T>(store: RowStore<T> | null, row: number): T | undefined {
  const listen = useCallback(
    (tell: () => void) => (store === null ? () => {} : store.listen(row, tell)),
    [store, row],
  );
  return useSyncExternalStore(listen, () => store?.get(row));
}

const Cell = memo(function Cell(props: CellProps) {
  const { row, place, column, side, isSelected, isFocus, regions, look, onPointer, onToggle } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRow(props.pictures, row);
  const layer = useRow(props.layers, row);
  const face = useRow(props.points, row);
  const predicted = useRow(props.predictions, row);
  useLayoutEffect(() => {
    const element = canvas.current!;
    const pixels = Math.round(side * Math.min(2, devicePixelRatio));
    if (element.width !== pixels) {
      element.width = pixels;
      element.height = pixels;
    }
    const context = element.getContext('2d')!;
    context.clearRect(0, 0, pixels, pixels);
    if (picture === undefined) return;
    const fit = pixels / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * fit, picture.height * fit];
    const [left, top] = [(pixels - width) / 2, (pixels - height) / 2];
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, left, top, width, height);
    if (layer !== undefined) {
      context.globalAlpha = look.blend;
      context.drawImage(layer, left, top, width, height);
      context.globalAlpha = 1;
    }
    if (face === undefined) return;
    const scale = pixels / Math.max(face.width, face.height);
    const place = {
      scale,
      // (0, 0) is the centre of the first pixel.
      left: left + scale / 2,
      top: top + scale / 2,
      radius: Math.max(0.5, pixels / (regions.length > 200 ? 260 : 130)),
    };
    const isPredicted = predicted !== undefined && !Number.isNaN(predicted.points[0]!);
    drawFace(
      context,
      isPredicted && look.points === 'uncertainty' ? { ...face, points: predicted.points } : face,
      {
        // Uncertainty is a model's: labels have none.
        colours: look.points === 'uncertainty' && !isPredicted ? 'visibility' : look.points,
        uncertainty: isPredicted ? predicted.uncertainty : null,
        regions,
        boxes: look.boxes,
        ...place,
      },
    );
    if (isPredicted && look.points !== 'uncertainty') drawErrors(context, face.points, predicted, place);
  }, [picture, layer, face, predicted, side, look, regions]);
  return (
    <div
      role="gridcell"
      id={`row-${row}`}
      aria-selected={isSelected}
      aria-colindex={column + 1}
      aria-label={`Row ${row}`}
      className={`cell${isSelected ? ' is-selected' : ''}${isFocus ? ' is-focus' : ''}`}
      style={{ width: side, height: side }}
      onClick={(event) => onPointer(place, event)}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <span
        className="cell-check"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onToggle(row);
        }}
      />
    </div>
  );
});
