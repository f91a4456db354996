/**
 * The software renderer: geometry → visibility buffer → shadow maps → deferred shading → resolve → panes of glass, on typed arrays and
 * one thread. Bit for bit the same on every run; it uses no driver. The only transparency is clear glass. Buffers are kept from one
 * scene to the next, so a renderer serves one thread at a time and a loop over many scenes allocates only its results.
 */
import { LineamentError } from '../../core/errors.js';
import type { SurfacePainter } from '../../mesh/dressed-part.js';
import {
  defaultSamples,
  type Renderer,
  type RenderOptions,
  type RenderResult,
  type RenderScene,
} from '../scene/scene.js';
import { createGeometry, gatherGeometry, gatherSurfaces } from './geometry.js';
import { drawPanes } from './panes.js';
import { prepareLights } from './reflectance.js';
import { resolvePixels } from './resolve.js';
import { type ShadedPixels, shadePixels } from './shading.js';
import { createShadowMap, drawShadowMap, type ShadowMap } from './shadow.js';
import { createVisibilityBuffer, drawVisibility, type VisibilityBuffer } from './visibility.js';

/** A shadow map somewhat finer than the image: shadows are blurred wider than its texels. */
function defaultShadowMapSize(width: number): number {
  return Math.min(1024, Math.max(128, Math.round(1.5 * width)));
}

export function createSoftwareRenderer(): Renderer {
  const geometry = createGeometry();
  let buffers: { visibility: VisibilityBuffer; pixels: ShadedPixels } | undefined;
  const shadows: ShadowMap[] = [];
  // The last painter of each kind of part is kept: what V8 has compiled for a painter's function it forgets with the last
  // instance, and a painter is made anew for every face.
  const painters = new Map<string, SurfacePainter>();

  return {
    render(scene: RenderScene, options: RenderOptions = {}): RenderResult {
      const { width, height } = scene.camera;
      const { samples = defaultSamples, shadowMapSize = defaultShadowMapSize(width) } = options;
      checkSize(scene);
      const centre = buffers?.visibility.centre;
      if (
        buffers === undefined ||
        centre?.width !== width ||
        centre.height !== height ||
        centre.stride !== samples
      )
        buffers = {
          visibility: createVisibilityBuffer(width, height, samples),
          pixels: {
            light: new Float32Array(width * height * 3),
            covered: new Uint8Array(width * height),
          },
        };
      const { visibility, pixels } = buffers;
      const result = emptyResult(width, height);
      for (const { name, painter } of scene.parts) painters.set(name, painter);
      gatherGeometry(geometry, scene, samples);
      drawVisibility(visibility, geometry, scene.parts, scene.camera);
      const { centre: middles, fine } = visibility;
      gatherSurfaces(geometry, scene, fine === null ? [middles.ids] : [middles.ids, fine.ids]);
      scene.lighting.keys.forEach((light, i) => {
        const kept = shadows[i];
        const map = kept?.size === shadowMapSize ? kept : createShadowMap(shadowMapSize);
        shadows[i] = map;
        drawShadowMap(map, geometry, scene.parts, light, scene.camera, visibility.centre.nearest);
      });
      shadePixels(visibility, geometry, scene, prepareLights(scene, shadows), pixels, result);
      resolvePixels(pixels, scene, samples * samples, result);
      drawPanes(visibility, geometry, scene, result.rgb);
      return result;
    },
  };
}

function checkSize({ camera: { width, height }, background }: RenderScene): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new LineamentError(
      `render: an image has a whole number of pixels each way, got ${width} × ${height}`,
    );
  if (background.length !== width * height * 3)
    throw new LineamentError(
      `render: the background of a ${width} × ${height} image has ${width * height * 3} bytes, got ${background.length}`,
      { hint: "paint it at the camera's size" },
    );
}

function emptyResult(width: number, height: number): RenderResult {
  const count = width * height;
  return {
    width,
    height,
    rgb: new Uint8Array(count * 3),
    segmentation: new Uint8Array(count),
    depth: new Float32Array(count),
    normals: new Float32Array(count * 3),
    albedo: new Uint8Array(count * 3),
    alpha: new Uint8Array(count),
    partIds: new Uint8Array(count),
    triangleIds: new Uint32Array(count),
  };
}
