/**
 * The highlights of hair, which a smooth surface's lobe makes look like lacquer: light mirrored by fibres spreads into a
 * cone about each fibre, so that highlights are bands across the strands (Kajiya & Kay 1989). Two of the lobes of Marschner
 * et al. 2003 in the form of Karis 2016 ("Physically Based Hair Shading in Unreal", SIGGRAPH course): what the surface
 * mirrors, white and moved towards the root by the tilt of the fibre's scales; and what its far side mirrors back, in the
 * fibre's colour, twice as wide, moved towards the tip. Left out: light that passes through, and that the second's colour
 * deepens at grazing angles.
 */
import type { SurfaceLook } from '../../mesh/dressed-part.js';
import type { Geometry } from './geometry.js';

/** Reflectance of a fibre straight on: refractive index 1.55. */
const reflectance = 0.0465;
/** What enters a fibre, is mirrored at its far side and leaves again. */
const throughTwice = (1 - reflectance) ** 2 * 0.08;
/** 1/√2π. */
const gaussian = 0.3989422804;

/**
 * Inputs and outputs of {@link scatter}: numbers handed over as arguments would each be put on the heap. Sines of the
 * inclinations of light and view to the fibre's cross-section, positive towards the tip, 0 and 1; cosine between light and
 * view 2; width of the first lobe, as a sine 3; tilt of the scales, radians 4; then the two lobes' scattering, per unit of
 * irradiance, 5 and 6.
 */
export const fibreFields = 7;

export function scatter(fibre: Float64Array): void {
  const toLight = fibre[0]!;
  const toView = fibre[1]!;
  const between = fibre[2]!;
  const width = fibre[3]!;
  const tilt = fibre[4]!;
  const sum = toLight + toView;
  const cosines = Math.sqrt(Math.max(1e-6, (1 - toLight * toLight) * (1 - toView * toView)));
  const round = Math.max(-1, Math.min(1, (between - toLight * toView) / cosines));
  const grazing = 1 - Math.sqrt(Math.max(0, 0.5 + 0.5 * between));
  const square = grazing * grazing;
  const fresnel = reflectance + (1 - reflectance) * square * square * grazing;
  const first = (sum + 2 * tilt) / width;
  fibre[5] =
    first * first > 24
      ? 0
      : (gaussian / width) * Math.exp(-0.5 * first * first) * 0.25 * Math.sqrt(0.5 + 0.5 * round) * fresnel;
  const second = (sum - 4 * tilt) / (2 * width);
  fibre[6] =
    second * second > 24
      ? 0
      : (gaussian / (2 * width)) * Math.exp(-0.5 * second * second + 17 * round - 16.78) * throughTwice;
}

/**
 * The direction from root to tip where a triangle is met: the look's direction in rest coordinates, carried over to the
 * triangle's plane in camera space and made square to the smooth normal, so that facets do not show.
 * @param surface – see `surfaceFields`: 3–5 are read, 9–11 written.
 * @returns false where hairs would run straight out of the surface: there is no direction.
 */
export function alignFibre(
  { positions, rest, triangles }: Geometry,
  triangle: number,
  look: SurfaceLook,
  surface: Float64Array,
): boolean {
  const a = triangles[triangle * 3]! * 3;
  const b = triangles[triangle * 3 + 1]! * 3;
  const c = triangles[triangle * 3 + 2]! * 3;
  const ux = rest[b]! - rest[a]!;
  const uy = rest[b + 1]! - rest[a + 1]!;
  const uz = rest[b + 2]! - rest[a + 2]!;
  const vx = rest[c]! - rest[a]!;
  const vy = rest[c + 1]! - rest[a + 1]!;
  const vz = rest[c + 2]! - rest[a + 2]!;
  // Least squares along the two edges; a common factor does not matter, as only the direction is wanted.
  const uu = ux * ux + uy * uy + uz * uz;
  const uv = ux * vx + uy * vy + uz * vz;
  const vv = vx * vx + vy * vy + vz * vz;
  const alongU = look.alongX * ux + look.alongY * uy + look.alongZ * uz;
  const alongV = look.alongX * vx + look.alongY * vy + look.alongZ * vz;
  const s = vv * alongU - uv * alongV;
  const t = uu * alongV - uv * alongU;
  let x = s * (positions[b]! - positions[a]!) + t * (positions[c]! - positions[a]!);
  let y = s * (positions[b + 1]! - positions[a + 1]!) + t * (positions[c + 1]! - positions[a + 1]!);
  let z = s * (positions[b + 2]! - positions[a + 2]!) + t * (positions[c + 2]! - positions[a + 2]!);
  const nx = surface[3]!;
  const ny = surface[4]!;
  const nz = surface[5]!;
  const out = x * nx + y * ny + z * nz;
  x -= out * nx;
  y -= out * ny;
  z -= out * nz;
  const squared = x * x + y * y + z * z;
  if (squared < 1e-24) return false;
  const unit = 1 / Math.sqrt(squared);
  surface[9] = x * unit;
  surface[10] = y * unit;
  surface[11] = z * unit;
  return true;
}
