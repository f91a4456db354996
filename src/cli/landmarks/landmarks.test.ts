import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StoppedError, UsageError } from '../../core/errors.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { exists } from '../../node/files.js';
import { createProgram } from '../program.js';

afterEach(() => vi.restoreAllMocks());

async function landmarks(...argv: string[]): Promise<string> {
  vi.restoreAllMocks();
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await createProgram().parseAsync(['landmarks', ...argv], { from: 'user' });
  return out.mock.calls.map(([text]) => text).join('');
}

describe('lineament landmarks map', () => {
  it('puts a map to a set of one’s own into the model’s file, and says how well it does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'map-'));
    const [model, out, mine] = [join(folder, 'm.onnx'), join(folder, 'both.onnx'), join(folder, 'tips.yaml')];
    await writeFixtureModel(model);
    await writeFile(mine, 'name: tips\npoints:\n  - curve: nose.bridge\n    count: 3\n');
    const printed = JSON.parse(await landmarks('map', mine, '--model', model, '--out', out, '--json'));
    expect(printed).toMatchObject({ out, maps: [{ set: 'tips', convention: 'contour', head: 'cage' }] });
    expect(Object.keys(printed.maps[0].error.points)).toHaveLength(3);
    expect(printed.maps[0].error.nme).toBeLessThan(1);
    const { maps } = readModelMetadata(await readFile(out), out);
    expect(maps!.map(({ to }) => to.set)).toEqual(['tips']);
    await expect(
      landmarks('map', 'ibug68', 'cofw29', '--model', model, '--out', join(folder, 'one.json')),
    ).rejects.toThrow('landmarks map: 2 maps into the one file');
  });
});

describe('lineament landmarks select', () => {
  it.each(['0', '1002'])('refuses %s points', async (count) => {
    const out = join(await mkdtemp(join(tmpdir(), 'landmarks-')), 'set.yaml');
    await expect(landmarks('select', '--count', count, '--out', out)).rejects.toThrow(
      'Allowed: a whole number from 1 to 1001.',
    );
    expect(await exists(out)).toBe(false);
  });

  it('writes a set that can be used, and again over its own', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'landmarks-')), 'set.yaml');
    for (const count of [1, 4]) {
      await landmarks('select', '--task', 'pose', '--count', String(count), '--out', out);
      expect(await landmarks('check', out)).toContain(`pose${count}, ${count} point`);
    }
  });

  it('stops on Ctrl-C and writes nothing', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'landmarks-')), 'set.yaml');
    // Every look at the clock is a second later: each step is a turn.
    let now = 0;
    const listening = process.listenerCount('SIGINT');
    const stopped = landmarks('select', '--count', '40', '--out', out);
    let isOver = false;
    const over = stopped.then(
      () => {
        isOver = true;
      },
      () => {
        isOver = true;
      },
    );
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 1000;
      return now;
    });
    // A command that does not listen ends by itself.
    while (process.listenerCount('SIGINT') === listening && !isOver)
      await new Promise((resolve) => setImmediate(resolve));
    expect(process.listenerCount('SIGINT')).toBe(listening + 1);
    process.emit('SIGINT');
    await over;
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(await exists(out)).toBe(false);
  });
});

describe('lineament landmarks', () => {
  it('lists the sets', async () => {
    expect(await landmarks('list')).toContain(
      'ibug68  68 points: 17 contour, 10 brows, 9 nose, 12 eyes, 20 mouth',
    );
    expect(JSON.parse(await landmarks('list', '--json'))[0]).toMatchObject({ name: 'ibug68', points: 68 });
  });

  it('shows the points of a set', async () => {
    const lines = (await landmarks('show', 'ibug68')).trimEnd().split('\n');
    expect(lines).toHaveLength(70);
    expect(lines[2 + 45]).toMatch(/^ +45 eye\.left\.upper\.3 +eyes +lid\.left\.upper +0\.060 +36$/);
    expect(JSON.parse(await landmarks('show', 'ibug68', '--json')).mirror[0]).toBe(16);
  });

  it.each([
    ['wflw98', 98],
    ['cofw29', 29],
  ])('shows %s, which imported photographs are stored with', async (name, points) => {
    const out = join(await mkdtemp(join(tmpdir(), 'landmarks-')), 'set.svg');
    expect((await landmarks('show', name)).trimEnd().split('\n')).toHaveLength(points + 2);
    expect(await landmarks('show', name, '--out', out)).toContain(`${name}, ${points} points`);
  });

  it('draws a set on heads and faces', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'landmarks-')), 'set.svg');
    const said = await landmarks('show', 'ibug68', '--out', out, '--yaw', '0', '60', '--marks', 'indices');
    expect(said).toContain('set.svg: ibug68, 68 points');
    const svg = await readFile(out, 'utf8');
    for (const title of ['ibug68 on cage<', 'ibug68 on cage, 60°<', 'cage, face 1<', 'cage, face 3<'])
      expect(svg).toContain(title);
    expect(svg.match(/<circle/g)).toHaveLength(5 * 68);
  });

  it('checks a set of the user, and explains every mistake', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'landmarks-')), 'mine.yaml');
    await writeFile(
      file,
      'name: mine\npoints:\n  - {curve: lid.*.upper, count: 5}\n  - head: cage\n    points: [{name: chin, triangle: 7, weights: [0.5, 0.25, 0.25]}]\n',
    );
    await expect(landmarks('check', file)).rejects.toThrow('1 mistake');
    await writeFile(
      file,
      'name: mine\npoints:\n  - {curve: lid.*.upper, count: 5}\n  - {curve: jaw, at: 0.5}\n',
    );
    expect(await landmarks('check', file)).toContain('mine.yaml: mine, 11 points: 1 contour, 10 eyes');
    expect(JSON.parse(await landmarks('check', file, '--json'))).toMatchObject({ ok: true, points: 11 });
    expect(await landmarks('show', file)).toContain('lid.left.upper.4');
    await writeFile(file, 'name: mine\npoints:\n  - {curve: lip, count: 5}\n  - {count: 5}\n');
    const checked = landmarks('check', file);
    await expect(checked).rejects.toThrow('2 mistakes');
    // Which ends with exit code 2.
    await expect(checked).rejects.toThrow(UsageError);
    await expect(landmarks('show', file)).rejects.toThrow(
      "line 3, points[0].curve: no curve is called 'lip'",
    );
  });

  it('names the known sets for an unknown one, and refuses an unknown subcommand', async () => {
    await expect(landmarks('show', 'ibug68', '--out', 'ibug68.png')).rejects.toThrow(
      'ibug68.png: landmarks show: the drawing is an SVG (give a name that ends in .svg)',
    );
    await expect(landmarks('show', 'ibug')).rejects.toThrow('the known sets are ibug68');
    await expect(landmarks('lst')).rejects.toThrow("unknown command 'lst'");
  });
});
