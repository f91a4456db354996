/** Samples, the store, generation, importers, augmentation and the training loader. */

export { silentWork, type Work } from '../core/work.js';
export type { EarringStyle, HeadwearStyle, MaskStyle } from '../face/person/appearance/worn-description.js';
export type { FolderLock } from '../node/folder-lock.js';
export type { SceneAttributes } from '../render/labels/attributes.js';
export type { FaceMotion } from '../render/sampling/drowsiness.js';
export type { Specification } from '../render/sampling/specified/specification.js';
export type { SheetOptions } from '../report/contact-sheet.js';
export type { ClipPlace, SimulatedAnnotation } from './attributes.js';
export {
  captionOf,
  clipOf,
  type GeneratedAttributes,
  isGenerated,
  type SampleAttributes,
  type SourceAttributes,
  sceneOf,
} from './attributes.js';
export type { BlurSettings } from './augment/blur.js';
export type { ColourSettings } from './augment/colour.js';
export type { CropJitterSettings } from './augment/crop-jitter.js';
export type { FlipSettings } from './augment/flip.js';
export type { JpegSettings } from './augment/jpeg.js';
export type { NoiseSettings } from './augment/noise.js';
export type { OccluderSettings } from './augment/occluders.js';
export type { ResolutionLossSettings } from './augment/resolution-loss.js';
export type { RotationSettings } from './augment/rotation.js';
export type { AugmentationInput } from './augment/settings.js';
export { type Augmentation, augmentationSchema } from './augment/settings.js';
export type { DatasetSheetOptions, SheetCrop } from './contact-sheet.js';
export { datasetContactSheet } from './contact-sheet.js';
export {
  type ExportFormat,
  type ExportOptions,
  type ExportResult,
  exportDataset,
} from './export/export-dataset.js';
export { type GenerateOptions, type GenerateResult, generateDataset } from './generate/generate-dataset.js';
export { renderAgain } from './generate/render-again.js';
export { type OrderedScene, parseSceneOrder, type SceneOrder, sceneOrderOf } from './generate/scene-order.js';
export type { Domain } from './generate/settings.js';
export {
  type GenerationInput,
  type GenerationSettings,
  generationDefaults,
  parseGeneration,
} from './generate/settings.js';
export { importCoco } from './import/coco/coco-wholebody.js';
export { importHalpe } from './import/coco/halpe.js';
export type { CocoImportOptions } from './import/coco/import-coco-faces.js';
export { importMmpose, type MmposeImportOptions } from './import/coco/mmpose.js';
export { type AflwImportOptions, importAflw2000 } from './import/formats/aflw2000.js';
export { type CofwImportOptions, importCofw } from './import/formats/cofw.js';
export { type DlibImportOptions, importDlib } from './import/formats/dlib-xml.js';
export { type FaceSyntheticsImportOptions, importFaceSynthetics } from './import/formats/face-synthetics.js';
export { importJsonl, type JsonlImportOptions } from './import/formats/jsonl.js';
export { importMenpo, type MenpoImportOptions } from './import/formats/pts/menpo.js';
export { importMerlRav, type MerlRavImportOptions } from './import/formats/pts/merl-rav.js';
export { importPts, type PtsImportOptions } from './import/formats/pts/pts.js';
export type { PartCount } from './import/formats/pts/three-hundred-w.js';
export {
  importThreeHundredW,
  type ThreeHundredWImportOptions,
  type ThreeHundredWResult,
} from './import/formats/pts/three-hundred-w.js';
export { importSynthesis, type SynthesisImportOptions } from './import/formats/synthesis-info.js';
export { importWebDataset, type WebDatasetImportOptions } from './import/formats/webdataset.js';
export { importWflw, type WflwImportOptions } from './import/formats/wflw.js';
export type { ImportResult } from './import/import-dataset.js';
export { type EncodedLayers, type LayerName, layerNames } from './layers/registry.js';
export type { LoadedBatch, Normalisation } from './load/crop-batch.js';
export type { LeftOut } from './load/loader.js';
export { createLoader, type Loader, type LoaderOptions } from './load/loader.js';
export * from './sample.js';
export type { LayeredSample } from './store/columns.js';
export type { CreateOptions, NewDataset } from './store/create-dataset.js';
export { createDataset } from './store/create-dataset.js';
export { type DatasetManifest, landmarksOf } from './store/manifest.js';
export type { OpenOptions, ReadOptions, Selection } from './store/store.js';
export { type Dataset, openDataset } from './store/store.js';
