import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '../../dataset/sample.js';
import { createBareDataset } from '../../dataset/store/bare-dataset.suite.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { frontalTemplate } from '../../landmarks/shape-frame.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { comparePaired } from '../tests/compare-paired.js';
import { measureRow } from './measure-row.js';
import type { Comparison, RowCell, RowResult, RowSubset } from './row-result.js';
import type { RowInput } from './row-settings.js';

/** The crop of every test face is the picture itself: side 128, so points are the same in both. */
const box = { x: 13.5, y: 13.5, width: 100, height: 100 };
const shape = frontalTemplate(ibug68).map((value) => 63.5 + 25 * value);
const eyes = Math.hypot(shape[90]! - shape[72]!, shape[91]! - shape[73]!);

/** A model that sees the template everywhere, moved down by some pixels. */
async function writeModel(file: string, dy: number): Promise<string> {
  const points = shape.map((value, i) => value + (i % 2 === 1 ? dy : 0));
  await writeFixtureModel(file, false, points);
  return file;
}

let folder: string;
let data: string;
let image: Buffer;

/** Labels moved down by dy; of the direct points every label, of the others none of the jaw. */
function face(id: string, person: string, split: string, dy: number): Sample {
  const points = shape.map((value, i) => value + (i % 2 === 1 ? dy : 0));
  return {
    id,
    image,
    width: 128,
    height: 128,
    landmarks: 'ibug68',
    points: { contour: points },
    points3d: null,
    visibility: null,
    labelQuality: Uint8Array.from({ length: 68 }, (_, k) => (k < 17 ? 2 : 0)),
    box,
    split,
    pupils: null,
    attributes: { person },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'measure-row-'));
  data = join(folder, 'data');
  image = await sharp({ create: { width: 128, height: 128, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const dataset = await createBareDataset(data, { made: 'by a test' });
  const blind = face('blind', 'blind', 'test', 4);
  blind.points.contour!.fill(Number.NaN, 72, 74);
  await dataset.append([
    ...['a', 'b', 'c', 'd'].map((name) => face(name, name, 'train', 3)),
    face('e', 'e', 'test', 1),
    face('f', 'f', 'test', 5),
    blind,
    face('a again', 'a', 'leaking', 3),
  ]);
  await dataset.finish();
  dataset.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const train = { name: 'common train', data: '', split: 'train' };
const test = { name: 'test', data: '', split: 'test' };
async function measure(changes: Partial<RowInput> = {}): Promise<RowResult> {
  const model = await writeModel(join(folder, 'model.onnx'), 0);
  return measureRow({ model, measure: [{ ...test, data }], resamples: 200, ...changes });
}
function cellOf({ cells }: RowResult, part: string, comparison: Comparison, points: RowSubset): RowCell {
  const found = cells.find(
    (cell) => cell.part === part && cell.comparison === comparison && cell.points === points,
  );
  if (found === undefined) throw new Error(`no cell ${part}, ${comparison}, ${points}`);
  return found;
}

describe('measureRow', () => {
  it('gives hand-worked figures, and both normalisers where a face allows them', async () => {
    const row = await measure({ ways: ['own-head'], keepPoints: true });
    const cell = cellOf(row, 'test', 'own-head', 'all');
    const figures = cell.figures['outer-eye-corners']!;
    // Off by 1 and 5 pixels; the third face has no outer eye corner, and so neither distance.
    expect(cell.faces.map(({ id }) => id)).toEqual(['e', 'f', 'blind']);
    expect(cell.faces[2]!.errors).toEqual({ pupils: null, 'outer-eye-corners': null });
    expect(figures.faces).toBe(2);
    expect(figures.nme).toBeCloseTo(300 / eyes, 3);
    expect(figures.median).toBeCloseTo(300 / eyes, 3);
    const [low, high] = [100 / eyes, 500 / eyes];
    expect(figures.failureRate['8']).toBe((low > 8 ? 0.5 : 0) + (high > 8 ? 0.5 : 0));
    expect(figures.areaUnderCurve['10']).toBeCloseTo(
      (Math.max(0, 1 - low / 10) + Math.max(0, 1 - high / 10)) / 2,
      4,
    );
    expect(figures.interval.low).toBeCloseTo(low, 3);
    expect(figures.interval.high).toBeCloseTo(high, 3);
    expect(figures.regions.contour).toBeCloseTo(300 / eyes, 3);
    expect(figures.withoutContour).toBeCloseTo(300 / eyes, 3);
    expect(cell.figures.pupils!.nme).toBeGreaterThan(figures.nme);
    expect(cell.faces[0]!.points).toHaveLength(136);
    const direct = cellOf(row, 'test', 'own-head', 'direct');
    expect(direct.figures.pupils!.regions.contour).toBeUndefined();
    expect(direct.figures.pupils!.byPoint[0]).toBeNull();
    expect(direct.countedPoints).toBeCloseTo((51 + 51 + 50) / 3, 6);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  });

  it('fits adapters on the fit part alone and applies them to a model of 68 points too', async () => {
    const row = await measure({ fit: [{ ...train, data }] });
    expect(row.adapters.map(({ comparison, faces }) => [comparison, faces])).toEqual([
      ['ridge-affine', 4],
      ['mlp', 4],
    ]);
    // All of train is marked 3 pixels lower: what is left of 1 and 5 pixels is 2 and 2.
    const adapted = cellOf(row, 'test', 'ridge-affine', 'all').figures['outer-eye-corners']!;
    expect(adapted.nme).toBeCloseTo(200 / eyes, 2);
    expect(cellOf(row, 'test', 'nearest-subset', 'all').faces).toEqual(
      cellOf(row, 'test', 'own-head', 'all').faces.map((measured) => ({
        ...measured,
        errors: {
          pupils: measured.errors.pupils === null ? null : expect.closeTo(measured.errors.pupils, 3),
          'outer-eye-corners':
            measured.errors.pupils === null ? null : expect.closeTo(measured.errors['outer-eye-corners']!, 3),
        },
      })),
    );
    const paired = comparePaired(
      cellOf(row, 'test', 'ridge-affine', 'all'),
      cellOf(row, 'test', 'own-head', 'all'),
      'outer-eye-corners',
    );
    expect(paired.difference).toBeCloseTo(-100 / eyes, 2);
  });

  it('measures faces that it was fitted on through an adapter without their person', async () => {
    // Face a is marked 3 pixels lower like all the others: an adapter that saw nothing of it still knows.
    const row = await measure({
      ways: ['ridge-affine'],
      fit: [{ ...train, data }],
      measure: [{ ...train, data }],
    });
    expect(cellOf(row, 'common train', 'ridge-affine', 'all').figures.pupils!.nme).toBeCloseTo(0, 2);
    await expect(
      measure({
        ways: ['ridge-affine'],
        fit: [{ ...train, data }],
        measure: [{ name: 'leaking', data, split: 'leaking' }],
      }),
    ).rejects.toThrow("face a again of part 'leaking' shows a, on whom the adapters are fitted too");
  });

  it('fits on out-of-fold predictions', async () => {
    // In sample the model finds train exactly as it finds test; the fold models see it 4 pixels lower.
    const fold = await writeModel(join(folder, 'fold.onnx'), 4);
    const folds = [
      { file: fold, unseen: ['a', 'b'] },
      { file: fold, unseen: ['c', 'd'] },
    ];
    const row = await measure({ ways: ['ridge-affine'], fit: [{ ...train, data }], folds });
    expect(row.fit).toEqual({ faces: 4, persons: 4, outOfFold: true });
    // The adapter learns to go up by 1 pixel, away from the labels of test, 1 and 5 pixels below: 2 and 6 are left.
    const { nme } = cellOf(row, 'test', 'ridge-affine', 'all').figures['outer-eye-corners']!;
    expect(nme).toBeCloseTo(400 / eyes, 2);
    await expect(measure({ fit: [{ ...train, data }], folds: folds.slice(1) })).rejects.toThrow(
      'the training of every fold model has seen face a',
    );
  });

  it('names an empty part', async () => {
    await expect(measure({ measure: [{ name: 'private', data, split: 'private' }] })).rejects.toThrow(
      "part 'private' holds no faces",
    );
  });
});
