/**
 * The training engine: a graph of tensors, reverse-mode gradients, one ONNX program, a runtime and a trainer.
 * Usable on its own.
 */
export { Graph, type GraphMode } from './graph/graph.js';
export { graphText } from './graph/graph-text.js';
export * from './graph/initialisers.js';
export type { Tensor } from './graph/tensor.js';
export { readMetadata } from './onnx/metadata.js';
export * from './operators/abs.js';
export * from './operators/add.js';
export * from './operators/add-bias.js';
export * from './operators/average-pool.js';
export * from './operators/batch-norm.js';
export { broadcastTo } from './operators/broadcast.js';
export * from './operators/clip.js';
export * from './operators/concat.js';
export * from './operators/conv2d.js';
export * from './operators/cross-entropy.js';
export * from './operators/divide.js';
export * from './operators/dropout.js';
export * from './operators/einsum.js';
export * from './operators/elu.js';
export * from './operators/embedding.js';
export * from './operators/erf.js';
export * from './operators/exp.js';
export * from './operators/gather.js';
export * from './operators/gelu.js';
export * from './operators/group-norm.js';
export type { Indices } from './operators/indices.js';
export { type LayerNormOptions, layerNorm } from './operators/layer-norm.js';
export * from './operators/leaky-relu.js';
export * from './operators/log.js';
export * from './operators/log-softmax.js';
export * from './operators/matmul.js';
export * from './operators/max-pool.js';
export * from './operators/maximum.js';
export * from './operators/mean-squared-error.js';
export * from './operators/minimum.js';
export * from './operators/multiply.js';
export * from './operators/negate.js';
export * from './operators/nuclear-norm.js';
export * from './operators/one-hot.js';
export * from './operators/pad.js';
export * from './operators/power.js';
export * from './operators/prelu.js';
export * from './operators/random-noise.js';
export * from './operators/reduce-max.js';
export * from './operators/reduce-mean.js';
export * from './operators/reduce-min.js';
export * from './operators/reduce-sum.js';
export { relu } from './operators/relu.js';
export * from './operators/reshape.js';
export * from './operators/resize-bilinear.js';
export * from './operators/reverse-gradient.js';
export * from './operators/scatter.js';
export * from './operators/selu.js';
export * from './operators/sigmoid.js';
export * from './operators/silu.js';
export * from './operators/slice.js';
export type { MaxPoolOptions } from './operators/sliding-max-pool.js';
export * from './operators/softmax.js';
export * from './operators/softplus.js';
export * from './operators/spatial-soft-argmax.js';
export * from './operators/split.js';
export * from './operators/sqrt.js';
export * from './operators/square.js';
export * from './operators/step.js';
export * from './operators/stop-gradient.js';
export * from './operators/straight-through.js';
export * from './operators/subtract.js';
export * from './operators/take-along-axis.js';
export * from './operators/tanh.js';
export * from './operators/transpose.js';
export * from './operators/transposed-conv2d.js';
export { upsampleNearest2d } from './operators/upsample-nearest.js';
export * from './operators/where.js';
export type { AdamOptions } from './optimisers/adam.js';
export type { OptimiserOptions } from './optimisers/optimiser.js';
export type { Frozen, ParameterGroup } from './optimisers/parameter-groups.js';
export * from './optimisers/schedule.js';
export type { SgdOptions } from './optimisers/sgd.js';
export { exportInference } from './program/export-inference.js';
export { averagedState, type TrainerState } from './program/trainer-state.js';
export { compileTraining, type TrainingProgram } from './program/training-program.js';
export { createRuntime, type RuntimeOptions } from './runtime/create-runtime.js';
export { createInferenceSession } from './runtime/inference-session.js';
export { onnxRuntimeNode } from './runtime/onnxruntime-node.js';
export { type Provider, providers } from './runtime/provider.js';
export type { Runtime, RuntimeTensor, Session, SessionOptions } from './runtime/runtime.js';
export type { Batch, StepData } from './trainer/plan-batches.js';
export {
  createPlanTrainer,
  type PlanTrainer,
  type PlanTrainerOptions,
  type StepResult,
} from './trainer/plan-trainer.js';
export type * from './trainer/step-plan.js';
export { createTrainer, type Trainer, type TrainerOptions } from './trainer/trainer.js';
