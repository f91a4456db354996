/**
 * What every way of fitting an adapter shares: faces whose points are known in both sets, brought into the frame of
 * their predicted points, each with its mirror image. A way is one file with one {@link AdapterFit}.
 * N faces, K points of the model's set, T of the target.
 */
import { lineamentVersion } from '../../core/version.js';
import type { Detection } from '../../detect/landmarks/detector.js';
import { type FacePatches, patchReading } from '../../detect/landmarks/feature-patches.js';
import { type AdapterKind, type PointAdapter, subsetPatches } from '../../detect/landmarks/point-adapter.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { mirroredPoints, pickPoints } from '../../landmarks/point-lists.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { frontalTemplate, shapeFrame, toFrame } from '../../landmarks/shape-frame.js';

/** A face that an adapter is fitted on. */
export interface FitFace {
  /** Faces with the same key show one person. */
  person: string;
  /** `[K, 2]` pixels, by the model. */
  points: Float32Array;
  /** `[T, 2]` pixels, NaN where there is no label. */
  target: Float32Array;
  /** `[K]` deviations of `points`, pixels, where error bars are to be fitted too. */
  uncertainty?: Float32Array | undefined;
  /** What the network saw around the nearest subset, where it tells. */
  patches?: FacePatches | undefined;
}

export interface FitContext {
  from: LandmarkSet;
  to: LandmarkSet;
  convention: Convention;
  seed: number;
  /** The crop through which the faces were looked at; 1 by default. */
  crop?: number;
  /** Of networks; each kind's own by default. */
  steps?: number;
  /** Of ridges; chosen by cross-validation where it is left out. */
  strength?: number;
  /** What the faces are, in a sentence. */
  fittedOn: string;
}

/** Fits an adapter; the same faces and seed give the same one. */
export type AdapterFit = (
  faces: readonly FitFace[],
  context: FitContext,
) => Promise<{ adapter: PointAdapter; ridge: number | null; crossValidated: number | null }>;

/** In the frame, mirror images behind the faces: rows i and N + i show the same person. */
export interface FitRows {
  /** 2N. */
  count: number;
  /** `[2N][2K]` points less the template. */
  inputs: Float32Array[];
  /** `[2N][2T]` target less the nearest subset; NaN where there is no label. */
  residuals: Float32Array[];
  /** `[2N]`. */
  persons: string[];
}

/** Reads of detections what adapters between these sets read beside the points; undefined where a detector does not tell. */
export function patchReader(
  from: LandmarkSet,
  to: LandmarkSet,
): (detection: Pick<Detection, 'points' | 'seen'>) => FacePatches | undefined {
  const subset = nearestSubset(from, to);
  return ({ points, seen }) => seen && subsetPatches({ points, seen }, subset, from.mirror, patchReading);
}

/** An adapter without layers: the nearest subset. */
export function plainAdapter(
  kind: AdapterKind,
  { from, to, convention, fittedOn, crop }: FitContext,
): PointAdapter {
  return {
    kind,
    from: namedSet(from, convention),
    to: namedSet(to, convention),
    template: frontalTemplate(from),
    subset: nearestSubset(from, to),
    ...(crop !== undefined && { crop }),
    layers: [],
    fittedOn,
    lineament: lineamentVersion,
  };
}

export function fitRows(
  faces: readonly FitFace[],
  { template, subset }: PointAdapter,
  { from, to }: Pick<FitContext, 'from' | 'to'>,
): FitRows {
  const framed = faces.map(({ points, target }) => {
    const frame = shapeFrame(points, template);
    return { points: toFrame(frame, points), target: toFrame(frame, target) };
  });
  const both = [
    ...framed,
    ...framed.map(({ points, target }) => ({
      points: mirroredPoints(points, from.mirror),
      target: mirroredPoints(target, to.mirror),
    })),
  ];
  const persons = faces.map(({ person }) => person);
  return {
    count: both.length,
    inputs: both.map(({ points }) => points.map((value, i) => value - template[i]!)),
    residuals: both.map(({ points, target }) => {
      const nearest = pickPoints(points, subset);
      return target.map((value, i) => value - nearest[i]!);
    }),
    persons: [...persons, ...persons],
  };
}
