/**
 * The eyeball, painted by direction from its centre in the gaze's frame (z through the pupil): sclera with veins and
 * pinkish corners, iris with radial fibres, collarette and limbal ring, pupil, a wet coat bulging over the iris, and
 * the shadow of lid and lashes, which needs this shape's lid edges. Fibre structure after Lefohn et al. 2003,
 * "An ocularist's approach to human iris synthesis", reduced to one layer.
 */

import { smoothStep } from '../../core/smooth-step.js';
import type { Vector3 } from '../../core/vector.js';
import type { EyeDescription } from '../description.js';
import type { SurfaceLook, SurfacePainter } from '../dressed-part.js';
import type { LidEdges } from '../grooming/lash-strips.js';
import { segmentClasses } from '../segment-classes.js';
import { noise3 } from '../skin/value-noise.js';
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
    this.#pupil = Math.min(ball.irisAngle * 0.72, ball.pupilAngle * eye.pupilScale);
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

    const iris = smoothStep(this.#iris + 0.025, this.#iris - 0.025, angle);
    this.#paintSclera(dx, dy, dz, azimuth * this.#inward, elevation - under, look);
    if (iris > 0) this.#paintIris(dx, dy, angle, iris, look);
    const shade = 0.35 + 0.65 * open;
    look.red *= shade;
    look.green *= shade;
    look.blue *= shade;
    look.roughness = 0.3;
    look.specular = 0.012;
    look.wrap = 0.2;
    // A full coat would veil dark irises with the room's light.
    look.coat = 0.15 + 0.4 * open;
    look.openness = 0.3 + 0.7 * open;
    // The cornea is a smaller ball set into the eye: its normals turn faster.
    const bulge = smoothStep(this.#iris + 0.12, this.#iris - 0.05, angle) * 0.45;
    look.bendX = bulge * (dx * across[0] + dy * up[0]);
    look.bendY = bulge * (dx * across[1] + dy * up[1]);
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
    const { scleraTint } = this.#eye;
    const vein = noise3(dx * 9 + this.#seed, dy * 26, dz * 9);
    const thin = smoothStep(0.06, 0, Math.abs(vein)) * smoothStep(0.35, 0.8, Math.abs(noseward));
    const corner = smoothStep(0.55, 0.95, noseward) + 0.5 * smoothStep(0.6, 1, -noseward);
    const wetEdge = smoothStep(0.1, 0, overLower);
    const pink = Math.min(1, 0.85 * corner + 0.3 * wetEdge);
    look.red = 0.6 * scleraTint[0] * (1 - 0.12 * pink);
    look.green = 0.565 * scleraTint[1] * (1 - 0.42 * pink - 0.16 * thin);
    look.blue = 0.545 * scleraTint[2] * (1 - 0.42 * pink - 0.18 * thin);
  }

  #paintIris(dx: number, dy: number, angle: number, cover: number, look: SurfaceLook): void {
    const { irisColour, limbalRing } = this.#eye;
    const around = Math.atan2(dy, dx);
    const out = angle / this.#iris;
    const inner = this.#pupil / this.#iris;
    const fibre = noise3(Math.cos(around) * 13 + this.#seed, Math.sin(around) * 13, out * 2.2);
    const coarse = noise3(Math.cos(around) * 3.2, Math.sin(around) * 3.2 + this.#seed, out * 1.4);
    const collarette = Math.exp(-(((out - inner - 0.18) / 0.12) ** 2));
    const ring = smoothStep(0.72, 0.98, out) * limbalRing;
    const tone = (0.95 + 0.4 * fibre + 0.25 * coarse) * (1 + 0.35 * collarette) * (1 - 0.8 * ring);
    const pupil = smoothStep(this.#pupil + 0.02, this.#pupil - 0.02, angle);
    const warm = 0.3 * collarette;
    const share = (1 - pupil) * Math.max(tone, 0.05);
    const red = Math.min(0.8, irisColour[0] * (1 + warm) * share + 0.002);
    const green = Math.min(0.8, irisColour[1] * (1 + 0.4 * warm) * share + 0.002);
    const blue = Math.min(0.8, irisColour[2] * (1 - 0.4 * warm) * share + 0.002);
    look.red += (red - look.red) * cover;
    look.green += (green - look.green) * cover;
    look.blue += (blue - look.blue) * cover;
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
