/**
 * Stage 4: deferred shading of the visibility buffer. Each pixel is shaded once for each surface in it, not once a
 * sample (as multisampling does): samples of the same part at about the same depth share one shading, weighted by how
 * many they are. Writes the label layers on the way, from the sample at the pixel's centre.
 */
import type { DressedPart, SurfaceLook } from '../../mesh/dressed-part.js';
import { encodeByte } from '../camera/tone-curve.js';
import type { Camera, RenderResult, RenderScene } from '../scene/scene.js';
import { alignFibre } from './fibre.js';
import type { Geometry } from './geometry.js';
import { type LightSetup, reflect, surfaceFields } from './reflectance.js';
import type { VisibilityBuffer } from './visibility.js';

/** Samples of a part further apart along the view than this are different surfaces (nose and cheek), centimetres. */
const sameSurface = 0.5;

/** `[H, W]`: light of what covers a pixel, and how many of its samples are covered. */
export interface ShadedPixels {
  /** `[H, W, 3]` linear, mean over the covered samples. */
  light: Float32Array;
  covered: Uint8Array;
}

const look: SurfaceLook = {
  red: 0,
  green: 0,
  blue: 0,
  roughness: 1,
  specular: 0,
  wrap: 0,
  coat: 0,
  segment: 0,
  openness: 1,
  bendX: 0,
  bendY: 0,
  bendZ: 0,
  fibre: 0,
  alongX: 0,
  alongY: 0,
  alongZ: 0,
  tilt: 0,
};
const surface = new Float64Array(surfaceFields);
const normal = new Float64Array(3);
const radiance = new Float64Array(3);
const sum = new Float64Array(3);
const pending = new Uint32Array(4);

/** @param layers – segmentation, depth, normals, albedo, partIds and triangleIds are written; all start as 0. */
export function shadePixels(
  buffer: VisibilityBuffer,
  geometry: Geometry,
  scene: RenderScene,
  lights: LightSetup,
  pixels: ShadedPixels,
  layers: RenderResult,
): void {
  const { centre, fine } = buffer;
  const { width, height } = centre;
  const { partOf } = geometry;
  const { light, covered } = pixels;
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o++) {
      const front = centre.ids[o]!;
      const turn = filterTurn(x, y);
      if (front !== 0) {
        intersect(geometry, scene, front - 1, 4 * x, 4 * y);
        paint(scene.parts[partOf[front - 1]!]!, geometry, front - 1);
        writeLabels(layers, geometry, front - 1, o);
      }
      if (fine === null) {
        covered[o] = front === 0 ? 0 : 1;
        if (front === 0) continue;
        shade(scene, lights, partOf[front - 1]!, turn);
        light[o * 3] = radiance[0]!;
        light[o * 3 + 1] = radiance[1]!;
        light[o * 3 + 2] = radiance[2]!;
        continue;
      }
      const { ids, nearest } = fine;
      const corner = 2 * y * fine.width + 2 * x;
      let count = 0;
      for (let s = 0; s < 4; s++) {
        const at = corner + (s >> 1) * fine.width + (s & 1);
        if (ids[at] !== 0) pending[count++] = at;
      }
      covered[o] = count;
      if (count === 0) continue;
      sum[0] = 0;
      sum[1] = 0;
      sum[2] = 0;
      let left = count;
      if (front !== 0) {
        left = dropSame(geometry, ids, nearest, left, partOf[front - 1]!, centre.nearest[o]!);
        if (left < count) {
          shade(scene, lights, partOf[front - 1]!, turn);
          addLight(count - left);
        }
      }
      while (left > 0) {
        const at = pending[0]!;
        const triangle = ids[at]! - 1;
        const part = partOf[triangle]!;
        const row = at >= corner + fine.width ? 1 : -1;
        const column = (at - corner) % fine.width === 0 ? -1 : 1;
        intersect(geometry, scene, triangle, 4 * x + column, 4 * y + row);
        paint(scene.parts[part]!, geometry, triangle);
        shade(scene, lights, part, turn);
        const before = left;
        left = dropSame(geometry, ids, nearest, left, part, nearest[at]!);
        addLight(before - left);
      }
      light[o * 3] = sum[0]! / count;
      light[o * 3 + 1] = sum[1]! / count;
      light[o * 3 + 2] = sum[2]! / count;
    }
}

function addLight(weight: number): void {
  sum[0] = sum[0]! + weight * radiance[0]!;
  sum[1] = sum[1]! + weight * radiance[1]!;
  sum[2] = sum[2]! + weight * radiance[2]!;
}

/** Takes the samples of one surface out of `pending`; returns how many remain. */
function dropSame(
  { partOf }: Geometry,
  ids: Uint32Array,
  nearest: Float32Array,
  count: number,
  part: number,
  near: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const at = pending[i]!;
    const other = nearest[at]!;
    const same = partOf[ids[at]! - 1] === part && Math.abs(other - near) < sameSurface * other * near;
    if (!same) pending[kept++] = at;
  }
  return kept;
}

/** Interleaved gradient noise (Jimenez 2014) as a rotation, 0 to 255. */
function filterTurn(x: number, y: number): number {
  const a = 0.06711056 * x + 0.00583715 * y;
  const b = 52.9829189 * (a - Math.floor(a));
  return Math.floor((b - Math.floor(b)) * 256);
}

/**
 * Meets the ray through a place of the image with a triangle's plane.
 * @param quarterX – in quarters of a pixel, as whole numbers; so is `quarterY`.
 * @param into – filled with a surface record, see {@link surfaceFields}.
 */
export function intersect(
  { positions, normals, rest, triangles }: Geometry,
  { camera }: { camera: Camera },
  triangle: number,
  quarterX: number,
  quarterY: number,
  into: Float64Array = surface,
): void {
  const a = triangles[triangle * 3]! * 3;
  const b = triangles[triangle * 3 + 1]! * 3;
  const c = triangles[triangle * 3 + 2]! * 3;
  const ax = positions[a]!;
  const ay = positions[a + 1]!;
  const az = positions[a + 2]!;
  const bx = positions[b]!;
  const by = positions[b + 1]!;
  const bz = positions[b + 2]!;
  const cx = positions[c]!;
  const cy = positions[c + 1]!;
  const cz = positions[c + 2]!;
  const dx = (quarterX / 4 - camera.cx) / camera.focal;
  const dy = (camera.cy - quarterY / 4) / camera.focal;
  // Volumes of ray and edges: homogeneous barycentric weights (Olano & Greer 1997), right behind the camera as well.
  let wa = dx * (by * cz - bz * cy) + dy * (bz * cx - bx * cz) - (bx * cy - by * cx);
  let wb = dx * (cy * az - cz * ay) + dy * (cz * ax - cx * az) - (cx * ay - cy * ax);
  let wc = dx * (ay * bz - az * by) + dy * (az * bx - ax * bz) - (ax * by - ay * bx);
  if (wa + wb + wc < 0) {
    wa = -wa;
    wb = -wb;
    wc = -wc;
  }
  // Rounding on the screen may put a sample a hair outside.
  if (wa < 0) wa = 0;
  if (wb < 0) wb = 0;
  if (wc < 0) wc = 0;
  const total = wa + wb + wc;
  const scale = total > 0 ? 1 / total : 0;
  wa = total > 0 ? wa * scale : 1;
  wb *= scale;
  wc *= scale;
  const x = wa * ax + wb * bx + wc * cx;
  const y = wa * ay + wb * by + wc * cy;
  const z = wa * az + wb * bz + wc * cz;
  let nx = wa * normals[a]! + wb * normals[b]! + wc * normals[c]!;
  let ny = wa * normals[a + 1]! + wb * normals[b + 1]! + wc * normals[c + 1]!;
  let nz = wa * normals[a + 2]! + wb * normals[b + 2]! + wc * normals[c + 2]!;
  const squared = nx * nx + ny * ny + nz * nz;
  if (squared > 0) {
    const unit = 1 / Math.sqrt(squared);
    nx *= unit;
    ny *= unit;
    nz *= unit;
  } else nz = 1;
  into[0] = x;
  into[1] = y;
  into[2] = z;
  into[3] = nx;
  into[4] = ny;
  into[5] = nz;
  into[6] = wa * rest[a]! + wb * rest[b]! + wc * rest[c]!;
  into[7] = wa * rest[a + 1]! + wb * rest[b + 1]! + wc * rest[c + 1]!;
  into[8] = wa * rest[a + 2]! + wb * rest[b + 2]! + wc * rest[c + 2]!;
}

/** Asks the painter for the look of a place on a triangle; the back of a two-sided part is seen with its normal turned round. */
function paint(part: DressedPart, geometry: Geometry, triangle: number): void {
  if (part.twoSided) {
    const facing = surface[0]! * surface[3]! + surface[1]! * surface[4]! + surface[2]! * surface[5]!;
    if (facing > 0) for (let i = 3; i < 6; i++) surface[i] = -surface[i]!;
  }
  look.fibre = 0;
  part.painter.paint(surface[6]!, surface[7]!, surface[8]!, look);
  if (look.fibre > 0 && !alignFibre(geometry, triangle, look, surface)) look.fibre = 0;
}

/** Light of the surface just met and painted, into `radiance`. */
function shade(scene: RenderScene, lights: LightSetup, part: number, turn: number): void {
  let nx = surface[3]!;
  let ny = surface[4]!;
  let nz = surface[5]!;
  if (look.bendX !== 0 || look.bendY !== 0 || look.bendZ !== 0) {
    const placement = scene.parts[part]!.follows === 'head' ? scene.head : scene.body;
    const r = placement.rotation;
    nx += r[0] * look.bendX + r[1] * look.bendY + r[2] * look.bendZ;
    ny += r[3] * look.bendX + r[4] * look.bendY + r[5] * look.bendZ;
    nz += r[6] * look.bendX + r[7] * look.bendY + r[8] * look.bendZ;
    const unit = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-20);
    nx *= unit;
    ny *= unit;
    nz *= unit;
  }
  if (scene.spectrum === 'near-infrared') toNearInfrared(look);
  normal[0] = nx;
  normal[1] = ny;
  normal[2] = nz;
  reflect(lights, look, surface, normal, turn, radiance);
}

/**
 * Melanin, blood and most dyes absorb little in near infrared: every colour becomes a grey, paler the redder it is. A fit
 * by eye to published driver-monitoring pictures, not to spectra.
 */
function toNearInfrared(look: SurfaceLook): void {
  const grey = Math.sqrt(Math.max(0, 0.85 * look.red + 0.1 * look.green + 0.05 * look.blue)) * 0.85;
  look.red = grey;
  look.green = grey;
  look.blue = grey;
}

function writeLabels(layers: RenderResult, geometry: Geometry, triangle: number, o: number): void {
  const part = geometry.partOf[triangle]!;
  layers.segmentation[o] = look.segment;
  layers.depth[o] = -surface[2]!;
  layers.normals[o * 3] = surface[3]!;
  layers.normals[o * 3 + 1] = surface[4]!;
  layers.normals[o * 3 + 2] = surface[5]!;
  layers.albedo[o * 3] = encodeByte(Math.min(1, look.red));
  layers.albedo[o * 3 + 1] = encodeByte(Math.min(1, look.green));
  layers.albedo[o * 3 + 2] = encodeByte(Math.min(1, look.blue));
  layers.partIds[o] = part + 1;
  layers.triangleIds[o] = triangle - geometry.firstTriangle[part]!;
}
