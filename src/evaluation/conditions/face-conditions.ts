/**
 * What labelled faces are like, so that errors can be told apart by it: how far the head is turned and how far the mouth is open by
 * the labels (a head fitted to them), how much is hidden by the shipped detector, since nobody has labelled that.
 */
import { freedAfter } from '../../core/opened-together.js';
import { partOf, type Work } from '../../core/work.js';
import { openDataset } from '../../dataset/store/store.js';
import { describeFace } from '../../detect/describe/describe-face.js';
import type { FacePoints } from '../../detect/face.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { defaultModel } from '../../detect/shipped-models.js';
import {
  type Convention,
  type LandmarkSet,
  visibility,
  visibilityKinds,
} from '../../landmarks/landmark-set.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { type LabelledFaces, labelledFaces } from '../predict/labelled-faces.js';
import { partChoice } from '../rows/part-choice.js';
import type { FacePart } from '../rows/row-settings.js';

export interface FaceConditions {
  /** As in the dataset. */
  id: string;
  /** Degrees, positive to the picture's right; null where no head fits the labels. */
  yaw: number | null;
  mouth: 'closed' | 'open' | 'wide' | null;
  /** Share of the points that the shipped detector takes for hidden by something; null where it sees no face. */
  hidden: number | null;
}

/** How sure a label is for the fit of a head, as a share of the face's width. */
const labelDeviation = 0.01;

/** @param model – says what is hidden; the shipped detector by default. */
export function faceConditions(
  part: FacePart,
  { set, seed, model = defaultModel }: { set: LandmarkSet; seed: number; model?: string },
  work: Work,
): Promise<FaceConditions[]> {
  const convention: Convention = 'contour';
  return freedAfter(async (keep) => {
    const dataset = await openDataset(part.data);
    keep(async () => dataset.close());
    const detector = await openLandmarkDetector(model, { landmarks: set.name }, keep);
    const faces = await labelledFaces(dataset, partChoice(part, seed), { set, convention });
    const own = partOf(work, part.name);
    const conditions: FaceConditions[] = [];
    for (const [done, index] of faces.indices.entries()) {
      own.signal.throwIfAborted();
      conditions.push(await conditionsOf(faces, index, { detector, convention }));
      own.report(done + 1, faces.indices.length, 'conditions');
    }
    return conditions;
  });
}

async function conditionsOf(
  { dataset, set, label }: LabelledFaces,
  index: number,
  { detector, convention }: { detector: Detector; convention: Convention },
): Promise<FaceConditions> {
  const [sample] = await dataset.read([index]);
  const { points } = label(sample!);
  const told = describeFace(labelledPoints(points, set, convention), { topics: ['pose', 'eyes'] });
  const yaw = (180 / Math.PI) * (told.pose?.yaw ?? Number.NaN);
  const mouth = told.eyes?.mouth?.state ?? 'unknown';
  const image = await decodeImage(sample!.image, sample!.id);
  const seen = (await detector.detect(image, sample!.box)).visibility;
  return {
    id: sample!.id,
    yaw: Number.isFinite(yaw) ? yaw : null,
    mouth: mouth === 'unknown' ? null : mouth,
    hidden: seen === undefined ? null : hiddenShare(seen),
  };
}

function labelledPoints(points: Float32Array, set: LandmarkSet, convention: Convention): FacePoints {
  const across = points.filter((value, i) => i % 2 === 0 && Number.isFinite(value));
  const width = Math.max(...across) - Math.min(...across);
  return {
    set: set.name,
    convention,
    unit: 'pixel',
    points: set.points.map(({ name }, k) => ({
      name,
      x: points[2 * k]!,
      y: points[2 * k + 1]!,
      uncertainty: labelDeviation * width,
    })),
  };
}

/** @param seen – `[K, 4]`. @returns the share of points that are most probably hidden by something else. */
export function hiddenShare(seen: Float32Array): number {
  const count = seen.length / visibilityKinds;
  let hidden = 0;
  for (let k = 0; k < count; k++) {
    const shares = seen.subarray(k * visibilityKinds, (k + 1) * visibilityKinds);
    if (shares[visibility.hiddenByOther] === Math.max(...shares)) hidden++;
  }
  return hidden / count;
}
