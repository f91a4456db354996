/**
 * Label transfer learnt from the faces of an annotation folder that are done, and how near it comes to those that were held out,
 * beside what is used now. Reads the folder, writes one model file. Node only.
 */
import { join } from 'node:path';
import { type AnnotatedFace, detectedOf, flat } from '../../annotation/annotated-face.js';
import { type HeldOutErrors, isHeldOut, placingError } from '../../annotation/held-out.js';
import { learnLabels } from '../../annotation/label-learner.js';
import { nearnessModel } from '../../annotation/nearness-model.js';
import type { Work } from '../../core/work.js';
import { transferredDetector } from '../../detect/landmarks/transferred-detector.js';
import { openModel } from '../../detect/node/open-landmark-detector.js';
import { ownSet } from '../../detect/point-maps/wanted-landmarks.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { type TransferSettings, trainTransfer } from '../../tasks/landmarks/transfer-training.js';
import { facesFolder, readFace, readProject } from '../annotation-files.js';
import { importAnnotations } from '../import-annotations.js';

export interface TransferOrder {
  /** Of the annotations. */
  folder: string;
  annotator: string | undefined;
  /** The model file whose detections are corrected. */
  model: string;
  /** Faces that are done, in that order. */
  ids: readonly string[];
  /** The model file of earlier label transfer, where one is in use. */
  before: string | null;
  /** An empty folder for what is made on the way. */
  scratch: string;
  /** Where the trained model is written. */
  out: string;
  settings?: Partial<TransferSettings>;
}

export interface TransferOutcome {
  /** Faces that were learnt from, and that were held out. */
  faces: number;
  heldOut: number;
  steps: number;
  errors: HeldOutErrors;
}

export async function learnTransfer(
  { folder, annotator, model, ids, before, scratch, out, settings }: TransferOrder,
  work: Work,
): Promise<TransferOutcome> {
  const { pictures, landmarks, setFile } = await readProject(folder);
  const set = await openLandmarkSet(setFile ?? landmarks);
  const data = join(scratch, 'faces');
  const learnt = ids.filter((_, i) => !isHeldOut(i));
  // Its progress would be taken for that of the training.
  const quiet = { ...work, report: () => {} };
  await importAnnotations({ folder, out: data, only: { annotator, ids: new Set(learnt) } }, quiet);
  const from = ownSet(readModelMetadata(await readFileOr(model, 'the model'), model));
  const trained = await trainTransfer({ model, from, data, ...settings }, work);
  await writeFileWhole(out, trained.bytes);

  const faces = facesFolder(folder, annotator);
  const read = (chosen: readonly string[]): Promise<AnnotatedFace[]> =>
    Promise.all(chosen.map((id) => readFace(faces, id)));
  const held = await read(ids.filter((_, i) => isHeldOut(i)));
  const missed = (await read(learnt)).map((face) => ({ ...detectedOf(face), truth: flat(face.points) }));
  const { correct } = learnLabels(set, nearnessModel(set), missed);
  const errorOf = async (place: (face: AnnotatedFace) => Promise<Float32Array>): Promise<number> => {
    const pairs = [];
    for (const face of held) pairs.push({ placed: await place(face), left: flat(face.points) });
    return placingError(set, pairs);
  };
  const errorBy = async (file: string): Promise<number> => {
    const placer = await openPlacer(file, pictures);
    return errorOf(placer.place).finally(() => placer.close());
  };
  return {
    faces: trained.faces,
    heldOut: held.length,
    steps: trained.steps,
    errors: {
      detector: await errorOf(async ({ detected }) => flat(detected.points)),
      ridge: await errorOf(async (face) => correct(detectedOf(face)).points),
      before: before === null ? null : await errorBy(before),
      trained: await errorBy(out),
    },
  };
}

export interface Placer {
  /** `[K, 2]` the points of a face, by label transfer. */
  place(face: AnnotatedFace): Promise<Float32Array>;
  close(): Promise<void>;
}

/** @param file – a model with label transfer. @param pictures – the folder that faces name their pictures in. */
export async function openPlacer(file: string, pictures: string): Promise<Placer> {
  const { detector, close } = await openModel(file, { mirror: true });
  const transferred = transferredDetector(detector);
  return {
    async place({ picture, box }) {
      const path = join(pictures, picture);
      const image = await decodeImage(await readFileOr(path, 'the picture'), picture);
      return (await transferred.detect(image, box)).points;
    },
    close,
  };
}
