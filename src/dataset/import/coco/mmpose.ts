/**
 * Imports the face files of mmpose (300-W, 300-VW, WFLW, COFW, LaPa): COCO's shape with `keypoints` of K × (x, y, v),
 * counted from 0 as mmpose reads them, and the box as `bbox` or as `center` and `scale` (200 pixels are 1). K landmarks.
 */
import { z } from 'zod';
import { UsageError } from '../../../core/errors.js';
import { inOurWords } from '../../../core/settings/schema-words.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import type { LandmarkSet } from '../../../landmarks/landmark-set.js';
import { cofw29, wflw98 } from '../../../landmarks/sets/annotated-sets.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import type { Box } from '../../sample.js';
import type { ImportResult } from '../import-dataset.js';
import type { FaceLayout } from './face-layout.js';
import { type CocoImportOptions, importCocoFaces } from './import-coco-faces.js';

export interface MmposeImportOptions extends CocoImportOptions {
  /** Name of the landmark set, or the YAML file of one; by default the published one with as many points. */
  landmarks?: string;
}

interface Face {
  keypoints?: number[] | undefined;
  bbox?: number[] | null | undefined;
  center?: number[] | null | undefined;
  scale?: number | number[] | null | undefined;
}

const faceSchema: z.ZodType<Face> = z.looseObject({
  keypoints: z
    .array(z.number())
    .refine((values) => values.length % 3 === 0, 'x, y and v are wanted for each point')
    .optional(),
  bbox: z.array(z.number()).length(4).nullish(),
  center: z.array(z.number()).length(2).nullish(),
  scale: z.union([z.number(), z.array(z.number()).length(2)]).nullish(),
});

/** Pixels that a scale of 1 stands for. */
const pixelsOfScale = 200;

const mmpose: FaceLayout = {
  format: 'mmpose',
  what: 'a face annotation file of mmpose',
  face(annotation) {
    const face = faceSchema.parse(annotation, inOurWords);
    const values = face.keypoints ?? [];
    return values.some((value, i) => i % 3 === 2 && value > 0) ? { values, box: boxOf(face) } : null;
  },
};

function boxOf({ bbox, center, scale }: Face): Box | null {
  const [x, y, width, height] = bbox ?? [];
  if (width !== undefined && height !== undefined && width > 0 && height > 0)
    return { x: x!, y: y!, width, height };
  if (!center || scale === undefined || scale === null) return null;
  const [across, down] = typeof scale === 'number' ? [scale, scale] : (scale as [number, number]);
  const size = { width: across * pixelsOfScale, height: down * pixelsOfScale };
  return { x: center[0]! - size.width / 2, y: center[1]! - size.height / 2, ...size };
}

export function importMmpose(
  { landmarks, ...options }: MmposeImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const setOf = (pointCount: number): Promise<LandmarkSet> =>
    landmarks === undefined ? publishedSet(pointCount) : openLandmarkSet(landmarks);
  return importCocoFaces(options, mmpose, setOf, work);
}

async function publishedSet(pointCount: number): Promise<LandmarkSet> {
  const known = [ibug68, wflw98, cofw29];
  // Where no face could be read, any set does: the import fails with the first fault.
  const set = pointCount === 0 ? ibug68 : known.find(({ points }) => points.length === pointCount);
  if (set !== undefined) return set;
  throw new UsageError(
    `the faces have ${pointCount} points; the sets of ${known.map(({ points }) => points.length).join(', ')} points are known`,
    { hint: 'name their landmark set with --landmarks, as a .yaml file' },
  );
}
