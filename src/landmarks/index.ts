/** Landmark sets, the surface they are laid on, crops, where heatmap cells lie and the field's metrics. Browser-safe. */

export type { Affine } from '../core/affine.js';
export type { Vector3 } from '../core/vector.js';
export * from './correspondence.js';
export * from './errors/nme.js';
export * from './errors/normalisers.js';
export * from './face-crop.js';
export * from './faults/face-box-fault.js';
export * from './faults/face-label-fault.js';
export * from './heatmap.js';
export * from './landmark-set.js';
export * from './point-map.js';
export * from './resolve.js';
export { hasPointsOf, type NamedSet, namedSet, pointNames } from './sets/named-set.js';
export * from './sets/registry.js';
export * from './sets/template.js';
export * from './surface.js';
