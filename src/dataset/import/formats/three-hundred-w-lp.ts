/**
 * Imports 300W-LP (Zhu et al., CVPR 2016): pictures of 300-W turned to large poses, each with a MAT-file of its name. `pt2d`
 * holds 68 points as annotators mark them (the visible contour), `pt3d_68`, or `pts_3d` of `landmarks/…_pts.mat`, those of
 * the fitted head (the surface), in pixels counted from 1. The first file decides which of both the dataset has.
 * `Pose_Para` (pitch, yaw, roll in radians, translation, scale) stands in the attributes as it is.
 */
import { dirname, join, parse, relative, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import type { Convention } from '../../../landmarks/landmark-set.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { idOf, imagesBeside, labelFiles } from '../files/image-files.js';
import { readLabelFile } from '../files/label-file.js';
import { listFiles } from '../files/list-files.js';
import { type MatValue, matArray, readMatFile } from '../files/mat/mat-file.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox } from '../photograph-sample.js';

export interface ThreeHundredWLpImportOptions {
  folder: string;
  out: string;
  /** The samples' split (`train` by default). */
  split?: string;
}

type Points = Partial<Record<Convention, Float32Array>>;

/** Folders of the published archive that hold no face's own MAT-file. */
const others = /(^|[\\/])(code|landmarks)[\\/]/i;

export const threeHundredWLpDefaults: Pick<ImportDefaults, 'split'> = { split: 'train' };

export async function importThreeHundredWLp(
  options: ThreeHundredWLpImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out, split = threeHundredWLpDefaults.split } = options;
  const files = await listFiles(folder, work.signal);
  const labels = labelFiles(
    files.filter((file) => !others.test(relative(folder, file))),
    '.mat',
    folder,
    'give the folder of 300W-LP',
  );
  const companions = new Map(
    files.filter((file) => file.endsWith('_pts.mat')).map((file) => [keyOf(file.slice(0, -8)), file]),
  );
  const imageOf = imagesBeside(files);
  const conventions = await conventionsOf(labels, companions);
  return importDataset(
    {
      out,
      landmarks: ibug68,
      conventions,
      origin: { kind: 'imported', format: '300w-lp', source: resolve(folder), split },
      items: labels.map((file) => ({
        file,
        read: () => readSample(file, { folder, split, imageOf, companions, conventions }),
      })),
      total: labels.length,
    },
    work,
  );
}

/** A face's part and name: `AFW/AFW_134212_1_0`, the same below `landmarks`. */
function keyOf(stem: string): string {
  return join(parse(dirname(stem)).base, parse(stem).base);
}

/** What the first file that can be read has. */
async function conventionsOf(
  labels: readonly string[],
  companions: ReadonlyMap<string, string>,
): Promise<Convention[]> {
  for (const file of labels) {
    const points = await pointsOf(file, companions).then(
      ({ points }) => points,
      () => ({}) as Points,
    );
    const found = (['surface', 'contour'] as const).filter((convention) => points[convention] !== undefined);
    if (found.length > 0) return found;
  }
  throw new LineamentError(
    `none of ${labels.length} .mat files has pt2d, pt3d_68 or a _pts.mat with 68 points`,
    {
      file: labels[0]!,
      hint: 'give the folder of 300W-LP as it was published',
    },
  );
}

async function pointsOf(
  file: string,
  companions: ReadonlyMap<string, string>,
): Promise<{ points: Points; variables: Map<string, MatValue> }> {
  const variables = readMatFile(await readLabelFile(file, 'the labels'), file);
  const companion = companions.get(keyOf(file.slice(0, -4)));
  const more =
    companion === undefined
      ? new Map<string, MatValue>()
      : readMatFile(await readLabelFile(companion, 'the labels'), companion);
  const surface = sixtyEight(variables.get('pt3d_68')) ?? sixtyEight(more.get('pts_3d'));
  const contour = sixtyEight(variables.get('pt2d')) ?? sixtyEight(more.get('pts_2d'));
  return { points: { ...(surface && { surface }), ...(contour && { contour }) }, variables };
}

/** x and y of `[2 or 3, 68]` or `[68, 2 or 3]`, counted from 0; undefined for all else. */
function sixtyEight(value: MatValue | undefined): Float32Array | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || !('data' in value))
    return undefined;
  const { size, data } = value;
  const [rows = 0, columns = 0] = size;
  if (size.length !== 2) return undefined;
  if (columns === 68 && (rows === 2 || rows === 3))
    return Float32Array.from({ length: 2 * 68 }, (_, i) => data[rows * (i >> 1) + (i % 2)]! - 1);
  if (rows === 68 && (columns === 2 || columns === 3))
    return Float32Array.from({ length: 2 * 68 }, (_, i) => data[68 * (i % 2) + (i >> 1)]! - 1);
  return undefined;
}

async function readSample(
  file: string,
  {
    folder,
    split,
    imageOf,
    companions,
    conventions,
  }: {
    folder: string;
    split: string;
    imageOf: (labels: string) => string;
    companions: ReadonlyMap<string, string>;
    conventions: readonly Convention[];
  },
): Promise<LayeredSample> {
  const { points, variables } = await pointsOf(file, companions);
  const lacking = conventions.find((convention) => points[convention] === undefined);
  if (lacking !== undefined)
    throw new LineamentError(`has no 68 points of the ${lacking}, as the first file has`, {
      file,
      hint: 'give the file as it was published',
    });
  const chosen = Object.fromEntries(conventions.map((convention) => [convention, points[convention]]));
  const path = imageOf(file);
  const image = await storableImage(await readFileOr(path, 'the image'), path);
  const pose = variables.has('Pose_Para') ? matArray(variables, 'Pose_Para', [1, 7], file) : undefined;
  const part = parse(dirname(file)).base;
  return {
    id: idOf(folder, file),
    image: image.bytes,
    width: image.width,
    height: image.height,
    points: chosen,
    points3d: null,
    visibility: null,
    labelQuality: null,
    pupils: null,
    box: faceBox((points.contour ?? points.surface)!, file),
    landmarks: ibug68.name,
    split,
    attributes: {
      source: relative(folder, path),
      part: part.replace(/_flip$/i, ''),
      flipped: /_flip$/i.test(part),
      ...(pose && { pose_para: Array.from(pose.data) }),
    },
  };
}
