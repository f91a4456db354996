/** Protocols, tables and reports. */
export { adapterNamed, openAdapter, saveAdapter } from './adapter-file.js';
export { type EvaluateOptions, type Evaluation, evaluateDetector, evaluateModel } from './evaluate-model.js';
export { drawOverlay, type OverlayMarks, type OverlayOptions } from './overlay.js';
export { comparePaired, holmCorrected, type PairedOptions } from './protocol/compare-paired.js';
export { type FitAdapterOptions, type FittedFile, fitAdapter } from './protocol/fit-adapter.js';
export { type MeasureOptions, measureRow } from './protocol/measure-row.js';
export * from './protocol/row-result.js';
export { writeEvaluation } from './report.js';
export { evaluationText } from './table.js';
