/** Networks and model files. */
export * from './backbone.js';
export * from './head.js';
export * from './model-file/model-file.js';
export * from './model-file/model-metadata.js';
export * from './model-file/read-model-metadata.js';
export * from './network.js';
export * from './registry.js';
export type { Reliability } from './reliability.js';
export * from './transfer/transfer-config.js';
