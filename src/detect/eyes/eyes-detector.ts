/**
 * A detector that looks at the eyes once more, each with its brow and as large as the picture has it, and joins what both looks say
 * of their points. What that brings and costs: docs/detection.md. N points of the face, K of an eye.
 *
 * Each point lies between its two places by how sure either is: at the mean weighted by the inverse variances, as for errors that
 * have nothing to do with each other. Its deviation is the mean of both by the same weights, as for errors that are the same, since
 * both networks learnt from the same faces: a second look is never taken for more than it says itself. Points of iris and pupil are
 * nearly the second look's alone: in photographs the first one tells them by the head more than by what is seen of them, and does not
 * know it. What a calibration has found no look to know, the floor of the deviations (`networks/reliability.ts`), has no part in the weights and stays as it was.
 */
import { LineamentError } from '../../core/errors.js';
import { visibilityKinds } from '../../landmarks/landmark-set.js';
import { eye151, eyePointsOf } from '../../landmarks/sets/eye-set.js';
import type { Side } from '../../landmarks/surface.js';
import type { Detection, Detector } from '../landmarks/detector.js';
import type { EyeLook, SeenEye } from './eye-look.js';

const sides: readonly Side[] = ['right', 'left'];

/** On the eyeball, and by how much the first look is less sure of them, for the weights, than it says. */
const onEyeball = /^(iris|pupil)\b/;
const eyeballDoubt = 3;

/** Whether a set has the lids and brows by which eyes are found to be looked at again. */
export function hasEyes(names: readonly string[]): boolean {
  const eyes = eye151.points
    .map(({ name }, k) => ({ name, k }))
    .filter(({ name }) => /^(lid|brow).*\.(000|500|1000)$/.test(name));
  return sides.every((side) => {
    const places = eyePointsOf(names, side);
    return eyes.every(({ k }) => places[k]! >= 0);
  });
}

/** @returns a detector of the same points. */
export function eyesDetector(detector: Detector, look: EyeLook): Detector {
  const { landmarks } = detector.metadata;
  if (!hasEyes(landmarks.names))
    throw new LineamentError(
      `eyes: ${landmarks.set} has no points of lids and brows by which eyes are looked at again; dense sets have`,
      { hint: 'leave eyes out, or take a model of a dense set' },
    );
  const places = sides.map((side) => ({ side, own: eyePointsOf(landmarks.names, side) }));
  return {
    metadata: detector.metadata,
    async detect(image, given) {
      const first = await detector.detect(image, given);
      const roll = first.faceBox?.roll ?? first.box.roll ?? 0;
      const joined: Detection = {
        ...first,
        points: first.points.slice(),
        uncertainty: first.uncertainty.slice(),
        ...(first.visibility && { visibility: first.visibility.slice() }),
      };
      const floors = floorsOf(detector, first);
      for (const { side, own } of places) {
        const points = Float32Array.from(own.flatMap((n) => [place(first, n, 0), place(first, n, 1)]));
        const seen = await look(image, { side, points, roll });
        if (seen !== null) joinLooks(joined, seen, own, floors);
      }
      return joined;
    },
  };
}

function place({ points }: Detection, n: number, axis: 0 | 1): number {
  return n < 0 ? Number.NaN : points[2 * n + axis]!;
}

/** Of each point's deviation, pixels. @returns `[N]` */
function floorsOf({ metadata: { input, reliability, landmarks } }: Detector, { box }: Detection): number[] {
  const side = input.enlarge * Math.max(box.width, box.height);
  return landmarks.names.map((_, n) => (reliability ? reliability.uncertainty.floor[n]! * side : 0));
}

/** A deviation without its floor; never nothing, whatever a calibration says. */
function aboveFloor(deviation: number, floor: number): number {
  return Math.sqrt(Math.max(deviation ** 2 - floor ** 2, (0.1 * deviation) ** 2));
}

/**
 * @param detection – changed. @param own – `[K]`: where the eye's points stand in it, −1 where it lacks one.
 * @param floors – `[N]`, pixels.
 */
function joinLooks(
  detection: Detection,
  eye: SeenEye,
  own: readonly number[],
  floors: readonly number[],
): void {
  const { points, uncertainty, visibility } = detection;
  for (const [k, n] of own.entries()) {
    if (n < 0) continue;
    const floor = floors[n]!;
    const [first, second] = [aboveFloor(uncertainty[n]!, floor), eye.uncertainty[k]!];
    const doubted = onEyeball.test(eye151.points[k]!.name) ? eyeballDoubt * first : first;
    const share = doubted ** 2 / (doubted ** 2 + second ** 2);
    const between = (a: number, b: number): number => a + share * (b - a);
    points[2 * n] = between(points[2 * n]!, eye.points[2 * k]!);
    points[2 * n + 1] = between(points[2 * n + 1]!, eye.points[2 * k + 1]!);
    uncertainty[n] = Math.hypot(between(first, second), floor);
    if (visibility === undefined) continue;
    for (let kind = 0; kind < visibilityKinds; kind++) {
      const at = n * visibilityKinds + kind;
      visibility[at] = between(visibility[at]!, eye.visibility[k * visibilityKinds + kind]!);
    }
  }
}
