import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Sample } from '../../dataset/sample.js';
import { createBareDataset } from '../../dataset/store/bare-dataset.suite.js';
import { plainAdapter } from '../../evaluation/adapters/adapter.js';
import { saveAdapter } from '../../evaluation/adapters/adapter-file.js';
import { fittedOnWords } from '../../evaluation/adapters/fitted-on.js';
import { pointMapText } from '../../landmarks/point-map.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { type Typed, typed } from '../command/typed.suite.js';

let folder: string;
let model: string;
let data: string;

/** The fixture model's points for the box (36.5, 36.5, 100, 100), whose crop is the image, moved to the right. */
async function sample(id: string, dx: number): Promise<Sample> {
  const labels = Float32Array.from({ length: 136 }, (_, i) =>
    i % 2 === 0 ? i / 2 + dx + 23 : 127 - (i - 1) / 2 + 23,
  );
  return {
    id,
    image: await sharp({ create: { width: 173, height: 173, channels: 3, background: '#888' } })
      .png()
      .toBuffer(),
    width: 173,
    height: 173,
    landmarks: 'ibug68',
    points: { contour: labels },
    points3d: null,
    visibility: null,
    labelQuality: null,
    box: { x: 36.5, y: 36.5, width: 100, height: 100 },
    split: id,
    pupils: null,
    attributes: {},
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
  model = join(folder, 'model.onnx');
  data = join(folder, 'data');
  await writeFixtureModel(model);
  const dataset = await createBareDataset(data);
  const broken = await sample('broken', 0);
  broken.image = broken.image.slice(0, 60);
  await dataset.append([await sample('good', 1), await sample('good', 3), broken]);
  await dataset.finish();
  dataset.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const evaluate = (...argv: string[]): Promise<Typed> => typed('model', 'evaluate', model, ...argv);

describe('lineament model evaluate', () => {
  it('prints the table of a split and writes JSON and a page', async () => {
    const report = join(folder, 'report');
    const { out, error } = await evaluate(
      ...['--data', data, '--split', 'good', '--normaliser', 'box', '--out', report],
    );
    expect(error).toBe('');
    // 1 and 3 pixels over √(100 · 100).
    expect(out).toMatch(/^all, 68 +model +2 .* 2\.00 /m);
    const json = JSON.parse(await readFile(join(report, 'evaluation.json'), 'utf8'));
    expect(json.faces.map(({ error: nme }: { error: number }) => nme)).toEqual([
      expect.closeTo(1, 4),
      expect.closeTo(3, 4),
    ]);
    expect(await readFile(join(report, 'evaluation.html'), 'utf8')).toContain('Cumulative error');
  });

  it('goes on after a broken image, prints the rest and fails', async () => {
    const { out, error } = await evaluate('--data', data, '--normaliser', 'box', '--json');
    expect(JSON.parse(out).faces).toHaveLength(2);
    expect(error).toContain('1 of 3 faces failed, the first: broken: ');
  });

  it('measures other points than the model has itself, by a map', async () => {
    const convention = 'contour' as const;
    const { name: set, mirror } = ibug68;
    const mapped = { set, names: ibug68.points.map(({ name }) => name), mirror: [...mirror], convention };
    const none = mapped.names.map(() => []);
    const zeros = mapped.names.map(() => 0);
    // All points are the first one.
    const map = pointMapText({
      ...{ from: mapped, to: mapped, nearest: zeros, sources: none, weights: none, deviation: zeros },
      ...{ error: { nme: 0, points: zeros, faces: 1 }, head: 'cage', lineament: '0.1.0' },
    });
    await writeFile(join(folder, 'map.json'), map);
    const flags = ['--data', data, '--split', 'good', '--normaliser', 'box', '--json'];
    const { out } = await evaluate(...flags, '--landmarks', join(folder, 'map.json'));
    const mean = zeros.reduce((sum, _, i) => sum + Math.hypot(i + 1, i) / zeros.length, 0);
    expect(JSON.parse(out).faces[0].error).toBeCloseTo(mean, 4);
    const both = await evaluate(...flags, '--landmarks', 'ibug68', '--adapter', 'nearest-subset');
    expect(both.error).toContain('--landmarks and --convention go with the points of the model');
  });

  it('says that an adapter is measured on the faces of its fit, and what it gave on persons left out', async () => {
    const file = join(folder, 'adapter.json');
    const context = { from: ibug68, to: ibug68, convention: 'contour', seed: 1 } as const;
    const fittedOn = fittedOnWords(2, { data: 'elsewhere/data', split: 'good' });
    const own = plainAdapter('nearest-subset', { ...context, fittedOn });
    const flags = ['--data', data, '--split', 'good', '--normaliser', 'box', '--adapter', file];
    await saveAdapter(file, { ...own, crossValidated: 3.456 });
    expect((await evaluate(...flags)).log).toContain(
      'fitted on 2 faces of elsewhere/data, split good: where these are the same faces, the figures are too good; on persons left out of the fit the error was 3.46 %',
    );
    await saveAdapter(file, own);
    expect((await evaluate(...flags)).log).toContain('measure it on others');
    await saveAdapter(file, { ...own, fittedOn: fittedOnWords(2, { data, split: 'train' }) });
    const other = await evaluate(...flags);
    expect(other.error).toBe('');
    expect(other.log).not.toContain('fitted on these faces');
  });

  it('refuses an unnamed normaliser, an unknown split and a missing dataset', async () => {
    expect((await evaluate('--data', data)).error).toContain('an error needs a normaliser; none is named');
    expect((await evaluate('--data', data, '--normaliser', 'box', '--split', 'x')).error).toContain(
      "split 'x' holds no faces (its splits are",
    );
    expect((await evaluate('--data', join(folder, 'nowhere'), '--normaliser', 'box')).error).toContain(
      'not a dataset',
    );
    expect((await evaluate('--data', data, '--normaliser', 'box', '--points', 'bad')).error).toContain(
      'Allowed choices are all, direct',
    );
    expect((await evaluate('--data', data, '--normaliser', 'box', '--box-jitter', '1')).error).toContain(
      'Allowed: a share from 0 to less than 1',
    );
  });
});
