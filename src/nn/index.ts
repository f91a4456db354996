/**
 * The training engine: a graph of tensors, reverse-mode gradients, one ONNX program, a runtime and a trainer.
 * Usable on its own.
 */

export type { Log } from '../core/log.js';
export { Random } from '../core/random.js';
export { silentWork, type Work } from '../core/work.js';
export type { GradientTape } from './graph/gradient-tape.js';
export type { ParameterDeclaration, StatisticDeclaration, StatisticUpdate } from './graph/graph.js';
export { Graph, type GraphMode } from './graph/graph.js';
export { graphText } from './graph/graph-text.js';
export * from './graph/initialisers.js';
export type { Shape } from './graph/shape.js';
export type {
  Cotangent,
  EmitOptions,
  GraphBuilder,
  ScaledCotangent,
  TapeEntry,
  Tensor,
} from './graph/tensor.js';
export * from './layers/attention.js';
export * from './layers/convolution.js';
export * from './layers/layer-normalisation.js';
export * from './layers/learned-embedding.js';
export { type LinearOptions, linear } from './layers/linear.js';
export { type NormalisedConvolutionOptions, normalisedConvolution } from './layers/normalised-convolution.js';
export * from './layers/perceptron.js';
export * from './layers/residual-block.js';
export * from './layers/transformer-block.js';
export { readMetadata } from './onnx/metadata.js';
export type {
  Attribute,
  Attributes,
  DataType,
  OnnxInitialiser,
  OnnxModel,
  OnnxNode,
  OnnxValue,
} from './onnx/model.js';
export * from './operators/activations/elu.js';
export * from './operators/activations/gelu.js';
export * from './operators/activations/leaky-relu.js';
export * from './operators/activations/log-softmax.js';
export * from './operators/activations/prelu.js';
export { relu } from './operators/activations/relu.js';
export * from './operators/activations/selu.js';
export * from './operators/activations/sigmoid.js';
export * from './operators/activations/silu.js';
export * from './operators/activations/softmax.js';
export * from './operators/activations/softplus.js';
export * from './operators/activations/tanh.js';
export * from './operators/arithmetic/abs.js';
export * from './operators/arithmetic/add.js';
export * from './operators/arithmetic/divide.js';
export * from './operators/arithmetic/erf.js';
export * from './operators/arithmetic/exp.js';
export * from './operators/arithmetic/log.js';
export * from './operators/arithmetic/multiply.js';
export * from './operators/arithmetic/negate.js';
export * from './operators/arithmetic/power.js';
export * from './operators/arithmetic/sqrt.js';
export * from './operators/arithmetic/square.js';
export * from './operators/arithmetic/subtract.js';
export * from './operators/comparisons/clip.js';
export * from './operators/comparisons/maximum.js';
export * from './operators/comparisons/minimum.js';
export * from './operators/comparisons/step.js';
export * from './operators/comparisons/where.js';
export * from './operators/convolution/add-bias.js';
export * from './operators/convolution/conv2d.js';
export type { ConvolutionOptions } from './operators/convolution/convolution-shape.js';
export * from './operators/convolution/transposed-conv2d.js';
export * from './operators/gradients/reverse-gradient.js';
export * from './operators/gradients/stop-gradient.js';
export * from './operators/gradients/straight-through.js';
export * from './operators/indexing/embedding.js';
export * from './operators/indexing/gather.js';
export type { Indices } from './operators/indexing/indices.js';
export * from './operators/indexing/one-hot.js';
export * from './operators/indexing/scatter.js';
export * from './operators/indexing/take-along-axis.js';
export * from './operators/losses/cross-entropy.js';
export * from './operators/losses/mean-squared-error.js';
export * from './operators/normalisation/batch-norm.js';
export * from './operators/normalisation/dropout.js';
export * from './operators/normalisation/group-norm.js';
export { type LayerNormOptions, layerNorm } from './operators/normalisation/layer-norm.js';
export * from './operators/normalisation/random-noise.js';
export type { Operand } from './operators/operand.js';
export * from './operators/pooling/average-pool.js';
export * from './operators/pooling/max-pool.js';
export * from './operators/pooling/resize-bilinear.js';
export type { MaxPoolOptions } from './operators/pooling/sliding-max-pool.js';
export { upsampleNearest2d } from './operators/pooling/upsample-nearest.js';
export * from './operators/products/einsum.js';
export * from './operators/products/matmul.js';
export * from './operators/products/nuclear-norm.js';
export * from './operators/reductions/reduce-max.js';
export * from './operators/reductions/reduce-mean.js';
export * from './operators/reductions/reduce-min.js';
export * from './operators/reductions/reduce-sum.js';
export {
  type SpatialSoftArgmaxOptions,
  spatialSoftArgmax,
} from './operators/reductions/spatial-soft-argmax.js';
export { broadcastTo } from './operators/shapes/broadcast.js';
export * from './operators/shapes/concat.js';
export * from './operators/shapes/pad.js';
export * from './operators/shapes/reshape.js';
export * from './operators/shapes/slice.js';
export * from './operators/shapes/split.js';
export * from './operators/shapes/transpose.js';
export type { OptimiserOptions } from './optimisers/optimiser.js';
export type { Frozen, ParameterGroup } from './optimisers/parameter-groups.js';
export * from './optimisers/schedule.js';
export type { TrainedValues } from './program/export-inference.js';
export { exportInference } from './program/export-inference.js';
export { type MatchingState, matchingState } from './program/matching-state.js';
export type { LayoutEntry, ParameterLayout } from './program/parameter-layout.js';
export { averagedState, type TrainerState } from './program/trainer-state.js';
export type { CompileOptions, TrainingTargets } from './program/training-program.js';
export { compileTraining, type TrainingProgram } from './program/training-program.js';
export { createRuntime, type RuntimeOptions } from './runtime/create-runtime.js';
export { createInferenceSession } from './runtime/inference-session.js';
export { onnxRuntimeNode } from './runtime/onnxruntime-node.js';
export { type Provider, providers } from './runtime/provider.js';
export type { Runtime, RuntimeTensor, Session, SessionOptions } from './runtime/runtime.js';
export type { StepSource } from './train/fit/batches.js';
export * from './train/fit/checkpoint.js';
export type { EarlyStopping } from './train/fit/early-stopping.js';
export * from './train/fit/fit.js';
export type { FitEvent } from './train/fit/fit-event.js';
export type {
  MetricsRecord,
  StopRecord,
  TrainingRecord,
  ValidationRecord,
} from './train/fit/metrics-file.js';
export { type FitHints, fitFiles } from './train/fit/run-folder.js';
export type { Best, Changeable, RunSettings, SavedRun } from './train/fit/run-state.js';
export type { Score } from './train/fit/score.js';
export { readTrainerCheckpoint, trainerCheckpoint } from './train/fit/trainer-checkpoint.js';
export type { Batch, StepData } from './train/plan/plan-batches.js';
export {
  createPlanTrainer,
  type PlanTrainer,
  type PlanTrainerOptions,
  type StepResult,
} from './train/plan/plan-trainer.js';
export type * from './train/plan/step-plan.js';
export { createTrainer, type Trainer, type TrainerOptions } from './train/plan/trainer.js';
