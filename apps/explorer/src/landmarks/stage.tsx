/** The head on which the set is edited: turned, looked at nearer, its points dragged, added, drawn. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import * as three from 'three';
import type { Vector3 } from '../../../../src/core/vector.js';
import type { SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import type { SurfacePoint } from '../../../../src/landmarks/surface.js';
import type { EditorHead } from './editor-head.js';
import { addLights, aim, disposeMesh, headMeshObject, isHidden, type Look, Marks } from './head-scene.js';

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
  useWheel(frame, (by) => props.onLook((old) => zoomed(old, by)));

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

export function turned(look: Look, yaw: number, pitch: number): Look {
  return { ...look, yaw: look.yaw - yaw, pitch: Math.max(-1.4, Math.min(1.4, look.pitch + pitch)) };
}

export function zoomed(look: Look, by: number): Look {
  return { ...look, height: Math.max(2, Math.min(45, look.height / by)) };
}

/** @param unit – centimetres of a pixel. */
function shifted(look: Look, dx: number, dy: number, unit: number): Look {
  const [x, y, z] = look.shift;
  return {
    ...look,
    shift: [x - dx * unit * Math.cos(look.yaw), y + dy * unit, z + dx * unit * Math.sin(look.yaw)],
  };
}

function placeOf({ mesh }: EditorHead, { triangle, weights }: SurfacePoint): Vector3 {
  return [0, 1, 2].map((axis) =>
    weights.reduce(
      (sum, weight, corner) => sum + weight * mesh.rest[3 * mesh.triangles[3 * triangle + corner]! + axis]!,
      0,
    ),
  ) as [number, number, number];
}

/** Pairs of places: the feature curves. */
function curveLines(head: EditorHead): Vector3[] {
  return [...head.surface.curves.keys()].flatMap((name) => {
    const { places, closed } = head.curvePlaces(name);
    return segments(closed ? [...places, places[0]!] : places);
  });
}

function drawnLines(head: EditorHead, draft: SetDraft, drawing: readonly SurfacePoint[]): Vector3[] {
  const strands = [...draft.drawn.values()].filter((one) => one.head === head.name);
  const lines = [...strands, ...(drawing.length > 1 ? [{ through: drawing, closed: false }] : [])];
  return lines.flatMap(({ through, closed }) => {
    const curve = head.reader.curve({ through, closed });
    if ('rule' in curve) return [];
    const named = { name: '', region: 'skin' as const };
    return segments(Array.from({ length: 41 }, (_, i) => head.place(curve.point(i / 40, named))));
  });
}

function segments(places: readonly Vector3[]): Vector3[] {
  return places.slice(1).flatMap((place, i) => [places[i]!, place]);
}

class StageScene {
  readonly camera = new three.PerspectiveCamera();
  readonly marks = new Marks();
  readonly mesh: three.Mesh;
  readonly #scene = new three.Scene();
  readonly #renderer: three.WebGLRenderer;
  readonly #element: HTMLElement;
  readonly #curves = lines('#3b4652', 0.55);
  readonly #drawn = lines('#1660b8', 1);
  readonly #guides: three.Points;

  constructor(element: HTMLElement, head: EditorHead) {
    this.#element = element;
    this.#renderer = new three.WebGLRenderer({ antialias: true, alpha: true });
    element.append(this.#renderer.domElement);
    this.mesh = headMeshObject(head.mesh, head.mesh.rest);
    this.#guides = new three.Points(
      new three.BufferGeometry(),
      new three.PointsMaterial({ color: '#1660b8', size: 9, sizeAttenuation: false, depthTest: false }),
    );
    this.#guides.renderOrder = 4;
    this.#guides.frustumCulled = false;
    this.#scene.add(this.mesh, this.#curves, this.#drawn, this.#guides, this.marks.group);
    addLights(this.#scene, this.camera);
  }

  size(): { width: number; height: number } {
    return { width: this.#element.clientWidth, height: Math.max(1, this.#element.clientHeight) };
  }

  resize(): void {
    const { width, height } = this.size();
    const ratio = Math.min(2, devicePixelRatio);
    this.#renderer.setPixelRatio(ratio);
    this.#renderer.setSize(width, height);
    this.camera.aspect = width / height;
    this.marks.setRatio(ratio);
    this.camera.updateProjectionMatrix();
  }

  look(look: Look): void {
    // The shorter side shows what is asked for.
    const { width, height } = this.size();
    aim(this.camera, { ...look, height: look.height * Math.max(1, height / width) });
  }

  /** Centimetres of a CSS pixel in the middle. */
  unit(look: Look): number {
    const { width, height } = this.size();
    return look.height / Math.min(width, height);
  }

  draw(): void {
    this.#renderer.render(this.#scene, this.camera);
  }

  setGuides(places: readonly Vector3[]): void {
    setPlaces(this.#guides.geometry, places);
  }

  setCurves(places: readonly Vector3[]): void {
    setPlaces(this.#curves.geometry, places);
  }

  setDrawn(places: readonly Vector3[]): void {
    setPlaces(this.#drawn.geometry, places);
  }

  toScreen(place: Vector3): [number, number] {
    const seen = new three.Vector3(...place).project(this.camera);
    const { width, height } = this.size();
    return [((seen.x + 1) / 2) * width, ((1 - seen.y) / 2) * height];
  }

  /** Where the head is under a pixel. */
  placeAt(x: number, y: number): Vector3 | null {
    const { width, height } = this.size();
    const ray = new three.Raycaster();
    ray.setFromCamera(new three.Vector2((2 * x) / width - 1, 1 - (2 * y) / height), this.camera);
    const [hit] = ray.intersectObject(this.mesh, false);
    return hit === undefined ? null : [hit.point.x, hit.point.y, hit.point.z];
  }

  dispose(): void {
    disposeMesh(this.mesh);
    this.marks.dispose();
    for (const object of [this.#curves, this.#drawn, this.#guides]) {
      object.geometry.dispose();
      for (const material of [object.material].flat()) material.dispose();
    }
    this.#renderer.dispose();
    this.#renderer.domElement.remove();
  }
}

function lines(color: string, opacity: number): three.LineSegments {
  const made = new three.LineSegments(
    new three.BufferGeometry(),
    new three.LineBasicMaterial({ color, opacity, transparent: true }),
  );
  made.renderOrder = 1;
  made.frustumCulled = false;
  return made;
}

/** Lines lie on the skin: a little before it they are seen. */
function setPlaces(geometry: three.BufferGeometry, places: readonly Vector3[]): void {
  const lifted = places.flatMap(([x, y, z]) => {
    const out = new three.Vector3(x, (y + 2) * 0.6, z + 5).normalize().multiplyScalar(0.06);
    return [x + out.x, y + out.y, z + out.z];
  });
  geometry.setAttribute('position', new three.BufferAttribute(Float32Array.from(lifted), 3));
}

function useStageScene(frame: React.RefObject<HTMLDivElement | null>, head: EditorHead): StageScene | null {
  const [scene, setScene] = useState<StageScene | null>(null);
  useEffect(() => {
    const made = new StageScene(frame.current!, head);
    const observer = new ResizeObserver(() => {
      made.resize();
      made.draw();
    });
    observer.observe(frame.current!);
    made.resize();
    setScene(made);
    return () => {
      observer.disconnect();
      made.dispose();
      setScene(null);
    };
  }, [frame, head]);
  return scene;
}

/** React's own listener may not keep the page from scrolling. */
function useWheel(frame: React.RefObject<HTMLDivElement | null>, zoom: (by: number) => void): void {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const element = frame.current!;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 600));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [frame]);
}
