/** The picture with its points: drag, zoom, pan. Painted on a canvas at most once a frame. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { dragCurve, type SetCurve } from '../../../../src/annotation/curves.js';
import type { AnnotateProject, Edit } from '../../../../src/server/studio/schemas/annotate.js';
import { useTheme } from '../ui/use-theme.js';
import { drawStage, type StageLook, stageColours } from './draw-stage.js';
import type { FaceSession, FaceSnapshot } from './face-session.js';
import { type Place, pointAt, type Size, toPicture, toStage, type View, zoomAt } from './view.js';

export type Tool = 'point' | 'curve' | 'face';

interface StageProps {
  project: AnnotateProject;
  session: FaceSession;
  snapshot: FaceSnapshot;
  image: HTMLImageElement | null;
  tool: Tool;
  look: StageLook;
  view: View;
  onView: (change: (view: View) => View) => void;
  onSize: (size: Size) => void;
  selected: number | null;
  onSelect: (point: number | null) => void;
  label: string;
}

/** CSS pixels from the pointer within which a point is taken. */
const reach = 14;

type Drag =
  | { kind: 'pan'; last: Place }
  | { kind: 'edit'; start: Place; points: Float32Array; point: number; moved: boolean };

export function Stage(props: StageProps) {
  const { project, session, snapshot, image, tool, look, view, onView, onSize, selected, onSelect, label } =
    props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<Drag | null>(null);
  const space = useSpace();
  const [hovered, setHovered] = useState<number | null>(null);
  const [pointer, setPointer] = useState<Place | null>(null);
  const [isEditing, setIsEditing] = useState(false);
  const size = useSize(frame, onSize);
  // Its colours are painted, so a change of theme paints again.
  useTheme();
  const curveOf = (k: number): SetCurve | undefined =>
    project.curves.find(({ points }) => points.includes(k));
  const onCurves = useMemo(() => new Set(project.curves.flatMap(({ points }) => points)), [project]);
  const isWanted = (k: number): boolean => tool !== 'curve' || onCurves.has(k);
  const held = tool === 'curve' && hovered !== null ? (curveOf(hovered)?.points ?? []) : [];
  const { points } = snapshot.edited;
  const lensAt = (): Place | null => {
    if (isEditing && selected !== null) return [points[2 * selected]!, points[2 * selected + 1]!];
    if (!look.magnifier) return null;
    if (pointer !== null) return toPicture(view, pointer);
    return selected === null ? null : [points[2 * selected]!, points[2 * selected + 1]!];
  };
  const lens = lensAt();

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element || !context || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const paint = requestAnimationFrame(() => {
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      const { names, curves } = project;
      drawStage(
        context,
        size,
        ratio,
        { image, snapshot, view, look, names, curves, selected, hovered, held, lens },
        stageColours(element),
      );
    });
    return () => cancelAnimationFrame(paint);
  });

  // React's own wheel handlers cannot keep the page from scrolling.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const at = placeOf(event, element);
      onView((now) => zoomAt(now, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [onView]);

  /** What a drag by so many picture's pixels does. */
  const editOf = (from: Extract<Drag, { kind: 'edit' }>, [dx, dy]: Place, alone: boolean): Edit => {
    if (tool === 'face') return { kind: 'move', by: [dx, dy] };
    const curve = tool === 'curve' ? curveOf(from.point) : undefined;
    if (curve !== undefined)
      return { kind: 'points', places: dragCurve(from.points, curve, from.point, [dx, dy]) };
    const { point } = from;
    const places: [number, number, number][] = [
      [point, from.points[2 * point]! + dx, from.points[2 * point + 1]! + dy],
    ];
    return { kind: 'points', places, ...(alone && { alone: true }) };
  };

  const begin = (event: React.PointerEvent) => {
    const at = placeOf(event.nativeEvent, event.currentTarget);
    event.currentTarget.setPointerCapture(event.pointerId);
    const near =
      look.points && !space.current && event.button === 0 ? pointAt(points, view, at, reach, isWanted) : null;
    if (near === null && !(tool === 'face' && event.button === 0 && !space.current)) {
      drag.current = { kind: 'pan', last: at };
      return;
    }
    if (near !== null) onSelect(near);
    drag.current = {
      kind: 'edit',
      start: toPicture(view, at),
      points: points.slice(),
      point: near ?? 0,
      moved: false,
    };
  };

  const move = (event: React.PointerEvent) => {
    const at = placeOf(event.nativeEvent, event.currentTarget);
    const now = drag.current;
    setPointer(at);
    if (now === null) return setHovered(look.points ? pointAt(points, view, at, reach, isWanted) : null);
    if (now.kind === 'pan') {
      const [dx, dy] = [at[0] - now.last[0], at[1] - now.last[1]];
      drag.current = { kind: 'pan', last: at };
      return onView((old) => ({ ...old, x: old.x + dx, y: old.y + dy }));
    }
    const by = byOf(now, at, view);
    // A click that trembles is no correction.
    if (!now.moved && Math.hypot(...by) * view.scale < 2) return;
    now.moved = true;
    setIsEditing(tool !== 'face');
    session.preview(editOf(now, by, event.altKey));
  };

  const end = (event: React.PointerEvent) => {
    const now = drag.current;
    drag.current = null;
    setIsEditing(false);
    if (now?.kind !== 'edit' || !now.moved) return;
    const by = byOf(now, placeOf(event.nativeEvent, event.currentTarget), view);
    session.do(editOf(now, by, event.altKey));
  };

  const tip = hovered === null || isEditing ? null : hovered;
  const tipAt = tip === null ? null : toStage(view, [points[2 * tip]!, points[2 * tip + 1]!]);
  return (
    <div
      ref={frame}
      className={`stage stage-${hovered !== null || tool === 'face' ? 'grab' : 'pan'}`}
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the application takes the keys that its help lists
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => {
        drag.current = null;
        setIsEditing(false);
        session.preview(null);
      }}
      onPointerLeave={() => {
        setPointer(null);
        setHovered(null);
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <canvas ref={canvas} />
      {tip !== null && tipAt !== null && (
        <div
          className={`stage-tip ${tipAt[0] > size.width / 2 ? 'stage-tip-left' : ''} ${tipAt[1] > size.height - 60 ? 'stage-tip-above' : ''}`}
          style={{ left: tipAt[0], top: tipAt[1] }}
          aria-hidden="true"
        >
          <strong>{project.names[tip]}</strong>
          <span>
            {project.regions[tip]} · ±{snapshot.spread[tip]!.toFixed(1)} px
          </span>
        </div>
      )}
    </div>
  );
}

function byOf({ start }: { start: Place }, at: Place, view: View): Place {
  const [x, y] = toPicture(view, at);
  return [x - start[0], y - start[1]];
}

function placeOf(event: MouseEvent, element: Element): Place {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function useSize(frame: React.RefObject<HTMLDivElement | null>, onSize: (size: Size) => void): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => {
      const now = { width: element.clientWidth, height: element.clientHeight };
      setSize(now);
      onSize(now);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, onSize]);
  return size;
}

/** Held down, a drag moves the picture. */
function useSpace(): React.RefObject<boolean> {
  const held = useRef(false);
  useEffect(() => {
    const set = (event: KeyboardEvent) => {
      if (event.key === ' ') held.current = event.type === 'keydown';
    };
    window.addEventListener('keydown', set);
    window.addEventListener('keyup', set);
    return () => {
      window.removeEventListener('keydown', set);
      window.removeEventListener('keyup', set);
    };
  }, []);
  return held;
}
