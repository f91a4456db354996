/** Protocols, tables and reports. */

export { drawOverlay, type OverlayMarks, type OverlayOptions } from '../report/overlay.js';
export { adapterNamed, openAdapter, saveAdapter } from './adapters/adapter-file.js';
export { type FitAdapterOptions, type FittedFile, fitAdapter } from './adapters/fit-adapter.js';
export { type EvaluateOptions, type Evaluation, evaluateDetector, evaluateModel } from './evaluate-model.js';
export { writeEvaluation } from './report.js';
export { measureRow } from './rows/measure-row.js';
export * from './rows/row-result.js';
export type { FacePart, FoldModel, RowInput, RowSettings } from './rows/row-settings.js';
export {
  type EvaluationInput,
  type EvaluationSettings,
  evaluationDefaults,
  parseEvaluation,
} from './settings.js';
export { evaluationText } from './table.js';
export { comparePaired, holmCorrected, type PairedOptions } from './tests/compare-paired.js';
