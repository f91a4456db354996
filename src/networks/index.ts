/** Networks, checkpoints and model files. */
export * from '../nn/train/checkpoint.js';
export * from './backbones/hourglass.js';
export * from './backbones/hourglass-config.js';
export * from './heads/landmark-head.js';
export * from './model-file.js';
export * from './model-metadata.js';
export * from './read-model-metadata.js';
export * from './transfer/transfer-config.js';
