/**
 * How far apart two domains lie in a network's own features: the distance of a face from the cloud of synthetic faces
 * (`networks/feature-distance.ts`), for synthetic faces that the cloud was not made of and for those of the other domain. What
 * an unsupervised method is for is to bring the second down to the first.
 */
import { StoppedError } from '../../core/errors.js';
import { mean } from '../../core/numbers/statistics.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { createLoader } from '../../dataset/load/loader.js';
import { openDataset } from '../../dataset/store/store.js';
import {
  distanceFromCloud,
  featureCloud,
  pooledOutput,
  withPooledFeatures,
} from '../../networks/feature-distance.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeModel } from '../../nn/onnx/model.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import type { Session } from '../../nn/runtime/runtime.js';
import { readFileOr } from '../../node/files.js';
import type { Interval } from '../rows/row-result.js';
import type { FacePart } from '../rows/row-settings.js';
import { createBootstrap } from '../tests/bootstrap.js';

/** A split of a dataset, the first so many faces of it. */
export type FeaturePart = Required<Pick<FacePart, 'name' | 'data' | 'split' | 'limit'>>;

export interface FeatureGapParts {
  /** Synthetic faces that the cloud is made of; more than the network has channels there. */
  cloud: FeaturePart;
  /** Synthetic faces beside them. */
  held: FeaturePart;
  /** Faces of the other domain. */
  other: FeaturePart;
}

export interface FeatureGap {
  /** Mean distance from the cloud; 1 is that of the cloud's own faces. */
  held: number;
  other: number;
  /** Of `other`. */
  interval: Interval;
  faces: number;
}

/** @param model – a model file. */
export async function measureFeatureGap(
  model: string,
  { cloud, held, other }: FeatureGapParts,
  { seed, resamples }: { seed: number; resamples: number },
  work: Work = silentWork,
): Promise<FeatureGap> {
  const bytes = await readFileOr(model, 'model');
  const metadata = readModelMetadata(bytes, model);
  const session = await onnxRuntimeNode.createSession(encodeModel(withPooledFeatures(decodeModel(bytes))));
  try {
    const featuresOf = (part: FeaturePart): Promise<Float32Array[]> =>
      pooledFeatures(session, metadata, part, partOf(work, part.name));
    const of = featureCloud(await featuresOf(cloud));
    const [near, far] = [await featuresOf(held), await featuresOf(other)].map((faces) =>
      faces.map((features) => distanceFromCloud(of, features)),
    ) as [number[], number[]];
    const bootstrap = createBootstrap(
      far.map((_, i) => String(i)),
      { seed, resamples },
    );
    return { held: mean(near), other: mean(far), interval: bootstrap.interval(far), faces: far.length };
  } finally {
    await session.release();
  }
}

async function pooledFeatures(
  session: Session,
  { input, landmarks: { convention } }: ReturnType<typeof readModelMetadata>,
  { data, split, limit }: FeaturePart,
  work: Work,
): Promise<Float32Array[]> {
  const { size, mean: middle, deviation } = input;
  const dataset = await openDataset(data);
  const loader = await createLoader([dataset], {
    ...{ split, limit, batch: 1, inputSize: size, augmentation: null, convention, seed: 1 },
    normalisation: { mean: middle, deviation },
  });
  try {
    const features: Float32Array[] = [];
    for (let face = 0; face < loader.size; face++) {
      if (work.signal.aborted) throw new StoppedError(`after ${face} of ${loader.size} faces`);
      const { images } = await loader.batch(face);
      features.push(
        (await session.run({ image: { data: images, shape: [1, 3, size, size] } }))[pooledOutput]!,
      );
      work.report(face + 1, loader.size, 'features');
    }
    return features;
  } finally {
    await loader.close();
    dataset.close();
  }
}
