/** Landmark sets, the surface they are laid on, crops, where heatmap cells lie and the field's metrics. Browser-safe. */
export * from './correspondence.js';
export * from './face-box-fault.js';
export * from './face-crop.js';
export * from './face-label-fault.js';
export * from './heatmap.js';
export * from './landmark-set.js';
export * from './nme.js';
export * from './normalisers.js';
export * from './point-map.js';
export * from './resolve.js';
export * from './sets/registry.js';
export * from './sets/template.js';
export * from './surface.js';
