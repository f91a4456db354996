/** Scenes, the renderer, and the studio that turns a description into a labelled picture. */

export * from './camera/projection.js';
export * from './labels/labels.js';
export * from './sampling/scene-sampling.js';
export * from './scene/scene.js';
export * from './scene/scene-description.js';
export { createSoftwareRenderer } from './software/software-renderer.js';
export * from './studio.js';
