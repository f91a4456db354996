/**
 * Close-ups of eyes: the generator's faces, looking anywhere their eyes can turn to and with lids from wide open to shut, by a
 * camera that holds both eyes. The camera stands where it did: perspective, light and lens blur are those of the whole face.
 */
import type { Random } from '../../core/random.js';
import type { FaceDescription } from '../../face/person/description.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { eyePointsOf } from '../../landmarks/sets/eye-set.js';
import { pointNames } from '../../landmarks/sets/named-set.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import type { CameraView, SceneDescription } from '../../render/scene/scene-description.js';
import { cameraView, type Shot, type Studio } from '../../render/studio.js';

const degrees = Math.PI / 180;
const sides = ['right', 'left'] as const;

/** Shares of how eyes look, and how open they are, in degrees and as `eyesClosed`; the rest is as faces have it. */
const wide = { gaze: 0.7, yaw: 35, pitch: 25, between: 4 } as const;
const lids = { between: 0.25, closed: 0.12, raised: 0.1 } as const;
/** Of the picture's side that both eyes take. */
const filled = [0.6, 0.9] as const;

/** @param random – a stream of its own. */
export function sampleCloseUp(random: Random, { head, set, locate }: Studio, size: number): SceneDescription {
  const drawn = sampleScene(random, head, { pose: 'in-the-wild', backgrounds: [], without: [] });
  const scene = { ...drawn, face: lookAnywhere(random.child('look'), drawn.face) };
  const view = viewOfEyes(locate(scene, size), set, random.child('frame'));
  return { ...scene, camera: { ...scene.camera, view } };
}

/** The same camera with a longer lens, turned until both eyes fill the picture. @param shot – of a whole face. */
export function viewOfEyes(
  { camera, points }: Pick<Shot, 'camera' | 'points'>,
  set: LandmarkSet,
  random: Random,
): CameraView {
  const { x, y, width } = bothEyes(points.surface, set);
  const size = camera.width;
  const grow = (random.uniform(...filled) * size) / width;
  const place = (middle: number, centre: number): number =>
    (size - 1) / 2 + random.truncatedNormal(0, 0.03 * size, 2) + grow * (centre - middle);
  return cameraView({
    ...camera,
    focal: camera.focal * grow,
    cx: place(x, camera.cx),
    cy: place(y, camera.cy),
  });
}

/** The middle of both eyes and how far they reach, pixels. @param points – `[N, 2]`. */
function bothEyes(points: Float32Array, set: LandmarkSet): { x: number; y: number; width: number } {
  const names = pointNames(set);
  const indices = sides.flatMap((side) => eyePointsOf(names, side)).filter((index) => index >= 0);
  const xs = indices.map((index) => points[2 * index]!);
  const ys = indices.map((index) => points[2 * index + 1]!);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: Math.max(right - left, bottom - top) };
}

function lookAnywhere(random: Random, face: FaceDescription): FaceDescription {
  const actions = { ...face.actions };
  const state = random.next();
  const closed =
    state < lids.between ? random.next() : state < lids.between + lids.closed ? random.uniform(0.9, 1) : null;
  for (const side of sides) {
    if (closed !== null) {
      actions[`eyesClosed.${side}`] = Math.min(1, Math.max(0, closed + random.normal(0, 0.03)));
      delete actions[`upperLidRaiser.${side}`];
    } else if (state > 1 - lids.raised) {
      actions[`eyesClosed.${side}`] = 0;
      actions[`upperLidRaiser.${side}`] = random.uniform(0.2, 1);
    }
  }
  if (!random.chance(wide.gaze)) return { ...face, actions };
  const yaw = random.uniform(-wide.yaw, wide.yaw) * degrees;
  const pitch = random.uniform(-wide.pitch, wide.pitch) * degrees;
  // Squints as well: a network that looks at one eye must not know the other.
  const turned = (): { yaw: number; pitch: number } => ({
    yaw: yaw + random.normal(0, wide.between) * degrees,
    pitch: pitch + random.normal(0, wide.between / 2) * degrees,
  });
  return { ...face, actions, gaze: { right: turned(), left: turned() } };
}
