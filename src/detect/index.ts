/** What a product embeds: detection in Node and in browsers. */
export type { Image } from '../core/image.js';
export type { FaceBox } from '../landmarks/face-crop.js';
export type { ModelMetadata } from '../models/model-metadata.js';
export { readModelMetadata } from '../models/read-model-metadata.js';
export { adaptedDetector } from './adapted-detector.js';
export * from './detector.js';
export * from './point-adapter.js';
export * from './transferred-detector.js';
