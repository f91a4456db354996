import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { typed } from '../command/typed.suite.js';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'describe-'));
  await sharp({ create: { width: 120, height: 120, channels: 3, background: '#876' } })
    .jpeg()
    .toFile(at('a<b>.jpg'));
  await writeFile(at('broken.jpg'), 'no picture');
  await writeFile(at('boxes.csv'), 'a<b>.jpg,20,20,80,80\nbroken.jpg,1,1,9,9\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

describe('lineament describe', () => {
  it('writes page, JSON and CSV of what it could read, and lists what it could not', async () => {
    const { error } = await typed(
      'describe',
      ...[at('a<b>.jpg'), at('broken.jpg'), '--boxes', at('boxes.csv')],
      ...['--model', 'ibug68-ict', '--out', at('report')],
    );
    expect(error).toMatch(/describe: 1 of 2 files failed, the first: .*broken\.jpg/);
    const page = await readFile(at('report/description.html'), 'utf8');
    expect(page).toContain('a&lt;b&gt;.jpg, face 1: ');
    expect(page).not.toContain('<b>');
    expect(page).toContain('broken.jpg');
    const { faces, failed } = JSON.parse(await readFile(at('report/description.json'), 'utf8'));
    expect(faces).toHaveLength(1);
    expect(faces[0].described.pose.yaw).toBeTypeOf('number');
    expect(failed).toHaveLength(1);
    const [heading, row] = (await readFile(at('report/description.csv'), 'utf8')).split('\n');
    expect(heading).toContain('file,frame,seconds,face,');
    expect(row?.split(',').length).toBe(heading?.split(',').length);
  });

  it('prints a line for each face and writes nothing where no folder is given', async () => {
    const given = [at('a<b>.jpg'), at('broken.jpg'), '--boxes', at('boxes.csv'), '--model', 'ibug68-ict'];
    const before = await readdir(folder);
    const { out, log, error } = await typed('describe', ...given);
    expect(error).toMatch(/describe: 1 of 2 files failed/);
    expect(out).toMatch(
      /^[^\n]*a<b>\.jpg, face 1: probably no face, or its points are wrong \(\d+ %\); (?:looks|expression) [^\n]*; mouth [^\n]*; eyes right \w+, left \w+; gaze unknown; head yaw -?\d+°, [^\n]*\n$/,
    );
    expect(log).toContain('1 face described');
    expect(await readdir(folder)).toEqual(before);
    const json = await typed('describe', ...given, '--json');
    expect(JSON.parse(json.out).faces).toHaveLength(1);
  });

  it('numbers found faces from left to right, and those of a boxes file as they stand there', async () => {
    const photo = 'docs/images/faces.jpg';
    const given = ['describe', photo, '--model', 'ibug68-ict', '--no-mirror', '--looks', '1', '--json'];
    interface Named {
      face: number;
      box: { x: number; y: number; width: number; height: number };
    }
    const facesOf = async (...flags: string[]): Promise<Named[]> =>
      JSON.parse((await typed(...given, ...flags)).out).faces;
    const found = await facesOf();
    expect(found.length).toBeGreaterThan(3);
    expect(found.map(({ face }) => face)).toEqual(found.map((_, i) => i + 1));
    const middles = found.map(({ box }) => box.x + box.width / 2);
    expect(middles).toEqual(middles.toSorted((a, b) => a - b));
    const lines = [found[1]!, found[0]!].map(({ box: { x, y, width, height } }) =>
      JSON.stringify({ image: join(process.cwd(), photo), box: [x, y, width, height] }),
    );
    await writeFile(at('turned.jsonl'), `${lines.join('\n')}\n`);
    const named = await facesOf('--boxes', at('turned.jsonl'));
    expect(named.map(({ box }) => box.x)).toEqual([found[1]!.box.x, found[0]!.box.x]);
  });

  it('lists a video that cannot be read, named or in a folder, and describes the pictures', async () => {
    const clips = at('clips');
    await mkdir(clips);
    await writeFile(join(clips, 'broken.mp4'), 'no video');
    await writeFile(join(clips, 'program.ts'), 'no video either');
    await writeFile(join(clips, 'grey.jpg'), await readFile(at('a<b>.jpg')));
    const picture = join(clips, 'grey.jpg');
    for (const given of [[clips], [join(clips, '*.mp4'), join(clips, 'broken.mp4'), picture]]) {
      const { error, log } = await typed('describe', ...given, '--out', at('clips-report'));
      expect(error).toMatch(/describe: (1 of 2|2 of 3) files failed, the first: .*broken\.mp4/);
      expect(log).toContain(
        `no face was found in 1 picture: ${picture} (give --boxes, or a lower --threshold; `,
      );
      const { empty, failed } = JSON.parse(await readFile(at('clips-report/description.json'), 'utf8'));
      expect(empty).toEqual([picture]);
      expect(failed).toHaveLength(given.length === 1 ? 1 : 2);
      expect(await readFile(at('clips-report/description.html'), 'utf8')).toContain('broken.mp4');
    }
  });

  it('replaces its own report and nothing else', async () => {
    const out = at('theirs');
    await mkdir(out);
    for (const name of ['description.csv', 'description.html', 'description.json']) {
      await writeFile(join(out, name), '{"theirs": true}');
      const { error } = await typed('describe', at('a<b>.jpg'), '--out', out);
      expect(error).toBe(
        `describe: ${join(out, name)} is there already and was not written by describe (give --out another name or folder; nothing was overwritten)`,
      );
      expect(await readFile(join(out, name), 'utf8')).toBe('{"theirs": true}');
      expect(await readdir(out)).toEqual([name]);
      await rm(join(out, name));
    }
    for (let i = 0; i < 2; i++)
      expect((await typed('describe', at('a<b>.jpg'), '--out', out)).error).toBe('');
  });

  it('refuses a focal length that is none', async () => {
    const { error } = await typed('describe', at('a<b>.jpg'), '--out', at('x'), '--focal', '0');
    expect(error).toContain('give pixels, above 0');
  });

  it('takes the points, the head and the least score that detect takes', async () => {
    const picture = at('face.jpg');
    await sharp('docs/images/faces.jpg')
      .extract({ left: 770, top: 0, width: 200, height: 160 })
      .toFile(picture);
    const report = async (...flags: string[]) => {
      const { error, log } = await typed('describe', picture, '--out', at('asked'), '--no-mirror', ...flags);
      const { faces, missing } = JSON.parse(await readFile(at('asked/description.json'), 'utf8'));
      return { error, log, faces, missing };
    };
    const found = await report('--model', 'ibug68-ict', '--threshold', '0.3');
    expect(found.error).toBe('');
    expect(found.faces).toHaveLength(1);
    expect(found.faces[0].described.reconstruction.head).toBe('cage');
    expect(found.missing).toEqual(['gaze (points on irises and pupils)']);
    expect(found.log).toContain('not told, for ibug68 lacks the points: gaze');
    expect(await readFile(at('asked/description.html'), 'utf8')).toContain(
      'Not told, for ibug68 lacks the points',
    );
    const surer = await report('--model', 'ibug68-ict', '--threshold', '0.999', '--any-roll');
    expect(surer.faces).toEqual([]);
  });

  it('refuses before any work what makes no sense', async () => {
    for (const [flags, said] of [
      [
        ['--threshold', '0.3', '--boxes', at('boxes.csv')],
        'describe: --threshold is for faces that are found',
      ],
      [['--threshold', '2'], 'a score between 0 and 1'],
      [['--model', 'ibug68-ict', '--head', 'cube'], 'cube'],
      [['--landmarks', 'no-such-set'], 'no-such-set'],
    ] as const) {
      const { error } = await typed('describe', at('a<b>.jpg'), '--out', at('refused'), ...flags);
      expect(error).toContain(said);
    }
    expect(await readdir(folder)).not.toContain('refused');
  });
});
