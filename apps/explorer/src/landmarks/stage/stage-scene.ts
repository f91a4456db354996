/** What three.js draws of the head that is edited: skin, marks, curves, guides; and where a pixel meets the skin. */
import { type RefObject, useEffect, useState } from 'react';
import * as three from 'three';
import type { Vector3 } from '../../../../../src/core/vector.js';
import type { EditorHead } from '../editor-head.js';
import { addLights, aim, disposeMesh, headMeshObject, type Look, Marks } from './head-scene.js';

export class StageScene {
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

/** One while the element and the head are the same; it draws again when the element changes its size. */
export function useStageScene(frame: RefObject<HTMLDivElement | null>, head: EditorHead): StageScene | null {
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
