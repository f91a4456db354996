/** Pictures without labels: joins their importer with what finds faces, since neither room knows the other. */
import { basename } from 'node:path';
import { freedAfter, type Keep } from '../../core/opened-together.js';
import type { Work } from '../../core/work.js';
import { type FindBox, importUnlabelled } from '../../dataset/import/formats/unlabelled.js';
import type { ImportResult } from '../../dataset/import/import-dataset.js';
import { detectFound, type FoundDetection } from '../../detect/finder/detect-found.js';
import { findFace } from '../../detect/landmarks/find-face.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { modelFile, shippedFinderFile } from '../../detect/node/shipped-model-file.js';
import { boxModel } from '../../detect/shipped-models.js';
import { isFinderFile } from '../../networks/finder/finder-metadata.js';
import { readFileOr } from '../../node/files.js';

interface FinderFlags {
  out: string;
  split?: string;
  splits?: string;
  images?: string;
  /** A model, of faces or of landmarks; the shipped finder where it is left out. */
  detector?: string;
}

export function importWithFinder(
  source: string,
  { detector: named, ...flags }: FinderFlags,
  work: Work,
): Promise<ImportResult> {
  return freedAfter(async (keep) => {
    const { by, findBox } = named === undefined ? await byFinder(keep) : await byLandmarks(named, keep);
    return importUnlabelled({ source, ...flags, boxesBy: by, findBox }, work);
  });
}

interface BoxSource {
  /** A file's name. */
  by: string;
  findBox: FindBox;
}

/** Of several faces the largest is meant. */
async function byFinder(keep: Keep, file = shippedFinderFile()): Promise<BoxSource> {
  const finder = await openFinder(file);
  keep(finder.close);
  const detector = await openLandmarkDetector(boxModel, {}, keep);
  const by = basename(file);
  const sizeOf = ({ box }: FoundDetection): number => box.width * box.height;
  return {
    by,
    findBox: async (image) => {
      const faces = await detectFound(image, { detector, finder });
      const [face] = faces.sort((a, b) => sizeOf(b) - sizeOf(a));
      if (face === undefined) return null;
      const { x, y, width, height, roll = 0 } = face.box;
      return { box: { x, y, width, height }, found: { by, score: face.score, roll } };
    },
  };
}

/** The search with a landmark model, window by window: slower, and for one face that is large. */
async function byLandmarks(named: string, keep: Keep): Promise<BoxSource> {
  const file = modelFile(named);
  const bytes = await readFileOr(file, 'model');
  if (isFinderFile(bytes)) return byFinder(keep, file);
  const detector = await openLandmarkDetector(file, {}, keep);
  const by = basename(file);
  return {
    by,
    findBox: async (image) => {
      const face = await findFace(detector, image);
      if (face === null) return null;
      const { box, uncertainty, agreement } = face;
      return { box, found: { by, uncertainty, agreement } };
    },
  };
}
