/** Shapes and scenes with closed forms, for the tests of rendering. */
import { createHash } from 'node:crypto';
import { identity3, normalise, rotationAbout, type Vector3 } from '../core/vector.js';
import type { DressedPart, SurfaceLook } from '../mesh/dressed-part.js';
import type { Camera, RenderResult, RenderScene } from './scene/scene.js';

/** Grey, matt, class 1, and whatever else is given. */
export function plainPainter(look: Partial<SurfaceLook> = {}): DressedPart['painter'] {
  const plain: SurfaceLook = {
    red: 0.5,
    green: 0.5,
    blue: 0.5,
    roughness: 1,
    specular: 0,
    wrap: 0,
    coat: 0,
    segment: 1,
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
  return { paint: (_x, _y, _z, out) => void Object.assign(out, plain, look) };
}

export interface ShapeOptions extends Partial<DressedPart> {
  look?: Partial<SurfaceLook>;
}

export function makePart(
  positions: readonly number[],
  triangles: readonly number[],
  { look, ...given }: ShapeOptions = {},
): DressedPart {
  const vertices = Float32Array.from(positions);
  return {
    name: 'shape',
    positions: vertices,
    normals: null,
    rest: vertices,
    triangles: Uint32Array.from(triangles),
    painter: plainPainter(look),
    twoSided: false,
    castsShadow: true,
    isHead: true,
    follows: 'head',
    ...given,
  };
}

/** A flat quadrilateral, two triangles; corners counter-clockwise as seen from outside. */
export function quad(
  corners: readonly [Vector3, Vector3, Vector3, Vector3],
  options?: ShapeOptions,
): DressedPart {
  return makePart(corners.flat(), [0, 1, 2, 0, 2, 3], options);
}

/** A rectangle in a plane of constant z that faces the camera. */
export function rectangle(
  left: number,
  right: number,
  bottom: number,
  top: number,
  z: number,
  options?: ShapeOptions,
): DressedPart {
  return quad(
    [
      [left, bottom, z],
      [right, bottom, z],
      [right, top, z],
      [left, top, z],
    ],
    options,
  );
}

/** A sphere of rings × 2·rings quads, with exact normals. */
export function sphere(centre: Vector3, radius: number, rings: number, options?: ShapeOptions): DressedPart {
  const segments = 2 * rings;
  const positions: number[] = [];
  const normals: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i <= rings; i++)
    for (let j = 0; j < segments; j++) {
      const polar = (i / rings) * Math.PI;
      const turn = (j / segments) * 2 * Math.PI;
      const normal = [Math.sin(polar) * Math.sin(turn), Math.cos(polar), Math.sin(polar) * Math.cos(turn)];
      normals.push(...normal);
      positions.push(...normal.map((value, axis) => centre[axis]! + radius * value));
    }
  for (let i = 0; i < rings; i++)
    for (let j = 0; j < segments; j++) {
      const a = i * segments + j;
      const b = i * segments + ((j + 1) % segments);
      triangles.push(a, a + segments, b, b, a + segments, b + segments);
    }
  return makePart(positions, triangles, { normals: Float32Array.from(normals), ...options });
}

export const squareCamera = (size: number, focal: number): Camera => ({
  width: size,
  height: size,
  focal,
  cx: (size - 1) / 2,
  cy: (size - 1) / 2,
});

/** Harmonics of an environment of the same radiance all round. */
export function uniformEnvironment(radiance: number): Float32Array {
  const environment = new Float32Array(27);
  environment.fill(radiance / 0.282095, 0, 3);
  return environment;
}

/** Parts where they stand, black behind, a uniform environment of radiance 1. */
export function makeScene(
  parts: readonly DressedPart[],
  camera: Camera,
  given: Partial<RenderScene> = {},
): RenderScene {
  const still = { rotation: identity3, translation: [0, 0, 0] as const };
  return {
    parts,
    head: still,
    body: still,
    camera,
    lighting: { environment: uniformEnvironment(1), keys: [] },
    background: new Uint8Array(camera.width * camera.height * 3),
    exposure: 1,
    ...given,
  };
}

/** A small scene with everything in it: two lights, shadow, wrap, coat, a body, a background. */
export function shadedScene(): RenderScene {
  const camera = { width: 64, height: 48, focal: 110, cx: 30.2, cy: 23.9 };
  const environment = Float32Array.from({ length: 27 }, (_, i) => (i < 3 ? 1.2 : 0.2 * Math.sin(i)));
  return makeScene(
    [
      sphere([0, 1, 0], 9, 60, { look: { wrap: 0.4, specular: 0.028, roughness: 0.5 } }),
      sphere([0, 0, 9], 2, 24, { look: { red: 0.8, coat: 0.7, segment: 10 } }),
      rectangle(-30, 30, -20, -7, -4, { follows: 'body', look: { segment: 15 }, isHead: false }),
    ],
    camera,
    {
      head: { rotation: rotationAbout(normalise([0.2, 1, 0.1]), 0.4), translation: [0.5, 0.3, -60] },
      body: { rotation: rotationAbout([0, 1, 0], 0.2), translation: [0.5, 0.3, -60] },
      lighting: {
        environment,
        keys: [
          { direction: normalise([0.7, 0.5, 0.6]), colour: [1.1, 1, 0.9], softness: 0.4 },
          { direction: normalise([-0.8, 0.1, 0.3]), colour: [0.2, 0.25, 0.4], softness: 1 },
        ],
      },
      background: Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7) % 256),
    },
  );
}

/** Hash of the image and the segmentation: equal only if every byte is. */
export function resultHash({ rgb, segmentation }: RenderResult): string {
  return createHash('sha256').update(rgb).update(segmentation).digest('hex').slice(0, 16);
}
