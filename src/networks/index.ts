/** Networks and model files. */
export * from './backbone.js';
export * from './head.js';
export * from './model-file.js';
export * from './model-metadata.js';
export * from './network.js';
export * from './read-model-metadata.js';
export * from './registry.js';
export type { Reliability } from './reliability.js';
export * from './transfer/transfer-config.js';
