/** Scenes, the renderer, and the studio that turns a description into a labelled picture. */
export * from './labels.js';
export * from './projection.js';
export * from './scene.js';
export * from './scene-description.js';
export * from './scene-sampling.js';
export { createSoftwareRenderer } from './software/software-renderer.js';
export * from './studio.js';
