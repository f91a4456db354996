/** Where hands go: each gesture lays a place of the hand on a place of the face and turns the fingers. */
import { add, cross, dot, mix, normalise, scale, subtract, type Vector3 } from '../../core/vector.js';
import type { HeadModel, HeadShape } from '../../face/heads/head-model.js';
import { placeOn } from '../../face/heads/surface-place.js';
import type { HandPlacer } from './hand.js';
import type { HeadClearance } from './head-clearance.js';
import type { HandGesture, HandProp } from './prop-description.js';

/** Places of a shaped face that things are brought to, head space. */
export interface FacePlaces {
  mouth: Vector3;
  chin: Vector3;
  noseTip: Vector3;
  forehead: Vector3;
  /** Between ear and corner of the mouth, and the ear's opening: right, left. */
  cheeks: readonly [Vector3, Vector3];
  ears: readonly [Vector3, Vector3];
  eyes: readonly [Vector3, Vector3];
}

export function findFacePlaces(head: HeadModel, shape: HeadShape): FacePlaces {
  const at = (name: string, share: number): Vector3 => {
    const { points } = head.curves.get(name)!;
    return placeOn(head.topology, shape.positions, points[Math.round(share * (points.length - 1))]!);
  };
  const brow = mix(at('brow.right.upper', 1), at('brow.left.upper', 1), 0.5);
  const chin = at('jaw.front', 0.5);
  const mouth = at('lip.outer.upper', 0.5);
  const ears = [at('jaw.front', 0), at('jaw.front', 1)] as const;
  const cheek = (ear: Vector3, corner: Vector3): Vector3 => mix(ear, corner, 0.5);
  return {
    mouth: [mouth[0], mouth[1] - 0.5, mouth[2]],
    chin,
    noseTip: at('nose.bridge', 1),
    forehead: add(brow, [0, 2.4, 0.2]),
    cheeks: [cheek(ears[0], at('lip.outer.upper', 0)), cheek(ears[1], at('lip.outer.upper', 1))],
    ears,
    eyes: [shape.eyes.right.centre, shape.eyes.left.centre],
  };
}

export interface HandStance {
  /** Place of hand space that touches, and where. */
  touch: Vector3;
  at: Vector3;
  /** Unit directions, head space: along the fingers and out of the back of the hand. */
  fingers: Vector3;
  back: Vector3;
  /** Where the forearm goes. */
  arm: Vector3;
  /** A right hand: its thumb points against `fingers` × `back`. */
  mirrored: boolean;
}

const gestureFigures: Readonly<
  Record<HandGesture, { touch: Vector3; fingers: Vector3; back: Vector3; arm: Vector3 }>
> = {
  // Written for a left hand (side 1); x is mirrored for a right one.
  chin: { touch: [0, 9.5, -1], fingers: [-0.55, 0.8, 0.1], back: [0.1, -0.45, 0.9], arm: [0.35, -0.9, 0.1] },
  cheek: {
    touch: [0, 7, -1.4],
    fingers: [0.1, 0.97, -0.2],
    back: [0.85, -0.05, 0.5],
    arm: [0.35, -0.9, 0.3],
  },
  mouth: { touch: [0, 11, -0.9], fingers: [-0.92, 0.38, 0], back: [0.1, 0, 1], arm: [0.6, -0.75, 0.25] },
  eyes: { touch: [0, 12, -0.8], fingers: [-0.7, 0.7, 0], back: [0.15, 0.1, 1], arm: [0.5, -0.8, 0.3] },
  forehead: {
    touch: [0, 11, -0.9],
    fingers: [-0.9, 0.42, 0],
    back: [0.1, 0.35, 0.93],
    arm: [0.75, -0.6, 0.3],
  },
  before: { touch: [0, 8, 0], fingers: [-0.15, 0.98, 0.1], back: [0.1, -0.1, -1], arm: [0.25, -0.95, 0.15] },
};

export function handStance(prop: HandProp, places: FacePlaces): HandStance {
  const { gesture, side, turn, shift } = prop;
  const own = side < 0 ? 0 : 1;
  const anchors: Record<HandGesture, Vector3> = {
    chin: places.chin,
    cheek: places.cheeks[own],
    mouth: places.mouth,
    eyes: add(places.eyes[own], [0, 0, 1.6]),
    forehead: places.forehead,
    before: add(mix(places.noseTip, places.mouth, 0.5), [side * 4, -1, 12]),
  };
  const figures = gestureFigures[gesture];
  const flip = ([x, y, z]: Vector3): Vector3 => [side * x, y, z];
  const back = normalise(flip(figures.back));
  const straight = normalise(flip(figures.fingers));
  // Turned about the back's direction, then made square to it.
  const aside = cross(back, straight);
  const turned = add(scale(straight, Math.cos(turn)), scale(aside, Math.sin(turn)));
  const fingers = normalise(subtract(turned, scale(back, dot(turned, back))));
  return {
    touch: figures.touch,
    at: add(anchors[gesture], [shift[0], shift[1], 0]),
    fingers,
    back,
    arm: normalise(flip(figures.arm)),
    mirrored: side < 0,
  };
}

/** @param clearance – null lets the hand lie anywhere. */
export function placeHand(stance: HandStance, size: number, clearance: HeadClearance | null): HandPlacer {
  const { touch, at, fingers, back, mirrored } = stance;
  const square = cross(fingers, back);
  const thumb = mirrored ? scale(square, -1) : square;
  return (point, air) => {
    const [x, y, z] = subtract(point, scale(touch, size));
    const placed = add(at, add(scale(thumb, x), add(scale(fingers, y), scale(back, z))));
    return clearance === null || air === null ? placed : clearance.push(placed, air);
  };
}
