/**
 * What a person's gaze differs by from what is estimated, from some looks at known places (five are enough: the corners
 * and the middle of a screen): the person's line of sight against the eye's axis, and eyes that lie otherwise behind their
 * lids than the head model's. Least squares of an offset and a gain for yaw and for pitch against the head, with a prior
 * that keeps them near none, so that few or noisy looks do no harm.
 */
import { UsageError } from '../../../core/errors.js';
import { solvePositive } from '../../../core/numbers/linear-system.js';
import { normalise, subtract, transform, transpose, type Vector3 } from '../../../core/vector.js';
import type { DescribedFace } from '../described-face.js';
import { directionAngles, gazeDirection } from './eyeball-fit.js';
import type { EyeGaze } from './gaze.js';

export interface GazeLook {
  face: Pick<DescribedFace, 'gaze' | 'pose'>;
  /** The place that was looked at: camera space, centimetres. (0, 0, 0) is the lens. */
  target: Vector3;
}

/** Of the joined gaze: corrected = offset + gain · estimated, radians against the head. */
export interface GazeCalibration {
  yaw: { offset: number; gain: number };
  pitch: { offset: number; gain: number };
  /** Root mean square of what is left along either direction, radians: the deviation of a corrected gaze. */
  deviation: number;
}

const offsetDeviation = 0.12;
const gainDeviation = 0.15;
const lookDeviation = 0.035;

export function calibrateGaze(looks: readonly GazeLook[]): GazeCalibration {
  const pairs = looks.flatMap(({ face: { gaze, pose }, target }) => {
    if (pose === undefined || gaze?.joined.direction === undefined) return [];
    const wanted = normalise(subtract(target, gaze.joined.origin));
    return [{ is: anglesOf(gaze.joined.direction, pose.rotation), wanted: anglesOf(wanted, pose.rotation) }];
  });
  if (pairs.length === 0)
    throw new UsageError('describe: a calibration needs looks with the eyes seen, got none', {
      hint: `${looks.length} looks were given: describe them with the topics pose and gaze, of a set with points of the iris`,
    });
  const correctionOf = (name: 'yaw' | 'pitch'): { offset: number; gain: number } => {
    const precision = lookDeviation ** -2;
    const gram = new Float64Array([offsetDeviation ** -2, 0, 0, gainDeviation ** -2]);
    const right = new Float64Array(2);
    for (const { is, wanted } of pairs) {
      const off = wanted[name] - is[name];
      gram[0]! += precision;
      gram[2]! += precision * is[name];
      gram[3]! += precision * is[name] ** 2;
      right[0]! += precision * off;
      right[1]! += precision * off * is[name];
    }
    solvePositive(gram, right, 2);
    return { offset: right[0]!, gain: 1 + right[1]! };
  };
  const [yaw, pitch] = [correctionOf('yaw'), correctionOf('pitch')];
  let squares = 0;
  for (const { is, wanted } of pairs)
    squares +=
      (yaw.offset + yaw.gain * is.yaw - wanted.yaw) ** 2 +
      (pitch.offset + pitch.gain * is.pitch - wanted.pitch) ** 2;
  // Four numbers were fitted to two of each look.
  const left = Math.max(1, 2 * pairs.length - 4);
  return { yaw, pitch, deviation: Math.sqrt(squares / left) };
}

/** The joined gaze of a person whose calibration is known; as it was where it is hidden. */
export function calibratedGaze(
  face: Pick<DescribedFace, 'gaze' | 'pose'>,
  { yaw, pitch, deviation }: GazeCalibration,
): EyeGaze | undefined {
  const joined = face.gaze?.joined;
  if (joined?.direction === undefined || face.pose === undefined) return joined;
  const { rotation } = face.pose;
  const is = anglesOf(joined.direction, rotation);
  const corrected = gazeDirection(yaw.offset + yaw.gain * is.yaw, pitch.offset + pitch.gain * is.pitch);
  return { ...joined, direction: transform(matrix(rotation), corrected), deviation };
}

/** @param rotation – row-major, head space to camera space. */
function anglesOf(direction: Vector3, rotation: readonly number[]): { yaw: number; pitch: number } {
  return directionAngles(transform(transpose(matrix(rotation)), direction));
}

function matrix(m: readonly number[]): Parameters<typeof transpose>[0] {
  return [m[0]!, m[1]!, m[2]!, m[3]!, m[4]!, m[5]!, m[6]!, m[7]!, m[8]!];
}
