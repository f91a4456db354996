/** A head with the points of a set in three.js: what the head hides is drawn as rings, by the depth that is there anyway. */
import * as three from 'three';
import type { Vector3 } from '../../../../../src/core/vector.js';
import { headMaterials } from '../../../../../src/face/heads/head-model.js';
import type { Region } from '../../../../../src/landmarks/landmark-set.js';
import type { HeadMesh } from '../editor-head.js';

/** As in the drawings of the documentation: contour red, brows green, nose blue, eyes yellow, mouth purple, skin cyan, ears orange. */
export const regionColours: Readonly<Record<Region, string>> = {
  contour: '#e5484d',
  brows: '#2fa84f',
  nose: '#3b82f6',
  eyes: '#e3b008',
  mouth: '#b45cf0',
  skin: '#12b5c9',
  ears: '#f0802b',
};

export interface Mark {
  place: Vector3;
  region: Region;
  selected: boolean;
}

/** Surface so far before a point hides it, centimetres. */
const hiding = 0.3;
/** About where a head turns, centimetres. */
export const middle: Vector3 = [0, -1.6, -2.5];

const vertexShader = `
attribute vec3 tint;
attribute float size;
uniform float ratio;
varying vec3 vTint;
varying float vSize;
void main() {
  vec4 seen = modelViewMatrix * vec4(position, 1.0);
  seen.xyz *= 1.0 - ${hiding.toFixed(1)} / length(seen.xyz);
  gl_Position = projectionMatrix * seen;
  gl_PointSize = size * ratio;
  vTint = tint;
  vSize = size * ratio;
}`;
const fragmentShader = `
uniform float hollow;
varying vec3 vTint;
varying float vSize;
void main() {
  float away = 2.0 * length(gl_PointCoord - 0.5);
  if (away > 1.0) discard;
  float rim = 1.0 - max(0.25, 3.0 / vSize);
  if (hollow > 0.5) {
    if (away < rim - 0.05) discard;
    gl_FragColor = vec4(vTint, vSize > 5.5 ? 0.75 : 0.35);
  } else {
    gl_FragColor = vec4(away > rim && vSize > 5.5 ? vTint * 0.25 : vTint, 1.0);
  }
}`;

export class Marks {
  readonly group = new three.Group();
  readonly #geometry = new three.BufferGeometry();
  readonly #materials: three.ShaderMaterial[];
  readonly #hidden: three.Points;

  constructor() {
    this.#materials = [false, true].map(
      (isHidden) =>
        new three.ShaderMaterial({
          vertexShader,
          fragmentShader,
          uniforms: { ratio: { value: 1 }, hollow: { value: isHidden ? 1 : 0 } },
          transparent: true,
          depthWrite: false,
          depthFunc: isHidden ? three.GreaterDepth : three.LessEqualDepth,
        }),
    );
    const [seen, hidden] = this.#materials.map((material) => new three.Points(this.#geometry, material));
    for (const [order, points] of [hidden!, seen!].entries()) {
      points.renderOrder = 2 + order;
      points.frustumCulled = false;
      this.group.add(points);
    }
    this.#hidden = hidden!;
  }

  /** @param size – of a mark's diameter, CSS pixels. */
  set(marks: readonly Mark[], size: number): void {
    const positions = new Float32Array(3 * marks.length);
    const tints = new Float32Array(3 * marks.length);
    const sizes = new Float32Array(marks.length);
    const colour = new three.Color();
    for (const [i, { place, region, selected }] of marks.entries()) {
      positions.set(place, 3 * i);
      // As the style sheet has them: the colours are not lit.
      colour.set(selected ? '#ffffff' : regionColours[region]).convertLinearToSRGB();
      colour.toArray(tints, 3 * i);
      sizes[i] = selected ? size + 5 : size;
    }
    this.#geometry.setAttribute('position', new three.BufferAttribute(positions, 3));
    this.#geometry.setAttribute('tint', new three.BufferAttribute(tints, 3));
    this.#geometry.setAttribute('size', new three.BufferAttribute(sizes, 1));
  }

  setRatio(ratio: number): void {
    for (const material of this.#materials) material.uniforms.ratio!.value = ratio;
  }

  showHidden(shown: boolean): void {
    this.#hidden.visible = shown;
  }

  dispose(): void {
    this.#geometry.dispose();
    for (const material of this.#materials) material.dispose();
  }
}

const shown = new Set(
  ['skin', 'sclera', 'gums', 'tongue', 'teeth'].map((name) => headMaterials.indexOf(name as 'skin')),
);
const sclera = headMaterials.indexOf('sclera');

/** @param positions – `[V, 3]` of a face of the head. */
export function headMeshObject({ triangles, materials }: HeadMesh, positions: Float32Array): three.Mesh {
  const geometry = new three.BufferGeometry();
  geometry.setAttribute('position', new three.BufferAttribute(positions, 3));
  const index: number[] = [];
  for (const isEye of [false, true]) {
    const start = index.length;
    for (let t = 0; t < materials.length; t++)
      if (shown.has(materials[t]!) && (materials[t] === sclera) === isEye)
        index.push(triangles[3 * t]!, triangles[3 * t + 1]!, triangles[3 * t + 2]!);
    geometry.addGroup(start, index.length - start, isEye ? 1 : 0);
  }
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  const material = (color: string, roughness: number) => new three.MeshStandardMaterial({ color, roughness });
  return new three.Mesh(geometry, [material('#a9a29c', 0.75), material('#e8e8ea', 0.45)]);
}

export function disposeMesh(mesh: three.Mesh): void {
  mesh.geometry.dispose();
  for (const material of [mesh.material].flat()) material.dispose();
}

/** The light goes with whoever looks. */
export function addLights(scene: three.Scene, camera: three.Camera): void {
  const lamp = new three.DirectionalLight(0xffffff, 2.4);
  lamp.position.set(-0.6, 0.9, 1);
  const fill = new three.DirectionalLight(0xffffff, 0.5);
  fill.position.set(1, -0.2, 0.4);
  camera.add(lamp, lamp.target, fill, fill.target);
  scene.add(camera, new three.AmbientLight(0xffffff, 0.7));
}

export interface Look {
  /** Radians; positive shows the subject's left. */
  yaw: number;
  /** Radians; positive looks from above. */
  pitch: number;
  /** Centimetres that the picture's shorter side shows. */
  height: number;
  /** What is in the middle, centimetres from {@link middle}. */
  shift: readonly [number, number, number];
}

export const frontLook: Look = { yaw: 0, pitch: 0, height: 25, shift: [0, 0, 0] };
const degreesOfView = 18;

export function aim(camera: three.PerspectiveCamera, { yaw, pitch, height, shift }: Look): void {
  const distance = height / 2 / Math.tan((degreesOfView * Math.PI) / 360);
  const [x, y, z] = middle.map((value, k) => value + shift[k]!) as [number, number, number];
  camera.fov = degreesOfView;
  camera.near = Math.max(1, distance - 40);
  camera.far = distance + 60;
  camera.position.set(
    x + distance * Math.sin(yaw) * Math.cos(pitch),
    y + distance * Math.sin(pitch),
    z + distance * Math.cos(yaw) * Math.cos(pitch),
  );
  camera.lookAt(x, y, z);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}

/** Whether the head hides a place from the camera. */
export function isHidden(mesh: three.Mesh, camera: three.Camera, place: Vector3): boolean {
  const target = new three.Vector3(...place);
  const ray = new three.Raycaster();
  const from = camera.getWorldPosition(new three.Vector3());
  ray.set(from, target.clone().sub(from).normalize());
  const [first] = ray.intersectObject(mesh, false);
  return first !== undefined && first.distance < from.distanceTo(target) - hiding;
}
