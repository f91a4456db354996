/** Samples, the store, generation, importers, augmentation and the training loader. */
export { type Augmentation, augmentationSchema } from './augmentation/settings.js';
export { datasetContactSheet } from './contact-sheet.js';
export { type GenerateOptions, type GenerateResult, generateDataset } from './generate/generate-dataset.js';
export { importJsonl, type JsonlImportOptions } from './import/jsonl.js';
export { importPts, type PtsImportOptions } from './import/pts.js';
export { createLoader, type Loader, type LoaderOptions } from './loader.js';
export type { DatasetManifest } from './manifest.js';
export * from './sample.js';
export { createDataset, type Dataset, openDataset } from './store.js';
