/**
 * Smooths the points of one face over time, in the face's own frame: where the face is, how large and how turned it is
 * (a similarity that all points measure together, and so precisely) apart from how its points lie in it. Each point
 * weighs as much as it is sure. K points.
 */
import { createMotionFilter, type MotionFilter } from './motion-filter.js';

export interface FaceSmoother {
  /**
   * @param points – `[K, 2]` pixels. @param uncertainty – `[K]` pixels. @param seconds – since the last frame.
   * @returns `[K, 2]` smoothed, pixels.
   */
  smooth(points: Float32Array, uncertainty: Float32Array, seconds: number): Float32Array;
  reset(): void;
}

/**
 * What of a point's uncertainty changes from frame to frame: most of it is the same in every frame of a face, and no
 * smoothing takes it away. For models whose uncertainty is calibrated (`reliability`): measured with `ibug68-ict` on photographs with
 * fresh noise through moving boxes, where points move by 0.13 of it (scripts/measure-tracking.ts).
 */
export interface NoiseShares {
  /** Of a point in the face's frame, of its own uncertainty. */
  point: number;
  /** Of the frame – its place, and size and turn at the face's rim –, of the root mean square uncertainty of the points. */
  frame: number;
}

/** Of the root mean square uncertainty. */
const leastShare = 0.1;

export const defaultNoise: NoiseShares = { point: 0.12, frame: 0.05 };

export function createFaceSmoother(count: number, noise: NoiseShares = defaultNoise): FaceSmoother {
  const place = createMotionFilter(1, 2);
  const size = createMotionFilter(1, 1);
  const turn = createMotionFilter(1, 1);
  const shape = createMotionFilter(count, 2);
  const filters: MotionFilter[] = [place, size, turn, shape];
  let angle = 0;
  return {
    reset() {
      for (const filter of filters) filter.reset();
    },
    smooth(points, uncertainty, seconds) {
      if (Number.isNaN(shape.places[0]!)) angle = 0;
      const sigma = Math.sqrt(uncertainty.reduce((sum, value) => sum + value ** 2, 0) / count);
      // No point is so sure that it alone says where the face is.
      const sigmas = uncertainty.map((value) => Math.max(value, leastShare * sigma, 1e-9));
      const weights = Float64Array.from(sigmas, (value) => 1 / (value * value));
      const reference = Number.isNaN(shape.places[0]!) ? centred(points, weights) : shape.places;
      const frame = frameOf(points, reference, weights);
      // The angle goes on where it was, past half a turn too.
      angle += Math.atan2(Math.sin(frame.angle - angle), Math.cos(frame.angle - angle));
      const common = noise.frame * sigma;
      place.update([frame.x, frame.y], [common], seconds);
      size.update([Math.log(frame.size)], [common / (frame.size * frame.radius)], seconds);
      turn.update([angle], [common / (frame.size * frame.radius)], seconds);
      shape.update(
        inFrame(frame, points),
        sigmas.map((value) => (noise.point * value) / frame.size),
        seconds,
      );
      const [x, y] = [place.places[0]!, place.places[1]!];
      const scale = Math.exp(size.places[0]!);
      const [cos, sin] = [scale * Math.cos(turn.places[0]!), scale * Math.sin(turn.places[0]!)];
      const smoothed = new Float32Array(2 * count);
      for (let k = 0; k < count; k++) {
        const [u, v] = [shape.places[2 * k]!, shape.places[2 * k + 1]!];
        smoothed[2 * k] = cos * u - sin * v + x;
        smoothed[2 * k + 1] = sin * u + cos * v + y;
      }
      return smoothed;
    },
  };
}

interface Frame {
  x: number;
  y: number;
  /** Pixels of a unit of the frame. */
  size: number;
  angle: number;
  /** Root mean square distance of the reference from its origin. */
  radius: number;
}

/** The points about their weighted mean: the frame of a face that was just found has its size and no turn. */
function centred(points: Float32Array, weights: Float64Array): Float64Array {
  const [x, y] = weightedMean(points, weights);
  return Float64Array.from(points, (value, i) => value - (i % 2 === 0 ? x : y));
}

/** The similarity that lays the reference on the points, by weighted least squares. @param reference – `[K, 2]`. */
function frameOf(points: Float32Array, reference: Float64Array, weights: Float64Array): Frame {
  const [px, py] = weightedMean(points, weights);
  const [rx, ry] = weightedMean(reference, weights);
  let [a, b, norm, total, square] = [0, 0, 0, 0, 0];
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k]!;
    const [u, v] = [reference[2 * k]! - rx, reference[2 * k + 1]! - ry];
    const [x, y] = [points[2 * k]! - px, points[2 * k + 1]! - py];
    a += weight * (x * u + y * v);
    b += weight * (y * u - x * v);
    norm += weight * (u * u + v * v);
    total += 1;
    square += u * u + v * v;
  }
  [a, b] = [a / norm, b / norm];
  return {
    x: px - (a * rx - b * ry),
    y: py - (b * rx + a * ry),
    size: Math.hypot(a, b),
    angle: Math.atan2(b, a),
    radius: Math.sqrt(square / total),
  };
}

function inFrame({ x, y, size, angle }: Frame, points: Float32Array): Float64Array {
  const [cos, sin] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const framed = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const [dx, dy] = [points[i]! - x, points[i + 1]! - y];
    framed[i] = cos * dx + sin * dy;
    framed[i + 1] = cos * dy - sin * dx;
  }
  return framed;
}

function weightedMean(points: ArrayLike<number>, weights: Float64Array): [number, number] {
  let [x, y, total] = [0, 0, 0];
  for (let k = 0; k < weights.length; k++) {
    x += weights[k]! * points[2 * k]!;
    y += weights[k]! * points[2 * k + 1]!;
    total += weights[k]!;
  }
  return [x / total, y / total];
}
