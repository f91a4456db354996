/**
 * Label transfer (Synthesis AI, "Synthetic Data Case Study: Facial Landmarks", 2022): a network behind the detector turns
 * its K landmarks into the M of another set, such as ibug68, so that real faces with labels of that set train both.
 *
 * Loss: likelihood and heatmaps of the M points, as for the source faces. What of its gradient reaches the detector is
 * multiplied by `backboneRate`. Every `every`-th step takes a batch of real faces beside that of the source, in one
 * update. An update of its own at a lower rate was rejected: it would share its running means of the gradient with the
 * source's, and these would apply the real faces' gradient at the full rate in the next step.
 *
 * On real faces the detector normalises by its running statistics, as it does when it is used, and these remain those
 * of the source faces. B batch, K landmarks of the source, M of the other set.
 */

import { UsageError } from '../../../../core/errors.js';
import { choice, number, text, whole } from '../../../../core/settings/value-kinds.js';
import { openLandmarkSet } from '../../../../face/landmark-set-file.js';
import { nearestSubset } from '../../../../landmarks/correspondence.js';
import type { LandmarkSet } from '../../../../landmarks/landmark-set.js';
import { namedSet } from '../../../../landmarks/sets/named-set.js';
import { defaultLandmarkSet } from '../../../../landmarks/sets/registry.js';
import { buildNetwork, featureSide, heatmapLandmarks } from '../../../../networks/network.js';
import {
  coordinateNetworks,
  type TransferConfig,
  type TransferNetworkName,
  transferNetworks,
  transferScope,
} from '../../../../networks/transfer/transfer-config.js';
import { type TransferInput, transferNetwork } from '../../../../networks/transfer/transfer-network.js';
import { Graph } from '../../../../nn/graph/graph.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { isRunningStatistic } from '../../../../nn/layers/normalised-convolution.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { reverseGradient } from '../../../../nn/operators/gradients/reverse-gradient.js';
import { stopGradient } from '../../../../nn/operators/gradients/stop-gradient.js';
import type { Frozen } from '../../../../nn/optimisers/parameter-groups.js';
import { faceSource } from '../../face-batches.js';
import { gaussianLikelihood } from '../../losses/gaussian-likelihood.js';
import { heatmapCrossEntropy } from '../../losses/heatmap-cross-entropy.js';
import { meanDistance, type ObjectiveOptions, type TrainingGraph } from '../../objective.js';
import {
  type AdaptationMethod,
  adaptationMethod,
  type FacesSettings,
  facesSchema,
} from '../adaptation-method.js';
import { ridgeStart } from '../ridge-start.js';

const name = 'label-transfer';

export const labelTransfer: AdaptationMethod = adaptationMethod({
  name,
  weight: 1,
  stepCost: 1.4,
  keys: {
    /** Faces with labels of the other set. */
    real: facesSchema('train'),
    /** The other set: a name, or a file. */
    to: text('the name of a landmark set').default(defaultLandmarkSet),
    network: choice(transferNetworks).default('unet'),
    /** Of the gradient that reaches the detector; 0: real labels train the transfer alone. */
    backboneRate: number(0, 10).default(0.1),
    /** Steps from one batch of real faces to the next. */
    every: whole(1, 1000).default(2),
    /** Real faces in a batch; by default as many as source faces. */
    batch: whole(1, 1024).optional(),
  },
  check: ({ batch }, { replicas }) =>
    batch === undefined || batch % replicas === 0
      ? undefined
      : { what: `batch: ${batch}; allowed: a multiple of replicas, ${replicas}`, hint: 'change either' },
  async create({ weight, real, to, network, backboneRate, every, batch: own }, context) {
    const { objective, accumulate } = context;
    const samples = own ?? context.batch;
    requireHeatmaps(network, objective);
    const set = await openLandmarkSet(to);
    const faces = await context.open(real, {
      name,
      batch: samples,
      augmentation: context.augmentation,
    });
    try {
      requireSet(faces.set, set, real);
    } catch (error) {
      await faces.close();
      throw error;
    }
    const transfer = { network, nearest: nearestSubset(context.set, set) };
    const source = faceSource(faces);
    return {
      faces: faces.size,
      programs: {
        [name]: {
          batch: samples,
          build: (share, frozen) =>
            buildTransferObjective({ ...objective, frozen, transfer, backboneRate }, share),
        },
      },
      phases: [{ name, program: name, data: name, weight: (step) => (step % every === 0 ? weight : 0) }],
      sources: {
        [name]: {
          // Each real batch is the next one of its source, however many steps lie between.
          batch: (number) => source.batch(realBatch(number, every, accumulate)),
          isTaken: (number) => Math.floor(number / accumulate) % every === 0,
        },
      },
      describeModel: (metadata) => ({
        ...metadata,
        transfer: {
          ...namedSet(set, faces.convention),
          network,
          nearest: transfer.nearest,
        },
        training: {
          ...metadata.training,
          data: `${metadata.training.data} Label transfer (${network}) with ${faces.size} faces labelled with ${set.name}.`,
        },
      }),
      ...(network === 'affine' && {
        beginsWith: (state) =>
          ridgeStart(state, { objective, faces, batch: samples, nearest: transfer.nearest }),
      }),
      close: () => faces.close(),
    };
  },
});

export interface TransferObjectiveOptions extends ObjectiveOptions {
  transfer: TransferConfig;
  /** Of the gradient that reaches the detector. */
  backboneRate: number;
}

/**
 * The loss on faces with labels of the other set. Inputs `image` `[B, 3, S, S]`, `points` `[B, M, 2]` and `weights`
 * `[B, M]`, 0 where a label is missing.
 */
export function buildTransferObjective(
  { model, landmarks, loss, frozen = () => false, transfer, backboneRate }: TransferObjectiveOptions,
  batch: number,
): TrainingGraph {
  const graph = new Graph('training', withoutStatistics(frozen));
  const count = transfer.nearest.length;
  const image = graph.input('image', [batch, 3, model.inputSize, model.inputSize]);
  const labels = graph.input('points', [batch, count, 2]);
  const weights = graph.input('weights', [batch, count]);
  const estimate = buildNetwork(image, landmarks, model).at(-1)!;
  const { logits, points, sigma } = transferNetwork(
    slowed(estimate, backboneRate),
    transfer,
    model.inputSize,
  );
  const scale = model.inputSize / featureSide(model);
  const likelihood = gaussianLikelihood({ points, sigma, labels, weights, scale });
  const distance = meanDistance(points, labels, weights);
  if (logits === null) return { graph, loss: likelihood, metrics: { likelihood, distance } };
  const { inputSize } = model;
  const heatmaps = heatmapCrossEntropy({ logits, labels, weights, inputSize, deviation: loss.deviation });
  return {
    graph,
    loss: add(likelihood, multiply(heatmaps, loss.heatmaps)),
    metrics: { likelihood, heatmaps, distance },
  };
}

/** The same estimate, whose gradient comes back multiplied by `rate`. */
function slowed({ heatmaps, points, sigma }: TransferInput, rate: number): TransferInput {
  const slow = (x: Tensor): Tensor => (rate === 0 ? stopGradient(x) : reverseGradient(x, -rate));
  return {
    heatmaps: { logits: slow(heatmaps.logits), landmarks: heatmaps.landmarks },
    points: slow(points),
    sigma: slow(sigma),
  };
}

/** Fixes the running statistics of the detector too; the transfer's own are of real faces alone and move. */
function withoutStatistics(frozen: Frozen): Frozen {
  const own = `${transferScope}.`;
  return (parameter) => frozen(parameter) || (isRunningStatistic(parameter) && !parameter.startsWith(own));
}

/** Which batch of the real faces belongs to batch `number` of the run. */
function realBatch(number: number, every: number, accumulate: number): number {
  const step = Math.floor(number / accumulate);
  return Math.floor(step / every) * accumulate + (number % accumulate);
}

/** All networks but those on coordinates read a heatmap of every landmark. */
function requireHeatmaps(
  network: TransferNetworkName,
  { model, landmarks }: Pick<ObjectiveOptions, 'model' | 'landmarks'>,
): void {
  const mapped = heatmapLandmarks(model, landmarks).length;
  if (coordinateNetworks.includes(network) || mapped === landmarks) return;
  throw new UsageError(
    `adaptation: label-transfer by ${network} reads a heatmap of every landmark; the head ${model.head.kind} has ${mapped} for ${landmarks}`,
    { hint: "set network: affine or mlp, or the recipe's model.head: {kind: heatmaps}" },
  );
}

function requireSet(found: LandmarkSet, wanted: LandmarkSet, { data }: FacesSettings): void {
  const same =
    found.points.length === wanted.points.length &&
    found.points.every((point, index) => point.name === wanted.points[index]!.name);
  if (same) return;
  throw new UsageError(
    `adaptation: label-transfer is to ${wanted.name}; these faces are labelled with ${found.name}`,
    { file: data[0]!, hint: "change 'to' or the faces" },
  );
}
