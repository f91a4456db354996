/**
 * How points go together where nothing is known of the detector but its uncertainty: those that lie near each other on the mean face are
 * wrong alike, those of other regions less. For any set and any model. K points, R modes. Safe in browsers.
 */
import { choleskyFactor } from '../core/numbers/linear-system.js';
import { distance } from '../core/vector.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { templatePosition } from '../landmarks/sets/template.js';
import { spreadLandmarks } from '../landmarks/spread-landmarks.js';
import type { CorrectionModel } from './correction-model.js';

/** Centimetres over which likeness falls to 1/e, and what another region counts as. */
const reach = 3.3;
const otherRegion = 2.7;
/** Share of the variance that is each point's own. */
const own = 0.03;
/** Anchors that all others lean on (Nyström): with a mode for each, both axes. */
const mostAnchors = 48;

export function nearnessModel(set: LandmarkSet): CorrectionModel {
  const places = set.points.map(templatePosition);
  const likeness = (i: number, j: number): number => {
    const apart = distance(places[i]!, places[j]!);
    const beyond = set.points[i]!.region === set.points[j]!.region ? 0 : otherRegion;
    return (1 - own) * Math.exp(-(apart + beyond) / reach);
  };
  const anchors = spreadLandmarks(set.points.length, mostAnchors);
  const size = anchors.length;
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++)
      factor[i * size + j] = likeness(anchors[i]!, anchors[j]!) + (i === j ? 1e-6 : 0);
  choleskyFactor(factor, size);
  const modes = Array.from({ length: 2 * size }, () => new Float32Array(2 * places.length));
  const residual = new Float32Array(places.length);
  for (const k of places.keys()) {
    const column = new Float64Array(size);
    let told = 0;
    for (let i = 0; i < size; i++) {
      let value = likeness(k, anchors[i]!);
      for (let j = 0; j < i; j++) value -= factor[i * size + j]! * column[j]!;
      column[i] = value / factor[i * size + i]!;
      told += column[i]! ** 2;
      modes[2 * i]![2 * k] = column[i]!;
      modes[2 * i + 1]![2 * k + 1] = column[i]!;
    }
    residual[k] = Math.max(1 - told, own);
  }
  return { modes, residual };
}
