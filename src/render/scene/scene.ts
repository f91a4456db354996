/**
 * What the renderer (`software/`) is given and what it gives back. Camera space: centimetres, x right, y up, z towards the
 * viewer, camera at the origin looking down −z. Image: pixels, x right, y down, (0, 0) the centre of the top-left pixel.
 * H height, W width.
 */
import type { Matrix3, Vector3 } from '../../core/vector.js';
import type { Rgb } from '../../face/person/description.js';
import type { DressedPart } from '../../mesh/dressed-part.js';

/** A pinhole camera: u = cx + focal·x/(−z), v = cy − focal·y/(−z). */
export interface Camera {
  width: number;
  height: number;
  /** Pixels. */
  focal: number;
  /** Principal point, pixels. */
  cx: number;
  cy: number;
}

/** Head space to camera space: rotate, then translate. */
export interface Placement {
  rotation: Matrix3;
  translation: Vector3;
}

export interface KeyLight {
  /** Unit vector from the scene towards the light, camera space. */
  direction: Vector3;
  colour: Rgb;
  /** Size of the source: 0 a point, hard shadows; 1 about half as wide as it is far. */
  softness: number;
  /** A panel of the lighting is its mirror image: a clear coat shows that instead of a round spot. */
  panel?: boolean;
}

/** A bright upright rectangle far away, mirrored by clear coats. It adds no diffuse light: a key or a lobe does. */
export interface LightPanel {
  /** Unit vector to its middle, and unit vectors along its width and height. */
  direction: Vector3;
  right: Vector3;
  up: Vector3;
  /** Half its width and height, as tangents of the angle. */
  width: number;
  height: number;
  /** Panes, with dark bars between. */
  columns: number;
  rows: number;
  radiance: Rgb;
}

export interface Lighting {
  /** Environment radiance as 9 real spherical harmonics (Ramamoorthi & Hanrahan 2001) × RGB, `[9, 3]`, camera space. */
  environment: Float32Array;
  keys: readonly KeyLight[];
  panels?: readonly LightPanel[];
}

/** A still to render: parts in head space, where they stand, light, and what is behind. */
export interface RenderScene {
  parts: readonly DressedPart[];
  /** Places the parts that follow the head. */
  head: Placement;
  /** Places the parts that stay with the body; usually the same translation with less rotation. */
  body: Placement;
  camera: Camera;
  lighting: Lighting;
  /** `[H, W, 3]` sRGB bytes behind everything. */
  background: Uint8Array;
  /** Multiplies linear light before the tone curve. */
  exposure: number;
  /** Near infrared turns every colour into a grey, paler where pigment makes a red one (`visible` by default). */
  spectrum?: 'visible' | 'near-infrared';
}

/** Samples a pixel along each axis, where nobody says: smooth edges. */
export const defaultSamples = 2;

export interface RenderOptions {
  /** Samples a pixel along each axis. */
  samples?: 1 | 2 | undefined;
  /** Side of the square shadow map, pixels (by default half as much again as the image's width, 128 to 1024). */
  shadowMapSize?: number;
}

/** Also tells which part, and which triangle of it, stands in front at a pixel. */
export interface RenderResult extends RenderedLayers {
  /** `[H, W]` 0 on the background, else 1 + the index of the part in the scene, by the centre sample. */
  partIds: Uint8Array;
  /** `[H, W]` the triangle within that part. */
  triangleIds: Uint32Array;
}

/** Draws scenes. Deterministic: the same scene gives the same bits. Reuses its buffers between calls, never its results. */
export interface Renderer {
  render(scene: RenderScene, options?: RenderOptions): RenderResult;
}

/** The layers of one rendered image, all `[H, W]` and aligned pixel for pixel. */
export interface RenderedLayers {
  width: number;
  height: number;
  /** `[H, W, 3]` sRGB bytes. */
  rgb: Uint8Array;
  /** `[H, W]` one of `segmentClasses` of face/, by the centre sample. */
  segmentation: Uint8Array;
  /** `[H, W]` distance along −z in centimetres; 0 where nothing is (background). */
  depth: Float32Array;
  /** `[H, W, 3]` unit normals, camera space; 0 on the background. */
  normals: Float32Array;
  /** `[H, W, 3]` sRGB bytes of the surface's own colour, without light, by the centre sample; 0 on the background. */
  albedo: Uint8Array;
  /** `[H, W]` share of the pixel that is not background, 0 to 255. */
  alpha: Uint8Array;
}
