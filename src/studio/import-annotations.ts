/** Faces that were annotated here, as a dataset: to train on, to fit adapters with, to export. Only those that are done. Node only. */
import { join, resolve } from 'node:path';
import { flat } from '../annotation/annotated-face.js';
import { LineamentError, UsageError } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { storableImage } from '../dataset/import/files/storable-image.js';
import { type ImportDefaults, type ImportResult, importDataset } from '../dataset/import/import-dataset.js';
import { faceBox, photographSample } from '../dataset/import/photograph-sample.js';
import { openLandmarkSet } from '../face/landmark-set-file.js';
import { readFileOr } from '../node/files.js';
import { annotatorsOf, faceFile, faceIds, facesFolder, readFace, readProject } from './annotation-files.js';

export interface AnnotationsImportOptions {
  /** Of the annotations. */
  folder: string;
  out: string;
  split?: string;
  /** The faces of this one alone; of all annotators by default. */
  annotator?: string;
  /** Of one annotator, by their ids; all that are done by default. */
  only?: { annotator: string | undefined; ids: ReadonlySet<string> };
}

export const annotationsDefaults: Pick<ImportDefaults, 'split'> = { split: 'train' };

/**
 * Faces of several annotators are samples of their own, each with its annotator's name.
 * @throws {UsageError} for an annotator who has annotated nothing here.
 */
export async function importAnnotations(
  { folder, out, split = annotationsDefaults.split, annotator: wanted, only }: AnnotationsImportOptions,
  work: Work,
): Promise<ImportResult> {
  const project = await readProject(folder);
  const set = await openLandmarkSet(project.setFile ?? project.landmarks);
  const items = [];
  let open = 0;
  const annotators = await annotatorsOf(folder);
  if (wanted !== undefined && !annotators.includes(wanted))
    throw new UsageError(`annotations: nobody called '${wanted}' has annotated here`, {
      file: folder,
      hint: `one of: ${annotators.filter((name) => name !== undefined).join(', ') || 'nobody has a name'}`,
    });
  const counted = new Map<string, number>();
  for (const annotator of annotators) {
    if (wanted !== undefined && annotator !== wanted) continue;
    const faces = facesFolder(folder, annotator);
    if (only !== undefined && only.annotator !== annotator) continue;
    for (const id of await faceIds(faces)) {
      if (only?.ids.has(id) === false) continue;
      const file = faceFile(faces, id);
      const face = await readFace(faces, id);
      if (!face.done) {
        open++;
        continue;
      }
      const read = async (): Promise<ReturnType<typeof photographSample>> => {
        const path = join(project.pictures, face.picture);
        const image = await storableImage(await readFileOr(path, 'the picture'), path);
        const points = flat(face.points);
        return photographSample({
          id: annotator === undefined ? id : `${id}@${annotator}`,
          image,
          points,
          convention: project.convention,
          visibility: face.visibility === null ? null : Uint8Array.from(face.visibility),
          // A person has looked at the whole face; those that were put by hand are exact.
          labelQuality: Uint8Array.from(face.points, (_, k) => (face.fixed.includes(k) ? 0 : 1)),
          box: faceBox(points, file),
          landmarks: set.name,
          split,
          attributes: { source: face.picture, ...(annotator !== undefined && { annotator }) },
        });
      };
      items.push({ file, read });
      const name = annotator ?? 'one without a name';
      counted.set(name, (counted.get(name) ?? 0) + 1);
    }
  }
  if (items.length === 0)
    throw new LineamentError(`annotations: none of ${open} faces is done`, {
      file: folder,
      hint: 'call faces done on the page (Enter)',
    });
  const result = await importDataset(
    {
      out,
      landmarks: set,
      conventions: [project.convention],
      origin: {
        kind: 'imported',
        format: 'annotations',
        source: resolve(folder),
        landmarks: set.name,
        split,
      },
      items,
      total: items.length,
    },
    work,
  );
  const notes = [];
  if (open > 0) notes.push(`${open} faces that are not done were left out`);
  if (counted.size > 1)
    notes.push(
      `faces of several annotators are samples of their own (${[...counted].map(([name, count]) => `${name}: ${count}`).join(', ')}); --annotator takes one`,
    );
  return { ...result, notes };
}
