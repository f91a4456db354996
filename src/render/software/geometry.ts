/**
 * Stage 1 of the software renderer: gathers the parts of a scene into one set of arrays in camera space. Buffers grow
 * to the largest scene seen and are reused.
 */
import { LineamentError } from '../../core/errors.js';
import type { DressedPart } from '../../mesh/dressed-part.js';
import type { Camera, Placement, RenderScene } from '../scene/scene.js';

/** Nothing nearer to the camera than this is drawn, centimetres. */
export const nearPlane = 1;
/** Screen positions are rounded to 1/4096 px, so that edge functions are exact in doubles and meshes have no cracks. */
export const subpixel = 4096;

/** V vertices and T triangles of all parts together. Arrays may be longer than the scene needs. */
export interface Geometry {
  vertexCount: number;
  triangleCount: number;
  /** How many vertices lie before the near plane, behind the camera included. */
  tooNear: number;
  /** `[V, 3]` camera space, centimetres. */
  positions: Float32Array;
  /** `[V, 3]` camera space; unit length only after interpolation. */
  normals: Float32Array;
  /** `[V, 3]` coordinates for the painters. */
  rest: Float32Array;
  /** `[V, 3]` x and y on the sample grid, and 1/distance; 1/distance is 0 for a vertex before the near plane. */
  screen: Float32Array;
  /** `[T, 3]` vertex numbers. */
  triangles: Uint32Array;
  /** `[T]` the part of each triangle. */
  partOf: Uint8Array;
  /** For each part the number of its first triangle, and at the end T. */
  firstTriangle: number[];
  /** The same of vertices, and at the end V. */
  firstVertex: number[];
  /** The arrays that `triangles` was filled from: the head's own are the same for every face and need no copy. */
  copied: { from: Uint32Array; vertex: number; triangle: number }[];
}

export function createGeometry(): Geometry {
  return {
    vertexCount: 0,
    triangleCount: 0,
    tooNear: 0,
    positions: new Float32Array(0),
    normals: new Float32Array(0),
    rest: new Float32Array(0),
    screen: new Float32Array(0),
    triangles: new Uint32Array(0),
    partOf: new Uint8Array(0),
    firstTriangle: [],
    firstVertex: [],
    copied: [],
  };
}

/**
 * Fills all but `normals` and `rest`, see {@link gatherSurfaces}.
 * @param samples – samples a pixel along each axis: sets the scale of `screen`.
 */
export function gatherGeometry(geometry: Geometry, scene: RenderScene, samples: number): void {
  const { parts } = scene;
  if (parts.length > 254)
    throw new LineamentError(`render: a scene holds at most 254 parts, got ${parts.length}`, {
      hint: 'merge parts that share a painter',
    });
  makeRoom(geometry, parts);
  geometry.firstTriangle.length = 0;
  geometry.firstVertex.length = 0;
  let vertex = 0;
  let triangle = 0;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    const vertices = part.positions.length / 3;
    const triangles = part.triangles.length / 3;
    geometry.firstTriangle.push(triangle);
    geometry.firstVertex.push(vertex);
    geometry.partOf.fill(index, triangle, triangle + triangles);
    const placement = part.follows === 'head' ? scene.head : scene.body;
    place(part.positions, placement, true, geometry.positions, vertex * 3);
    const last = geometry.copied[index];
    if (last?.from !== part.triangles || last.vertex !== vertex || last.triangle !== triangle) {
      copyTriangles(part, vertex, geometry.triangles, triangle * 3);
      // What was copied for later parts may be overwritten.
      geometry.copied.length = index;
      geometry.copied.push({ from: part.triangles, vertex, triangle });
    }
    vertex += vertices;
    triangle += triangles;
  }
  geometry.firstTriangle.push(triangle);
  geometry.firstVertex.push(vertex);
  geometry.vertexCount = vertex;
  geometry.triangleCount = triangle;
  geometry.tooNear = projectVertices(geometry, scene.camera, samples);
}

/**
 * Fills `normals` and `rest` of the parts that are seen: shading reads no others, and the inside of a closed mouth is a
 * third of all vertices. Panes count as seen.
 * @param grids – triangle numbers + 1 of the visibility buffer.
 */
export function gatherSurfaces(
  geometry: Geometry,
  { parts, head, body }: RenderScene,
  grids: readonly Uint32Array[],
): void {
  const { partOf, firstTriangle, firstVertex } = geometry;
  const seen = new Uint8Array(parts.length);
  for (const ids of grids)
    for (let o = 0; o < ids.length; o++) if (ids[o] !== 0) seen[partOf[ids[o]! - 1]!] = 1;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    if (seen[index] === 0 && part.pane === undefined) continue;
    const vertex = firstVertex[index]!;
    const triangle = firstTriangle[index]!;
    geometry.rest.set(part.rest, vertex * 3);
    const placement = part.follows === 'head' ? head : body;
    if (part.normals !== null) place(part.normals, placement, false, geometry.normals, vertex * 3);
    else
      areaWeightedNormals(
        geometry,
        vertex,
        firstVertex[index + 1]! - vertex,
        triangle,
        firstTriangle[index + 1]! - triangle,
      );
  }
}

function makeRoom(geometry: Geometry, parts: readonly DressedPart[]): void {
  let vertices = 0;
  let triangles = 0;
  for (const part of parts) {
    vertices += part.positions.length;
    triangles += part.triangles.length;
  }
  if (geometry.positions.length < vertices) {
    geometry.positions = new Float32Array(vertices);
    geometry.normals = new Float32Array(vertices);
    geometry.rest = new Float32Array(vertices);
    geometry.screen = new Float32Array(vertices);
  }
  if (geometry.triangles.length < triangles) {
    geometry.triangles = new Uint32Array(triangles);
    geometry.copied.length = 0;
    geometry.partOf = new Uint8Array(triangles / 3);
  }
}

function place(
  from: Float32Array,
  { rotation, translation }: Placement,
  move: boolean,
  to: Float32Array,
  at: number,
): void {
  const [a, b, c, d, e, f, g, h, i] = rotation;
  const tx = move ? translation[0] : 0;
  const ty = move ? translation[1] : 0;
  const tz = move ? translation[2] : 0;
  for (let n = 0, o = at; n < from.length; n += 3, o += 3) {
    const x = from[n]!;
    const y = from[n + 1]!;
    const z = from[n + 2]!;
    to[o] = a * x + b * y + c * z + tx;
    to[o + 1] = d * x + e * y + f * z + ty;
    to[o + 2] = g * x + h * y + i * z + tz;
  }
}

function copyTriangles(part: DressedPart, firstVertex: number, to: Uint32Array, at: number): void {
  const from = part.triangles;
  for (let i = 0; i < from.length; i++) to[at + i] = from[i]! + firstVertex;
}

/** Sums the cross products of each vertex's triangles: longer where the triangle is larger. */
function areaWeightedNormals(
  { positions, normals, triangles }: Geometry,
  firstVertex: number,
  vertices: number,
  firstTriangle: number,
  count: number,
): void {
  normals.fill(0, firstVertex * 3, (firstVertex + vertices) * 3);
  for (let t = firstTriangle * 3, end = t + count * 3; t < end; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    const ax = positions[a]!;
    const ay = positions[a + 1]!;
    const az = positions[a + 2]!;
    const ux = positions[b]! - ax;
    const uy = positions[b + 1]! - ay;
    const uz = positions[b + 2]! - az;
    const vx = positions[c]! - ax;
    const vy = positions[c + 1]! - ay;
    const vz = positions[c + 2]! - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    normals[a] = normals[a]! + nx;
    normals[a + 1] = normals[a + 1]! + ny;
    normals[a + 2] = normals[a + 2]! + nz;
    normals[b] = normals[b]! + nx;
    normals[b + 1] = normals[b + 1]! + ny;
    normals[b + 2] = normals[b + 2]! + nz;
    normals[c] = normals[c]! + nx;
    normals[c + 1] = normals[c + 1]! + ny;
    normals[c + 2] = normals[c + 2]! + nz;
  }
  // Weights must not depend on how large a vertex's triangles are, only on their shares.
  for (let v = firstVertex * 3, end = v + vertices * 3; v < end; v += 3) {
    const nx = normals[v]!;
    const ny = normals[v + 1]!;
    const nz = normals[v + 2]!;
    const norm = Math.sqrt(nx * nx + ny * ny + nz * nz);
    const scale = norm > 0 ? 1 / norm : 0;
    normals[v] = nx * scale;
    normals[v + 1] = ny * scale;
    normals[v + 2] = nz * scale;
  }
}

/** Fills `screen`; returns how many vertices are too near. */
function projectVertices(
  { positions, screen, vertexCount }: Geometry,
  camera: Camera,
  samples: number,
): number {
  const focal = camera.focal * samples;
  // Pixel centres lie on whole pixels, sample centres on whole samples.
  const cx = (camera.cx + 0.5) * samples - 0.5;
  const cy = (camera.cy + 0.5) * samples - 0.5;
  let tooNear = 0;
  for (let n = 0; n < vertexCount * 3; n += 3) {
    const distance = -positions[n + 2]!;
    if (distance < nearPlane) {
      screen[n + 2] = 0;
      tooNear++;
      continue;
    }
    const inverse = 1 / distance;
    const scale = focal * inverse;
    screen[n] = snap(cx + positions[n]! * scale, samples);
    screen[n + 1] = snap(cy - positions[n + 1]! * scale, samples);
    screen[n + 2] = inverse;
  }
  return tooNear;
}

/** Rounds a place on the sample grid to the subpixel grid. */
export function snap(x: number, samples: number): number {
  const steps = subpixel / samples;
  return Math.floor(x * steps + 0.5) / steps;
}
