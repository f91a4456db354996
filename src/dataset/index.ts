/** Samples, the store, generation, importers, augmentation and the training loader. */
export { type Augmentation, augmentationSchema } from './augmentation/settings.js';
export { datasetContactSheet } from './contact-sheet.js';
export {
  type ExportFormat,
  type ExportOptions,
  type ExportResult,
  exportDataset,
} from './export/export-dataset.js';
export { type GenerateOptions, type GenerateResult, generateDataset } from './generate/generate-dataset.js';
export { renderAgain, sceneOf } from './generate/render-again.js';
export { type AflwImportOptions, importAflw2000 } from './import/aflw2000.js';
export { type CocoImportOptions, importCoco } from './import/coco-wholebody.js';
export { type CofwImportOptions, importCofw } from './import/cofw.js';
export { type DlibImportOptions, importDlib } from './import/dlib-xml.js';
export { type FaceSyntheticsImportOptions, importFaceSynthetics } from './import/face-synthetics.js';
export { importJsonl, type JsonlImportOptions } from './import/jsonl.js';
export { importMenpo, type MenpoImportOptions } from './import/menpo.js';
export { importMerlRav, type MerlRavImportOptions } from './import/merl-rav.js';
export { importPts, type PtsImportOptions } from './import/pts.js';
export { importSynthesis, type SynthesisImportOptions } from './import/synthesis-info.js';
export {
  importThreeHundredW,
  type ThreeHundredWImportOptions,
  type ThreeHundredWResult,
} from './import/three-hundred-w.js';
export { importWebDataset, type WebDatasetImportOptions } from './import/webdataset.js';
export { importWflw, type WflwImportOptions } from './import/wflw.js';
export { createLoader, type Loader, type LoaderOptions } from './loader.js';
export { type DatasetManifest, landmarksOf } from './manifest.js';
export * from './sample.js';
export { createDataset, type Dataset, openDataset } from './store.js';
