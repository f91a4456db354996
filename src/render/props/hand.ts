/**
 * A hand with a forearm: a palm, four fingers of three phalanges and a thumb, each a swept bar whose thickness follows
 * its joints. Proportions after Greiner 1991 (hand anthropometry of US Army personnel), rounded. Hand space: the wrist at
 * the origin, y along the straight fingers, x towards the thumb, z out of the back of the hand.
 */
import { add, cross, mix, normalise, scale, subtract, type Vector3 } from '../../core/vector.js';
import { skinAlbedo } from '../../face/dress/skin/melanin.js';
import type { Rgb } from '../../face/person/description.js';
import type { DressedPart } from '../../mesh/dressed-part.js';
import { createMaterialPainter } from '../../mesh/material-painter.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { type BarSection, SolidBuilder } from '../../mesh/solid-builder.js';
import { noise3 } from '../../mesh/value-noise.js';
import type { HandLook } from './prop-description.js';

/** Places a point of hand space in head space; `air` is how far over the skin it must stay, null
 * for anywhere. */
export type HandPlacer = (point: Vector3, air: number | null) => Vector3;

export interface HandSkin {
  /** See `SkinDescription`. */
  melanin: number;
  tint: Rgb;
}

interface Finger {
  base: Vector3;
  /** Phalanges from the knuckle outwards, and thickness (half) at base and tip. */
  bones: readonly [number, number, number];
  thick: readonly [number, number];
  /** Sideways lean of the finger with the fingers parted, radians. */
  lean: number;
}

const fingers: readonly Finger[] = [
  { base: [2.9, 8.7, 0.1], bones: [4.3, 2.6, 2.1], thick: [0.9, 0.68], lean: 0.2 },
  { base: [0.95, 9.2, 0.2], bones: [4.7, 3, 2.3], thick: [0.92, 0.7], lean: 0.05 },
  { base: [-1, 8.9, 0.15], bones: [4.4, 2.8, 2.2], thick: [0.87, 0.66], lean: -0.1 },
  { base: [-2.8, 8.1, 0], bones: [3.4, 2.1, 1.9], thick: [0.76, 0.58], lean: -0.27 },
];
/** Bend of each joint at full curl, radians. */
const bend = [1.35, 1.7, 1] as const;

/** @param arm – unit direction, head space, in which the forearm leaves the wrist. */
export function buildHand(look: HandLook, place: HandPlacer, arm: Vector3, skin: HandSkin): DressedPart[] {
  const builder = new SolidBuilder();
  const { size } = look;
  const at = (point: Vector3, half: number): Vector3 => place(scale(point, size), half * size * 0.85);
  const origin = place([0, 0, 0], null);
  const direction = (local: Vector3): Vector3 => normalise(subtract(place(local, null), origin));
  const sweep = (path: readonly BarSection[], up: Vector3, sides: number): void => {
    const sections = path.map(
      (section): BarSection => ({
        at: at(section.at, Math.min(...section.half)),
        half: [section.half[0] * size, section.half[1] * size],
      }),
    );
    builder.bar(sections, direction(up), sides);
  };
  // The palm: half thickness, half breadth.
  sweep(
    [
      { at: [0.1, -1.6, 0], half: [1.9, 2.7] },
      { at: [0.1, 0.3, 0], half: [1.75, 2.75] },
      { at: [0.3, 2.6, 0], half: [1.65, 3.5] },
      { at: [0.25, 5.2, 0.05], half: [1.45, 4] },
      { at: [0.1, 7.6, 0.15], half: [1.2, 4] },
      { at: [0, 8.9, 0.1], half: [0.95, 3.6] },
      { at: [0, 9.6, 0], half: [0.5, 3] },
    ],
    [0, 0, 1],
    10,
  );
  // Fingers bend about x, which therefore stays square to their path.
  for (const finger of fingers) sweep(fingerPath(finger, look), [1, 0, 0], 8);
  const thumbUp: Vector3 = [-0.55, 0.35, 0.75];
  const fold = 0.35 + 0.65 * look.curl;
  sweep(
    [
      { at: [1.8, 1.2, -0.5], half: [1.3, 1.5] },
      { at: [3.6, 3.4, -0.9], half: [1.25, 1.35] },
      { at: [4.9 - fold, 5.6, -1.2], half: [0.95, 1.02] },
      { at: [5.5 - 1.9 * fold, 7.2, -1.5], half: [0.92, 0.98] },
      { at: [5.8 - 2.9 * fold, 8.4, -1.8], half: [0.78, 0.92] },
      { at: [5.9 - 3.5 * fold, 9.3, -2], half: [0.42, 0.55] },
    ],
    thumbUp,
    8,
  );
  const parts = [builder.part('prop.hand', createHandPainter(skin))];
  const sleeve = new SolidBuilder();
  const wrist = at([0.1, -1.2, 0], 1);
  const along = (distance: number): Vector3 => add(wrist, scale(arm, distance));
  const bare = new SolidBuilder();
  const up = normalise(cross(arm, Math.abs(arm[0]) > 0.7 ? [0, 1, 0] : [1, 0, 0]));
  const reach = look.sleeve === null ? 32 : 9;
  bare.bar(
    [0, 0.3, 0.65, 1].map((t) => ({
      at: along(-0.4 + reach * t),
      half: [
        (2.2 + 1.4 * Math.min(1, (reach * t) / 14)) * size,
        (2.3 + 1.5 * Math.min(1, (reach * t) / 14)) * size,
      ],
    })),
    up,
    10,
  );
  parts.push(bare.part('prop.arm', createHandPainter(skin)));
  if (look.sleeve === null) return parts;
  sleeve.bar(
    [0, 0.02, 0.3, 0.6, 1].map((t, i) => ({
      at: along(5 + 28 * t),
      half: i === 0 ? [3.1 * size, 3.2 * size] : [(3.7 + 1.4 * t) * size, (3.9 + 1.5 * t) * size],
    })),
    up,
    12,
  );
  parts.push(
    sleeve.part(
      'prop.sleeve',
      createMaterialPainter({
        colour: look.sleeve,
        segment: segmentClasses.occluder,
        roughness: 0.85,
        specular: 0.03,
        weave: 0.5,
        threads: 9,
      }),
    ),
  );
  return parts;
}

function fingerPath({ base, bones, thick, lean }: Finger, { curl, spread }: HandLook): BarSection[] {
  const path: BarSection[] = [];
  const tilt = lean * (0.15 + spread);
  let angle = 0.06;
  let at: Vector3 = add(base, [0, -0.9, -0.1]);
  const section = (place: Vector3, half: number): void => {
    path.push({ at: place, half: [half, half * 0.95] });
  };
  section(at, thick[0]);
  at = base;
  let done = 0;
  const whole = bones[0] + bones[1] + bones[2];
  for (let joint = 0; joint < 3; joint++) {
    angle += curl * bend[joint]!;
    const direction: Vector3 = normalise([
      Math.sin(tilt) * Math.cos(angle),
      Math.cos(tilt) * Math.cos(angle),
      -Math.sin(angle),
    ]);
    const bone = bones[joint]!;
    const end = add(at, scale(direction, bone));
    const half = (share: number): number =>
      thick[0] + ((thick[1] - thick[0]) * (done + share * bone)) / whole;
    section(at, half(0) * 1.06);
    if (joint < 2) section(mix(at, end, 0.5), half(0.5) * 0.95);
    else {
      section(mix(at, end, 0.55), half(0.55));
      section(mix(at, end, 0.85), half(0.85) * 0.9);
      section(end, half(1) * 0.5);
    }
    at = end;
    done += bone;
  }
  return path;
}

/** Skin of hands: a little redder over the joints, with fine creases. */
function createHandPainter({ melanin, tint }: HandSkin): DressedPart['painter'] {
  const albedo = skinAlbedo(melanin);
  return {
    paint(x, y, z, look) {
      const blotch = noise3(x * 0.9, y * 0.9, z * 0.9);
      const crease = noise3(x * 4, y * 4, z * 4);
      const tone = 0.94 + 0.07 * blotch + 0.03 * crease;
      look.red = Math.min(0.9, albedo[0] * tint[0] * tone);
      look.green = Math.min(0.9, albedo[1] * tint[1] * tone * (0.93 + 0.06 * blotch));
      look.blue = Math.min(0.9, albedo[2] * tint[2] * tone * (0.92 + 0.06 * blotch));
      look.roughness = 0.52;
      look.specular = 0.028;
      look.wrap = 0.3;
      look.coat = 0;
      look.segment = segmentClasses.occluder;
      look.openness = 0.95;
      look.bendX = 0.12 * crease;
      look.bendY = 0.12 * noise3(y * 4, z * 4, x * 4);
      look.bendZ = 0;
    },
  };
}
