/** What detection is on every platform. A product opens `lineament/detect/node` or `lineament/detect/web`, which hold this too. */
export type { Image } from '../core/image.js';
export type { FaceBox } from '../landmarks/face-crop.js';
export type { Ibug68Point } from '../landmarks/sets/ibug68-names.js';
export { withFeatureMaps } from '../networks/feature-maps.js';
export { type FinderMetadata, readFinderMetadata } from '../networks/finder/finder-metadata.js';
export type { ModelMetadata } from '../networks/model-file/model-metadata.js';
export { readModelMetadata } from '../networks/model-file/read-model-metadata.js';
export * from './describe/describe-face.js';
export type { DescribeOptions } from './describe/describe-options.js';
export * from './describe/describe-video.js';
export * from './describe/described-face.js';
export type { ActionUnit } from './describe/expression/action-units.js';
export type { ArkitName } from './describe/expression/arkit.js';
export type { Emotion, EmotionEstimate } from './describe/expression/emotion.js';
export type { ExpressionEstimate } from './describe/expression/expression.js';
export type { Measured } from './describe/expression/measured.js';
export type { EyeOpening, LidState } from './describe/eyes/eye-opening.js';
export type { EyesEstimate } from './describe/eyes/eyes.js';
export type { MouthOpening } from './describe/eyes/mouth-opening.js';
export type { Blink } from './describe/fatigue/blink-watch.js';
export * from './describe/fatigue/fatigue-monitor.js';
export { type FatigueSettings, fatigueDefaults } from './describe/fatigue/fatigue-settings.js';
export {
  calibratedGaze,
  calibrateGaze,
  type GazeCalibration,
  type GazeLook,
} from './describe/gaze/calibrate-gaze.js';
export type { EyeGaze, GazeEstimate, GazeState } from './describe/gaze/gaze.js';
export { angleToLens } from './describe/gaze/lens-angle.js';
export type { HeadEye, HeadPoints, OutlineSlides } from './describe/head/head-points.js';
export { sampleHeadPoints } from './describe/head/sample-head-points.js';
export type { FaceView, HeadFit } from './describe/head-fit.js';
export type { ObservedPoints } from './describe/observed-points.js';
export type { HeadPoseEstimate } from './describe/pose/head-pose.js';
export { encodeGlb, type MeshTexture } from './describe/reconstruction/encode-glb.js';
export { encodeObj } from './describe/reconstruction/encode-obj.js';
export { type HeadMesh, headMesh } from './describe/reconstruction/head-mesh.js';
export type { HeadShapeEstimate } from './describe/reconstruction/head-shape.js';
export type { KnownCamera, ViewingCamera } from './describe/viewing-camera.js';
export {
  type FindingSettings,
  findingFields,
  type Given,
  type LookSettings,
  lookDefaults,
  lookFields,
} from './detection-settings.js';
export * from './face.js';
export * from './face-detector.js';
export { createFinder } from './finder/create-finder.js';
export * from './finder/face-finder.js';
export { adaptedDetector } from './landmarks/adapted-detector.js';
export { adapterCrop, adapterText, parseAdapter } from './landmarks/adapter-text.js';
export * from './landmarks/create-detector.js';
export type { Detection, DetectionSession, Detector } from './landmarks/detector.js';
export type { FacePatches, PatchReading } from './landmarks/feature-patches.js';
export { mappedDetector } from './landmarks/mapped-detector.js';
export * from './landmarks/point-adapter.js';
export type { SeenFeatures } from './landmarks/seen-features.js';
export * from './landmarks/transferred-detector.js';
export { type FitPointMapOptions, fitPointMap } from './point-maps/fit-point-map.js';
export type { ConventionSet } from './point-maps/map-shapes.js';
export type { WantedLandmarks } from './point-maps/wanted-landmarks.js';
export * from './shipped-models.js';
export {
  createTracker,
  type FaceTracker,
  type TrackedFace,
  type TrackerFinder,
  type TrackerOptions,
  type TrackerSettings,
} from './tracker/create-tracker.js';
export type { PictureTracker } from './tracker/picture-tracker.js';
