/** Detection in Node: opens models, decodes pictures, knows where the shipped models lie. */
export type { Image } from '../../core/image.js';
export type { FaceBox } from '../../landmarks/face-crop.js';
export type { Ibug68Point } from '../../landmarks/sets/ibug68-names.js';
export type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
export type { Face, FacePicture, FacePoint, FacePoints, PointVisibility } from '../face.js';
export type { DetectOptions, FaceDetector } from '../face-detector.js';
export type { FaceFinder, FindFacesOptions, FoundFace } from '../finder/face-finder.js';
export { defaultModel, type ShippedModel, type ShippedModelName, shippedModels } from '../shipped-models.js';
export type { TrackedFace } from '../tracker/create-tracker.js';
export { decodeImage, type NodePicture } from './decode-picture.js';
export { type NodeDetector, type OpenDetectorOptions, openDetector } from './open-detector.js';
export { type OpenedFinder, openFinder } from './open-finder.js';
export type { OpenModelOptions } from './open-landmark-detector.js';
export { type NodeTracker, type OpenTrackerOptions, openTracker } from './open-tracker.js';
export { shippedModelFile } from './shipped-model-file.js';
