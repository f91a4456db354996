import { basename, dirname, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../node/files.js';
import type { Box } from '../../sample.js';
import type { LayeredSample } from '../../store/columns.js';
import { readLabelFile } from '../files/label-file.js';
import { listFiles } from '../files/list-files.js';
import { type MatArray, type MatValue, matArray, matRow, readMatFile } from '../files/mat/mat-file.js';
import { matPicture, matPictures } from '../files/mat/mat-picture.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox, photographSample } from '../photograph-sample.js';

export interface Cofw68ImportOptions {
  /** The folder of COFW-68 (`COFW68_Data`). */
  folder: string;
  out: string;
  /** COFW's own test file: by default the one in the folder. */
  images?: string | undefined;
}

const published = 507;

export async function importCofw68(
  options: Cofw68ImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out } = options;
  const files = await listFiles(folder, work.signal);
  const labels = files
    .map((file) => ({ file, number: Number(/^(\d+)_points\.mat$/i.exec(basename(file))?.[1]) }))
    .filter(({ number }) => number > 0)
    .sort((a, b) => a.number - b.number);
  const pictureFile = options.images ?? files.find((file) => /^COFW_test.*\.mat$/i.test(basename(file)));
  if (labels.length === 0 || pictureFile === undefined)
    throw new LineamentError(
      labels.length === 0
        ? 'there is no file N_points.mat in the folder'
        : 'the pictures are not there: they are in COFW’s own test file',
      {
        file: folder,
        hint: 'give the folder COFW68_Data, and with --images COFW_test_color.mat saved as version 7',
      },
    );
  const pictures = matPictures(
    readMatFile(await readFileOr(pictureFile, 'the pictures'), pictureFile),
    'IsT',
    pictureFile,
  );
  const boxes = await boxesOf(files);
  const result = await importDataset(
    {
      out,
      landmarks: ibug68,
      origin: { kind: 'imported', format: 'cofw68', source: resolve(folder) },
      items: labels.map(({ file, number }) => ({
        file,
        read: () => readSample(file, number, pictures[number - 1], boxes),
      })),
      total: labels.length,
    },
    work,
  );
  return { ...result, notes: [`test: ${labels.length} of ${published} faces are labelled`] };
}

async function boxesOf(files: readonly string[]): Promise<MatArray | undefined> {
  const file = files.find((name) => /^cofw68_test_bboxes\.mat$/i.test(basename(name)));
  if (file === undefined) return undefined;
  return matArray(readMatFile(await readLabelFile(file, 'the boxes'), file), 'bboxes', [-1, 4], file);
}

async function readSample(
  file: string,
  number: number,
  picture: MatValue | undefined,
  boxes: MatArray | undefined,
): Promise<LayeredSample> {
  if (picture === undefined)
    throw new LineamentError(`the test file has no picture ${number}`, {
      file,
      hint: 'give the test file of COFW, not that for training',
    });
  const variables = readMatFile(await readLabelFile(file, 'the labels'), file);
  const { data } = matArray(variables, 'Points', [68, 2], file);
  const hidden = variables.get('Occ');
  const points = Float32Array.from({ length: 2 * 68 }, (_, i) => data[68 * (i % 2) + (i >> 1)]! - 1);
  return photographSample({
    id: `cofw-test-${String(number).padStart(4, '0')}`,
    image: await storableImage(await matPicture(picture, file), file),
    points,
    visibility:
      hidden !== undefined &&
      hidden !== null &&
      typeof hidden === 'object' &&
      'data' in hidden &&
      hidden.data.length === 68
        ? Uint8Array.from(hidden.data, (value) => (value > 0 ? visibility.hiddenByOther : visibility.visible))
        : null,
    box: boxOf(boxes, number) ?? faceBox(points, file),
    landmarks: ibug68.name,
    split: 'test',
    attributes: { source: `${basename(dirname(file))}/${basename(file)}` },
  });
}

function boxOf(boxes: MatArray | undefined, number: number): Box | undefined {
  if (boxes === undefined || number > boxes.size[0]!) return undefined;
  const [x, y, width, height] = matRow(boxes, number - 1) as [number, number, number, number];
  return width > 0 && height > 0 ? { x: x - 1, y: y - 1, width, height } : undefined;
}
