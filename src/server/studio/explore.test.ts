import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDataset } from '../../dataset/store/store.js';
import { exportFolder } from '../../studio/explore/export-rows.js';
import { makeTinyClip, makeTinyDataset, tinyCount } from '../../studio/explore/tiny-dataset.suite.js';
import type { App } from '../routes/documented.js';
import { openExplore } from './explore.js';
import type { Counts, ExploreAbout, JobView, NearRow, SampleView, WordsView } from './schemas/explore.js';
import { createStudioApp, type StudioPart } from './studio-app.js';

let folder: string;
let dataset: string;
let part: StudioPart | undefined;
const assets = process.env.LINEAMENT_ASSETS;
let app: App;
const base = '/v1/studio/explore';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explore-'));
  dataset = await makeTinyDataset(folder);
  process.env.LINEAMENT_ASSETS = join(folder, 'assets');
  const clip = await makeTinyClip(folder);
  part = await openExplore({ datasets: [dataset], out: join(folder, 'out'), clip });
  app = createStudioApp({
    title: 'tiny',
    parts: [part],
    page: new Map(),
    tokens: { find: () => undefined },
    tokensNeeded: false,
  });
});
afterAll(async () => {
  await part?.close?.();
  if (assets === undefined) delete process.env.LINEAMENT_ASSETS;
  else process.env.LINEAMENT_ASSETS = assets;
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
  app.request(`${base}${path}`, {
    method,
    headers: { host: 'localhost', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const filtered = (filter: object): string => `filter=${encodeURIComponent(JSON.stringify(filter))}`;
const rowsOf = async (filter: object): Promise<number[]> => [
  ...new Uint32Array(await (await ask(`/0/rows?${filtered(filter)}`)).arrayBuffer()),
];

it('says what it shows', async () => {
  const { datasets, models } = (await (await ask('')).json()) as ExploreAbout;
  expect(datasets).toMatchObject([
    { name: 'tiny', count: tinyCount, landmarks: 'ibug68', layers: ['segmentation'] },
  ]);
  expect(models).toContain('dense1001');
});

it('filters by SQL, words and columns alike, and counts what is left', async () => {
  const { yaws, words } = await withDataset(async (opened) => {
    const samples = await opened.read([...Array(tinyCount).keys()]);
    return {
      yaws: samples.map(({ attributes }) => (attributes.shows as { yaw: number }).yaw),
      words: samples.map(({ attributes }) => String(attributes.caption)),
    };
  });
  const right = [...yaws.keys()].filter((row) => yaws[row]! > 0);
  expect(await rowsOf({ where: 'yaw > 0' })).toEqual(right);
  const bits = await (await ask(`/0/rows?as=bits&${filtered({ where: 'yaw > 0' })}`)).arrayBuffer();
  expect([...new Uint8Array(bits)]).toEqual([right.reduce((byte, row) => byte | (1 << row), 0)]);
  expect(await rowsOf({ ranges: { yaw: [1e-6, null] } })).toEqual(right);
  expect((await ask('/0/captions', undefined, 'POST')).status).toBe(204);
  const word = words[0]!.split(' ').at(-1)!;
  expect(await rowsOf({ words: word })).toContain(0);
  const counts = (await (await ask(`/0/counts?${filtered({ where: 'yaw > 0' })}`)).json()) as Counts;
  expect(counts).toMatchObject({ total: tinyCount, matching: right.length });
  expect(counts.columns.find(({ name }) => name === 'yaw')).toMatchObject({ unit: '°' });
});

it.each([
  [`/0/rows?${filtered({ where: 'smile > 1' })}`, 422],
  [`/0/rows?${filtered({ ranges: { smile: [0, 1] } })}`, 422],
  ['/0/rows?filter={', 422],
  [`/0/rows?${filtered({ more: 1 })}`, 422],
  ['/0/thumbnails?rows=1,x', 422],
  ['/0/thumbnails?rows=99', 422],
  [`/0/thumbnails?rows=${Array(300).fill(1).join(',')}`, 422],
  ['/1/rows', 404],
  ['/0/samples/..%2F..', 404],
  ['/0/samples/1/layers/secret', 404],
  ['/jobs/none/events', 404],
])('refuses %s', async (path, status) => {
  expect((await ask(path)).status).toBe(status);
});

it('gives small pictures and points in packs', async () => {
  const pack = Buffer.from(await (await ask('/0/thumbnails?rows=3,0&side=96')).arrayBuffer());
  expect(pack.readUInt32LE(0)).toBe(2);
  expect(pack.subarray(12, 14).toString('hex')).toBe('ffd8');
  const points = await (await ask('/0/points?rows=2,2&convention=contour')).arrayBuffer();
  const floats = new Float32Array(points, 0, 2 * (6 + 136));
  const [stored] = await withDataset((opened) => opened.read([2]));
  expect([...floats.subarray(6, 142)]).toEqual([...stored!.points.contour!]);
  expect([...new Uint8Array(points).slice(-68)]).toEqual([...stored!.visibility!]);
});

it('says what a row is, and refuses changes that cannot be', async () => {
  const sample = (await (await ask('/0/samples/1')).json()) as SampleView;
  expect(sample).toMatchObject({ id: 'face-0000001', width: 48, renderable: true, layers: ['segmentation'] });
  expect(sample.points.surface).toHaveLength(136);
  for (const wrong of [{ light: 'moon' }, { size: 9999 }, { landmarks: '../set.yaml' }, { yaw: 'left' }])
    expect((await ask('/0/samples/1/render', wrong)).status).toBe(422);
  expect(
    (await ask('/0/comparisons', { models: ['/etc/passwd'], filter: {}, normaliser: 'box', most: 5 })).status,
  ).toBe(422);
});

it('makes features once, and finds rows that look alike by them', async () => {
  expect((await ask('/0/samples/1/alike')).status).toBe(422);
  expect((await ask(`/0/rows?${filtered({ like: { row: 2, most: 3 } })}`)).status).toBe(422);
  const { id } = (await (await ask('/0/features', {})).json()) as JobView;
  await (await ask(`/jobs/${id}/events`)).text();
  expect(await (await ask('/0/features')).json()).toMatchObject({ isReady: true, job: null });
  const vectors = await (await ask('/0/features/vectors')).arrayBuffer();
  const [count, length] = new Uint32Array(vectors, 0, 2);
  expect([count, vectors.byteLength]).toEqual([tinyCount, 8 + 4 * tinyCount * length!]);
  const alike = (await (await ask('/0/samples/2/alike?most=4')).json()) as NearRow[];
  const near = alike.map(({ row }) => row);
  expect(new Set(near).size).toBe(4);
  expect(near).not.toContain(2);
  // The row itself first, then the most alike.
  expect(await rowsOf({ like: { row: 2, most: 3 } })).toEqual([2, ...near.slice(0, 3)]);
  const answer = (await (await ask('/0/duplicates', { similarity: 0.5 })).json()) as JobView;
  await (await ask(`/jobs/${answer.id}/events`)).text();
  expect(await (await ask('/0/duplicates')).json()).toMatchObject({ similarity: 0.5, isComplete: true });
  const column = Buffer.from(await (await ask('/0/columns/yaw')).arrayBuffer());
  expect(column.readUInt32LE(8)).toBe(4 * tinyCount);
});

it('ranks the rows by a sentence, as a column to sort by', async () => {
  expect(await (await ask('/0/words')).json()).toBe(null);
  expect((await ask('/0/words', { sentence: '' })).status).toBe(422);
  const { id } = (await (await ask('/0/words', { sentence: 'a woman with a zebra' })).json()) as JobView;
  await (await ask(`/jobs/${id}/events`)).text();
  const view = (await (await ask('/0/words')).json()) as WordsView;
  expect(view).toEqual({ sentence: 'a woman with a zebra', column: 'words', unknown: ['zebra'] });
  const best = await rowsOf({ sort: { by: view.column, descending: true } });
  expect(new Set(best).size).toBe(tinyCount);
  expect(await rowsOf({ sort: { by: view.column } })).toEqual(best.toReversed());
});

it('keeps views under names that are never paths', async () => {
  const name = '../../<b>';
  expect((await ask('/0/views', { name, search: '?size=96' }, 'PUT')).status).toBe(204);
  expect(await (await ask('/0/views')).json()).toEqual([{ name, search: '?size=96' }]);
  expect(await readdir(folder)).not.toContain('<b>');
  await ask(`/0/views?name=${encodeURIComponent(name)}`, undefined, 'DELETE');
  expect(await (await ask('/0/views')).json()).toEqual([]);
});

it('exports the rows of a filter, as a dataset and as a page', async () => {
  const run = async (format: string): Promise<JobView> => {
    const answer = await ask('/0/exports', { format, name: `a-${format}`, filter: { rows: [4, 1] } });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };
    // The stream ends with the job.
    const told = (await (await ask(`/jobs/${id}/events`)).text()).match(/^data: .*$/gm)!;
    return JSON.parse(told.at(-1)!.slice(6)) as JobView;
  };
  expect(await run('dataset')).toMatchObject({ state: 'done', made: { count: 2 } });
  const copy = await openDataset(join(folder, 'out', 'a-dataset'));
  expect(await copy.ids()).toEqual(['face-0000001', 'face-0000004']);
  copy.close();
  expect(await run('page')).toMatchObject({ state: 'done' });
  const page = join(folder, 'out', 'a-page');
  expect(await readdir(join(page, 'pictures'))).toHaveLength(2);
  expect(await readFile(join(page, 'faces.js'), 'utf8')).toContain('face-0000004');
  const refused = await ask('/0/exports', { format: 'page', name: '../up', filter: {} });
  expect(refused.status).toBe(422);
  // What is allowed, and one that is.
  const { detail } = (await refused.json()) as { detail: string };
  expect(detail).toMatch(/'\.\.\/up' cannot name the folder: .*letters.*'\.' and '-'/);
  expect(exportFolder('out', /for example '(.*)'$/.exec(detail)![1]!)).toMatch(/^out/);
  expect(await run('page')).toMatchObject({ state: 'failed' });
});

async function withDataset<T>(
  use: (opened: Awaited<ReturnType<typeof openDataset>>) => Promise<T>,
): Promise<T> {
  const opened = await openDataset(dataset);
  try {
    return await use(opened);
  } finally {
    opened.close();
  }
}
