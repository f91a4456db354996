import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Random } from '../../core/random.js';
import type { Sample } from '../../dataset/sample.js';
import { createBareDataset } from '../../dataset/store/bare-dataset.suite.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { anyScene } from '../../render/sampling/scene-options.suite.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { createStudio, type Shot } from '../../render/studio.js';
import { type Typed, typed } from '../command/typed.suite.js';

const shipped = 'models/ibug68-ict.onnx';
const side = 180;
let folder: string;
let data: string;

let rendered: Shot;

/** A rendered face, lit more or less. */
const picture = (brightness: number): Buffer => Buffer.from(rendered.rgb.map((value) => value * brightness));

async function sample(id: string, brightness: number): Promise<Sample> {
  return {
    id,
    image: await sharp(picture(brightness), { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toBuffer(),
    width: side,
    height: side,
    landmarks: 'ibug68',
    points: { contour: Float32Array.from({ length: 136 }, (_, i) => 20 + ((i * 37) % 110)) },
    points3d: null,
    visibility: null,
    labelQuality: null,
    box: rendered.box,
    split: 'test',
    pupils: null,
    attributes: {},
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
  data = join(folder, 'data');
  const studio = createStudio({ head: createCageHead(), set: ibug68 });
  rendered = studio.shoot(sampleScene(new Random(7, 1), studio.head, { ...anyScene, pose: 'frontal' }), {
    size: side,
  });
  const dataset = await createBareDataset(data);
  await dataset.append([await sample('light', 1), await sample('dark', 0.6)]);
  await dataset.finish();
  dataset.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const exported = (...argv: string[]): Promise<Typed> => typed('model', 'export', ...argv);

const at = (name: string): string => join(folder, name);

async function detected(model: string): Promise<{ points: number[]; precision: string | undefined }> {
  const detector = await openLandmarkDetector(model);
  const image = { width: side, height: side, channels: 3 as const, data: picture(1) };
  const { points } = await detector.detect(image, rendered.box);
  return { points: [...points], precision: detector.metadata.precision };
}

const largestMove = (a: number[], b: number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe('lineament model export', () => {
  it('int8: a third of the size, nearly the same points, told beside the original', async () => {
    const { out, error } = await exported(
      ...[shipped, '--precision', 'int8', '--calibrate', data, '--count', '9'],
      ...['--data', data, '--normaliser', 'box', '--out', at('int8.onnx')],
    );
    expect(error).toBe('');
    expect(out).toMatch(/^precision +size +one thread +NME all +points moved, largest +mean\n/);
    expect(out).toMatch(/^ +float32 +3\.60 MB .* ms +\d+\.\d{3} +\n/m);
    expect(out).toMatch(/^ +int8 +1\.19 MB .* px +\d\.\d{3} px\n/m);
    const [before, after] = [await detected(shipped), await detected(at('int8.onnx'))];
    const moved = largestMove(before.points, after.points);
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(2);
    expect(after.precision).toBe('int8');
    const { metadata } = await openLandmarkDetector(at('int8.onnx'));
    expect(metadata.calibration).toBe(`2 faces of ${data}`);
    const { nodes } = decodeModel(await readFile(at('int8.onnx')));
    const weightOf = (scope: string): string[] =>
      nodes.filter((node) => node.scope === scope && node.type === 'Conv').map(({ inputs }) => inputs[1]!);
    expect(weightOf('stack1.heatmaps')).toEqual(['stack1.heatmaps.weight']);
    // Of features that are taken where the heatmaps lie: not a convolution.
    const sigma = nodes.filter(({ scope }) => scope === 'stack1.sigma').flatMap(({ inputs }) => inputs);
    expect(sigma).toContain('stack1.sigma.weight');
    expect(weightOf('stem.convolution')[0]).toMatch(/#weight$/);
    for (const precision of ['float16', 'int8-weights', 'int8']) {
      const again = await exported(at('int8.onnx'), ...['--precision', precision, '--out', at('again.onnx')]);
      expect(again.error).toContain('int8.onnx: the model is int8 already (give the float32 ');
    }
  });

  it('float16: half the size, points within a fiftieth of a pixel', async () => {
    const { out, error } = await exported(
      ...[shipped, '--precision', 'float16', '--json', '--out', at('half.onnx')],
    );
    expect(error).toBe('');
    const { models } = JSON.parse(out);
    expect(models).toMatchObject([
      { precision: 'float32', nme: null, moved: null },
      { precision: 'float16', nme: null, moved: null },
    ]);
    expect(models[1].size / models[0].size).toBeCloseTo(0.51, 2);
    const [before, after] = [await detected(shipped), await detected(at('half.onnx'))];
    expect(largestMove(before.points, after.points)).toBeLessThan(0.02);
    expect(after.precision).toBe('float16');
  });

  it('int8-weights: a third of the size, points within half a pixel, of a float16 file too', async () => {
    const bytes = ['--precision', 'int8-weights', '--json', '--out'];
    const { out, error } = await exported(shipped, ...bytes, at('bytes.onnx'));
    expect(error).toBe('');
    const { models } = JSON.parse(out);
    expect(models[1]).toMatchObject({ precision: 'int8-weights', nme: null, moved: null });
    expect(models[1].size / models[0].size).toBeLessThan(0.34);
    const [before, after] = [await detected(shipped), await detected(at('bytes.onnx'))];
    expect(largestMove(before.points, after.points)).toBeLessThan(0.5);
    expect(after.precision).toBe('int8-weights');
    const half = await exported(shipped, '--precision', 'float16', '--json', '--out', at('narrow.onnx'));
    expect(half.error).toBe('');
    expect((await exported(at('narrow.onnx'), ...bytes, at('through.onnx'))).error).toBe('');
    const through = await detected(at('through.onnx'));
    expect(largestMove(before.points, through.points)).toBeLessThan(0.5);
  });

  it('int8 without a dataset draws faces for itself', async () => {
    const { error } = await exported(
      ...[shipped, '--precision', 'int8', '--count', '1', '--json', '--out', at('drawn.onnx')],
    );
    expect(error).toBe('');
    const { metadata } = await openLandmarkDetector(at('drawn.onnx'));
    expect(metadata.calibration).toMatch(/^1 face of head 'cage', seed 1, Lineament \d/);
  });

  it('refuses wrong use by name and writes nothing', async () => {
    await writeFixtureModel(at('fixture.onnx'));
    await writeFile(at('text.onnx'), 'hello');
    const out = ['--out', at('never.onnx')];
    const int8 = ['--precision', 'int8'];
    const half = ['--precision', 'float16'];
    const cases: [string[], string][] = [
      [[shipped, ...out], "required option '--precision <kind>' not specified"],
      [[shipped, '--precision', 'int4', ...out], 'Allowed choices are float16, int8-weights, int8.'],
      [[shipped, '--precision', 'int8-weights', '--count', '3', ...out], 'int8-weights needs no calibration'],
      [[shipped, ...half], "required option '--out <file>' not specified"],
      [[shipped, ...half, '--out', shipped], '--out would overwrite the model itself'],
      [[shipped, ...half, '--calibrate', data, ...out], 'float16 needs no calibration'],
      [[shipped, ...int8, '--count', '0', ...out], '--count 0 leaves nothing to calibrate on'],
      [[shipped, ...half, '--normaliser', 'box', ...out], 'say how to measure on --data'],
      [[shipped, ...half, '--data', data, ...out], 'an error needs a normaliser'],
      [[shipped, ...int8, '--calibrate', at('nowhere'), ...out], 'not a dataset'],
      [[at('text.onnx'), ...half, ...out], 'text.onnx: not an ONNX file, or cut short (5 bytes)'],
      [[at('missing.onnx'), ...half, ...out], 'missing.onnx: model cannot be read: no such file'],
      [
        [at('fixture.onnx'), ...int8, '--calibrate', data, ...out],
        'fixture.onnx: int8: the model holds no convolution that could run on integers',
      ],
    ];
    for (const [argv, words] of cases) expect((await exported(...argv)).error).toContain(words);
    await expect(readFile(at('never.onnx'))).rejects.toThrow('ENOENT');
  });
});
