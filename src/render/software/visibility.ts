/**
 * Stage 2: the visibility buffer (Burns & Hunt 2013). For every sample it keeps which triangle stands in front; a
 * second, coarser grid does the same at the pixel centres, which the label layers are read from.
 */
import type { DressedPart } from '../../mesh/dressed-part.js';
import type { Camera } from '../scene/scene.js';
import { type Geometry, nearPlane, snap, subpixel } from './geometry.js';
import { isCovered, rasterise, type SampleGrid } from './rasterise.js';

export interface VisibilityBuffer {
  /** One sample at each pixel's centre. */
  centre: SampleGrid & { ids: Uint32Array };
  /** Samples of the anti-aliased image; null with one sample a pixel, where `centre` serves. */
  fine: (SampleGrid & { ids: Uint32Array }) | null;
}

export function createVisibilityBuffer(width: number, height: number, samples: 1 | 2): VisibilityBuffer {
  return {
    centre: createGrid(width, height, (samples - 1) / 2, samples, subpixel / samples),
    fine: samples === 1 ? null : createGrid(width * samples, height * samples, 0, 1, subpixel / samples),
  };
}

function createGrid(width: number, height: number, origin: number, stride: number, steps: number) {
  const count = width * height;
  return {
    width,
    height,
    origin,
    stride,
    scale: 1 / stride,
    steps,
    nearest: new Float32Array(count),
    ids: new Uint32Array(count),
  };
}

export function drawVisibility(
  buffer: VisibilityBuffer,
  geometry: Geometry,
  parts: readonly DressedPart[],
  camera: Camera,
): void {
  const { screen, triangles, firstTriangle, firstVertex } = geometry;
  const samples = buffer.centre.stride;
  const grids = buffer.fine === null ? [buffer.centre] : [buffer.fine, buffer.centre];
  for (const grid of grids) {
    grid.nearest.fill(0);
    grid.ids.fill(0);
  }
  for (let part = 0; part < parts.length; part++) {
    const { pane, twoSided } = parts[part]!;
    if (pane !== undefined) continue;
    const [from, to] = [firstVertex[part]!, firstVertex[part + 1]!];
    if (part > 0 && grids.every((grid) => isCovered(screen, from, to, grid))) continue;
    rasterise(screen, triangles, firstTriangle[part]!, firstTriangle[part + 1]!, twoSided, grids, 0);
  }
  if (geometry.tooNear > 0)
    for (const grid of grids) drawCutTriangles(grid, geometry, parts, camera, samples);
}

const cutScreen = new Float32Array(12);
const fan = Uint32Array.of(0, 1, 2, 0, 2, 3);

/** Draws what remains of the triangles that reach through the near plane. They are rare. */
function drawCutTriangles(
  grid: SampleGrid,
  { positions, screen, triangles, triangleCount, partOf }: Geometry,
  parts: readonly DressedPart[],
  camera: Camera,
  samples: number,
): void {
  for (let t = 0; t < triangleCount; t++) {
    const corners = [triangles[t * 3]! * 3, triangles[t * 3 + 1]! * 3, triangles[t * 3 + 2]! * 3];
    const kept = corners.filter((corner) => screen[corner + 2]! > 0).length;
    if (kept === 0 || kept === 3 || parts[partOf[t]!]!.pane !== undefined) continue;
    const count = cut(positions, corners, camera, samples);
    rasterise(cutScreen, fan, 0, count - 2, parts[partOf[t]!]!.twoSided, [grid], t + 1);
  }
}

/** Cuts a triangle at the near plane (Sutherland & Hodgman 1974) into `cutScreen`; returns its corners, 3 or 4. */
function cut(positions: Float32Array, corners: number[], camera: Camera, samples: number): number {
  let count = 0;
  const add = (x: number, y: number, distance: number): void => {
    const scale = (camera.focal * samples) / distance;
    cutScreen[count * 3] = snap((camera.cx + 0.5) * samples - 0.5 + x * scale, samples);
    cutScreen[count * 3 + 1] = snap((camera.cy + 0.5) * samples - 0.5 - y * scale, samples);
    cutScreen[count * 3 + 2] = 1 / distance;
    count++;
  };
  for (let i = 0; i < 3; i++) {
    const a = corners[i]!;
    const b = corners[(i + 1) % 3]!;
    const [ax, ay, az] = [positions[a]!, positions[a + 1]!, -positions[a + 2]!];
    const [bx, by, bz] = [positions[b]!, positions[b + 1]!, -positions[b + 2]!];
    if (az >= nearPlane) add(ax, ay, az);
    if (az >= nearPlane !== bz >= nearPlane) {
      const t = (nearPlane - az) / (bz - az);
      add(ax + (bx - ax) * t, ay + (by - ay) * t, nearPlane);
    }
  }
  return count;
}
