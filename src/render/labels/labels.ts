/**
 * Reads landmark labels off a rendered scene: pixel, camera-space place and visibility of points on the head's surface.
 *
 * A point is hidden where a drawn triangle crosses the straight line to the camera more than {@link tolerance} before it.
 * That test is against the triangles themselves, not the pixels, so it does not depend on the image's size; the tolerance
 * lets a point on a lid's or lip's edge, which lies a little behind the fold that makes the outline, count as seen. The
 * image decides one more case: a point of a surface that faces away, and that is seen nowhere near, is hidden too. The
 * face's own strands (lashes, brows: head parts drawn on both sides) are too thin to hide a point, and a pane of clear
 * glass hides nothing. Hair hides what it stands off from: at the side of a frontal head a line of sight grazes the skin and
 * passes centimetres of even a close-cropped side, so hair is judged by its height above the skin. Triangles that reach
 * through the near plane are not tested.
 *
 * K points, H height and W width of the image.
 */
import { cross, dot, subtract, type Vector3 } from '../../core/vector.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import { placeOn } from '../../face/heads/surface-place.js';
import { visibility } from '../../landmarks/landmark-set.js';
import type { SurfacePoint } from '../../landmarks/surface.js';
import type { DressedPart } from '../../mesh/dressed-part.js';
import { project, toCamera } from '../camera/projection.js';
import type { Camera, Placement, RenderResult, RenderScene } from '../scene/scene.js';

/** Surface this close before a point, centimetres along the view, does not hide it. */
const tolerance = 0.3;
/** The same for what lies on the skin, as a mask does. */
const touching = 0.02;
/** Hair hides nothing up to this height above the skin, centimetres: the shape of what is under it can be seen. */
const closeHair = 0.4;
/**
 * Centimetres: heights above the skin are reckoned on a ball about as round as the side of a head. A chin is rounder: of a beard there up to about
 * a centimetre counts as close.
 */
const roundness = 8;
/** Triangles with a corner nearer than this are not tested, centimetres. */
const nearest = 1;

export interface LabelRequest {
  head: Pick<HeadModel, 'topology'>;
  /** `[V, 3]` the head's shape, head space, centimetres. */
  positions: Float32Array;
  scene: RenderScene;
  /** What the scene was rendered to. */
  result: Pick<RenderResult, 'depth' | 'partIds'>;
  points: readonly SurfacePoint[];
}

export interface PointLabels {
  /** `[K, 2]` pixels; NaN for a point at or behind the camera. */
  pixels: Float32Array;
  /** `[K, 3]` camera space, centimetres. */
  camera: Float32Array;
  /** `[K]` see `visibility` in landmarks/. */
  visibility: Uint8Array;
}

export function labelSurfacePoints(request: LabelRequest): PointLabels {
  const { scene, result, points } = request;
  const { pixels, camera } = locateSurfacePoints(request);
  const facings = pointFacings(request, camera);
  const seen = findBlocked(scene, pixels, camera, facings);
  for (let k = 0; k < points.length; k++) {
    if (!isInside(pixels, k, scene.camera)) seen[k] = visibility.outside;
    else if (
      seen[k] === visibility.visible &&
      facings[k]! <= 0 &&
      !isSeenNear(scene, result, pixels, k, -camera[k * 3 + 2]!)
    )
      seen[k] = visibility.hiddenBySelf;
  }
  return { pixels, camera, visibility: seen };
}

function locateSurfacePoints({
  head,
  positions,
  scene,
  points,
}: Omit<LabelRequest, 'result'>): Pick<PointLabels, 'pixels' | 'camera'> {
  const pixels = new Float32Array(points.length * 2);
  const camera = new Float32Array(points.length * 3);
  for (let k = 0; k < points.length; k++) {
    const position = toCamera(placeOn(head.topology, positions, points[k]!), scene.head);
    camera.set(position, k * 3);
    pixels.set(project(position, scene.camera), k * 2);
  }
  return { pixels, camera };
}

function triangleCorners(
  { topology }: Pick<HeadModel, 'topology'>,
  positions: Float32Array,
  triangle: number,
): [Vector3, Vector3, Vector3] {
  const corner = (k: number): Vector3 => {
    const at = topology.triangles[triangle * 3 + k]! * 3;
    return [positions[at]!, positions[at + 1]!, positions[at + 2]!];
  };
  return [corner(0), corner(1), corner(2)];
}

/** The image reaches half a pixel past its outermost pixel centres. NaN is outside. */
function isInside(pixels: Float32Array, k: number, { width, height }: Camera): boolean {
  const u = pixels[k * 2]!;
  const v = pixels[k * 2 + 1]!;
  return u >= -0.5 && v >= -0.5 && u < width - 0.5 && v < height - 0.5;
}

/** `[K]`: cosine between the skin's normal at each point and the way to the camera: 1 straight on, 0 grazing, less where it faces away. */
function pointFacings({ head, positions, scene, points }: LabelRequest, camera: Float32Array): Float32Array {
  return Float32Array.from(points, ({ triangle }, k) => {
    const [a, b, c] = triangleCorners(head, positions, triangle).map((corner) =>
      toCamera(corner, scene.head),
    ) as [Vector3, Vector3, Vector3];
    const normal = cross(subtract(b, a), subtract(c, a));
    const sight: Vector3 = [camera[k * 3]!, camera[k * 3 + 1]!, camera[k * 3 + 2]!];
    const size = Math.sqrt(dot(normal, normal) * dot(sight, sight));
    return size === 0 ? 0 : -dot(normal, sight) / size;
  });
}

/** Whether the image shows the head at about the point's depth in the 3 × 3 pixels around it. */
function isSeenNear(
  { parts, camera: { width, height } }: RenderScene,
  { depth, partIds }: LabelRequest['result'],
  pixels: Float32Array,
  k: number,
  distance: number,
): boolean {
  const column = Math.floor(pixels[k * 2]! + 0.5);
  const row = Math.floor(pixels[k * 2 + 1]! + 0.5);
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
      const id = partIds[y * width + x]!;
      if (id === 0 || !parts[id - 1]!.isHead) continue;
      if (Math.abs(depth[y * width + x]! - distance) < tolerance) return true;
    }
  return false;
}

/** `[K]`: what stands before each point. Points of a pixel form a linked list, so each triangle meets few of them. */
function findBlocked(
  { camera, parts, head, body }: RenderScene,
  pixels: Float32Array,
  points: Float32Array,
  facings: Float32Array,
): Uint8Array {
  const count = pixels.length / 2;
  const blocked = new Uint8Array(count);
  const first = new Int32Array(camera.width * camera.height).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const around = new Uint8Array(camera.width * camera.height);
  for (let k = 0; k < count; k++) {
    if (!isInside(pixels, k, camera)) continue;
    const column = Math.floor(pixels[k * 2]! + 0.5);
    const row = Math.floor(pixels[k * 2 + 1]! + 0.5);
    const pixel = row * camera.width + column;
    next[k] = first[pixel]!;
    first[pixel] = k;
    for (let y = Math.max(0, row - smallBox + 1); y <= row; y++)
      around.fill(1, y * camera.width + Math.max(0, column - smallBox + 1), y * camera.width + column + 1);
  }
  const search: Search = { first, next, around, pixels, points, facings, blocked };
  for (const part of parts) {
    if ((part.isHead && part.twoSided) || part.pane !== undefined) continue;
    blockWithPart(part, part.follows === 'head' ? head : body, camera, search);
  }
  return blocked;
}

/** Triangles of up to this many pixels each way are most; one look tells whether such a box holds a point. */
const smallBox = 4;

interface Search {
  /** `[H, W]` a point in the pixel, or −1. */
  first: Int32Array;
  /** `[K]` the next point in the same pixel, or −1. */
  next: Int32Array;
  /** `[H, W]` 1 where the box of `smallBox` pixels each way that begins here, rightwards and down, holds a point. */
  around: Uint8Array;
  pixels: Float32Array;
  points: Float32Array;
  facings: Float32Array;
  blocked: Uint8Array;
}

/** Grow to the largest part and are kept: u, v and 1/distance of each vertex, and the column and row of its pixel. */
let projected = new Float32Array(0);
let cells = new Int32Array(0);
/** Least and greatest u, least and greatest v and greatest 1/distance of the part at hand. */
const bounds = new Float64Array(5);

function blockWithPart(part: DressedPart, placement: Placement, camera: Camera, search: Search): void {
  const { triangles, twoSided, isHair = false } = part;
  const margin = isHair ? closeHair : part.clings ? touching : tolerance;
  projectPart(part.positions, placement, camera);
  if (!canBlock(search, margin)) return;
  const { first, next, around } = search;
  const { width, height } = camera;
  const mark = part.isHead ? visibility.hiddenBySelf : visibility.hiddenByOther;
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    let left = cells[a]!;
    let right = left;
    let top = cells[a + 1]!;
    let bottom = top;
    const bColumn = cells[b]!;
    if (bColumn < left) left = bColumn;
    else if (bColumn > right) right = bColumn;
    const bRow = cells[b + 1]!;
    if (bRow < top) top = bRow;
    else if (bRow > bottom) bottom = bRow;
    const cColumn = cells[c]!;
    if (cColumn < left) left = cColumn;
    else if (cColumn > right) right = cColumn;
    const cRow = cells[c + 1]!;
    if (cRow < top) top = cRow;
    else if (cRow > bottom) bottom = cRow;
    if (left < 0) left = 0;
    if (top < 0) top = 0;
    if (right >= width) right = width - 1;
    if (bottom >= height) bottom = height - 1;
    if (left > right || top > bottom) continue;
    if (right - left < smallBox && bottom - top < smallBox && around[top * width + left] === 0) continue;
    const ax = projected[a]!;
    const ay = projected[a + 1]!;
    const area =
      (projected[c]! - ax) * (projected[b + 1]! - ay) - (projected[b]! - ax) * (projected[c + 1]! - ay);
    if (area === 0 || (area < 0 && !twoSided)) continue;
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++)
        for (let k = first[y * width + x]!; k >= 0; k = next[k]!)
          blockPoint(search, k, a, b, c, area, mark, margin, isHair);
  }
}

/** Whether any point lies within the bounds of the part at hand and behind its nearest vertex. */
function canBlock({ pixels, points, blocked }: Search, margin: number): boolean {
  const left = bounds[0]!;
  const right = bounds[1]!;
  const top = bounds[2]!;
  const bottom = bounds[3]!;
  const distance = 1 / bounds[4]!;
  for (let k = 0; k < blocked.length; k++) {
    if (blocked[k] === visibility.hiddenBySelf) continue;
    const u = pixels[k * 2]!;
    const v = pixels[k * 2 + 1]!;
    if (u >= left && u <= right && v >= top && v <= bottom && distance < -points[k * 3 + 2]! - margin)
      return true;
  }
  return false;
}

function projectPart(positions: Float32Array, placement: Placement, camera: Camera): void {
  if (projected.length < positions.length) {
    projected = new Float32Array(positions.length);
    cells = new Int32Array(positions.length);
  }
  const [a, b, c, d, e, f, g, h, i] = placement.rotation;
  const [tx, ty, tz] = placement.translation;
  const { cx, cy, focal } = camera;
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  let near = 0;
  for (let n = 0; n < positions.length; n += 3) {
    const x = positions[n]!;
    const y = positions[n + 1]!;
    const z = positions[n + 2]!;
    const distance = -(g * x + h * y + i * z + tz);
    const inverse = distance < nearest ? Number.NaN : 1 / distance;
    projected[n] = cx + focal * (a * x + b * y + c * z + tx) * inverse;
    projected[n + 1] = cy - focal * (d * x + e * y + f * z + ty) * inverse;
    projected[n + 2] = inverse;
    const u = projected[n]!;
    const v = projected[n + 1]!;
    // What is too near has no place: its triangles fail every later test.
    cells[n] = Math.floor(u + 0.5);
    cells[n + 1] = Math.floor(v + 0.5);
    if (u < left) left = u;
    if (u > right) right = u;
    if (v < top) top = v;
    if (v > bottom) bottom = v;
    if (inverse > near) near = inverse;
  }
  // Room for the rounding of a vertex to floats.
  bounds[0] = left - 1e-3;
  bounds[1] = right + 1e-3;
  bounds[2] = top - 1e-3;
  bounds[3] = bottom + 1e-3;
  bounds[4] = near * (1 + 1e-6);
}

/** Marks point k if the triangle crosses its line of sight well before it. */
function blockPoint(
  { pixels, points, facings, blocked }: Search,
  k: number,
  a: number,
  b: number,
  c: number,
  area: number,
  mark: number,
  margin: number,
  isHair: boolean,
): void {
  // The face itself decides first: what it hides stays hidden when the other thing is taken away.
  if (blocked[k] === visibility.hiddenBySelf) return;
  const u = pixels[k * 2]!;
  const v = pixels[k * 2 + 1]!;
  const bx = projected[b]!;
  const by = projected[b + 1]!;
  const cx = projected[c]!;
  const cy = projected[c + 1]!;
  const wa = ((u - bx) * (cy - by) - (cx - bx) * (v - by)) / area;
  const wb = ((u - cx) * (projected[a + 1]! - cy) - (projected[a]! - cx) * (v - cy)) / area;
  const wc = 1 - wa - wb;
  if (wa < 0 || wb < 0 || wc < 0) return;
  const inverse = wa * projected[a + 2]! + wb * projected[b + 2]! + wc * projected[c + 2]!;
  const gap = -points[k * 3 + 2]! - 1 / inverse;
  if (gap > margin && (!isHair || heightAboveSkin(gap, facings[k]!) > margin)) blocked[k] = mark;
}

/**
 * How far from a ball's surface a place lies that is met before one of its points; never more than the gap.
 * @param gap – between the two along the line of sight, centimetres. @param facing – cosine between the normal there and that line.
 */
function heightAboveSkin(gap: number, facing: number): number {
  return Math.sqrt(roundness ** 2 + 2 * roundness * gap * facing + gap ** 2) - roundness;
}
