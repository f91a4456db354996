/** Head models, facial actions, the distributions of faces, and dressing. */
export { createCageHead } from './cage/cage-head.js';
export * from './contour.js';
export * from './description.js';
export * from './distributions.js';
export * from './dress-head.js';
export * from './dressed-part.js';
export * from './facial-actions.js';
export * from './head-model.js';
export * from './heads.js';
export { loadIctFacekit } from './ict-facekit/load.js';
export * from './pose-distribution.js';
export * from './segment-classes.js';
export * from './variety.js';
