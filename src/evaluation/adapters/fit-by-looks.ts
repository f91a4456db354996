/**
 * Fits an adapter on labelled faces that a model looks at. One that reads features looks twice, here as in use: features move with the
 * crop, so they are learnt through boxes such as the adapter will look through, not through those of the labels, which know where the
 * face is. The box of a face is that of its points by a map of the first look that was fitted without its person.
 */
import { StoppedError } from '../../core/errors.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { croppedDetector } from '../../detect/landmarks/cropped-detector.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { type AdapterLayer, secondLookBox } from '../../detect/landmarks/point-adapter.js';
import type { OpenedModel } from '../../detect/node/open-landmark-detector.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';
import type { FitContext, FitFace } from './adapter.js';
import { adapterFolds } from './folds.js';
import { leftOutDeviations } from './left-out-deviations.js';
import { type AdapterName, adapterWays, type FittedWay, fitWay } from './registry.js';
import { fitRidgeAffine } from './ridge.js';

/** A face that was looked at once. */
export interface GlancedFace extends FitFace {
  id: string;
  /** Degrees by which its box is turned. */
  roll?: number | undefined;
}

export interface FitLooks {
  /** As cheap as may be, through the boxes of the labels. */
  glance(): Promise<GlancedFace[]>;
  /** As the adapter will look. @param boxes – by the faces' ids; where one has none, that of its labels. */
  look(boxes: ReadonlyMap<string, FaceBox>): Promise<FitFace[]>;
}

/**
 * The looks of an open model, whichever faces there are. @param crop – of the adapter.
 * @param see – the faces through the detector for each id; `isFirst` where the boxes of the labels are all that is known.
 */
export function looksOf(
  { detector, quick }: Pick<OpenedModel, 'detector' | 'quick'>,
  crop: number,
  see: (by: (id: string) => Detector, isFirst: boolean) => Promise<GlancedFace[]>,
): FitLooks {
  const looking = croppedDetector(detector, crop);
  return {
    glance: () => see(() => quick, true),
    look: (boxes) => see((id) => throughBox(looking, boxes.get(id)), false),
  };
}

/** @returns a detector that looks through this box, where there is one and it lies in the picture, instead of the given one. */
function throughBox(detector: Detector, box: FaceBox | undefined): Detector {
  if (box === undefined) return detector;
  return {
    ...detector,
    detect: (image, given) => detector.detect(image, faceBoxFault(box, image) === null ? box : given),
  };
}

/** @param fittedOn – in a sentence; `faces` that there are. */
export async function fitByLooks(
  way: AdapterName,
  looks: FitLooks,
  context: Omit<FitContext, 'fittedOn'> & { fittedOn: (faces: number) => string },
  work: Work = silentWork,
): Promise<FittedWay & { faces: number }> {
  const described = (faces: readonly unknown[]): FitContext => ({
    ...context,
    fittedOn: context.fittedOn(faces.length),
  });
  let first: FirstLook | undefined;
  if (adapterWays[way].reads === 'features') {
    const glanced = await looks.glance();
    first = await fitFirstLook(glanced, described(glanced), partOf(work, 'first look', 'fold'));
  }
  const faces = await looks.look(first?.boxes ?? new Map());
  const own = described(faces);
  // A fit is one piece of arithmetic: its folds, each nearly as long, show how far they are.
  work.log.info(`fitting ${way} to ${own.fittedOn}`);
  const fitted = await fitWay(way, faces, own);
  const { adapter, ridge } = fitted;
  const chosen = ridge === null ? own : { ...own, strength: ridge };
  const uncertainty = await leftOutDeviations(way, faces, chosen, partOf(work, 'error bars', 'fold'));
  return {
    ...fitted,
    adapter: adapter && {
      ...adapter,
      ...(first && { firstLook: first.layers }),
      ...(uncertainty && { uncertainty }),
    },
    faces: faces.length,
  };
}

interface FirstLook {
  layers: AdapterLayer[];
  /** By the faces' ids, each without what its person's labels say. */
  boxes: Map<string, FaceBox>;
}

async function fitFirstLook(
  faces: readonly GlancedFace[],
  context: FitContext,
  work: Work,
): Promise<FirstLook> {
  const { adapter: whole, ridge } = await fitRidgeAffine(faces, context);
  const folds = adapterFolds(
    faces.map(({ person }) => person),
    context.seed,
  );
  const boxes = new Map<string, FaceBox>();
  const count = Math.max(...folds) + 1;
  for (let fold = 0; fold < count; fold++) {
    if (work.signal.aborted) throw new StoppedError(`first look, after ${fold} of ${count} folds`);
    const { adapter } = await fitRidgeAffine(
      faces.filter((_, i) => folds[i] !== fold),
      { ...context, ...(ridge !== null && { strength: ridge }) },
    );
    const looking = { ...adapter, firstLook: adapter.layers };
    for (const { id, points, roll } of faces.filter((_, i) => folds[i] === fold)) {
      const box = secondLookBox(looking, points, roll);
      if (box !== null) boxes.set(id, box);
    }
    work.report(fold + 1, count);
  }
  return { layers: whole.layers, boxes };
}
