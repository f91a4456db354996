import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { markedPicture, refuseForeign, refuseForeignModel } from './own-files.js';
import { typed } from './typed.suite.js';

let folder = '';
const at = (name: string): string => join(folder, name);
const foreign = 'not ours';
/** Files of folders that commands write into. */
const reports = ['site/evaluation.html', 'site/report.html', 'site/applications.md'];
const inFolders = [
  'run/recipe.json',
  'curve/loss-curve.svg',
  'measured/synthetic-test/evaluation.html',
  'trained/run/loss-curve.svg',
  'study/report/notes.md',
];
const tiny = `name: tiny
data: { train: faces, validation: faces, landmarks: ibug68 }
steps: 1000
`;
const heads = `study: applications
persons: 2
size: 128
pose: frontal
heads: [{ truth: cage, fit: ict-facekit }]
resamples: 100
`;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-files-'));
  for (const ending of ['yaml', 'svg', 'json', 'onnx', 'png', 'html'])
    await writeFile(at(`theirs.${ending}`), foreign);
  await mkdir(at('site'));
  for (const name of reports) await writeFile(at(name), foreign);
  for (const name of inFolders) {
    await mkdir(dirname(at(name)), { recursive: true });
    await writeFile(at(name), foreign);
  }
  await writeFile(at('heads.yaml'), heads);
  await writeFile(at('tiny.yaml'), tiny);
  await writeFixtureModel(at('a.onnx'));
  await writeFixtureModel(at('b.onnx'));
  await mkdir(at('data'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const notBy = (command: string, option = '--out'): string =>
  `${command}: @theirs is there already and was not written by ${command} (give ${option} another name or folder; nothing was overwritten)`;
const noModel = (command: string): string =>
  `${command}: @theirs is there already and is not a landmark model of Lineament`;

it.each([
  ['landmarks select --count 1 --out @theirs.yaml', notBy('landmarks select')],
  ['landmarks show ibug68 --out @theirs.svg', notBy('landmarks show')],
  ['landmarks map cofw29 --model @a.onnx --out @theirs.json', notBy('landmarks map')],
  ['landmarks map cofw29 --model @a.onnx --out @theirs.onnx', noModel('landmarks map')],
  [
    'model calibrate @a.onnx --photographs @data --faces @data --out @theirs.onnx',
    noModel('model calibrate'),
  ],
  ['model average @a.onnx @b.onnx --out @theirs.onnx', noModel('model average')],
  ['model export @a.onnx --precision float16 --out @theirs.onnx', noModel('model export')],
  ['model adapt @a.onnx --data @data --out @theirs.json', notBy('model adapt')],
  ['dataset sheet @data --out @theirs.png', notBy('dataset sheet')],
  [
    'dataset generate --count 1 --out @new --contact-sheet @theirs.png',
    notBy('dataset generate', '--contact-sheet'),
  ],
  ['search woman @data --out @theirs.html', notBy('search')],
  ['imagine woman --out @theirs.png', notBy('imagine')],
])('lineament %s leaves the file of somebody else as it is', async (line, said) => {
  const { error } = await typed(...line.split(' ').map((word) => word.replace('@', `${folder}/`)));
  const file = line.split('@').at(-1)!;
  expect(error).toContain(said.replace('@theirs', at(file)));
  expect(await readFile(at(file), 'utf8')).toBe(foreign);
});

it.each([
  ['model evaluate @a.onnx --data @data --normaliser box --out @site', 'model evaluate', 'evaluation.html'],
  ['demo --out @site', 'demo', 'report.html'],
  ['study @heads.yaml --out @site', 'study', 'applications.md'],
  ['model train @tiny.yaml --out @run', 'model train', 'recipe.json'],
  ['model train @tiny.yaml --out @curve', 'model train', 'loss-curve.svg'],
  ['demo --out @measured', 'demo', 'synthetic-test/evaluation.html'],
  ['demo --out @trained', 'demo', 'run/loss-curve.svg'],
])('lineament %s leaves what somebody else has in the folder', async (line, command, name) => {
  const { error } = await typed(...line.split(' ').map((word) => word.replace('@', `${folder}/`)));
  const file = join(at(line.split('@').at(-1)!), name);
  expect(error).toContain(notBy(command).replace('@theirs', file));
  expect(await readFile(file, 'utf8')).toBe(foreign);
});

it('The case study writes no report into a folder that is not one', async () => {
  const { error } = await typed('study', 'recipes/case-study.yaml', '--out', at('study'));
  expect(error).toContain(notBy('study').replace('@theirs', at('study/report')));
  expect(await readdir(at('study'))).toEqual(['report']);
  expect(await readdir(at('study/report'))).toEqual(['notes.md']);
});

it('What the command wrote itself is its to replace, a model that of every command which writes models', async () => {
  await writeFile(at('own.svg'), '<!-- lineament landmarks show -->\n<svg/>');
  await refuseForeign('landmarks show', at('own.svg'));
  await expect(refuseForeign('search', at('own.svg'))).rejects.toThrow('was not written by search');
  await refuseForeign('search', at('none.html'));
  await refuseForeignModel('model calibrate', at('a.onnx'));
  await refuseForeignModel('model calibrate', at('none.onnx'));
  await expect(refuseForeign('search', at('data'))).rejects.toThrow('is there already');
});

it('A marked picture is told by its mark and is the same picture', async () => {
  const plain = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  await writeFile(at('plain.png'), plain);
  await expect(refuseForeign('imagine', at('plain.png'))).rejects.toThrow('was not written by imagine');
  const marked = markedPicture(plain, 'png', 'lineament imagine');
  await writeFile(at('marked.png'), marked);
  await refuseForeign('imagine', at('marked.png'));
  const pixels = (png: Buffer): Promise<Buffer> => sharp(png, { failOn: 'warning' }).raw().toBuffer();
  expect(await pixels(marked)).toEqual(await pixels(plain));
});
