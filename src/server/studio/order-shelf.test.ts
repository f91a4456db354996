import sharp from 'sharp';
import { afterEach, expect, it } from 'vitest';
import { createDataset } from '../../dataset/store/create-dataset.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import type { Order } from '../../orders/order/order.js';
import { datasetName } from '../../orders/storage/storage.js';
import { createApp } from '../app.js';
import { type TestServer, testServer } from '../server.suite.js';
import { createToken } from '../tokens/tokens.js';
import { explorePart } from './explore.js';
import { orderShelf } from './order-shelf.js';
import type { ExploreAbout } from './schemas/explore.js';
import type { StudioPart } from './studio-app.js';

let server: TestServer;
let part: StudioPart;
afterEach(async () => {
  await part.close?.();
  await server.close();
});

it('finished orders stand in the explore page of their own token, by numbers that stay', async () => {
  server = await testServer({ tokensNeeded: true });
  const { book } = server.service;
  const { token: anna } = await createToken(server.folder, { name: 'anna' });
  const { token: ben } = await createToken(server.folder, { name: 'ben' });
  part = explorePart({ shelf: orderShelf({ book, storage: server.storage }), out: null });
  const page = new Map([['index.html', { type: 'text/html', bytes: new TextEncoder().encode('page') }]]);
  const app = createApp(server.service, { studio: { parts: [part], page } });

  const ask = (path: string, token: string, init: RequestInit = {}): Promise<Response> =>
    Promise.resolve(
      app.request(path, {
        ...init,
        headers: {
          host: 'faces.example',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
      }),
    );
  const shown = async (token: string): Promise<ExploreAbout['datasets']> =>
    ((await (await ask('/v1/studio/explore', token)).json()) as ExploreAbout).datasets;
  const rows = async (number: number, token: string): Promise<number> =>
    (await ask(`/v1/studio/explore/${number}/rows`, token)).status;
  const finished = async (token: string, title: string): Promise<string> => {
    const body = JSON.stringify({ count: 1, title });
    const { id } = (await (await ask('/v1/datasets', token, { method: 'POST', body })).json()) as Order;
    await makeBlankFace(server.storage.pathOf(datasetName(id, 'order')));
    await server.reach(id, 'running');
    await book.step(id, 'made');
    await book.step(id, 'finish');
    return id;
  };

  expect(await shown(anna)).toEqual([]);
  const first = await finished(anna, 'first');
  expect(await shown(anna)).toMatchObject([{ name: 'first', count: 1 }]);
  expect([await shown(ben), await rows(0, ben), await rows(0, anna)]).toEqual([[], 404, 200]);

  const saved = { method: 'PUT', body: JSON.stringify({ name: 'mine', search: '' }) };
  expect((await ask('/v1/studio/explore/0/views', anna, saved)).status).toBe(204);
  const files = await server.storage.list(`${datasetName(first, 'order')}/`);
  expect(files.filter(({ name }) => name.includes('/views/'))).toEqual([]);
  const asked = { format: '300w', name: 'out', filter: {} };
  const post = { method: 'POST', body: JSON.stringify(asked) };
  expect((await ask('/v1/studio/explore/0/exports', anna, post)).status).toBe(403);

  await book.remove(first);
  expect(await rows(0, anna)).toBe(404);
  expect(await shown(anna)).toMatchObject([{ name: 'first (removed)', count: 0 }]);

  // The page is open to all who have a token for what it asks, and its policy lets its own code run.
  const answer = await ask('/explore', anna);
  expect(answer.headers.get('content-security-policy')).toMatch(/worker-src 'self' blob:/);
  expect(await (await ask('/', anna)).text()).toContain('<a href="/explore">');
  expect((await ask('/', anna)).headers.get('content-security-policy')).not.toContain('worker-src');
  expect((await app.request('/v1/studio/explore', { headers: { host: 'faces.example' } })).status).toBe(401);
});

/** A dataset of one picture without anything on it. */
async function makeBlankFace(folder: string): Promise<void> {
  const landmarks = 'ibug68';
  const pointCount = landmarkSet(landmarks).points.length;
  const dataset = await createDataset(folder, {
    landmarks,
    pointCount,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'forbidden',
    count: 1,
    origin: {},
  });
  const blank = sharp({ create: { width: 16, height: 16, channels: 3, background: 'grey' } });
  await dataset.append([
    {
      id: 'face-0',
      image: new Uint8Array(await blank.jpeg().toBuffer()),
      width: 16,
      height: 16,
      landmarks,
      points: { contour: new Float32Array(2 * pointCount).fill(8) },
      points3d: null,
      visibility: null,
      labelQuality: null,
      box: { x: 0, y: 0, width: 16, height: 16 },
      split: 'train',
      pupils: null,
      attributes: {},
      layers: {},
    },
  ]);
  await dataset.finish();
  dataset.close();
}
