/** Head models, facial actions, the distributions of faces, and dressing. */

export { Random } from '../core/random.js';
export type { Matrix3, Vector3 } from '../core/vector.js';
export * from '../mesh/dressed-part.js';
export type { LevelOfDetail } from '../mesh/level-of-detail.js';
export * from '../mesh/segment-classes.js';
export type { BodyTurn } from './dress/clothing/neck-bend.js';
export * from './dress/dress-head.js';
export { createCageHead } from './heads/cage/cage-head.js';
export * from './heads/curves/contour.js';
export type { EyeSizes } from './heads/eye-sizes.js';
export * from './heads/facial-actions.js';
export * from './heads/head-model.js';
export { type IctFacekitHead, loadIctFacekit } from './heads/ict-facekit/load.js';
export * from './heads/registry.js';
export type {
  EarringDescription,
  GlassesDescription,
  GlassesFrame,
  HeadwearDescription,
  MaskDescription,
  WornDescription,
} from './person/appearance/worn-description.js';
export * from './person/description.js';
export * from './person/distributions.js';
export type { ExpressionName, LibraryExpression } from './person/expression-library.js';
export * from './person/pose-distribution.js';
export * from './person/variety.js';
