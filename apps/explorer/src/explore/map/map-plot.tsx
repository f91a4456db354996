/**
 * The map itself. Wheel and + − zoom, drag and arrows move, 0 fits; Shift with a drag, or the lasso, selects. By keyboard the row
 * nearest the middle is told: Enter opens it, Space selects it, A selects all within the circle.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useWheelZoom } from '../../ui/use-wheel-zoom.js';
import { themeColours } from '../draw-points.js';
import type { RowStore } from '../row-store.js';
import {
  type DrawnRow,
  drawDots,
  drawPictures,
  fitted,
  isInside,
  type MapScene,
  type MapView,
  picturesIn,
} from './map-picture.js';

interface MapPlotProps {
  scene: MapScene;
  pictures: RowStore<ImageBitmap>;
  isLasso: boolean;
  selected: ReadonlySet<number>;
  onSelect(rows: readonly number[]): void;
  onOpen(row: number): void;
  /** The row under the pointer, or nearest the middle. */
  onLook(row: number | null): void;
}

const circle = 60;
const moves: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [40, 0],
  ArrowRight: [-40, 0],
  ArrowUp: [0, 40],
  ArrowDown: [0, -40],
};

export function MapPlot({ scene, pictures, isLasso, selected, onSelect, onOpen, onLook }: MapPlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<MapView | null>(null);
  // Events come faster than React draws: what they build on stands in the reference, what is drawn in the state.
  const line = useRef<number[]>([]);
  const [lasso, setLasso] = useState<readonly number[]>([]);
  const [, setLoaded] = useState(0);
  const [isKeyboard, setKeyboard] = useState(false);
  const press = useRef<{ x: number; y: number; lasso: boolean; moved: boolean } | null>(null);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  const { places } = scene;
  const fit = useMemo(() => fitted(places, size), [places, size]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout is seen whole first
  useEffect(() => setView(null), [places]);
  const now = view ?? fit;
  const shown = useMemo(() => (size.width === 0 ? [] : picturesIn(scene, now, size)), [scene, now, size]);
  useEffect(() => {
    const ends = shown.map(({ row }) => pictures.listen(row, () => setLoaded((count) => count + 1)));
    return () => {
      for (const end of ends) end();
    };
  }, [shown, pictures]);

  useLayoutEffect(() => {
    const element = canvas.current!;
    const ratio = Math.min(2, devicePixelRatio);
    element.width = Math.round(size.width * ratio);
    element.height = Math.round(size.height * ratio);
    const context = element.getContext('2d')!;
    const { accent, faint } = themeColours();
    drawDots(context, scene, now, { ...size, ratio, accent, faintColour: faint });
    drawPictures(context, shown, pictures, { ratio, accent, isSelected: (row) => selected.has(row) });
    context.lineWidth = 1.5 * ratio;
    context.strokeStyle = accent;
    if (lasso.length > 4) {
      context.beginPath();
      for (let i = 0; i < lasso.length; i += 2) context.lineTo(lasso[i]! * ratio, lasso[i + 1]! * ratio);
      context.closePath();
      context.stroke();
    }
    if (isKeyboard) {
      context.beginPath();
      context.arc((size.width / 2) * ratio, (size.height / 2) * ratio, circle * ratio, 0, 7);
      context.stroke();
    }
  });

  const at = (row: number): [number, number] => [
    places[2 * row]! * now.scale + now.left,
    now.top - places[2 * row + 1]! * now.scale,
  ];
  const nearestTo = (x: number, y: number, within: number): number | null => {
    // What is drawn last lies on top.
    const over = shown.findLast(
      (one: DrawnRow) => Math.max(Math.abs(one.x - x), Math.abs(one.y - y)) < one.side / 2,
    );
    if (over !== undefined) return over.row;
    let best: { row: number | null; square: number } = { row: null, square: within * within };
    for (const row of scene.kept) {
      const [px, py] = at(row);
      const square = (px - x) ** 2 + (py - y) ** 2;
      if (square < best.square) best = { row, square };
    }
    return best.row;
  };
  const middle = (): number | null => nearestTo(size.width / 2, size.height / 2, Number.POSITIVE_INFINITY);
  const toggle = (row: number): void =>
    onSelect(selected.has(row) ? [...selected].filter((one) => one !== row) : [...selected, row]);
  const zoomBy = (factor: number, x = size.width / 2, y = size.height / 2): void =>
    setView((before) => {
      const from = before ?? fit;
      const scale = Math.max(fit.scale * 0.5, Math.min(fit.scale * 400, from.scale * factor));
      const change = scale / from.scale;
      return { scale, left: x - (x - from.left) * change, top: y - (y - from.top) * change };
    });
  useWheelZoom(frame, zoomBy);
  const tellMiddle = useRef(() => {});
  tellMiddle.current = () => onLook(middle());
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew where the map was moved by keys
  useEffect(() => {
    if (isKeyboard) tellMiddle.current();
  }, [isKeyboard, view]);

  const placeOf = (event: React.PointerEvent): [number, number] => {
    const { left, top } = frame.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const endLasso = (): void => {
    const polygon = line.current;
    line.current = [];
    setLasso([]);
    if (polygon.length >= 6) onSelect([...scene.kept].filter((row) => isInside(polygon, ...at(row))));
  };
  const moveBy = (x: number, y: number): void =>
    setView((before) => {
      const from = before ?? fit;
      return { ...from, left: from.left + x, top: from.top + y };
    });
  return (
    <div
      ref={frame}
      className={isLasso ? 'map-plot is-lasso' : 'map-plot'}
      role="application"
      aria-label="Map of faces: arrows move, plus and minus zoom, 0 fits, Enter opens the nearest to the middle, Space selects it, A selects all in the circle, Escape clears"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys of what it draws
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const [x, y] = placeOf(event);
        setKeyboard(false);
        press.current = { x, y, lasso: isLasso || event.shiftKey, moved: false };
        if (press.current.lasso) line.current = [x, y];
      }}
      onPointerMove={(event) => {
        const [x, y] = placeOf(event);
        const pressed = press.current;
        if (pressed === null) return onLook(nearestTo(x, y, 12));
        if (Math.hypot(x - pressed.x, y - pressed.y) > 3) pressed.moved = true;
        if (pressed.lasso) {
          line.current.push(x, y);
          setLasso([...line.current]);
        } else if (pressed.moved) moveBy(event.movementX, event.movementY);
      }}
      onPointerUp={(event) => {
        const pressed = press.current;
        press.current = null;
        if (pressed === null) return;
        if (pressed.lasso && pressed.moved) return endLasso();
        setLasso([]);
        const row = pressed.moved ? null : nearestTo(...placeOf(event), 12);
        if (row === null) return;
        if (event.ctrlKey || event.metaKey || event.shiftKey) toggle(row);
        else onOpen(row);
      }}
      onDoubleClick={() => setView(null)}
      onFocus={(event) => setKeyboard(event.currentTarget.matches(':focus-visible'))}
      onBlur={() => setKeyboard(false)}
      onKeyDown={(event) => {
        const move = moves[event.key];
        const row = event.key === 'Enter' || event.key === ' ' ? middle() : null;
        setKeyboard(true);
        if (move !== undefined) moveBy(...move);
        else if (event.key === '+' || event.key === '=') zoomBy(1.25);
        else if (event.key === '-') zoomBy(0.8);
        else if (event.key === '0') setView(null);
        else if (event.key === 'Escape') onSelect([]);
        else if (event.key === 'Enter' && row !== null) onOpen(row);
        else if (event.key === ' ' && row !== null) toggle(row);
        else if (event.key === 'a' && !event.ctrlKey && !event.metaKey)
          onSelect([
            ...new Set([
              ...selected,
              ...[...scene.kept].filter((one) => {
                const [x, y] = at(one);
                return Math.hypot(x - size.width / 2, y - size.height / 2) < circle;
              }),
            ]),
          ]);
        else return;
        event.preventDefault();
      }}
    >
      <canvas ref={canvas} />
    </div>
  );
}
