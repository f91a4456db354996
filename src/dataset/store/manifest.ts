/**
 * `dataset.json`: what a dataset folder holds and how it came to be. Written whole beside the table, first with
 * `complete: false`, and once more when every row is there, so that nothing half-written is taken for whole.
 * K landmarks.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import { firstFault, inOurWords } from '../../core/settings/schema-words.js';
import { type Convention, conventions, type LandmarkSet } from '../../landmarks/landmark-set.js';
import { landmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import { landmarkSetSchema } from '../../landmarks/sets/set-schema.js';
import { exists, readFileOr, writeFileWhole } from '../../node/files.js';
import { type LayerName, layerNames } from '../layers/registry.js';

/** Raised when older code could misread what newer code writes. */
export const datasetFormatVersion = 1;

/** `dataset.json`: what a dataset holds and how it was made. */
export interface DatasetManifest {
  format: 'lineament-dataset';
  formatVersion: typeof datasetFormatVersion;
  /** Version of the package that made it. */
  lineament: string;
  /** Name of the landmark set. */
  landmarks: string;
  /** K. */
  pointCount: number;
  /** A user's own set itself, so that the dataset can be read without the file that defined it. */
  landmarkDefinition?: LandmarkSet | undefined;
  /** Conventions every sample has points in. */
  conventions: Convention[];
  layers: LayerName[];
  /** Whether points may be NaN (a source that has no label for them). */
  missingPoints: 'forbidden' | 'allowed';
  /** Samples when complete; null while it is not known yet. */
  count: number | null;
  complete: boolean;
  /** How it was made: the generator's arguments or the importer's source. Compared on resume. */
  origin: Record<string, z.core.util.JSONType>;
}

const datasetManifestSchema: z.ZodType<DatasetManifest> = z.object({
  format: z.literal('lineament-dataset'),
  formatVersion: z.literal(datasetFormatVersion),
  lineament: z.string(),
  landmarks: z.string().min(1),
  pointCount: z.int().positive(),
  landmarkDefinition: landmarkSetSchema.optional(),
  conventions: z.array(z.enum(conventions)).min(1),
  layers: z.array(z.enum(layerNames)),
  missingPoints: z.enum(['forbidden', 'allowed']),
  count: z.int().nonnegative().nullable(),
  complete: z.boolean(),
  origin: z.record(z.string(), z.json()),
});

/** The landmark set of a dataset: built in, or its own. */
export function landmarksOf({ landmarks, landmarkDefinition }: LandmarksNamed): LandmarkSet {
  return landmarkDefinition ?? landmarkSet(landmarks);
}

/** What the manifest says of a set. */
export function describeLandmarks(
  set: LandmarkSet,
): Pick<DatasetManifest, 'landmarks' | 'pointCount' | 'landmarkDefinition'> {
  const own = !landmarkSetNames.includes(set.name);
  return { landmarks: set.name, pointCount: set.points.length, ...(own && { landmarkDefinition: set }) };
}

type LandmarksNamed = Pick<DatasetManifest, 'landmarks' | 'landmarkDefinition'>;

/** Whether two datasets have the same points: sets of one's own may share a name and differ. */
export function haveSameLandmarks(a: LandmarksNamed, b: LandmarksNamed): boolean {
  if (a.landmarks !== b.landmarks) return false;
  if (a.landmarkDefinition === undefined && b.landmarkDefinition === undefined) return true;
  // One may keep the definition of a set that has been built in since.
  return JSON.stringify(landmarksOf(a)) === JSON.stringify(landmarksOf(b));
}

export function manifestPath(folder: string): string {
  return join(folder, 'dataset.json');
}

export async function writeManifest(folder: string, manifest: DatasetManifest): Promise<void> {
  await writeFileWhole(manifestPath(folder), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest, or undefined where the folder has none. */
export async function findManifest(folder: string): Promise<DatasetManifest | undefined> {
  return (await exists(manifestPath(folder))) ? readManifest(folder) : undefined;
}

export async function readManifest(folder: string): Promise<DatasetManifest> {
  const file = manifestPath(folder);
  if (!(await exists(file))) {
    throw new LineamentError('not a dataset: the folder has no dataset.json', {
      file: folder,
      hint: 'give a folder made by `lineament generate` or `lineament dataset import`',
    });
  }
  return parseManifest((await readFileOr(file, 'dataset manifest')).toString('utf8'), file);
}

/** @param file – for messages. */
export function parseManifest(text: string, file: string): DatasetManifest {
  const content = parseJson(text, file);
  checkVersion(content, file);
  const parsed = datasetManifestSchema.safeParse(content, inOurWords);
  if (!parsed.success) {
    throw new LineamentError(`not a dataset manifest: ${firstFault(parsed.error, 'the file')}`, {
      file,
      hint: 'generate or import the dataset again',
    });
  }
  return parsed.data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LineamentError('dataset manifest is not JSON', {
      file,
      hint: 'restore the file or make the dataset again',
      cause,
    });
  }
}

function checkVersion(content: unknown, file: string): void {
  const found = typeof content === 'object' && content !== null && 'formatVersion' in content;
  if (!found || content.formatVersion === datasetFormatVersion) return;
  throw new LineamentError(
    `the dataset has format version ${String(content.formatVersion)}; this Lineament reads version ${datasetFormatVersion}`,
    { file, hint: 'make the dataset again with this version, or install the version that made it' },
  );
}
