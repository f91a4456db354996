/** What a newcomer does, with the built binary: the quick demo, then each command on what it left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDataset } from '../src/dataset/store/store.js';

const binary = resolve('dist/cli/main.js');
let folder = '';

beforeAll(async () => {
  if (!existsSync(binary)) throw new Error('dist/ is missing: run `npm run build` first (npm test does)');
  folder = await mkdtemp(join(tmpdir(), 'lineament-binary-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(args: string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  return { child, outcome: new Promise((done) => child.on('close', (code) => done({ code, ...texts }))) };
}

const lineament = (...args: string[]): Promise<Outcome> => start(args).outcome;

describe('the quick demo, then its pieces', () => {
  let demo: Outcome;
  beforeAll(async () => {
    demo = await lineament('demo', '--quick', '--head', 'cage', '--out', 'demo', '--json');
  });

  test('ends well, prints JSON alone, and its detector beats the mean shape', () => {
    expect(demo.stderr).toBe('');
    expect(demo.code).toBe(0);
    const { model, meanShape, failures } = JSON.parse(demo.stdout).synthetic;
    expect(failures).toEqual([]);
    for (const rows of [model, meanShape]) {
      expect(rows[0]).toMatchObject({ label: 'all', faces: 12, points: 68 });
    }
    expect(model[0].nme['outer-eye-corners']).toBeLessThan(meanShape[0].nme['outer-eye-corners']);
  });

  test('leaves a report that holds faces, curve, tables and overlays', async () => {
    const page = await readFile(join(folder, 'demo/report.html'), 'utf8');
    for (const part of [
      'data:image/png',
      'data:image/jpeg',
      '<svg',
      '<table',
      'Worst 12 faces',
      'mean shape',
    ])
      expect(page).toContain(part);
    // Without the pictures, whose letters may spell anything, and the script that sorts tables.
    const words = page.replace(/data:image[^"]*/g, '').replace(/<script>.*?<\/script>/gs, '');
    expect(words).not.toMatch(/NaN|undefined|\[object/);
    expect(page).not.toMatch(/src="(?!data:)|href="http/);
  });

  test('a second run finds everything done and ends at once with the same figures', async () => {
    const again = await lineament('demo', '--quick', '--head', 'cage', '--out', 'demo', '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).synthetic).toEqual(JSON.parse(demo.stdout).synthetic);
  });

  test('evaluate measures the model on the faces and writes both files', async () => {
    const { code, stdout } = await lineament(
      'model',
      'evaluate',
      'demo/quick/run/model.onnx',
      '--data',
      'demo/quick/faces',
      '--split',
      'test',
      '--normaliser',
      'outer-eye-corners',
      '--out',
      'measured',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/mean shape/);
    expect((await readdir(join(folder, 'measured'))).sort()).toEqual(['evaluation.html', 'evaluation.json']);
  });

  test('detect finds points near the labels of a face, with an overlay', async () => {
    const dataset = await openDataset(join(folder, 'demo/quick/faces'));
    const [index] = await dataset.indices({ split: 'test' });
    const [sample] = await dataset.read([index!]);
    dataset.close();
    await writeFile(join(folder, 'face.jpg'), sample!.image);
    const { x, y, width, height } = sample!.box;
    const { code, stdout } = await lineament(
      'detect',
      'face.jpg',
      '--model',
      'demo/quick/run/model.onnx',
      '--box',
      [x, y, width, height].join(','),
      '--out',
      'overlay.png',
      '--json',
    );
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'overlay.png'))).toBe(true);
    const points: number[][] = JSON.parse(stdout).images[0].faces[0].points;
    const labels = sample!.points.contour!;
    const errors = points.map(([px, py], k) => Math.hypot(px! - labels[2 * k]!, py! - labels[2 * k + 1]!));
    expect(errors).toHaveLength(68);
    expect(errors.reduce((sum, error) => sum + error, 0) / 68).toBeLessThan(0.15 * width);
  });
});

describe('a killed generation', () => {
  test('run again ends with the bits of an unbroken one', async () => {
    const args = ['generate', '--head', 'cage', '--count', '40', '--size', '64', '--seed', '5', '--quiet'];
    const whole = await lineament(...args, '--workers', '1', '--out', 'whole');
    expect(whole).toMatchObject({ code: 0, stderr: '' });

    const broken = start([...args, '--workers', '2', '--out', 'broken']);
    while (!existsSync(join(folder, 'broken/dataset.json')))
      await new Promise((next) => setTimeout(next, 20));
    broken.child.kill('SIGKILL');
    await broken.outcome;
    expect(await lineament(...args, '--workers', '2', '--out', 'broken')).toMatchObject({ code: 0 });

    const [one, two] = [await openDataset(join(folder, 'whole')), await openDataset(join(folder, 'broken'))];
    const all = Array.from({ length: 40 }, (_, i) => i);
    expect(await two.read(all)).toEqual(await one.read(all));
    one.close();
    two.close();
  });
});

describe.skipIf(process.platform === 'win32')('a signal', () => {
  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const;

  test.each(signals)('%s stops work in good order, with exit code %i', async (signal, code) => {
    const out = `stopped-${signal}`;
    const { child, outcome } = start(
      `generate --head cage --count 100000 --size 32 --workers 1 --out ${out}`.split(' '),
    );
    while (!existsSync(join(folder, out, 'dataset.json')) && child.exitCode === null)
      await new Promise((next) => setTimeout(next, 20));
    child.kill(signal);
    const { stderr, ...ended } = await outcome;
    expect(stderr).toContain('lineament: stopped: ');
    expect(ended.code).toBe(code);
  });

  test.each(signals)('%s is how a page that is served ends well', async (signal) => {
    const { child, outcome } = start(['web', '--port', '0']);
    await new Promise<void>((served) => {
      child.once('close', () => served());
      child.stderr?.on('data', (text) => String(text).includes('open http') && served());
    });
    child.kill(signal);
    expect(await outcome).toMatchObject({ code: 0 });
  });
});

describe('wrong use', () => {
  // The rest of wrong uses is tried in src/cli/program.test.ts, without a process for each.
  test.each([
    [['fly'], 2, /unknown command 'fly'/],
    [['detect', 'no-such.jpg'], 1, /no-such\.jpg|model/],
  ])('%j exits with %i and says why', async (args, code, words) => {
    const outcome = await lineament(...args);
    expect(outcome.stderr).toMatch(words);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).not.toMatch(/\n {4}at /);
  });

  test('help has an example for every command', async () => {
    const { stdout } = await lineament('--help');
    for (const command of ['demo', 'detect', 'landmarks', 'dataset import', 'train', 'explore', 'order'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    // A group that leaves no room for a line of each command names them in one.
    expect(stdout).toMatch(/^ {2}model {2,}train, evaluate, /m);
    // Every other one is asked in src/cli/program.test.ts, without a process.
    expect((await lineament('landmarks', 'show', '--help')).stdout).toMatch(/Example/);
  });
});
