/**
 * Imports the face part of COCO-WholeBody (data_format.md of its repository): an annotation file with `face_kpts` of
 * 68 × (x, y, v), pixels counted from 0, and the folder of its pictures. Annotations whose face is not valid are left
 * out, and so are those of plain COCO. v > 0 says that a point may be used (v is 1 for all of a valid face in the public
 * files), 0 that it is missing.
 */
import { z } from 'zod';
import { inOurWords } from '../../../core/settings/schema-words.js';
import { silentWork, type Work } from '../../../core/work.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import type { ImportResult } from '../import-dataset.js';
import type { FaceLayout } from './face-layout.js';
import { type CocoImportOptions, importCocoFaces } from './import-coco-faces.js';

/** Some tools write truth as a number. */
const validSchema = z.looseObject({
  face_valid: z.union([z.boolean(), z.literal(0), z.literal(1)]).optional(),
  face_box: z.unknown().optional(),
  face_kpts: z.unknown().optional(),
});
const faceSchema = z.looseObject({
  face_box: z.array(z.number()).length(4),
  face_kpts: z.array(z.number()).length(3 * 68),
});

const wholeBody: FaceLayout = {
  format: 'coco-wholebody',
  what: 'an annotation file of COCO-WholeBody',
  face(annotation) {
    const { face_valid, face_box, face_kpts } = validSchema.parse(annotation, inOurWords);
    const isValid = face_valid ?? (face_box !== undefined || face_kpts !== undefined);
    if (!isValid) return null;
    const face = faceSchema.parse(annotation, inOurWords);
    const [x, y, width, height] = face.face_box as [number, number, number, number];
    return { values: face.face_kpts, box: { x, y, width, height } };
  },
};

export function importCoco(options: CocoImportOptions, work: Work = silentWork): Promise<ImportResult> {
  return importCocoFaces(options, wholeBody, async () => ibug68, work);
}
