/** The movements of `face-movement.ts` over the faces of a part: of all points of a model, and of those nearest to the 68, by which sets compare. */

import { LineamentError, StoppedError } from '../../core/errors.js';
import { mean } from '../../core/numbers/statistics.js';
import { freedAfter } from '../../core/opened-together.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { openDataset } from '../../dataset/store/store.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { labelledFaces } from '../predict/labelled-faces.js';
import { personOf } from '../predict/person.js';
import { partChoice } from '../rows/part-choice.js';
import type { Interval } from '../rows/row-result.js';
import type { FacePart } from '../rows/row-settings.js';
import { createBootstrap } from '../tests/bootstrap.js';
import { type FaceView, faceMovements, faceViews } from './face-movement.js';

/** All points of the model's set, or of each of the 68 the nearest one. */
export type ConsistencyPoints = 'all' | 'nearest-68';

export interface ConsistencyFigure {
  view: FaceView;
  points: ConsistencyPoints;
  /** Of them. */
  count: number;
  faces: number;
  /** Mean movement, per cent of the distance of the outer eye corners. */
  movement: number;
  interval: Interval;
}

/** @param model – a file whose set is a built-in one. */
export function measureConsistency(
  model: string,
  part: FacePart,
  { seed, resamples }: { seed: number; resamples: number },
  work: Work = silentWork,
): Promise<ConsistencyFigure[]> {
  return freedAfter(async (keep) => {
    const dataset = await openDataset(part.data);
    keep(async () => dataset.close());
    const detector = await openLandmarkDetector(model, { eyes: false }, keep);
    const { landmarks } = detector.metadata;
    const target = landmarkSet(defaultLandmarkSet);
    const subsets: Record<ConsistencyPoints, readonly number[]> = {
      all: landmarks.names.map((_, k) => k),
      'nearest-68': nearestSubset(landmarkSet(landmarks.set), target),
    };
    const { convention } = landmarks;
    const { indices, label } = await labelledFaces(dataset, partChoice(part, seed), {
      set: target,
      convention,
    });
    const own = partOf(work, part.name);
    const persons: string[] = [];
    const moved: Record<ConsistencyPoints, Record<FaceView, number>>[] = [];
    for (const [done, index] of indices.entries()) {
      if (own.signal.aborted) throw new StoppedError(`after ${done} of ${indices.length} faces`);
      const [sample] = await dataset.read([index]);
      const eyes = label(sample!).distances['outer-eye-corners'];
      own.report(done + 1, indices.length, 'views');
      if (eyes === undefined) continue;
      const image = await decodeImage(sample!.image, sample!.id);
      const movements = await faceMovements(detector, image, sample!.box, landmarks.mirror);
      const over = (points: readonly number[]): Record<FaceView, number> => {
        const share = (view: FaceView): number => (100 * mean(points.map((k) => movements[view][k]!))) / eyes;
        return { mirror: share('mirror'), shift: share('shift'), scale: share('scale'), roll: share('roll') };
      };
      persons.push(personOf(sample!));
      moved.push({ all: over(subsets.all), 'nearest-68': over(subsets['nearest-68']) });
    }
    if (moved.length === 0)
      throw new LineamentError(
        `consistency: no face of part '${part.name}' has labels of both outer eye corners`,
        {
          file: part.data,
          hint: 'give faces with the 68 points, or generated ones',
        },
      );
    const bootstrap = createBootstrap(persons, { seed, resamples });
    return (['all', 'nearest-68'] as const).flatMap((points) =>
      faceViews.map((view): ConsistencyFigure => {
        const values = moved.map((face) => face[points][view]);
        return {
          ...{ view, points, count: subsets[points].length, faces: values.length },
          ...{ movement: mean(values), interval: bootstrap.interval(values) },
        };
      }),
    );
  });
}
