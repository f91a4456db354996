/**
 * Stage 3: a shadow map for each key light (Williams 1978), seen along the light and fitted to what the camera sees: only
 * casters between the visible surface and the light are drawn. Looked up with percentage-closer soft shadows (Fernando
 * 2005): a search over a wide disc finds how far before the surface the casters stand, and the filter's disc is as wide
 * as the light's size and that distance make the penumbra. Both are Vogel discs, turned from pixel to pixel (interleaved
 * gradient noise, Jimenez 2014) and tilted with the surface, so that a wide disc does not darken the surface by itself.
 * Limits: nothing outside the picture's view of the surface receives shadow; a penumbra is at most as wide as the search.
 */
import { type Matrix3, normalise, type Vector3 } from '../../core/vector.js';
import type { DressedPart } from '../../mesh/dressed-part.js';
import type { Camera, KeyLight } from '../scene/scene.js';
import type { Geometry } from './geometry.js';
import { isCovered, rasterise, type SampleGrid } from './rasterise.js';

/** Radius of the filter disc in centimetres for a point light, and how much further casters are searched at softness 1. */
const hardRadius = 0.04;
const softRadius = 1.9;
/** Half width of the light's source against its distance at softness 1. */
const sourceSize = 0.28;
/** Vertices are rounded to this part of a texel, which closes the mesh as on the screen. */
const subtexel = 2048;
/** Samples of the filter's disc and of the search for casters. */
const taps = 16;
const searchTaps = 8;
/** The least cosine between surface and light for which the disc follows the surface. */
const flattest = 0.05;

export interface ShadowMap {
  size: number;
  grid: SampleGrid;
  /** `[V, 3]` x and y in texels, and nearness to the light in centimetres, at least 1. */
  vertices: Float32Array;
  /** Rows: right, down and towards the light, camera space. */
  axes: Matrix3;
  /** Texel of the camera-space origin and texels a centimetre. */
  originX: number;
  originY: number;
  scale: number;
  /** Nearness of the camera-space origin. */
  originNear: number;
  /** Radius of the search for casters, texels. */
  radius: number;
  /** Radius of the filter's disc for a point light, texels. */
  hard: number;
  /** Texels that the penumbra's half width grows for each centimetre between caster and surface. */
  spread: number;
}

export function createShadowMap(size: number): ShadowMap {
  const grid = {
    width: size,
    height: size,
    origin: 0,
    stride: 1,
    scale: 1,
    steps: subtexel,
    nearest: new Float32Array(size * size),
    ids: null,
  };
  return {
    size,
    grid,
    vertices: new Float32Array(0),
    axes: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    originX: 0,
    originY: 0,
    scale: 1,
    originNear: 0,
    radius: 1,
    hard: 1,
    spread: 0,
  };
}

/** @param seen – the visible surface: nearness (1/distance) at the pixel centres. */
export function drawShadowMap(
  map: ShadowMap,
  geometry: Geometry,
  parts: readonly DressedPart[],
  light: KeyLight,
  camera: Camera,
  seen: Float32Array,
): void {
  const { size } = map;
  map.axes = lightAxes(light.direction);
  const extent = visibleExtent(map.axes, camera, seen);
  const margin = hardRadius + softRadius * light.softness + 0.2;
  const side = Math.max(extent.right - extent.left, extent.bottom - extent.top, 1) + 2 * margin;
  map.scale = (size - 1) / side;
  map.originX = (margin - extent.left) * map.scale;
  map.originY = (margin - extent.top) * map.scale;
  map.radius = Math.max(1, (hardRadius + softRadius * light.softness) * map.scale);
  map.hard = Math.max(1, hardRadius * map.scale);
  map.spread = sourceSize * light.softness * map.scale;
  map.grid.nearest.fill(0);
  toLightSpace(map, geometry);
  const grids = [map.grid];
  for (let part = 0; part < parts.length; part++) {
    const { castsShadow, twoSided } = parts[part]!;
    if (!castsShadow) continue;
    if (isCovered(map.vertices, geometry.firstVertex[part]!, geometry.firstVertex[part + 1]!, map.grid))
      continue;
    const [from, to] = [geometry.firstTriangle[part]!, geometry.firstTriangle[part + 1]!];
    rasterise(map.vertices, geometry.triangles, from, to, twoSided, grids, 0);
  }
}

/** Right, down and towards the light; which way is right matters to no one. */
function lightAxes(direction: Vector3): Matrix3 {
  const [x, y, z] = normalise(direction);
  const right: Vector3 = Math.abs(y) < 0.9 ? normalise([z, 0, -x]) : normalise([0, -z, y]);
  // down = right × towards the light, so that right, down and away from the light are right-handed as on the screen
  const down: Vector3 = [
    right[1] * z - right[2] * y,
    right[2] * x - right[0] * z,
    right[0] * y - right[1] * x,
  ];
  return [...right, ...down, x, y, z];
}

/** Bounds of the visible surface in the light's plane, centimetres. */
function visibleExtent(axes: Matrix3, camera: Camera, seen: Float32Array) {
  const { width, height, focal, cx, cy } = camera;
  const [rx, ry, rz, dx, dy, dz] = axes;
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let v = 0, o = 0; v < height; v++)
    for (let u = 0; u < width; u++, o++) {
      const near = seen[o]!;
      if (near === 0) continue;
      const distance = 1 / near;
      const x = ((u - cx) / focal) * distance;
      const y = ((cy - v) / focal) * distance;
      const a = rx * x + ry * y - rz * distance;
      const b = dx * x + dy * y - dz * distance;
      if (a < left) left = a;
      if (a > right) right = a;
      if (b < top) top = b;
      if (b > bottom) bottom = b;
    }
  return left <= right ? { left, right, top, bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}

function toLightSpace(map: ShadowMap, { positions, vertexCount }: Geometry): void {
  if (map.vertices.length < vertexCount * 3) map.vertices = new Float32Array(positions.length);
  const { vertices, scale, originX, originY } = map;
  const [rx, ry, rz, dx, dy, dz, lx, ly, lz] = map.axes;
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < vertexCount * 3; n += 3) {
    const x = positions[n]!;
    const y = positions[n + 1]!;
    const z = positions[n + 2]!;
    vertices[n] = Math.floor((originX + (rx * x + ry * y + rz * z) * scale) * subtexel) / subtexel;
    vertices[n + 1] = Math.floor((originY + (dx * x + dy * y + dz * z) * scale) * subtexel) / subtexel;
    const near = lx * x + ly * y + lz * z;
    vertices[n + 2] = near;
    if (near < least) least = near;
  }
  map.originNear = 1 - least;
  for (let n = 2; n < vertexCount * 3; n += 3) vertices[n] = vertices[n]! + map.originNear;
}

const cosines = Float64Array.from({ length: 256 }, (_, i) => Math.cos((i / 128) * Math.PI));
const sines = Float64Array.from({ length: 256 }, (_, i) => Math.sin((i / 128) * Math.PI));
const golden = Math.PI * (3 - Math.sqrt(5));
const vogelDisc = (count: number, part: (angle: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, tap) => Math.sqrt((tap + 0.5) / count) * part(tap * golden));
const discX = vogelDisc(taps, Math.cos);
const discY = vogelDisc(taps, Math.sin);
const searchX = vogelDisc(searchTaps, Math.cos);
const searchY = vogelDisc(searchTaps, Math.sin);

/**
 * The share of the light that reaches a point, 0 to 1.
 * @param surface – camera-space point at 0 to 2, unit geometric normal at 3 to 5.
 * @param slack – centimetres of material the light may pass (skin past its terminator).
 * @param turn – 0 to 255: rotation of the disc.
 */
export function lightReaching(map: ShadowMap, surface: Float64Array, slack: number, turn: number): number {
  const { size, axes, scale, radius } = map;
  const nearest = map.grid.nearest;
  const nx = surface[3]!;
  const ny = surface[4]!;
  const nz = surface[5]!;
  // The surface's slope in the light's frame: nearness changes by this much a texel along the plane's axes.
  const facing = axes[6] * nx + axes[7] * ny + axes[8] * nz;
  const texel = 1 / scale;
  const steep = texel / Math.max(facing, flattest);
  const slopeX = -(axes[0] * nx + axes[1] * ny + axes[2] * nz) * steep;
  const slopeY = -(axes[3] * nx + axes[4] * ny + axes[5] * nz) * steep;
  const x = surface[0]! + nx * texel;
  const y = surface[1]! + ny * texel;
  const z = surface[2]! + nz * texel;
  const centreX = map.originX + (axes[0] * x + axes[1] * y + axes[2] * z) * scale + 0.5;
  const centreY = map.originY + (axes[3] * x + axes[4] * y + axes[5] * z) * scale + 0.5;
  const near = map.originNear + axes[6] * x + axes[7] * y + axes[8] * z + 0.5 * texel + slack;
  let cosine = cosines[turn]! * radius;
  let sine = sines[turn]! * radius;
  let blocked = 0;
  let gap = 0;
  for (let tap = 0; tap < searchTaps; tap++) {
    const dx = searchX[tap]! * cosine - searchY[tap]! * sine;
    const dy = searchX[tap]! * sine + searchY[tap]! * cosine;
    const column = (centreX + dx) | 0;
    const row = (centreY + dy) | 0;
    if (column < 0 || row < 0 || column >= size || row >= size) continue;
    const before = nearest[row * size + column]! - near - dx * slopeX - dy * slopeY;
    if (before > 0) {
      blocked++;
      gap += before;
    }
  }
  if (blocked === 0) return 1;
  const wide = (map.spread * gap) / blocked;
  const penumbra = wide > radius ? radius : wide > map.hard ? wide : map.hard;
  // In the middle of a shadow. With a smaller disc the casters around may leave the place itself lit.
  if (blocked === searchTaps && penumbra > 0.6 * radius) return 0;
  cosine *= penumbra / radius;
  sine *= penumbra / radius;
  let lit = 0;
  for (let tap = 0; tap < taps; tap++) {
    const dx = discX[tap]! * cosine - discY[tap]! * sine;
    const dy = discX[tap]! * sine + discY[tap]! * cosine;
    const column = (centreX + dx) | 0;
    const row = (centreY + dy) | 0;
    if (column < 0 || row < 0 || column >= size || row >= size) lit++;
    else if (nearest[row * size + column]! <= near + dx * slopeX + dy * slopeY) lit++;
  }
  return lit / taps;
}
