/**
 * Imports the faces of Halpe Full-Body (README of Fang-Haoshu/Halpe-FullBody): COCO's shape with 136 keypoints a person, of
 * which 26 to 93 are the 68 face points. Its boxes are of whole persons: the face's is the tight box of the points.
 * Persons without face points are left out.
 */
import { z } from 'zod';
import { inOurWords } from '../../../core/settings/schema-words.js';
import { silentWork, type Work } from '../../../core/work.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import type { ImportResult } from '../import-dataset.js';
import type { FaceLayout } from './face-layout.js';
import { type CocoImportOptions, importCocoFaces } from './import-coco-faces.js';

const bodyPoints = 26;
const personSchema = z.looseObject({ keypoints: z.array(z.number()).length(3 * 136) });

const halpe: FaceLayout = {
  format: 'halpe',
  what: 'an annotation file of Halpe Full-Body (136 keypoints a person)',
  face(annotation) {
    const { keypoints } = personSchema.parse(annotation, inOurWords);
    const values = keypoints.slice(3 * bodyPoints, 3 * (bodyPoints + 68));
    return values.some((value, i) => i % 3 === 2 && value > 0) ? { values, box: null } : null;
  },
};

export function importHalpe(options: CocoImportOptions, work: Work = silentWork): Promise<ImportResult> {
  return importCocoFaces(options, halpe, async () => ibug68, work);
}
