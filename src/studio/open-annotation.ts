/** Opens a folder of photographs for annotation: detector, correction model, files. One process at a time works for an annotator. Node only. */
import { resolve } from 'node:path';
import type { CorrectionModel } from '../annotation/correction-model.js';
import { LineamentError } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { detectFound } from '../detect/finder/detect-found.js';
import { openFinder } from '../detect/node/open-finder.js';
import { openModel } from '../detect/node/open-landmark-detector.js';
import { modelFile } from '../detect/node/shipped-model-file.js';
import { ownSet } from '../detect/point-maps/wanted-landmarks.js';
import { isSetFile, openLandmarkSet } from '../face/landmark-set-file.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { makeFolder } from '../node/files.js';
import { lockFolder } from '../node/folder-lock.js';
import { AnnotationDesk, annotationsBeside } from './annotation-desk.js';
import { type AnnotationProject, facesFolder, findProject, writeProject } from './annotation-files.js';
import { FaceSource } from './face-source.js';
import { DeskLearner, defaultLearning, type LearningWay } from './learning/desk-learner.js';
import { openCorrection } from './open-correction.js';
import { openStartingLabels } from './starting-labels/open-starting-labels.js';

export interface AnnotationOptions {
  /** Folder of pictures. */
  pictures: string;
  /** Folder of the annotations; beside the pictures' by default. */
  out?: string;
  /** A built-in set, or a YAML file; the model's own by default. */
  landmarks?: string;
  /** Name of a shipped model, or a file. */
  model: string;
  /** Whose corrections these are. */
  annotator?: string;
  /** Labels to begin with. */
  labels?: string;
  /** What is learnt from faces that are done. */
  learn?: LearningWay;
}

export interface OpenAnnotation {
  folder: string;
  set: LandmarkSet;
  model: CorrectionModel;
  source: FaceSource;
  desk: AnnotationDesk;
  close(): Promise<void>;
}

export async function openAnnotation(options: AnnotationOptions, work: Work): Promise<OpenAnnotation> {
  const { landmarks, annotator } = options;
  const pictures = resolve(options.pictures);
  const folder = resolve(options.out ?? annotationsBeside(pictures));
  const { detector, close: closeModel } = await openModel(modelFile(options.model), {
    mirror: true,
    ...(landmarks !== undefined && { landmarks }),
  });
  const opened: (() => unknown)[] = [closeModel];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const set = landmarks === undefined ? ownSet(detector.metadata) : await openLandmarkSet(landmarks);
    const faces = facesFolder(folder, annotator);
    makeFolder(faces);
    const lock = await lockFolder(faces, {
      name: '.annotating',
      what: 'annotation folder',
      hint: 'open its page, end that server first, or name yourself with --annotator',
    });
    opened.push(() => lock.release());
    await checkProject(folder, {
      pictures,
      landmarks: set.name,
      setFile: landmarks !== undefined && isSetFile(landmarks) ? resolve(landmarks) : null,
      names: set.points.map(({ name }) => name),
      convention: detector.metadata.landmarks.convention,
      model: options.model,
    });
    const model = await openCorrection(options.model, set);
    const finder = await openFinder(undefined, {});
    opened.push(() => finder.close());
    const source = new FaceSource({
      pictures,
      seer: {
        find: (image) => detectFound(image, { detector, finder }),
        look: (image, box) => detector.detect(image, box),
      },
      ...(options.labels !== undefined && { labels: await openStartingLabels(options.labels, set) }),
    });
    const learner = new DeskLearner({
      set,
      model,
      way: options.learn ?? defaultLearning,
      transfer: { folder, annotator, pictures, modelFile: modelFile(options.model) },
    });
    opened.push(() => learner.close());
    const desk = await AnnotationDesk.open(
      { folder, set, model, source, learner, ...(annotator !== undefined && { annotator }) },
      work,
    );
    return { folder, set, model, source, desk, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A folder that was begun with other points stays as it is. */
async function checkProject(folder: string, project: AnnotationProject): Promise<void> {
  const known = await findProject(folder);
  if (known === undefined) return writeProject(folder, project);
  const told = (one: AnnotationProject): string => JSON.stringify([one.landmarks, one.names, one.convention]);
  if (told(known) !== told(project))
    throw new LineamentError(
      `annotations: the folder holds the ${known.convention} points of ${known.landmarks}, asked for are the ${project.convention} points of ${project.landmarks}`,
      { file: folder, hint: 'name another folder with --out, or the same landmarks' },
    );
}
