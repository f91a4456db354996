/**
 * Where a specified camera stands against the head, and its lamps: from rigs in the room to the camera space that scenes
 * are described in. The room has its origin between the eyes of the head at rest, x towards the subject's left, y up, z out
 * of the face; the head turns about the top of its neck.
 */
import { LineamentError } from '../../../core/errors.js';
import {
  add,
  distance,
  identity3,
  type Matrix3,
  multiply,
  normalise,
  rotationAbout,
  scale,
  subtract,
  transform,
  transpose,
  type Vector3,
} from '../../../core/vector.js';
import type { HeadPose } from '../../../face/person/description.js';
import { poseOfRotation } from '../../../face/person/pose-distribution.js';
import { neckPivot } from '../../scene/placement.js';
import type { CameraDescription, KeyDescription, SceneDescription } from '../../scene/scene-description.js';
import { dealNumber, type Hand } from './deal.js';
import type { SpecifiedPlace } from './place-in-specification.js';
import type { CabinPlace, Numbers, RigPlace, SpecifiedLamp } from './specification.js';

const degrees = Math.PI / 180;

/**
 * Places of a car against the eyes of a driver on the left seat: our own estimate of an ordinary car, so that a dashboard
 * camera turned up by about 20° and a mirror's turned to the driver by 30° look at the face.
 */
const cabin: Readonly<Record<CabinPlace, Vector3>> = {
  dashboard: [0, -25, 70],
  'rearview-mirror': [-35, 4, 60],
  'overhead-console': [-35, 16, 45],
  'upper-console': [-36, -22, 68],
  'lower-console': [-36, -42, 62],
};

interface Frame {
  rotation: Matrix3;
  position: Vector3;
}

export interface CameraInRoom {
  /** From the room to camera space. */
  turn: Matrix3;
  scene: Pick<SceneDescription, 'pose' | 'bodyPose' | 'camera'>;
  /** Lamps of the camera's spectrum, and how much light of them falls on the face. */
  keys: KeyDescription[];
  falling: number;
}

/** @param turned – how the head is turned against the room, radians: yaw, then pitch, then roll. */
export function specifiedCamera(place: SpecifiedPlace, turned: HeadPose, group: Hand): CameraInRoom {
  const { rig, rigNumber, camera } = place;
  const hand: Hand = { ...group, seed: [...group.seed, 'rig', rigNumber] };
  const of = (numbers: Numbers | undefined, name: string, otherwise = 0): number =>
    numbers === undefined ? otherwise : dealNumber(numbers, hand, name);
  const head = headInRoom(turned);
  const rigFrame = frameOf(rig.mount, rig.at, head.position, (at, name) => of(at, name));
  const frame = within(
    rigFrame,
    placeOf(camera.at, (at, name) => of(at, `${camera.name} ${name}`)),
  );
  const turn = transpose(frame.rotation);
  const seen = transform(turn, subtract(head.position, frame.position));
  if (seen[2] > -nearest)
    throw new LineamentError(
      `specification: camera ${camera.name} does not look at the face: it stands ${Math.round(-seen[2])} cm before it`,
      { hint: `place it at least ${nearest} cm in front of the face, or turn it towards it` },
    );
  const focal = of(camera.focal, `${camera.name} focal`);
  const sensor = of(camera.sensor, `${camera.name} sensor`);
  const lamps = (rig.lamps ?? []).flatMap((lamp, k) =>
    lamp.spectrum === camera.spectrum
      ? [lampInRoom(lamp, rigFrame, head.position, (at, name) => of(at, `lamp ${k} ${name}`))]
      : [],
  );
  return {
    turn,
    scene: {
      pose: poseOfRotation(multiply(turn, head.rotation)),
      bodyPose: poseOfRotation(turn),
      camera: describe(seen, focal / sensor, {
        cx: 0.5 + of(camera.shiftX, `${camera.name} shiftX`),
        cy: 0.5 - of(camera.shiftY, `${camera.name} shiftY`),
      }),
    },
    keys: lamps.map(({ key }) => ({ ...key, direction: transform(turn, key.direction) })),
    falling: lamps.reduce((sum, lamp) => sum + lamp.falling, 0),
  };
}

/** Centimetres. */
const nearest = 15;
const frameWidth = 36;

function describe([x, y, z]: Vector3, focal: number, middle: { cx: number; cy: number }): CameraDescription {
  return {
    lens: frameWidth * focal,
    distance: -z,
    fill: 0.58,
    offsetX: 0,
    offsetY: 0,
    offAxisX: Math.atan(x / -z),
    offAxisY: Math.atan(y / -z),
    roll: 0,
    aperture: 0,
    view: { focal, ...middle },
  };
}

/** The head turned about its neck: yaw first, then pitch, then roll, in the room. */
function headInRoom({ yaw, pitch, roll }: HeadPose): Frame {
  const rotation = multiply(
    rotationAbout([0, 0, 1], roll),
    multiply(rotationAbout([1, 0, 0], -pitch), rotationAbout([0, 1, 0], yaw)),
  );
  return { rotation, position: subtract(neckPivot, transform(rotation, neckPivot)) };
}

type Deal = (numbers: Numbers | undefined, name: string) => number;

function placeOf(at: RigPlace | undefined, deal: Deal): Frame {
  if (at === undefined) return { rotation: identity3, position: [0, 0, 0] };
  const turnAbout = (axis: Vector3, name: 'yaw' | 'pitch' | 'roll'): Matrix3 =>
    rotationAbout(axis, deal(at[name], name) * degrees);
  return {
    rotation: multiply(
      turnAbout([0, 1, 0], 'yaw'),
      multiply(turnAbout([1, 0, 0], 'pitch'), turnAbout([0, 0, 1], 'roll')),
    ),
    position: [deal(at.x, 'x'), deal(at.y, 'y'), deal(at.z, 'z')],
  };
}

function frameOf(
  mount: SpecifiedPlace['rig']['mount'],
  at: RigPlace | undefined,
  head: Vector3,
  deal: Deal,
): Frame {
  const { rotation, position } = placeOf(at, deal);
  if (mount === 'orbit') return { rotation, position: transform(rotation, position) };
  if (mount === 'tracking') return { rotation, position: add(head, transform(rotation, position)) };
  return { rotation, position: add(cabin[mount], position) };
}

function within(outer: Frame, inner: Frame): Frame {
  return {
    rotation: multiply(outer.rotation, inner.rotation),
    position: add(outer.position, transform(outer.rotation, inner.position)),
  };
}

/** A lamp that is turned goes around the head; one that is not stands beside the camera. */
function lampInRoom(
  { at, ...lamp }: SpecifiedLamp,
  rig: Frame,
  head: Vector3,
  deal: Deal,
): { key: KeyDescription; falling: number } {
  const own = placeOf(at, deal);
  const around = at?.yaw !== undefined || at?.pitch !== undefined;
  const position = around
    ? transform(rig.rotation, transform(own.rotation, own.position))
    : within(rig, own).position;
  const away = Math.max(nearest, distance(position, head));
  const falling = deal(lamp.strength, 'strength') * (100 / away) ** 2;
  const part = (numbers: Numbers | undefined, name: string): number =>
    falling * (numbers === undefined ? 1 : deal(numbers, name));
  return {
    key: {
      direction: normalise(scale(subtract(position, head), 1)),
      colour: [part(lamp.red, 'red'), part(lamp.green, 'green'), part(lamp.blue, 'blue')],
      softness: Math.min(1, (2 * deal(lamp.size, 'size')) / away),
      panel: lamp.panel,
    },
    falling,
  };
}
