/** The head on which the set is edited: turned, looked at nearer, its points dragged, added, drawn. */
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Vector3 } from '../../../../../src/core/vector.js';
import type { SetDraft } from '../../../../../src/landmarks/editing/set-draft.js';
import type { SurfacePoint } from '../../../../../src/landmarks/surface.js';
import { useWheelZoom } from '../../ui/use-wheel-zoom.js';
import type { EditorHead } from '../editor-head.js';
import { isHidden, type Look } from './head-scene.js';
import { shifted, turned, zoomed } from './look.js';
import { curveLines, drawnLines, placeOf } from './stage-lines.js';
import { type StageScene, useStageScene } from './stage-scene.js';

export type Tool = 'move' | 'add' | 'draw';

export interface StageShows {
  names: boolean;
  curves: boolean;
  hidden: boolean;
}

interface StageProps {
  head: EditorHead;
  draft: SetDraft;
  selected: readonly number[];
  tool: Tool;
  look: Look;
  shows: StageShows;
  /** The places that a curve which is being drawn runs through. */
  drawing: readonly SurfacePoint[];
  /** The drawn curve whose guides are shown. */
  strand: number | undefined;
  onLook: (change: (look: Look) => Look) => void;
  onSelect: (selected: readonly number[]) => void;
  /** A point is dragged. @param isEnd – it is let go. */
  onMove: (index: number, place: Vector3, free: boolean, isEnd: boolean) => void;
  onGuide: (guide: number, place: Vector3, isEnd: boolean) => void;
  /** With the tools that add. */
  onPlace: (place: Vector3) => void;
  onFinish: () => void;
  label: string;
}

/** CSS pixels from the pointer within which a point is taken. */
const reach = 11;

interface LookDrag {
  kind: 'turn' | 'shift';
  x: number;
  y: number;
  moved: boolean;
}
interface PlaceDrag {
  kind: 'point' | 'guide';
  index: number;
  place: Vector3 | null;
}
const isPlaceDrag = (drag: LookDrag | PlaceDrag): drag is PlaceDrag => 'place' in drag;

export function Stage(props: StageProps) {
  const { head, draft, selected, tool, look, shows, drawing, strand } = props;
  const frame = useRef<HTMLDivElement>(null);
  const scene = useStageScene(frame, head);
  const drag = useRef<LookDrag | PlaceDrag | null>(null);
  const [hovered, setHovered] = useState<{ index: number; x: number; y: number } | null>(null);

  const places = useMemo(() => draft.points.map(({ definition }) => head.place(definition)), [draft, head]);
  const guides = useMemo(() => {
    const through =
      drawing.length > 0 ? drawing : strand === undefined ? [] : (draft.drawn.get(strand)?.through ?? []);
    return through.map((point) => placeOf(head, point));
  }, [drawing, strand, draft, head]);

  useLayoutEffect(() => {
    if (scene === null) return;
    const chosen = new Set(selected);
    scene.marks.set(
      draft.points.map(({ definition }, i) => ({
        place: places[i]!,
        region: definition.region,
        selected: chosen.has(i),
      })),
      draft.points.length > 400 ? 6 : 8,
    );
    scene.marks.showHidden(shows.hidden);
    scene.setGuides(guides);
    scene.setCurves(shows.curves ? curveLines(head) : []);
    scene.setDrawn(drawnLines(head, draft, drawing));
    scene.look(look);
    scene.draw();
  }, [scene, draft, places, guides, drawing, selected, look, shows, head]);

  const local = (event: { clientX: number; clientY: number }): [number, number] => {
    const box = frame.current!.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const nearestPoint = (x: number, y: number, among: readonly Vector3[]): number => {
    if (scene === null) return -1;
    const near = among
      .map((place, index) => {
        const [px, py] = scene.toScreen(place);
        return { index, away: Math.hypot(px - x, py - y) };
      })
      .filter(({ away }) => away < reach)
      .sort((a, b) => a.away - b.away)
      .slice(0, 6);
    const seen = near.find(({ index }) => !isHidden(scene.mesh, scene.camera, among[index]!));
    return (seen ?? (shows.hidden ? near[0] : undefined))?.index ?? -1;
  };

  const down = (event: PointerEvent) => {
    if (scene === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const [x, y] = local(event);
    setHovered(null);
    if (event.button === 0 && tool !== 'draw') {
      const guide = nearestPoint(x, y, guides);
      const index = guide >= 0 ? -1 : nearestPoint(x, y, places);
      if (guide >= 0) {
        drag.current = { kind: 'guide', index: guide, place: null };
        return;
      }
      if (index >= 0) {
        const without = selected.filter((one) => one !== index);
        if (event.shiftKey) props.onSelect(without.length < selected.length ? without : [...selected, index]);
        else {
          props.onSelect([index]);
          drag.current = { kind: 'point', index, place: null };
        }
        return;
      }
    }
    drag.current = { kind: event.button === 0 && !event.shiftKey ? 'turn' : 'shift', x, y, moved: false };
  };
  const move = (event: PointerEvent) => {
    if (scene === null) return;
    const [x, y] = local(event);
    const now = drag.current;
    if (now === null) {
      const index = nearestPoint(x, y, places);
      setHovered(index < 0 ? null : { index, x, y });
      return;
    }
    if (isPlaceDrag(now)) {
      const place = scene.placeAt(x, y);
      if (place === null) return;
      now.place = place;
      if (now.kind === 'point') props.onMove(now.index, place, event.altKey, false);
      else props.onGuide(now.index, place, false);
      return;
    }
    const [dx, dy] = [x - now.x, y - now.y];
    if (!now.moved && Math.hypot(dx, dy) < 4) return;
    Object.assign(now, { x, y, moved: true });
    props.onLook((old) =>
      now.kind === 'turn' ? turned(old, dx / 140, dy / 140) : shifted(old, dx, dy, scene.unit(old)),
    );
  };
  const up = (event: PointerEvent) => {
    const now = drag.current;
    drag.current = null;
    if (now === null || scene === null) return;
    if (isPlaceDrag(now)) {
      if (now.place === null) return;
      if (now.kind === 'point') props.onMove(now.index, now.place, event.altKey, true);
      else props.onGuide(now.index, now.place, true);
      return;
    }
    if (now.moved || event.button !== 0) return;
    const place = scene.placeAt(...local(event));
    if (place !== null && tool !== 'move') props.onPlace(place);
    else if (tool === 'move') props.onSelect([]);
  };
  useWheelZoom(frame, (by) => props.onLook((old) => zoomed(old, by)));

  const point = hovered === null ? undefined : draft.points[hovered.index]?.definition;
  return (
    <div
      ref={frame}
      className={`set-stage set-stage-${tool}`}
      role="application"
      aria-label={props.label}
      aria-describedby="set-stage-help"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the application takes the keys that its help lists
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onPointerLeave={() => setHovered(null)}
      onDoubleClick={() => tool === 'draw' && props.onFinish()}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && tool === 'draw') props.onFinish();
      }}
    >
      <span id="set-stage-help" className="visually-hidden">
        Arrows move the selected point on the surface, or turn the head where none is selected; the list on
        the left selects points.
      </span>
      {shows.names && scene !== null && <Names scene={scene} draft={draft} places={places} look={look} />}
      {point !== undefined && hovered !== null && (
        <div className="set-tip" style={{ left: hovered.x, top: hovered.y }}>
          {point.name} <span>{point.region}</span>
        </div>
      )}
    </div>
  );
}

/** At most so many names are written at once. */
const mostNames = 150;

function Names({
  scene,
  draft,
  places,
  look,
}: {
  scene: StageScene;
  draft: SetDraft;
  places: readonly Vector3[];
  look: Look;
}) {
  // The camera stands as it was drawn last.
  scene.look(look);
  const { width, height } = scene.size();
  const shown = places.flatMap((place, i) => {
    const [x, y] = scene.toScreen(place);
    return x < 0 || y < 0 || x > width || y > height ? [] : [{ i, x, y }];
  });
  const written =
    shown.length > mostNames ? [] : shown.filter(({ i }) => !isHidden(scene.mesh, scene.camera, places[i]!));
  if (shown.length > mostNames)
    return <p className="set-names-many">Look nearer to read names: {shown.length} points are in view.</p>;
  return (
    <div className="set-names" aria-hidden="true">
      {written.map(({ i, x, y }) => (
        <span key={i} style={{ transform: `translate(${x + 6}px, ${y - 8}px)` }}>
          {draft.points[i]!.definition.name}
        </span>
      ))}
    </div>
  );
}
