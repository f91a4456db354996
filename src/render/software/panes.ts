/**
 * Stage 6: panes of clear glass (spectacle lenses) over the finished picture. A pane lets through what its colour says
 * and mirrors its surroundings by Schlick's Fresnel term for two faces of glass: the environment, its panels, the key light
 * as a small disc, and a window that its description places. Light is added after the tone curve, as a reflection that the
 * film sees on its own. Limits: no refraction; of panes behind one another only the nearest is drawn. Scenes without
 * panes cost nothing.
 */
import { dot, normalise, scale, transform, transpose, type Vector3 } from '../../core/vector.js';
import type { Rgb } from '../../mesh/colour.js';
import type { DressedPart, GlassPane } from '../../mesh/dressed-part.js';
import { encodeByte, linearOfByte, toneCurve } from '../camera/tone-curve.js';
import { environmentResponse, sphericalHarmonics } from '../scene/lighting.js';
import type { Placement, RenderScene } from '../scene/scene.js';
import type { Geometry } from './geometry.js';
import { rasterise, type SampleGrid } from './rasterise.js';
import { surfaceFields } from './reflectance.js';
import { intersect } from './shading.js';
import type { VisibilityBuffer } from './visibility.js';

/** Two faces of glass, each mirroring 4 % at normal incidence. */
const reflectance = 0.075;
/** Half the angle that a key light takes in the mirror, radians: hard and soft. */
const hardDisc = 0.03;
const softDisc = 0.16;

const surface = new Float64Array(surfaceFields);

/** @param rgb – `[H, W, 3]` sRGB bytes, drawn over. */
export function drawPanes(
  buffer: VisibilityBuffer,
  geometry: Geometry,
  scene: RenderScene,
  rgb: Uint8Array,
): void {
  const { parts, camera } = scene;
  if (!parts.some(({ pane }) => pane !== undefined)) return;
  const opaque = buffer.fine ?? buffer.centre;
  const grid: SampleGrid & { ids: Uint32Array } = {
    ...opaque,
    nearest: opaque.nearest.slice(),
    ids: new Uint32Array(opaque.ids.length),
  };
  const mirrors = parts.map((part, index) => {
    if (part.pane === undefined) return null;
    const from = geometry.firstTriangle[index]!;
    const to = geometry.firstTriangle[index + 1]!;
    rasterise(geometry.screen, geometry.triangles, from, to, true, [grid], 0);
    return prepareMirror(part, part.pane, scene);
  });
  const across = buffer.fine === null ? 1 : 2;
  for (let y = 0, o = 0; y < camera.height; y++)
    for (let x = 0; x < camera.width; x++, o += 3) {
      let count = 0;
      let triangle = 0;
      for (let s = 0; s < across * across; s++) {
        const at = (y * across + Math.floor(s / across)) * grid.width + x * across + (s % across);
        if (grid.ids[at] === 0) continue;
        count++;
        triangle = grid.ids[at]! - 1;
      }
      if (count === 0) continue;
      intersect(geometry, scene, triangle, 4 * x, 4 * y, surface);
      const share = count / (across * across);
      drawMirror(mirrors[geometry.partOf[triangle]!]!, scene, rgb, o, share);
    }
}

/** What a pane does with light, ready for every pixel. */
interface Mirror {
  pane: GlassPane;
  transmission: Rgb;
  reflection: Rgb;
  /** Right, up and towards the window that the pane mirrors. */
  window: readonly [Vector3, Vector3, Vector3];
  /** Mean radiance of the surroundings, R, G, B. */
  surroundings: readonly number[];
}

function prepareMirror({ follows }: DressedPart, pane: GlassPane, scene: RenderScene): Mirror {
  // Tints and coatings are made for visible light; near infrared passes them all alike.
  const infrared = scene.spectrum === 'near-infrared';
  const placement = follows === 'head' ? scene.head : scene.body;
  return {
    pane,
    transmission: infrared ? evened(pane.transmission) : pane.transmission,
    reflection: infrared ? evened(pane.reflection) : pane.reflection,
    window: windowAxes(placement, pane.glare.x, pane.glare.y),
    surroundings: meanRadiance(scene.lighting.environment),
  };
}

/** Draws the surface just met over one pixel; `share` of the pixel is glass. */
function drawMirror(
  { pane: { glare }, transmission, reflection, window: axes, surroundings }: Mirror,
  { lighting, exposure }: RenderScene,
  rgb: Uint8Array,
  at: number,
  share: number,
): void {
  const [right, up, middle] = axes;
  const view = normalise([-surface[0]!, -surface[1]!, -surface[2]!]);
  let normal: Vector3 = [surface[3]!, surface[4]!, surface[5]!];
  if (dot(normal, view) < 0) normal = scale(normal, -1);
  const facing = dot(normal, view);
  const fresnel = reflectance + (1 - reflectance) * (1 - facing) ** 5;
  const mirrored: Vector3 = [
    2 * facing * normal[0] - view[0],
    2 * facing * normal[1] - view[1],
    2 * facing * normal[2] - view[2],
  ];
  const harmonics = sphericalHarmonics(mirrored);
  const window =
    glare.strength *
    windowShare(dot(mirrored, right), dot(mirrored, up), dot(mirrored, middle), glare.width, glare.height);
  for (let c = 0; c < 3; c++) {
    let light = window * surroundings[c]!;
    for (let i = 0; i < 9; i++)
      light += lighting.environment[i * 3 + c]! * harmonics[i]! * (i < 4 ? 0.8 : 0.4);
    for (const key of lighting.keys) {
      if (key.panel === true) continue;
      const angle = hardDisc + (softDisc - hardDisc) * key.softness;
      const cosine = dot(mirrored, key.direction);
      // A disc of radiance L and this angle lights a white surface by L·angle² (small angles).
      if (cosine > Math.cos(angle)) light += key.colour[c]! / (angle * angle);
    }
    for (const panel of lighting.panels ?? [])
      light +=
        panel.radiance[c]! *
        windowShare(
          dot(mirrored, panel.right),
          dot(mirrored, panel.up),
          dot(mirrored, panel.direction),
          panel.width,
          panel.height,
        );
    const behind = linearOfByte[rgb[at + c]!]!;
    const shine = toneCurve(Math.max(0, light) * fresnel * reflection[c]! * exposure);
    const through = transmission[c]! * (1 - fresnel);
    const seen = behind * (1 - share + share * through) + share * shine;
    rgb[at + c] = encodeByte(Math.min(1, seen));
  }
}

/** Right, up and towards the window: the camera's own mirror image in a pane that faces ahead, turned by two angles. */
function windowAxes(
  { rotation, translation }: Placement,
  x: number,
  y: number,
): readonly [Vector3, Vector3, Vector3] {
  const view = normalise(transform(transpose(rotation), scale(translation, -1)));
  const turned = normalise([-view[0] + Math.tan(x), -view[1] + Math.tan(y), Math.max(0.2, view[2])]);
  const right = normalise([turned[2], 0, -turned[0]]);
  const up: Vector3 = [
    turned[1] * right[2] - turned[2] * right[1],
    turned[2] * right[0] - turned[0] * right[2],
    turned[0] * right[1] - turned[1] * right[0],
  ];
  return [transform(rotation, right), transform(rotation, up), transform(rotation, turned)];
}

/** 1 inside the window's panes, 0 outside and on the bars that part them. */
function windowShare(x: number, y: number, ahead: number, width: number, height: number): number {
  if (ahead <= 0) return 0;
  const u = Math.abs(x / ahead) / width;
  const v = Math.abs(y / ahead) / height;
  if (u > 1 || v > 1) return 0;
  const edge = Math.min(1, (1 - Math.max(u, v)) * 6);
  return Math.min(u * width, v * height) < 0.012 ? 0.25 * edge : edge;
}

function evened([red, green, blue]: Rgb): Rgb {
  const mean = (red + green + blue) / 3;
  return [mean, mean, mean];
}

function meanRadiance(environment: Float32Array): readonly number[] {
  const sides: readonly Vector3[] = [
    [1, 0, 0],
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return ([0, 1, 2] as const).map(
    (channel) =>
      sides.reduce((sum, side) => sum + Math.max(0, environmentResponse(environment, side, channel)), 0) /
      sides.length,
  );
}
