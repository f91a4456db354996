/** The set as it is now on three heads and from eight sides, each view a part of one canvas. */
import { useEffect, useMemo, useRef, useState } from 'react';
import * as three from 'three';
import type { SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import type { EditorHead } from './editor-head.js';
import {
  addLights,
  aim,
  disposeMesh,
  headMeshObject,
  isHidden,
  type Look,
  Marks,
} from './stage/head-scene.js';

interface ViewsProps {
  heads: readonly EditorHead[];
  head: EditorHead;
  draft: SetDraft;
  selected: readonly number[];
  onLook: (look: Pick<Look, 'yaw' | 'pitch'>) => void;
}

/** Of a head and how it is looked at, degrees. */
interface View {
  title: string;
  head: EditorHead;
  face: number;
  yaw: number;
  pitch: number;
}

const poses: readonly (readonly [title: string, yaw: number, pitch: number])[] = [
  ['right 80°', -80, 0],
  ['right 50°', -50, 0],
  ['right 25°', -25, 0],
  ['left 25°', 25, 0],
  ['left 50°', 50, 0],
  ['left 80°', 80, 0],
  ['from above', 0, 30],
  ['from below', 0, -30],
];

const columns = 3;

/** The mean face and two others, of another head too where one is installed; then the poses. */
function viewsOf(head: EditorHead, heads: readonly EditorHead[]): View[] {
  const other = heads.find((one) => one !== head);
  const front = { yaw: 0, pitch: 0 };
  return [
    { title: head.name, head, face: 0, ...front },
    {
      title: other === undefined ? 'another person' : other.name,
      head: other ?? head,
      face: other === undefined ? 1 : 0,
      ...front,
    },
    { title: 'another person, mouth open', head, face: 2, ...front },
    ...poses.map(([title, yaw, pitch]) => ({ title, head, face: 0, yaw, pitch })),
  ];
}

export function Views({ heads, head, draft, selected, onLook }: ViewsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [scene, setScene] = useState<ViewsScene | null>(null);
  const views = useMemo(() => viewsOf(head, heads), [head, heads]);
  useEffect(() => {
    const made = new ViewsScene(frame.current!, views);
    setScene(made);
    const observer = new ResizeObserver(() => made.ask());
    observer.observe(frame.current!);
    return () => {
      observer.disconnect();
      made.dispose();
      setScene(null);
    };
  }, [views]);
  useEffect(() => scene?.show(draft, selected), [scene, draft, selected]);
  return (
    <section className="set-views" aria-label="The set on three heads and from eight sides">
      <div ref={frame} className="set-views-grid">
        {views.map(({ title, yaw, pitch }, i) => (
          <button
            key={title}
            type="button"
            className="set-view"
            title={i < 3 ? `${title}: turn the head to the front` : `Turn the head: ${title}`}
            aria-label={i < 3 ? `${title}, from the front` : title}
            onClick={() => onLook({ yaw: (yaw * Math.PI) / 180, pitch: (pitch * Math.PI) / 180 })}
          >
            <span>{title}</span>
          </button>
        ))}
        <p className="set-legend">Rings, here pale: hidden by the head. A view turns the large head.</p>
      </div>
    </section>
  );
}

/** How many of the poses show a point. */
export function posesShowing(head: EditorHead, draft: SetDraft, index: number): number {
  const point = draft.points[index];
  if (point === undefined) return 0;
  const mesh = headMeshObject(head.mesh, head.mesh.rest);
  const camera = new three.PerspectiveCamera();
  const place = head.place(point.definition);
  const seen = poses.filter(([, yaw, pitch]) => {
    aim(camera, lookOf(yaw, pitch));
    return !isHidden(mesh, camera, place);
  }).length;
  disposeMesh(mesh);
  return seen;
}

export const poseCount: number = poses.length;

function lookOf(yaw: number, pitch: number): Look {
  return { yaw: (yaw * Math.PI) / 180, pitch: (pitch * Math.PI) / 180, height: 29, shift: [0, -0.4, -0.8] };
}

class ViewsScene {
  readonly #element: HTMLElement;
  readonly #renderer = new three.WebGLRenderer({ antialias: true, alpha: true });
  readonly #views: readonly View[];
  readonly #cells: readonly { scene: three.Scene; camera: three.PerspectiveCamera; marks: Marks }[];
  readonly #meshes = new Map<Float32Array, three.Mesh>();
  #frame = 0;

  constructor(element: HTMLElement, views: readonly View[]) {
    this.#element = element;
    this.#views = views;
    this.#renderer.domElement.setAttribute('aria-hidden', 'true');
    element.prepend(this.#renderer.domElement);
    this.#cells = views.map(({ head, face, yaw, pitch }) => {
      const { positions } = head.faces[face]!;
      const known = this.#meshes.get(positions) ?? headMeshObject(head.mesh, positions);
      this.#meshes.set(positions, known);
      const scene = new three.Scene();
      const camera = new three.PerspectiveCamera();
      const marks = new Marks();
      // The same triangles serve all views of a face.
      scene.add(new three.Mesh(known.geometry, known.material), marks.group);
      addLights(scene, camera);
      aim(camera, lookOf(yaw, pitch));
      return { scene, camera, marks };
    });
  }

  show(draft: SetDraft, selected: readonly number[]): void {
    const chosen = new Set(selected);
    const size = draft.points.length > 250 ? 2.5 : 4;
    for (const [i, { marks }] of this.#cells.entries()) {
      const { head, face } = this.#views[i]!;
      const { positions } = head.faces[face]!;
      marks.set(
        draft.points.map(({ definition }, k) => ({
          place: head.place(definition, positions),
          region: definition.region,
          selected: chosen.has(k),
        })),
        size,
      );
    }
    this.ask();
  }

  /** Drawn once before the next frame, however often it is asked for. */
  ask(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const renderer = this.#renderer;
    const { clientWidth: width, clientHeight: height } = this.#element;
    const ratio = Math.min(2, devicePixelRatio);
    renderer.setPixelRatio(ratio);
    renderer.setSize(width, height);
    renderer.setScissorTest(true);
    const cell = width / columns;
    const rows = Math.ceil(this.#cells.length / columns);
    const tall = height / rows;
    for (const [i, { scene, camera, marks }] of this.#cells.entries()) {
      const [x, y] = [(i % columns) * cell, height - (Math.floor(i / columns) + 1) * tall];
      renderer.setViewport(x, y, cell, tall);
      renderer.setScissor(x, y, cell, tall);
      camera.aspect = cell / tall;
      camera.updateProjectionMatrix();
      marks.setRatio(ratio);
      renderer.render(scene, camera);
    }
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const mesh of this.#meshes.values()) disposeMesh(mesh);
    for (const { marks } of this.#cells) marks.dispose();
    this.#renderer.dispose();
    this.#renderer.domElement.remove();
  }
}
