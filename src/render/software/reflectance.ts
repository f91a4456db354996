/**
 * What light a surface sends to the camera: a cosine whose foot is rounded off past the terminator (after wrapped diffuse;
 * Green, GPU Gems 2004), red furthest, as in skin; GGX specular (Walter 2007) with the height-correlated Smith visibility (Heitz 2014) and Schlick's Fresnel; a
 * sharp clear coat; fibres' lobes for hair (`fibre.ts`); diffuse environment light from spherical harmonics (Ramamoorthi & Hanrahan 2001), and its reflection
 * from the same harmonics, bands damped with the lobe's width; bright panels in the clear coat, blurred over the pixel's
 * footprint on an eye. A white surface that faces a key light sends back the
 * key's colour; under an environment of radiance 1 a surface of albedo 1 sends back 1, whatever its specular part.
 */
import type { SurfaceLook } from '../../mesh/dressed-part.js';
import { cosineBands } from '../scene/lighting.js';
import type { LightPanel, RenderScene } from '../scene/scene.js';
import { fibreFields, scatter } from './fibre.js';
import { lightReaching, type ShadowMap } from './shadow.js';

/**
 * Layout of a surface record: position 0–2, unit geometric normal 3–5 (towards the viewer), rest coordinates 6–8; on hair the
 * unit direction of its fibres 9–11.
 */
export const surfaceFields = 12;

/** Green and blue light travel less far in skin than red. */
const greenWrap = 0.62;
const blueWrap = 0.5;
/** Centimetres of skin that light passes at wrap 1. */
const passes = 0.45;
/** Cosine of the light from which on hair's highlights have their full strength. */
const fibreFoot = 0.25;
/** Behind the terminator a wrapped surface must not shade itself as a ball of this diameter does, centimetres. */
const roundness = 20;

const coatRoughness = 0.12;
const coatReflectance = 0.04;

export interface LightSetup {
  /** `[9, 3]` environment radiance. */
  environment: Float64Array;
  /** `[9, 3]` the same times the cosine lobe's band factors over π: what a white matt surface sends back. */
  response: Float64Array;
  keys: readonly { direction: Float64Array; colour: Float64Array; shadow: ShadowMap; spot: boolean }[];
  panels: readonly LightPanel[];
  /** Half the angle, as a tangent, over which a pixel of an eye mirrors the surroundings. */
  footprint: number;
}

/**
 * A ray into the surroundings: direction, damping of bands 1 and 2, share of red, green and blue. Numbers handed over as
 * arguments would each be put on the heap.
 */
const ray = new Float64Array(8);
const fibre = new Float64Array(fibreFields);

/** Radius of the cornea, centimetres. */
const mirrorRadius = 0.8;
/** Bars between panes, as a share of a pane. */
const barShare = 0.12;

export function prepareLights(
  { lighting, camera, head }: Pick<RenderScene, 'lighting' | 'camera' | 'head'>,
  shadows: readonly ShadowMap[],
): LightSetup {
  // A step of one pixel turns the normal by pixel/radius and the mirrored ray by twice that; half of it on each side.
  const pixel = Math.max(1, -head.translation[2]) / camera.focal;
  return {
    panels: lighting.panels ?? [],
    footprint: Math.min(0.7, Math.max(0.03, pixel / mirrorRadius)),
    environment: Float64Array.from(lighting.environment),
    response: Float64Array.from(lighting.environment, (value, i) => value * cosineBands[Math.floor(i / 3)]!),
    keys: lighting.keys.map((key, i) => ({
      direction: Float64Array.from(key.direction),
      colour: Float64Array.from(key.colour),
      shadow: shadows[i]!,
      spot: key.panel !== true,
    })),
  };
}

/**
 * Radiance towards the camera.
 * @param surface – see {@link surfaceFields}.
 * @param normal – unit shading normal, camera space.
 * @param turn – 0 to 255: rotation of the shadow filter.
 * @param out – linear red, green, blue.
 */
export function reflect(
  lights: LightSetup,
  look: SurfaceLook,
  surface: Float64Array,
  normal: Float64Array,
  turn: number,
  out: Float64Array,
): void {
  const nx = normal[0]!;
  const ny = normal[1]!;
  const nz = normal[2]!;
  const px = surface[0]!;
  const py = surface[1]!;
  const pz = surface[2]!;
  const away = 1 / Math.sqrt(px * px + py * py + pz * pz);
  const vx = -px * away;
  const vy = -py * away;
  const vz = -pz * away;
  const facing = nx * vx + ny * vy + nz * vz;
  const nv = Math.max(facing, 1e-3);
  const f0 = look.specular;
  // Hairs are round: what a surface mirrors at a grazing angle they spread all around.
  const f90 = look.fibre > 0 ? f0 : f0 < 0.02 ? f0 * 50 : 1;
  const roughness = Math.max(look.roughness, 0.05);
  const grazing = power5(1 - nv);
  const coatFresnel = look.coat > 0 ? look.coat * (coatReflectance + (1 - coatReflectance) * grazing) : 0;
  const below = 1 - coatFresnel;

  // The environment: what the lobe mirrors (Lazarov's fit, SIGGRAPH 2013 course) is not there to be scattered.
  const lobeEdge = 1 - roughness;
  const shield =
    Math.min(lobeEdge * lobeEdge, Math.exp(-6.4324 * nv)) * lobeEdge + 0.0425 - 0.0275 * roughness;
  const mirrored = Math.max(
    0,
    f0 * (1.04 - 0.572 * roughness - 1.04 * shield) + f90 * (0.022 * roughness - 0.04 + 1.04 * shield),
  );
  const diffuse = (1 - mirrored) * below * look.openness;
  ray[0] = nx;
  ray[1] = ny;
  ray[2] = nz;
  ray[3] = 1;
  ray[4] = 1;
  ray[5] = diffuse * look.red;
  ray[6] = diffuse * look.green;
  ray[7] = diffuse * look.blue;
  addHarmonics(lights.response, out, true);
  const bounce = 2 * (nx * vx + ny * vy + nz * vz);
  ray[0] = nx * bounce - vx;
  ray[1] = ny * bounce - vy;
  ray[2] = nz * bounce - vz;
  const alpha = roughness * roughness;
  const specular = mirrored * below * look.openness;
  if (specular > 0) {
    const width = alpha * alpha;
    ray[3] = 1 / (1 + width);
    ray[4] = 1 / (1 + 4 * width);
    ray[5] = specular;
    ray[6] = specular;
    ray[7] = specular;
    addHarmonics(lights.environment, out, false);
  }
  if (coatFresnel > 0) {
    const coat = coatFresnel * look.openness;
    ray[3] = 1;
    ray[4] = 1;
    ray[5] = coat;
    ray[6] = coat;
    ray[7] = coat;
    addHarmonics(lights.environment, out, false);
    for (let p = 0; p < lights.panels.length; p++) addPanel(lights.panels[p]!, lights.footprint, out);
  }

  const wrap = look.wrap;
  for (let k = 0; k < lights.keys.length; k++) {
    const { direction, colour, shadow, spot } = lights.keys[k]!;
    const lx = direction[0]!;
    const ly = direction[1]!;
    const lz = direction[2]!;
    const nl = nx * lx + ny * ly + nz * lz;
    if (nl <= -wrap) continue;
    const slack = wrap * passes + (nl < 0 ? -nl * roundness : 0);
    const lit = lightReaching(shadow, surface, slack, turn);
    if (lit === 0) continue;
    let shine = 0;
    let tinted = 0;
    let fresnel = f0;
    if (look.fibre > 0) {
      fibre[0] = lx * surface[9]! + ly * surface[10]! + lz * surface[11]!;
      fibre[1] = vx * surface[9]! + vy * surface[10]! + vz * surface[11]!;
      fibre[2] = lx * vx + ly * vy + lz * vz;
      fibre[3] = alpha;
      fibre[4] = look.tilt;
      scatter(fibre);
      // The hair below is opaque: highlights go out with the light on its surface.
      const onto = Math.PI * look.fibre * Math.min(1, (nl + wrap) / (fibreFoot + wrap));
      shine = onto * fibre[5]!;
      tinted = onto * fibre[6]!;
    } else if (nl > 0) {
      const hx = lx + vx;
      const hy = ly + vy;
      const hz = lz + vz;
      const half = 1 / Math.sqrt(hx * hx + hy * hy + hz * hz + 1e-12);
      const nh = Math.max(0, (nx * hx + ny * hy + nz * hz) * half);
      const vh = Math.max(0, (vx * hx + vy * hy + vz * hz) * half);
      const toGrazing = power5(1 - Math.min(1, vh));
      fresnel = f0 + (f90 - f0) * toGrazing;
      shine = fresnel * lobe(alpha, nh, nl, nv) * below;
      if (spot && look.coat > 0)
        shine +=
          look.coat *
          (coatReflectance + (1 - coatReflectance) * toGrazing) *
          lobe(coatRoughness * coatRoughness, nh, nl, nv);
    }
    const matt = (1 - fresnel) * below;
    out[0] = out[0]! + lit * colour[0]! * (look.red * (matt * wrapped(nl, wrap) + tinted) + shine);
    out[1] =
      out[1]! + lit * colour[1]! * (look.green * (matt * wrapped(nl, wrap * greenWrap) + tinted) + shine);
    out[2] =
      out[2]! + lit * colour[2]! * (look.blue * (matt * wrapped(nl, wrap * blueWrap) + tinted) + shine);
  }
}

/** Adds what a panel sends along the ray, its edges and bars blurred over the footprint. */
function addPanel(panel: LightPanel, footprint: number, out: Float64Array): void {
  const x = ray[0]!;
  const y = ray[1]!;
  const z = ray[2]!;
  const { direction, right, up, width, height, columns, rows, radiance } = panel;
  const ahead = x * direction[0] + y * direction[1] + z * direction[2];
  if (ahead < 0.1) return;
  const u = (x * right[0] + y * right[1] + z * right[2]) / ahead;
  const across = covered(u, width, footprint);
  if (across === 0) return;
  const v = (x * up[0] + y * up[1] + z * up[2]) / ahead;
  const light = ray[5]! * across * covered(v, height, footprint) * open(u, width, columns, footprint);
  if (light === 0) return;
  const seen = light * open(v, height, rows, footprint);
  out[0] = out[0]! + seen * radiance[0];
  out[1] = out[1]! + seen * radiance[1];
  out[2] = out[2]! + seen * radiance[2];
}

/** Share of the footprint around `at` that lies within ± half. */
function covered(at: number, half: number, footprint: number): number {
  const overlap = Math.min(at + footprint, half) - Math.max(at - footprint, -half);
  return overlap > 0 ? overlap / (2 * footprint) : 0;
}

/** Share of light that bars between panes leave; where the footprint is wider than a pane, their mean. */
function open(at: number, half: number, panes: number, footprint: number): number {
  if (panes === 1) return 1;
  const pane = (2 * half) / panes;
  if (footprint > pane / 2) return 1 - barShare;
  const place = (at + half) / pane;
  const toBar = Math.abs(place - Math.round(place)) * pane;
  return 1 - covered(toBar, (barShare * pane) / 2, footprint);
}

function power5(x: number): number {
  const square = x * x;
  return square * square * x;
}

/**
 * Lambert's cosine with a parabola for a foot, from −wrap to wrap, that joins it smoothly. Its integral over the sphere is
 * that of the cosine and less than a fiftieth more at the widths in use.
 */
function wrapped(nl: number, wrap: number): number {
  if (nl >= wrap) return nl;
  const foot = nl + wrap;
  return foot <= 0 ? 0 : (foot * foot) / (4 * wrap);
}

/** π · distribution · visibility · cosine of a GGX lobe. */
function lobe(alpha: number, nh: number, nl: number, nv: number): number {
  const square = alpha * alpha;
  const d = nh * nh * (square - 1) + 1;
  const smith =
    nl * Math.sqrt(nv * nv * (1 - square) + square) + nv * Math.sqrt(nl * nl * (1 - square) + square);
  return ((square / (d * d)) * 0.5 * nl) / (smith + 1e-9);
}

/** Adds (or sets) the light of nine harmonics along the ray; never negative. */
function addHarmonics(sh: Float64Array, out: Float64Array, fresh: boolean): void {
  const x = ray[0]!;
  const y = ray[1]!;
  const z = ray[2]!;
  const band1 = ray[3]!;
  const band2 = ray[4]!;
  const red = ray[5]!;
  const green = ray[6]!;
  const blue = ray[7]!;
  const y1 = 0.488603 * band1 * y;
  const y2 = 0.488603 * band1 * z;
  const y3 = 0.488603 * band1 * x;
  const y4 = 1.092548 * band2 * x * y;
  const y5 = 1.092548 * band2 * y * z;
  const y6 = 0.315392 * band2 * (3 * z * z - 1);
  const y7 = 1.092548 * band2 * x * z;
  const y8 = 0.546274 * band2 * (x * x - y * y);
  const add = fresh ? 0 : 1;
  let light =
    0.282095 * sh[0]! +
    y1 * sh[3]! +
    y2 * sh[6]! +
    y3 * sh[9]! +
    y4 * sh[12]! +
    y5 * sh[15]! +
    y6 * sh[18]! +
    y7 * sh[21]! +
    y8 * sh[24]!;
  out[0] = add * out[0]! + (light > 0 ? light * red : 0);
  light =
    0.282095 * sh[1]! +
    y1 * sh[4]! +
    y2 * sh[7]! +
    y3 * sh[10]! +
    y4 * sh[13]! +
    y5 * sh[16]! +
    y6 * sh[19]! +
    y7 * sh[22]! +
    y8 * sh[25]!;
  out[1] = add * out[1]! + (light > 0 ? light * green : 0);
  light =
    0.282095 * sh[2]! +
    y1 * sh[5]! +
    y2 * sh[8]! +
    y3 * sh[11]! +
    y4 * sh[14]! +
    y5 * sh[17]! +
    y6 * sh[20]! +
    y7 * sh[23]! +
    y8 * sh[26]!;
  out[2] = add * out[2]! + (light > 0 ? light * blue : 0);
}
