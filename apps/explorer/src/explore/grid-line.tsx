/** A line of the grid: one canvas for all of its pictures (a canvas each would be a layer each to put together), cells over it. */
import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { drawLine, gap, type LineLook, type LineStores } from './draw-line.js';

export interface GridLineProps {
  /** Its number. */
  line: number;
  columns: number;
  rows: Uint32Array;
  /** From the top, CSS pixels. */
  top: number;
  selected: ReadonlySet<number>;
  /** Place of the cell that has the keyboard, -1: in another line. */
  focus: number;
  stores: LineStores;
  look: LineLook;
  theme: string;
  onPointer(place: number, event: React.MouseEvent): void;
  onToggle(row: number): void;
}

export const GridLine = memo(function GridLine(props: GridLineProps) {
  const { line, columns, rows, top, selected, focus, stores, look, theme, onPointer, onToggle } = props;
  const element = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const own = useMemo(() => rows.subarray(line * columns, (line + 1) * columns), [rows, line, columns]);
  const draw = useRef(() => {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read while it is drawn
  useLayoutEffect(() => {
    draw.current = () => {
      const isWhole = drawLine(canvas.current!, own, stores, look);
      element.current!.setAttribute('aria-busy', String(!isWhole));
    };
    draw.current();
  }, [own, stores, look, theme]);
  useLayoutEffect(() => {
    let planned = 0;
    // What arrives together is drawn together.
    const plan = (): void => {
      planned ||= requestAnimationFrame(() => {
        planned = 0;
        draw.current();
      });
    };
    const { pictures, layers, points, predictions } = stores;
    const ends = [pictures, layers, points, predictions].flatMap((store) =>
      store === null ? [] : Array.from(own, (row) => store.listen(row, plan)),
    );
    return () => {
      cancelAnimationFrame(planned);
      for (const end of ends) end();
    };
  }, [own, stores]);
  const { side } = look;
  return (
    <div
      ref={element}
      role="row"
      aria-rowindex={line + 1}
      className="grid-line"
      style={{ transform: `translateY(${top}px)`, height: side, gap }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {Array.from(own, (row, column) => {
        const isSelected = selected.has(row);
        const place = line * columns + column;
        return (
          <div
            // Cells are used again for the rows that come.
            // biome-ignore lint/suspicious/noArrayIndexKey: as said
            key={column}
            role="gridcell"
            id={`row-${row}`}
            aria-selected={isSelected}
            aria-colindex={column + 1}
            aria-label={`Row ${row}`}
            className={`cell${isSelected ? ' is-selected' : ''}${place === focus ? ' is-focus' : ''}`}
            style={{ width: side, height: side }}
            onClick={(event) => onPointer(place, event)}
          >
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
      })}
    </div>
  );
});
