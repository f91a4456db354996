/** What a product embeds: detection in Node and in browsers. */
export type { Image } from '../core/image.js';
export type { FaceBox } from '../landmarks/face-crop.js';
export type { ModelMetadata } from '../networks/model-metadata.js';
export { readModelMetadata } from '../networks/read-model-metadata.js';
export { adaptedDetector } from './landmarks/adapted-detector.js';
export * from './landmarks/detector.js';
export * from './landmarks/point-adapter.js';
export * from './landmarks/transferred-detector.js';
