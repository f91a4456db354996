/**
 * What one step of training does, where it is more than one loss on one batch: a row of updates, each the sum of the
 * gradients of several phases and each moving its own part of the parameters.
 *
 * A phase runs a program (a network with its loss, or a network alone) on a batch of its own data source. Programs share
 * parameters and statistics by name. So adaptation methods are plans:
 * - two losses at once (domain-adversarial training, DALN): one update, phases `source` and `target`, the reversal in
 *   the graph, its coefficient an input or the second phase's weight;
 * - min–max in turns (MCD, RegDA): three updates, the second moving the heads with weight −1 on the target's loss, the
 *   third the features;
 * - mean teacher: a phase without loss runs the network with the averaged weights and feeds its points as labels to the
 *   next;
 * - alternation of datasets: weights that are functions of the step, 0 in every other one.
 */
import type { Graph } from '../../graph/graph.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Frozen } from '../../optimisers/parameter-groups.js';

/** A network with its loss for batches of one size. */
export interface TrainableNetwork {
  readonly graph: Graph;
  /** A scalar, the mean over the batch. */
  readonly loss: Tensor;
  /** Scalars, each a mean over the batch. */
  readonly metrics?: Readonly<Record<string, Tensor>>;
  /** What a later phase may take as its input. */
  readonly outputs?: Readonly<Record<string, Tensor>>;
}

/** A network that only feeds later phases; its graph may be in inference mode. */
export interface ForwardNetwork {
  readonly graph: Graph;
  readonly loss?: undefined;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

export interface PlanProgram {
  /**
   * Called with the samples of one replica, once for each part of the parameters that it moves. What groups freeze must
   * be told to the graph: `new Graph('training', frozen)`.
   */
  readonly build: (batch: number, frozen: Frozen) => TrainableNetwork | ForwardNetwork;
  /** Samples in each of its batches, over all replicas. */
  readonly batch: number;
}

export interface Phase {
  /** Unlike any other of the plan. */
  readonly name: string;
  /** Key of the plan's programs. */
  readonly program: string;
  /** Key of the batches that a step is given; not needed where feeds fill all inputs. */
  readonly data?: string;
  /**
   * Of its loss in the update, a number or a function of the step (from 0); default 1. A phase of weight 0 is left out
   * altogether: its program does not run, its batch is not needed, its statistics do not move; unless it feeds another.
   */
  readonly weight?: number | ((step: number) => number);
  /** With the moving averages as parameters and statistics; for a network without loss. */
  readonly averaged?: boolean;
  /** By input: `phase.output` of an earlier phase of the same update. */
  readonly feeds?: Readonly<Record<string, string>>;
  /** False leaves the running statistics of batch normalisation as they are; default true. */
  readonly updatesStatistics?: boolean;
}

export interface PlannedUpdate {
  readonly phases: readonly Phase[];
  /**
   * The parameters that it moves, by name patterns, the first match deciding, each with a factor of the learning rate;
   * default: all. No backward work goes to the others. Of these, what no running phase's loss depends on stays as it is.
   */
  readonly moves?: readonly { readonly match: string; readonly rate?: number }[];
}

export interface StepPlan {
  readonly programs: Readonly<Record<string, PlanProgram>>;
  /** One after the other, each with the parameters that the one before it left. */
  readonly updates: readonly PlannedUpdate[];
}
