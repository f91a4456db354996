/** Scenes, the renderer, and the studio that turns a description into a labelled picture. */

export { Random } from '../core/random.js';
export type { Matrix3, Vector2, Vector3 } from '../core/vector.js';
export type { BrowMeasures } from '../face/heads/brow-measures.js';
export * from './camera/projection.js';
export * from './labels/labels.js';
export type {
  HandGesture,
  HandLook,
  HandProp,
  MicrophoneProp,
  OtherHeadProp,
  PhoneProp,
  PropDescription,
  ShapeProp,
} from './props/prop-description.js';
export * from './sampling/scene-sampling.js';
export * from './scene/scene.js';
export * from './scene/scene-description.js';
export { createSoftwareRenderer } from './software/software-renderer.js';
export * from './studio.js';
