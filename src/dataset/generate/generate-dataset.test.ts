import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import type { LayeredSample } from '../store/columns.js';
import { openDataset } from '../store/store.js';
import { type GenerateOptions, generateDataset } from './generate-dataset.js';
import { splitOf } from './splits.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-generate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fake = { module: './fake-worker.suite', base: import.meta.url };

function options(change: Partial<GenerateOptions> = {}): GenerateOptions {
  return {
    head: 'fake',
    count: 50,
    size: 64,
    landmarks: 'ibug68',
    seed: 3,
    out: join(folder, 'data'),
    workers: 2,
    batch: 8,
    worker: fake,
    ...change,
  };
}

async function rowsOf(out: string): Promise<LayeredSample[]> {
  const dataset = await openDataset(out);
  const rows = await dataset.read(await dataset.indices(), { layers: true });
  dataset.close();
  return rows;
}

describe('generateDataset', () => {
  it('makes the same rows with one worker and with two, in order, with held-out splits at the end', async () => {
    const progress: number[] = [];
    await generateDataset(options({ workers: 1, out: join(folder, 'one') }));
    const result = await generateDataset(options({ workers: 2 }), {
      ...silentWork,
      report: (done) => progress.push(done),
    });
    expect(result.count).toBe(50);
    expect(progress).toEqual(Array.from({ length: 51 }, (_, i) => i));
    const rows = await rowsOf(join(folder, 'data'));
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => `fake-${i}`));
    expect(rows.map(({ split }) => split[0]).join('')).toBe(`${'t'.repeat(44)}vvv${'t'.repeat(3)}`);
    expect(rows[49]?.split).toBe('test');
    expect(await rowsOf(join(folder, 'one'))).toEqual(rows);
  });

  it('continues after a kill and ends with the same rows', async () => {
    const killed = options({ count: 120 });
    const script = fileURLToPath(new URL('./kill-target.suite.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(killed)], {
      stdio: 'inherit',
    });
    expect(await new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)))).toBe('SIGKILL');
    const left = (await openDataset(killed.out, { incomplete: true })).count;
    expect(left).toBe(72);
    const result = await generateDataset(killed);
    expect(result).toMatchObject({ resumedAt: 72, count: 120 });
    await generateDataset(options({ count: 120, out: join(folder, 'whole'), batch: 500 }));
    expect(await rowsOf(killed.out)).toEqual(await rowsOf(join(folder, 'whole')));
  });

  it('stores clips whole, frame by frame, and splits between faces, not within', async () => {
    const clips = options({ count: 7, frames: 5, batch: 8, validation: 0, test: 0.15 });
    expect(await generateDataset(clips)).toMatchObject({ count: 35, resumedAt: 0 });
    const rows = await rowsOf(clips.out);
    expect(rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 35 }, (_, i) => `fake-${Math.floor(i / 5)}-${i % 5}`),
    );
    expect(rows.map(({ split }) => split === 'test')).toEqual(rows.map((_, i) => i >= 30));
    expect((await generateDataset(clips)).resumedAt).toBe(35);
    await expect(generateDataset({ ...clips, frames: 6 })).rejects.toThrow('frames was 5, is now 6');
    await expect(generateDataset(options({ frames: 0 }))).rejects.toThrow('frames: 0; allowed: ');
    await expect(generateDataset(options({ rate: 0 }))).rejects.toThrow('rate: 0; allowed: ');
  });

  it('keeps every finished sample on Ctrl-C and says how to continue', async () => {
    const stop = new AbortController();
    const run = generateDataset(options(), {
      ...silentWork,
      signal: stop.signal,
      report: (done) => done === 11 && stop.abort(),
    });
    await expect(run).rejects.toThrow(/of 50 samples are made \(run the same command again/);
    const dataset = await openDataset(join(folder, 'data'), { incomplete: true });
    expect(dataset.count).toBeGreaterThanOrEqual(11);
    const again = await generateDataset(options());
    expect(again.resumedAt).toBe(dataset.count);
  });

  it('does nothing where all is made, and refuses other arguments by name', async () => {
    await generateDataset(options());
    expect((await generateDataset(options())).resumedAt).toBe(50);
    await expect(generateDataset(options({ seed: 4, size: 32 }))).rejects.toThrow(
      'size was 64, is now 32; seed was 3, is now 4',
    );
  });

  it('passes a failure in a worker on; what came before stays', async () => {
    await expect(generateDataset(options({ head: 'broken', batch: 2 }))).rejects.toThrow('has no shape 5');
    const dataset = await openDataset(join(folder, 'data'), { incomplete: true });
    expect(dataset.count).toBe(4);
  });

  it('refuses options that cannot be', async () => {
    await expect(generateDataset(options({ count: 0 }))).rejects.toThrow('count: 0; allowed: ');
    await expect(generateDataset(options({ size: 8 }))).rejects.toThrow('size: 8; allowed: ');
    await expect(generateDataset(options({ landmarks: 'ibug69' }))).rejects.toThrow("'ibug69'");
    await expect(generateDataset(options({ validation: 0.6, test: 0.4 }))).rejects.toThrow(
      'no training data',
    );
  });
});

describe('splitOf', () => {
  it('cuts by index, rounding each part', () => {
    const parts = Array.from({ length: 10 }, (_, i) => splitOf(i, 10, { validation: 0.05, test: 0.2 }));
    expect(parts.slice(6)).toEqual(['train', 'validation', 'test', 'test']);
  });
});
