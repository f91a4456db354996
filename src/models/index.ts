/** Networks, checkpoints and model files. */
export * from './checkpoint.js';
export * from './hourglass.js';
export * from './hourglass-config.js';
export * from './landmark-head.js';
export * from './model-file.js';
export * from './model-metadata.js';
export * from './read-model-metadata.js';
export * from './transfer-config.js';
