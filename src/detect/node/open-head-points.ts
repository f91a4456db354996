/** Where the points that a detector gives lie on a head, as describing needs it: of built-in sets, and of a user's own by their YAML file. */
import { UsageError } from '../../core/errors.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import { loadHead } from '../../face/heads/registry.js';
import { isSetFile, openLandmarkSet } from '../../face/landmark-set-file.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { hasPointsOf, type NamedSet } from '../../landmarks/sets/named-set.js';
import { landmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import { fewest } from '../describe/fit/head-fitter.js';
import { defaultHeadPoints, embeddedHead } from '../describe/head/default-head-points.js';
import type { HeadPoints } from '../describe/head/head-points.js';
import { missingAnswers } from '../describe/head/missing-answers.js';
import { sampleHeadPoints } from '../describe/head/sample-head-points.js';

export interface OpenedHeadPoints {
  model: HeadModel;
  points: HeadPoints;
  /** What these points do not tell ({@link missingAnswers}). */
  missing: string[];
}

/**
 * @param landmarks – of the detector's metadata. @param asked – the set that was asked for, where one was: a YAML file says where its
 * points lie. @param head – a head model's name.
 * @throws UsageError where nobody knows where the points lie, or they are too few.
 */
export async function openHeadPoints(
  operation: string,
  landmarks: NamedSet,
  { asked, head = 'cage' }: { asked?: string | undefined; head?: string | undefined } = {},
): Promise<OpenedHeadPoints> {
  const set = await setOf(operation, landmarks, asked);
  if (set.points.length < fewest)
    throw new UsageError(
      `${operation}: ${set.name} has ${set.points.length} points; no head can be fitted to fewer than ${fewest}`,
      {
        hint: 'give a set with more points, of the eyes, the nose and the outline',
      },
    );
  const { convention } = landmarks;
  // The embedded head's are kept: making them takes a second.
  if (head === 'cage' && set === registered(set.name))
    return opened(embeddedHead(), defaultHeadPoints(set.name, convention));
  const model = await loadHead(head);
  return opened(model, sampleHeadPoints(model, set, convention));
}

const opened = (model: HeadModel, points: HeadPoints): OpenedHeadPoints => ({
  model,
  points,
  missing: missingAnswers(points),
});

const registered = (name: string): LandmarkSet | undefined =>
  landmarkSetNames.includes(name) ? landmarkSet(name) : undefined;

async function setOf(
  operation: string,
  landmarks: NamedSet,
  asked: string | undefined,
): Promise<LandmarkSet> {
  const own =
    asked !== undefined && isSetFile(asked) ? await openLandmarkSet(asked) : registered(landmarks.set);
  if (own !== undefined && hasPointsOf(landmarks, own)) return own;
  throw new UsageError(
    `${operation}: where the points of ${landmarks.set} lie on a head is not known: files of models, maps and adapters hold their names alone`,
    {
      hint: `give the set's own YAML file with --landmarks, or ask for one of ${landmarkSetNames.join(', ')}`,
    },
  );
}
