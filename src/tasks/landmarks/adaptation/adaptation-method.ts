/**
 * What an adaptation method is: a file of this folder that says which keys it has in a recipe and what it adds to the
 * steps of a training on labelled source faces. `compose-plan.ts` lays the parts of all methods of a recipe together.
 *
 * A part may add
 * - a loss on the source faces, read off the forward pass that their labels need anyway (`onSource`);
 * - phases beside the source's, in the same update, such as a loss on unlabelled target faces (`phases`);
 * - updates of its own after it, which move what they name at the rate they name (`updates`);
 * - data for these (`sources`), parameters of its own (by building them in its programs), and a sentence or a second
 *   set of landmarks to the model file (`describeModel`).
 * Names of phases, programs, sources and inputs begin with the method's name.
 *
 * B batch, K landmarks, S side of the crop.
 */
import { z } from 'zod';
import { number, text, whole } from '../../../core/settings/value-kinds.js';
import type { Augmentation } from '../../../dataset/augment/settings.js';
import type { Convention, LandmarkSet } from '../../../landmarks/landmark-set.js';
import type { ModelMetadata } from '../../../networks/model-file/model-metadata.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import type { Phase, PlannedUpdate, PlanProgram } from '../../../nn/train/plan/step-plan.js';
import { folders } from '../dataset-folders.js';
import type { BatchSource } from '../face-batches.js';
import type { ObjectiveGraph, ObjectiveOptions } from '../objective.js';

/** Keys that every method has. */
export interface AdaptationSettings {
  method: string;
  /** Its largest coefficient; with 0 it takes no part at all. */
  weight: number;
  /** Steps of training without it before. */
  start: number;
  [key: string]: unknown;
}

/** Faces to adapt to or with, as a recipe names them. */
export interface FacesSettings {
  /** Dataset folders. */
  data: string[];
  split: string;
  /** The first so many of an order that depends on the seed and each sample's id alone; absent: all. */
  limit?: number | undefined;
}

export interface AdaptationMethod {
  readonly name: string;
  /** Of its entry under the recipe's key `adaptation`. */
  readonly schema: z.ZodObject;
  /**
   * What a batch of its own as large as the source's adds to a step, in steps of the source alone: measured on the 64-wide
   * network with dense490.
   */
  readonly stepCost: number;
  /** What no single key shows: the fault and its hint, or nothing. */
  readonly check?: ((settings: AdaptationSettings, recipe: CheckedRecipe) => Fault | undefined) | undefined;
  create(settings: AdaptationSettings, context: AdaptationContext): Promise<AdaptationPart>;
}

/** What of a recipe a method may look at before training. */
export interface CheckedRecipe {
  readonly batch: number;
  readonly replicas: number;
  readonly ema?: number | undefined;
  readonly data: { readonly landmarks: string };
}

export interface Fault {
  /** As in `target.batch: 3; allowed: a multiple of replicas, 2`; the entry's path is put before it. */
  readonly what: string;
  readonly hint: string;
}

export interface AdaptationContext {
  /** The network, its loss and K. */
  readonly objective: Omit<ObjectiveOptions, 'frozen'>;
  /** The source faces' landmarks. */
  readonly set: LandmarkSet;
  /** Source faces in a batch. */
  readonly batch: number;
  /** Batches of a step: batch `number` of a source belongs to step ⌊number / accumulate⌋. */
  readonly accumulate: number;
  readonly steps: number;
  readonly seed: number;
  readonly augmentation: Augmentation;
  open(faces: FacesSettings, options: OpenOptions): Promise<OpenFaces>;
}

export interface OpenOptions {
  /** Names the stream of its augmentation and order. */
  readonly name: string;
  readonly batch: number;
  /** Null crops as detection does. */
  readonly augmentation: Augmentation | null;
  /** Only faces that are there twice, differing in something: one after the other, augmented alike. */
  readonly twins?: boolean;
}

/** Where faces have no label, points are 0 and their weights 0. */
export interface OpenFaces extends BatchSource {
  readonly size: number;
  /** Of the datasets, whatever the recipe trains. */
  readonly set: LandmarkSet;
  /** Of the points: the recipe's where the datasets have it. */
  readonly convention: Convention;
}

export interface AdaptationPart {
  readonly programs?: Readonly<Record<string, PlanProgram>>;
  readonly onSource?: SourceLoss;
  /** In the source's update. Of a loss that is not wanted at a step the weight is 0. */
  readonly phases?: readonly Phase[];
  /** After the source's update, each with the parameters that the one before it left. */
  readonly updates?: readonly PlannedUpdate[];
  readonly sources?: Readonly<Record<string, StepSource>>;
  /** Changes source faces before they are trained on, in place. @param images – `[B, 3, S, S]` of batch `number`. */
  restyle?(images: Float32Array, number: number): Promise<void>;
  /** How many faces it draws from, for the log and for what a checkpoint is bound to. */
  readonly faces: number;
  /** Of a training's state before its first step, with the weights that the recipe begins with: the same with its own. */
  beginsWith?(state: TrainerState): Promise<TrainerState>;
  /** What the model file says of it, such as a second set of landmarks. */
  describeModel?(metadata: ModelMetadata): ModelMetadata;
  close(): Promise<void>;
}

/** A loss on the source faces beside that of their labels, and the inputs that it needs; or what later phases read of them. */
export interface SourceLoss {
  /** Adds to the graph of the source's loss. @param batch – source faces of one replica. */
  build(
    source: ObjectiveGraph,
    batch: number,
  ): {
    loss?: Tensor;
    metrics: Record<string, Tensor>;
    /** `[B, …]`, by a name without a dot: fed to later phases as `source.NAME`, `sourcePhase` of `compose-plan.ts`. */
    outputs?: Record<string, Tensor>;
  };
  /** Values of the inputs that `build` declares, for all B source faces. */
  inputs?(step: number): Record<string, Float32Array>;
}

interface MethodDefinition<Keys extends z.ZodRawShape> {
  readonly name: string;
  readonly keys: Keys;
  /** Default of `weight`. */
  readonly weight: number;
  readonly stepCost: number;
  readonly check?: (settings: SettingsOf<Keys>, recipe: CheckedRecipe) => Fault | undefined;
  create(settings: SettingsOf<Keys>, context: AdaptationContext): Promise<AdaptationPart>;
}

type SettingsOf<Keys extends z.ZodRawShape> = AdaptationSettings & z.output<z.ZodObject<Keys>>;

/** A method out of its own keys; those that all methods have are added. */
export function adaptationMethod<const Keys extends z.ZodRawShape>({
  name,
  keys,
  weight,
  stepCost,
  check,
  create,
}: MethodDefinition<Keys>): AdaptationMethod {
  const own = z.object(keys);
  const typed = (settings: AdaptationSettings): SettingsOf<Keys> => ({ ...settings, ...own.parse(settings) });
  return {
    name,
    stepCost,
    schema: z.strictObject({
      method: z.literal(name),
      weight: number(0, 100).default(weight),
      start: whole(0, 10_000_000).default(0),
      ...keys,
    }),
    check: check && ((settings, recipe) => check(typed(settings), recipe)),
    create: (settings, context) => create(typed(settings), context),
  };
}

/** Of a key that names faces. @param split – used where the recipe names none. */
export function facesSchema(split: string): z.ZodType<FacesSettings> {
  return z.strictObject(
    {
      data: folders,
      split: text('the name of a split').default(split),
      limit: whole(1, 10_000_000).optional(),
    },
    'the keys data, split, limit',
  );
}
