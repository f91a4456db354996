/**
 * Reconstructs generated persons and compares the heads with the true ones: for exact and for detected points, for every
 * number of points and of pictures. The camera is known. Neutral faces are compared, since identity is what the pictures
 * of a person share.
 */

import { internalError, StoppedError } from '../../core/errors.js';
import type { Work } from '../../core/work.js';
import { fitHead } from '../../detect/describe/fit/fit-head.js';
import {
  type IdentityEvidence,
  identityEvidence,
  joinIdentity,
} from '../../detect/describe/fit/fit-heads.js';
import type { HeadPoints } from '../../detect/describe/head/head-points.js';
import { sampleHeadPoints } from '../../detect/describe/head/sample-head-points.js';
import type { ObservedPoints } from '../../detect/describe/observed-points.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { type HeadModel, neutralParameters } from '../../face/heads/head-model.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { landmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import { createStudio } from '../../render/studio.js';
import { type ApplicationsRecipe, countedSets } from './applications-recipe.js';
import { type PersonPicture, personScenes, takePicture } from './person-pictures.js';
import { type PoseError, poseError } from './pose-error.js';
import { createShapeMeter, type ShapeError } from './shape-error.js';

export type PointSource = 'exact' | 'detected';

/** One person's head from so many points and pictures. */
export interface ShapeRow extends ShapeError {
  person: number;
  source: PointSource;
  points: number;
  views: number;
}

/** One picture's pose from so many points. Angles in degrees. */
export interface PoseRow extends PoseError {
  person: number;
  source: PointSource;
  points: number;
  yaw: number;
}

export interface MeasuredHeads {
  truth: string;
  fit: string;
  shapes: ShapeRow[];
  /** The mean head of the fitted model, per person: what no point at all gives. */
  meanHead: ShapeError[];
  poses: PoseRow[];
}

/** Pixels: exact points have no error, but a fit needs one. */
const exactUncertainty = 0.2;
const degrees = 180 / Math.PI;

export async function measureHeads(
  truthHead: HeadModel,
  fitModel: HeadModel,
  recipe: ApplicationsRecipe,
  detector: Detector | undefined,
  work: Work,
): Promise<MeasuredHeads> {
  const studio = createStudio({ head: truthHead, set: landmarkSet('dense1001') });
  const meter = createShapeMeter(truthHead, fitModel);
  const sources = pointSources(fitModel, recipe.points, detector);
  const views = [...recipe.views].sort((a, b) => a - b);
  const most = views.at(-1)!;
  const neutral = neutralParameters(fitModel);
  const measured: MeasuredHeads = {
    truth: truthHead.name,
    fit: fitModel.name,
    shapes: [],
    meanHead: [],
    poses: [],
  };
  for (let person = 0; person < recipe.persons; person++) {
    if (work.signal.aborted) throw new StoppedError(`measuring heads, after ${person} persons`);
    work.report(person, recipe.persons);
    const scenes = personScenes(truthHead, person, most, recipe);
    const pictures: PersonPicture[] = [];
    for (const scene of scenes) pictures.push(await takePicture(studio, scene, recipe.size, detector));
    const truth = truthHead.shape({
      ...neutralParameters(truthHead),
      identity: scenes[0]!.face.identity,
    }).positions;
    measured.meanHead.push(meter.error(truth, fitModel.topology.rest));
    for (const { source, points: count, chosen, head } of sources) {
      const observed = pictures.map((picture) => observe(picture, source, head, chosen));
      const evidence: IdentityEvidence[] = observed.map((points, i) =>
        identityEvidence({ points, camera: pictures[i]!.camera }, head),
      );
      for (const shown of views) {
        const { identity } = joinIdentity(evidence.slice(0, shown), head);
        const fitted = fitModel.shape({
          ...neutral,
          identity: neutral.identity.map((_, i) => identity[i] ?? 0),
        }).positions;
        measured.shapes.push({ person, source, points: count, views: shown, ...meter.error(truth, fitted) });
      }
      observed.slice(0, posed).forEach((seen, i) => {
        measured.poses.push({ person, source, points: count, ...poseRow(seen, pictures[i]!, head) });
      });
    }
  }
  work.report(recipe.persons, recipe.persons);
  return measured;
}

/** Pictures of a person whose poses are measured. */
const posed = 3;

interface Source {
  source: PointSource;
  /** How many points, and which of the head's. */
  points: number;
  chosen: ReadonlySet<number>;
  head: HeadPoints;
}

function pointSources(
  fitModel: HeadModel,
  points: readonly number[],
  detector: Detector | undefined,
): Source[] {
  const of = (source: PointSource, set: LandmarkSet, head: HeadPoints): Source[] =>
    points
      .filter((count) => count <= set.points.length)
      .map((count) => ({ source, points: count, chosen: chosenPoints(set, count), head }));
  const dense = landmarkSet('dense1001');
  const exact = of('exact', dense, sampleHeadPoints(fitModel, dense, 'surface'));
  if (detector === undefined) return exact;
  const { set: name, convention } = detector.metadata.landmarks;
  if (!landmarkSetNames.includes(name)) throw internalError(`the model's set ${name} is not built in`);
  const own = landmarkSet(name);
  return [...exact, ...of('detected', own, sampleHeadPoints(fitModel, own, convention))];
}

/** Which points of a set stand for one of so many points. */
function chosenPoints(set: LandmarkSet, count: number): ReadonlySet<number> {
  const name = countedSets[count as keyof typeof countedSets];
  if (name === 'five') {
    const five = [36, 45, 30, 48, 54].map((k) => ibug68.points[k]!);
    return new Set(nearestSubset(set, { name, points: five, mirror: [0, 1, 2, 3, 4] }));
  }
  const wanted = landmarkSet(name);
  const byName = new Map(set.points.map((point, k) => [point.name, k]));
  const named = wanted.points.flatMap((point) => byName.get(point.name) ?? []);
  return new Set(named.length === wanted.points.length ? named : nearestSubset(set, wanted));
}

function observe(
  { exact, detected }: PersonPicture,
  source: PointSource,
  { set, convention, names }: HeadPoints,
  chosen: ReadonlySet<number>,
): ObservedPoints {
  const from = source === 'exact' ? undefined : detected;
  return {
    set,
    convention,
    names,
    points: (from?.points ?? exact).map((value, i) => (chosen.has(i >> 1) ? value : Number.NaN)),
    uncertainty: from?.uncertainty ?? new Float32Array(names.length).fill(exactUncertainty),
    seen: from?.seen ?? new Float32Array(names.length).fill(1),
  };
}

function poseRow(
  points: ObservedPoints,
  { camera, head: placed, scene }: PersonPicture,
  head: HeadPoints,
): Omit<PoseRow, 'person' | 'source' | 'points'> {
  const { fit } = fitHead(points, head, camera);
  const variances = [fit.covariance[0]!, fit.covariance[7]!, fit.covariance[14]!] as const;
  return {
    yaw: degrees * scene.pose.yaw,
    ...poseError(fit.rotation, variances, placed.rotation),
  };
}
