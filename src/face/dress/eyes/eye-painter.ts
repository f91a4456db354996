/**
 * The eyeball, painted by direction from its centre in the gaze's frame (z through the pupil): sclera with veins and
 * pinkish corners, iris with radial fibres, collarette and limbal ring, pupil, a wet coat bulging over the iris, and
 * the shadow of lid and lashes, which needs this shape's lid edges. Fibre structure after Lefohn et al. 2003,
 * "An ocularist's approach to human iris synthesis", reduced to one layer.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { EyeDescription } from '../../person/description.js';
import type { LidEdges } from '../brows/lash-strips.js';
import type { EyeFrame } from './eye-frame.js';

const lidSteps = 24;

export class EyePainter implements SurfacePainter {
  readonly #eye: EyeDescription;
  readonly #frame: EyeFrame;
  readonly #iris: number;
  readonly #pupil: number;
  readonly #inward: number;
  readonly #seed: number;
  /** Elevation of the lids' edges by azimuth −75° to 75°, radians, head frame. */
  readonly #upper = new Float32Array(lidSteps + 1).fill(0.35);
  readonly #lower = new Float32Array(lidSteps + 1).fill(-0.35);

  /**
   * @param lids – the eyeball and its lids' edges on this shape.
   * @param inward – +1 when the nose lies towards +x, −1 otherwise.
   */
  constructor(eye: EyeDescription, lids: LidEdges, frame: EyeFrame, inward: 1 | -1, seed: number) {
    const { ball } = lids;
    this.#eye = eye;
    this.#frame = frame;
    this.#iris = ball.irisAngle;
    this.#pupil = ball.pupilAngle;
    this.#inward = inward;
    this.#seed = seed % 57;
    lidElevations(this.#upper, lids.upper, ball.centre);
    lidElevations(this.#lower, lids.lower, ball.centre);
  }

  paint(x: number, y: number, z: number, look: SurfaceLook): void {
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    const dx = x / length;
    const dy = y / length;
    const dz = z / length;
    const out = Math.sqrt(dx * dx + dy * dy);
    const angle = Math.atan2(out, dz);
    const { across, up, axis } = this.#frame;
    const hx = dx * across[0] + dy * up[0] + dz * axis[0];
    const hy = dx * across[1] + dy * up[1] + dz * axis[1];
    const hz = dx * across[2] + dy * up[2] + dz * axis[2];

    const azimuth = Math.atan2(hx, hz);
    const elevation = Math.asin(hy < -1 ? -1 : Math.min(hy, 1));
    const place = Math.min(lidSteps - 0.001, Math.max(0, (azimuth / 2.618 + 0.5) * lidSteps));
    const i = Math.floor(place);
    const t = place - i;
    const lid = this.#upper[i]! + (this.#upper[i + 1]! - this.#upper[i]!) * t;
    const under = this.#lower[i]! + (this.#lower[i + 1]! - this.#lower[i]!) * t;
    const open =
      smoothStep(-0.02, 0.42, lid - elevation) * (0.55 + 0.45 * smoothStep(-0.05, 0.2, elevation - under));

    const iris = smoothStep(this.#iris + 0.02, this.#iris - 0.03, angle);
    const over = elevation - under;
    this.#paintSclera(dx, dy, dz, azimuth * this.#inward, over, look);
    if (iris > 0) this.#paintIris(dx, dy, angle, iris, look);
    const shade = 0.35 + 0.65 * open;
    look.red *= shade;
    look.green *= shade;
    look.blue *= shade;
    look.roughness = 0.3;
    look.specular = 0.012;
    look.wrap = 0.2;
    // Tears stand along the lower lid as a thin line that mirrors what is above.
    const tears = smoothStep(0.075, 0.02, over) * smoothStep(-0.08, 0, over) * this.#eye.wetness;
    // A full coat would veil dark irises with the room's light.
    look.coat = Math.min(1, 0.15 + 0.4 * open + 0.6 * tears);
    look.openness = 0.3 + 0.7 * open;
    // The cornea is a smaller ball set into the eye: its normals turn faster. Tears turn theirs up.
    const bulge = smoothStep(this.#iris + 0.12, this.#iris - 0.05, angle) * 0.45;
    look.bendX = bulge * (dx * across[0] + dy * up[0]);
    look.bendY = bulge * (dx * across[1] + dy * up[1]) + 0.55 * tears;
    look.bendZ = bulge * (dx * across[2] + dy * up[2]);
    look.segment =
      angle > this.#iris
        ? segmentClasses.sclera
        : angle > this.#pupil
          ? segmentClasses.iris
          : segmentClasses.pupil;
  }

  #paintSclera(
    dx: number,
    dy: number,
    dz: number,
    noseward: number,
    overLower: number,
    look: SurfaceLook,
  ): void {
    const { scleraTint, redness } = this.#eye;
    // Vessels run from the corners towards the iris and thin out: two layers of ridged noise, stretched along them.
    const vein = noise3(dx * 5 + this.#seed, dy * 22 + 3 * dx, dz * 5);
    const twig = noise3(dx * 13, dy * 34 - 5 * dx + this.#seed, dz * 13);
    const aside = Math.abs(noseward);
    const thin =
      smoothStep(0.1, 0, Math.abs(vein)) * smoothStep(0.2, 0.75, aside) +
      0.6 * smoothStep(0.12, 0, Math.abs(twig)) * smoothStep(0.3, 0.9, aside);
    const veins = Math.min(1, thin * (0.25 + 1.1 * redness));
    const corner = smoothStep(0.55, 0.95, noseward) + 0.5 * smoothStep(0.6, 1, -noseward);
    const wetEdge = smoothStep(0.1, 0, overLower);
    const pink = Math.min(1, 0.85 * corner + 0.3 * wetEdge + 0.35 * redness * (0.4 + 0.6 * aside));
    look.red = 0.6 * scleraTint[0] * (1 - 0.12 * pink - 0.08 * veins);
    look.green = 0.565 * scleraTint[1] * (1 - 0.42 * pink) * (1 - 0.42 * veins);
    look.blue = 0.545 * scleraTint[2] * (1 - 0.42 * pink) * (1 - 0.42 * veins);
  }

  #paintIris(dx: number, dy: number, angle: number, cover: number, look: SurfaceLook): void {
    const { irisColour, innerColour, limbalRing, fibres, arcus } = this.#eye;
    const around = Math.atan2(dy, dx);
    const out = angle / this.#iris;
    const inner = this.#pupil / this.#iris;
    // From the pupil's edge, 0, to the iris's, 1: fibres stretch with the pupil.
    const radial = (out - inner) / (1 - inner);
    const fibre = noise3(Math.cos(around) * 13 + this.#seed, Math.sin(around) * 13, radial * 1.6);
    const fine = noise3(Math.cos(around) * 27, Math.sin(around) * 27 + this.#seed, radial * 1.2);
    const coarse = noise3(Math.cos(around) * 3.2, Math.sin(around) * 3.2 + this.#seed, radial);
    const wavy = radial + 0.06 * coarse + 0.05 * fibre;
    const collarette = Math.exp(-(((wavy - 0.3) / 0.13) ** 2));
    const ring = smoothStep(0.75, 1, radial) * limbalRing;
    const tone =
      (1 + fibres * (0.55 * fibre + 0.35 * fine) + 0.22 * coarse) *
      (1 + 0.3 * collarette) *
      (1 - 0.72 * ring) *
      (0.72 + 0.28 * smoothStep(0, 0.12, radial));
    const pupil = smoothStep(this.#pupil + 0.016, this.#pupil - 0.016, angle);
    const central = smoothStep(0.5, 0.22, wavy);
    const pale = 0.55 * arcus * smoothStep(0.72, 0.9, radial);
    const share = (1 - pupil) * Math.max(tone, 0.08);
    const channel = (k: 0 | 1 | 2): number => {
      const pigment = irisColour[k] + (innerColour[k] - irisColour[k]) * central;
      return Math.min(0.8, (pigment + (0.4 - pigment) * pale) * share + 0.002);
    };
    look.red += (channel(0) - look.red) * cover;
    look.green += (channel(1) - look.green) * cover;
    look.blue += (channel(2) - look.blue) * cover;
  }
}

/** Samples a lid's edge as elevation over azimuth, seen from the eye's centre; beyond its ends the end's value. */
function lidElevations(into: Float32Array, lid: readonly Vector3[], centre: Vector3): void {
  const samples = lid
    .map((point): [number, number] => {
      const [x, y, z] = [point[0] - centre[0], point[1] - centre[1], point[2] - centre[2]];
      return [Math.atan2(x, z), Math.atan2(y, Math.hypot(x, z))];
    })
    .sort((a, b) => a[0] - b[0]);
  if (samples.length < 2) return;
  for (let i = 0; i < into.length; i++) {
    const azimuth = (i / lidSteps - 0.5) * 2.618;
    const next = samples.findIndex(([place]) => place >= azimuth);
    if (next === 0) into[i] = samples[0]![1];
    else if (next < 0) into[i] = samples.at(-1)![1];
    else {
      const [fromPlace, from] = samples[next - 1]!;
      const [toPlace, to] = samples[next]!;
      into[i] = from + ((to - from) * (azimuth - fromPlace)) / Math.max(1e-6, toPlace - fromPlace);
    }
  }
}
