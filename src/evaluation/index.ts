/** Protocols, tables and reports. */

export { silentWork, type Work } from '../core/work.js';
export { openAdapter } from '../detect/node/open-adapter.js';
export type { Machine } from '../node/machine.js';
export { drawOverlay, type OverlayLine, type OverlayMarks, type OverlayOptions } from '../report/overlay.js';
export { type AdaptedModel, openAdapted, saveAdapter } from './adapters/adapter-file.js';
export type { FittedKind } from './adapters/fit-adapter.js';
export { type FitAdapterOptions, type FittedFile, fitAdapter } from './adapters/fit-adapter.js';
export type { AdapterName } from './adapters/registry.js';
export type { ComparedModel, Comparison } from './compare-models.js';
export type { MeasuredFace } from './evaluate-model.js';
export { type EvaluateOptions, type Evaluation, evaluateDetector, evaluateModel } from './evaluate-model.js';
export {
  type ExportedModel,
  type ExportModelOptions,
  type ExportPrecision,
  exportModel,
} from './export-model.js';
export { type PointSubset, pointSubsets } from './figures/counted-points.js';
export type { FigureRow } from './figures/figure-rows.js';
export type { FailedFace } from './predict/predict.js';
export type { BoxProtocol } from './predict/protocol-box.js';
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
export type { StatisticsSettings } from './tests/settings.js';
