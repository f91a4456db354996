/** Things that a hand holds to the face: telephones and microphones, with the hand around them. */
import { add, cross, normalise, scale, subtract, type Vector3 } from '../../core/vector.js';
import type { DressedPart } from '../../mesh/dressed-part.js';
import { createMaterialPainter, type Material } from '../../mesh/material-painter.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { SolidBuilder } from '../../mesh/solid-builder.js';
import { type FacePlaces, type HandStance, placeHand } from './gestures.js';
import type { HandSkin } from './hand.js';
import { buildHand } from './hand.js';
import type { HandLook, MicrophoneProp, PhoneProp } from './prop-description.js';

const plastic: Omit<Material, 'colour'> = {
  segment: segmentClasses.occluder,
  roughness: 0.35,
  specular: 0.045,
  coat: 0.3,
};

/** Half extents of a telephone. */
const phone = { breadth: 3.65, length: 7.5, thick: 0.42 } as const;

export function buildPhone(prop: PhoneProp, places: FacePlaces, skin: HandSkin): DressedPart[] {
  const { side, turn } = prop;
  const ear = places.ears[side < 0 ? 0 : 1];
  const atEar = prop.place === 'ear';
  // Along the telephone from its foot (at the mouth's side) to its head, and out of its back.
  const along: Vector3 = atEar
    ? normalise([side * 0.12, Math.cos(0.55 + turn), -Math.sin(0.55 + turn)])
    : normalise([Math.sin(turn), Math.cos(turn), 0.05]);
  const out: Vector3 = atEar
    ? normalise(cross(cross(along, [side, 0, 0.28]), along))
    : normalise(cross(cross(along, [0, 0, 1]), along));
  const middle: Vector3 = atEar
    ? add(add(ear, [side * 2.1, -1.4, -1.6]), scale(along, -3.4))
    : add(add(places.noseTip, [prop.shift[0], prop.shift[1], 16]), [0, 0, 0]);
  const across = cross(along, out);
  const body = new SolidBuilder();
  roundedSlab(body, middle, across, along, out);
  const lens = new SolidBuilder();
  lens.ball(add(middle, add(scale(across, 1.9), add(scale(along, 5.6), scale(out, phone.thick)))), [
    scale(across, 0.75),
    scale(along, 0.75),
    scale(out, 0.18),
  ]);
  const fingers = normalise(add(scale(along, 0.75), scale(across, 0.65 * side)));
  const back = out;
  const stance: HandStance = {
    touch: [0, 8, -2],
    at: add(middle, add(scale(along, -1.5), scale(out, phone.thick + 0.25))),
    fingers,
    back,
    arm: normalise([side * 0.45, -0.85, atEar ? 0.2 : -0.1]),
    mirrored: side < 0,
  };
  return [
    body.part('prop.phone', createMaterialPainter({ ...plastic, colour: prop.colour })),
    lens.part('prop.phone.lens', createMaterialPainter({ ...plastic, colour: [0.01, 0.01, 0.012], coat: 1 })),
    ...buildHand({ ...prop.hand, curl: 0.3 }, placeHand(stance, prop.hand.size, null), stance.arm, skin),
  ];
}

/** A slab with round corners, seen flat on. */
function roundedSlab(
  builder: SolidBuilder,
  middle: Vector3,
  across: Vector3,
  along: Vector3,
  out: Vector3,
): void {
  const outline = (depth: number, inset: number): Vector3[] =>
    Array.from({ length: 28 }, (_, i) => {
      const angle = (i / 28) * 2 * Math.PI;
      const corner = (value: number): number => Math.sign(value) * Math.abs(value) ** 0.28;
      return add(
        middle,
        add(
          scale(across, corner(Math.sin(angle)) * (phone.breadth - inset)),
          add(scale(along, corner(Math.cos(angle)) * (phone.length - inset)), scale(out, depth)),
        ),
      );
    });
  const flat = (depth: number): Vector3[] => Array.from({ length: 28 }, () => add(middle, scale(out, depth)));
  const { thick } = phone;
  builder.sheet(
    [
      flat(thick),
      outline(thick, 0.35),
      outline(thick * 0.6, 0),
      outline(-thick * 0.6, 0),
      outline(-thick, 0.35),
      flat(-thick),
    ].map((ring) => ring.toReversed()),
    true,
  );
}

export function buildMicrophone(prop: MicrophoneProp, places: FacePlaces, skin: HandSkin): DressedPart[] {
  const { side, tilt, gap, form } = prop;
  const big = form === 'foam' ? 2.9 : 2.5;
  const head: Vector3 = add(places.mouth, [side * 0.8, -0.8 - big * 0.3, gap + big]);
  // From the head of the microphone down its handle.
  const down = normalise([side * Math.sin(tilt) * 0.7, -Math.cos(tilt), Math.sin(tilt) * 0.55]);
  const parts: DressedPart[] = [];
  const ball = new SolidBuilder();
  ball.ball(
    head,
    [
      [big, 0, 0],
      [0, big * 1.08, 0],
      [0, 0, big],
    ],
    16,
    10,
  );
  const grille: Material =
    form === 'foam'
      ? { ...plastic, coat: 0, colour: prop.colour, roughness: 0.95, specular: 0.02, weave: 0.8, threads: 5 }
      : {
          ...plastic,
          coat: 0,
          colour: [0.16, 0.16, 0.17],
          roughness: 0.4,
          specular: 0.3,
          weave: 0.9,
          threads: 4,
        };
  parts.push(ball.part('prop.microphone.head', createMaterialPainter(grille)));
  const handle = new SolidBuilder();
  const thick = (t: number): number => (form === 'stand' ? 0.6 : 1.75 - 0.55 * t);
  const reach = form === 'stand' ? 40 : 19;
  handle.bar(
    [0, 0.12, 0.5, 1].map((t) => ({
      at: add(head, scale(down, big * 0.7 + reach * t)),
      half: [thick(t), thick(t)],
    })),
    [0, 0, 1],
    12,
  );
  const colour = form === 'foam' ? ([0.02, 0.02, 0.022] as const) : prop.colour;
  parts.push(handle.part('prop.microphone.handle', createMaterialPainter({ ...plastic, colour })));
  if (form === 'stand') return parts;
  const grip = add(head, scale(down, big + 6.5));
  const across = normalise(cross(down, [0, 0, 1]));
  const fingers = normalise(add(scale(across, side), scale(down, -0.25)));
  const back = normalise(subtract([side * 0.3, 0, 1], scale(fingers, side * 0.3 * fingers[0] + fingers[2])));
  const stance: HandStance = {
    touch: [0, 8.6, -2.3],
    at: grip,
    fingers: scale(fingers, Math.sign(fingers[0] * -side)),
    back,
    arm: normalise([side * 0.55, -0.8, 0.15]),
    mirrored: side < 0,
  };
  const look: HandLook = { ...prop.hand, curl: 0.95, spread: 0.1 };
  parts.push(...buildHand(look, placeHand(stance, look.size, null), stance.arm, skin));
  return parts;
}
