/**
 * Fits what a model's doubts are worth, after training, and writes it into the model file (`networks/reliability.ts`). Error bars
 * on labelled photographs, whose errors hold what differs between our definition of a point and an annotator's; whether a face
 * is wrong on generated faces: as they are, as in training, and seen through boxes that have missed the face, which
 * stand for faces that are not there.
 */
import { affineScale } from '../../core/affine.js';
import { LineamentError, StoppedError } from '../../core/errors.js';
import { lastPart } from '../../core/text/last-part.js';
import { silentWork, type Work } from '../../core/work.js';
import { type Augmentation, augmentationSchema } from '../../dataset/augment/settings.js';
import { createLoader } from '../../dataset/load/loader.js';
import { describeLandmarks, haveSameLandmarks, landmarksOf } from '../../dataset/store/manifest.js';
import type { Dataset } from '../../dataset/store/store.js';
import { createDetector } from '../../detect/landmarks/create-detector.js';
import { cachedFitter } from '../../detect/node/point-map-cache.js';
import { ownSet, wantedDetector } from '../../detect/point-maps/wanted-landmarks.js';
import { imageNme, pointErrors } from '../../landmarks/errors/nme.js';
import { normalisingDistance } from '../../landmarks/errors/normalisers.js';
import { faceCrop, tightBox } from '../../landmarks/face-crop.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import {
  distanceFromCloud,
  type FeatureCloud,
  featureCloud,
  pooledOutput,
  withFeatureDistance,
  withPooledFeatures,
} from '../../networks/feature-distance.js';
import { type ModelMetadata, metadataEntries } from '../../networks/model-file/model-metadata.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { logDeviation, type Reliability } from '../../networks/reliability.js';
import { withChecksum } from '../../nn/onnx/checksum.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeModel } from '../../nn/onnx/model.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import type { Session } from '../../nn/runtime/runtime.js';
import { labelledFaces } from '../predict/labelled-faces.js';
import { noneMeasured, predict } from '../predict/predict.js';
import { fitDeviations, type MeasuredPoint } from './fit-deviations.js';
import { fitWrong, type JudgedFace } from './fit-wrong.js';

export interface ReliabilityOptions {
  /** Labelled photographs. */
  photographs: Dataset;
  photographSplit?: string;
  /** Generated faces of the model's own set. */
  faces: Dataset;
  /** In which the faces lie that training has not seen. */
  faceSplit?: string;
  /** Of them at most so many, each looked at three times. */
  count?: number;
}

export const calibrationDefaults = { faceSplit: 'validation', count: 400 } as const;

/** Per cent of the outer eye corners' distance. */
const wrongAbove = 8;

/** How the same faces are seen. A box that has missed shows nothing, or the wrong part of a head at the wrong size. */
const views: readonly { name: string; augmentation: Augmentation | null }[] = [
  { name: 'plain', augmentation: null },
  { name: 'augmented', augmentation: augmentationSchema.parse({}) },
  {
    name: 'missed',
    augmentation: augmentationSchema.parse({
      cropJitter: { shift: 0.5, scale: [0.3, 3] },
      rotation: { probability: 0.8, degrees: 60 },
    }),
  },
];

/** @param bytes – a float32 model file. @param file – named in errors. @returns the model file with what was fitted. */
export async function calibrateReliability(
  bytes: Uint8Array,
  file: string,
  options: ReliabilityOptions,
  work: Work = silentWork,
): Promise<{
  bytes: Uint8Array;
  reliability: Reliability;
  faces: { photographs: number; generated: number };
}> {
  const { reliability: _, ...metadata } = readModelMetadata(bytes, file);
  const model = decodeModel(bytes);
  const session = await onnxRuntimeNode.createSession(encodeModel(withPooledFeatures(model)));
  try {
    const set = ownSet(metadata);
    if (!haveSameLandmarks(options.faces.manifest, describeLandmarks(set)))
      throw new LineamentError(
        `calibrate: the faces have the landmarks ${options.faces.manifest.landmarks}, the model gives ${set.name}`,
        { file: options.faces.folder, hint: `generate faces with --landmarks ${set.name}` },
      );
    const measured = await measurePhotographs(metadata, session, options, work);
    const judged = await judgeFaces(metadata, set, session, options, work);
    const reliability: Reliability = {
      uncertainty: fitDeviations(measured.points, set),
      wrong: fitWrong(judged.faces),
      wrongAbove,
      fittedOn: `error bars: ${measured.faces} photographs of ${nameOf(options.photographs)}; wrong faces: ${judged.count} generated ones of ${nameOf(options.faces)}`,
    };
    const calibrated = withFeatureDistance(model, judged.cloud);
    const entries = metadataEntries({ ...metadata, reliability });
    return {
      bytes: withChecksum(encodeModel({ ...calibrated, metadata: { ...calibrated.metadata, ...entries } })),
      reliability,
      faces: { photographs: measured.faces, generated: judged.count },
    };
  } finally {
    await session.release();
  }
}

const nameOf = ({ folder }: Dataset): string => lastPart(folder) ?? folder;

async function measurePhotographs(
  metadata: ModelMetadata,
  session: Session,
  { photographs, photographSplit }: ReliabilityOptions,
  work: Work,
): Promise<{ points: MeasuredPoint[]; faces: number }> {
  const set = landmarksOf(photographs.manifest);
  const { convention } = metadata.landmarks;
  const detector = await wantedDetector(
    createDetector(metadata, session),
    { landmarks: set },
    cachedFitter(metadata.training.head),
  );
  const choice = photographSplit === undefined ? {} : { split: photographSplit };
  const labelled = await labelledFaces(photographs, choice, { set, convention });
  const { faces, failures } = await predict(detector, labelled, {}, work);
  if (faces.length === 0) throw noneMeasured(failures, photographs.folder);
  const points = faces.flatMap(({ box, labels, predicted }) => {
    const { size, enlarge } = metadata.input;
    const side = size * affineScale(faceCrop(box, { size, enlarge }));
    return [...pointErrors(predicted.points, labels.points)].flatMap((error, k) =>
      Number.isNaN(error)
        ? []
        : { region: set.points[k]!.region, error: error / side, sigma: predicted.uncertainty[k]! / side },
    );
  });
  return { points, faces: faces.length };
}

/** What the network says of one crop. */
interface JudgedCrop {
  features: Float32Array;
  deviation: number;
  wrong: boolean;
}

async function judgeFaces(
  metadata: ModelMetadata,
  set: LandmarkSet,
  session: Session,
  options: ReliabilityOptions,
  work: Work,
): Promise<{ faces: JudgedFace[]; cloud: FeatureCloud; count: number }> {
  const seen = new Map<string, JudgedCrop[]>();
  for (const { name, augmentation } of views)
    seen.set(name, await lookAt(metadata, set, session, { ...options, augmentation }, work));
  const plain = seen.get('plain')!;
  const cloud = featureCloud(plain.map(({ features }) => features));
  const faces = [...seen.values()].flat().map(
    ({ features, deviation, wrong }): JudgedFace => ({
      distance: Math.log(Math.max(1e-6, distanceFromCloud(cloud, features))),
      deviation,
      wrong,
    }),
  );
  const wrong = faces.filter((face) => face.wrong).length;
  if (wrong === 0 || wrong === faces.length)
    throw new LineamentError(`calibrate: ${wrong} of ${faces.length} views of generated faces are wrong`, {
      hint: 'fit on a trained model and more faces: both right and wrong ones are needed',
    });
  return { faces, cloud, count: plain.length };
}

async function lookAt(
  { input, landmarks: { convention } }: ModelMetadata,
  set: LandmarkSet,
  session: Session,
  {
    faces,
    faceSplit = calibrationDefaults.faceSplit,
    count = calibrationDefaults.count,
    augmentation,
  }: ReliabilityOptions & { augmentation: Augmentation | null },
  work: Work,
): Promise<JudgedCrop[]> {
  const { size, mean, deviation } = input;
  const loader = await createLoader([faces], {
    split: faceSplit,
    batch: 1,
    inputSize: size,
    augmentation,
    convention,
    seed: 1,
    normalisation: { mean, deviation },
    limit: count,
  });
  try {
    const seen: JudgedCrop[] = [];
    for (let face = 0; face < loader.size; face++) {
      if (work.signal.aborted) throw new StoppedError(`calibration, after ${face} of ${loader.size} faces`);
      const { images, points: labels } = await loader.batch(face);
      const outputs = await session.run({ image: { data: images, shape: [1, 3, size, size] } });
      const eyes = normalisingDistance('outer-eye-corners', set, {
        points: labels,
        box: tightBox(labels)!,
        pupils: null,
      });
      seen.push({
        features: outputs[pooledOutput]!,
        deviation: logDeviation(outputs.sigma!, size),
        wrong: imageNme(pointErrors(outputs.points!, labels), eyes) > wrongAbove,
      });
      work.report(face + 1, loader.size);
    }
    return seen;
  } finally {
    await loader.close();
  }
}
