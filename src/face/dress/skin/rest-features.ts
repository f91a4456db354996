/**
 * Where a head's features lie on its neutral mean face, measured from its curves: what skin, grooming and clothing are
 * placed by. Head space, centimetres; x towards the subject's left. Works for any head model.
 */

import { internalError } from '../../../core/errors.js';
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { mix, type Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import { pointAlong } from '../../../mesh/polyline.js';
import { browDrop } from '../../heads/after-photographs.js';
import { type HeadModel, type HeadTopology, neutralParameters } from '../../heads/head-model.js';
import { placeOn } from '../../heads/surface-place.js';

export interface EyeFeatures {
  centre: Vector3;
  radius: number;
  /** Polylines from the outer to the inner corner. */
  upperLid: readonly Vector3[];
  lowerLid: readonly Vector3[];
  /** Polylines from the outer to the inner end. */
  browUpper: readonly Vector3[];
  browLower: readonly Vector3[];
  /** Halfway between the two. */
  browMiddle: readonly Vector3[];
}

export interface RestFeatures {
  eyes: Readonly<Record<Side, EyeFeatures>>;
  /** Closed outline of the lips: upper edge right to left, lower edge back. */
  lipOutline: readonly Vector3[];
  lipInnerUpper: readonly Vector3[];
  lipInnerLower: readonly Vector3[];
  noseBridge: readonly Vector3[];
  noseBase: readonly Vector3[];
  jaw: readonly Vector3[];
  noseTip: Vector3;
  chin: Vector3;
  /** Middle of the mouth. */
  mouth: Vector3;
  /** Height of the brows' upper edge on the published means, where the forehead begins: it stayed there when brows were lowered. */
  foreheadFoot: number;
  /** Topmost skin height and hindmost skin depth: the cranium's extent. */
  crownHeight: number;
  backDepth: number;
  /** Half the head's breadth above the ears. */
  halfBreadth: number;
  /** `[depths]` the side wall of the skull above the ears, |x| by depth in centimetre steps back from {@link wallFront}. */
  sideWall: Float32Array;
  wallFront: number;
  /** Where each ear joins the face, |x|, y, z: the jaw curve's ends. */
  earFoot: Vector3;
}

export function measureRestFeatures(head: HeadModel): RestFeatures {
  const curve = (name: string): Vector3[] => restCurve(head, name);
  const neutral = head.shape(neutralParameters(head));
  const eye = (side: Side): EyeFeatures => {
    const browUpper = curve(`brow.${side}.upper`);
    const browLower = curve(`brow.${side}.lower`);
    return {
      centre: neutral.eyes[side].centre,
      radius: neutral.eyes[side].radius,
      upperLid: curve(`lid.${side}.upper`),
      lowerLid: curve(`lid.${side}.lower`),
      browUpper,
      browLower,
      browMiddle: browUpper.map((point, i) =>
        mix(point, pointAlong(browLower, i / (browUpper.length - 1)), 0.5),
      ),
    };
  };
  const eyes = { right: eye('right'), left: eye('left') };
  const noseBridge = curve('nose.bridge');
  const jaw = curve('jaw.front');
  const inner = { upper: curve('lip.inner.upper'), lower: curve('lip.inner.lower') };
  const first = jaw[0]!;
  const last = jaw.at(-1)!;
  const earFoot: Vector3 = [
    (Math.abs(first[0]) + Math.abs(last[0])) / 2,
    (first[1] + last[1]) / 2,
    (first[2] + last[2]) / 2,
  ];
  const brow = [...eyes.right.browUpper, ...eyes.left.browUpper];
  return {
    eyes,
    lipOutline: [...curve('lip.outer.upper'), ...curve('lip.outer.lower').reverse()],
    lipInnerUpper: inner.upper,
    lipInnerLower: inner.lower,
    noseBridge,
    noseBase: curve('nose.base'),
    jaw,
    noseTip: noseBridge.at(-1)!,
    chin: jaw.reduce((lowest, point) => (point[1] < lowest[1] ? point : lowest)),
    mouth: middleOf(inner.upper),
    foreheadFoot: brow.reduce((sum, [x, y]) => sum + y + browDrop(x, 'upper'), 0) / brow.length,
    earFoot,
    ...cranium(head.topology, earFoot),
    ...skullWall(head.topology, earFoot),
  };
}

/** A curve's points on the neutral mean face. */
export function restCurve(head: HeadModel, name: string): Vector3[] {
  const curve = head.curves.get(name);
  if (curve === undefined) throw internalError(`head '${head.name}' has no curve '${name}'`);
  return curve.points.map((point) => placeOn(head.topology, head.topology.rest, point));
}

function cranium(
  topology: HeadTopology,
  earFoot: Vector3,
): Pick<RestFeatures, 'crownHeight' | 'backDepth' | 'halfBreadth'> {
  let crownHeight = -Infinity;
  let backDepth = Infinity;
  let halfBreadth = 0;
  const { rest } = topology;
  for (let v = 0; v < rest.length; v += 3) {
    const y = rest[v + 1]!;
    if (y < earFoot[1]) continue;
    crownHeight = Math.max(crownHeight, y);
    backDepth = Math.min(backDepth, rest[v + 2]!);
    // Above the ears' tops, which reach about brow height.
    if (y > earFoot[1] + 5) halfBreadth = Math.max(halfBreadth, Math.abs(rest[v]!));
  }
  return { crownHeight, backDepth, halfBreadth };
}

/** The skull's breadth by depth, from a belt well above the ears. */
function skullWall(topology: HeadTopology, earFoot: Vector3): Pick<RestFeatures, 'sideWall' | 'wallFront'> {
  const wallFront = earFoot[2] + 2;
  const sideWall = new Float32Array(16);
  const { rest } = topology;
  for (let v = 0; v < rest.length; v += 3) {
    const above = rest[v + 1]! - earFoot[1];
    const step = Math.round(wallFront - rest[v + 2]!);
    if (above < 4 || above > 6.5 || step < 0 || step >= sideWall.length) continue;
    sideWall[step] = Math.max(sideWall[step]!, Math.abs(rest[v]!));
  }
  return { sideWall, wallFront };
}

const middleOf = (points: readonly Vector3[]): Vector3 => points[points.length >> 1]!;

/** 1 on the ears, 0 elsewhere: what stands out from the skull's side wall between brow and nose base. Rest space. */
export function earAt(features: RestFeatures, x: number, y: number, z: number): number {
  const { earFoot, foreheadFoot, noseBase, sideWall, wallFront } = features;
  const base = noseBase[noseBase.length >> 1]![1];
  if (z > earFoot[2] + 0.4 || z < earFoot[2] - 6 || y > foreheadFoot + 0.8 || y < base - 1.5) return 0;
  const wall = sideWall[Math.round(wallFront - z)]!;
  const out = Math.abs(x) - (wall > 0 ? wall : earFoot[0]);
  return smoothStep(0.6, 1, out) * smoothStep(earFoot[2] + 0.3, earFoot[2] - 0.3, z);
}
