import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../core/log.js';
import { openFaceMaker } from '../dataset/generate/make-face.js';
import { newDatasetOf, openRecipe } from '../dataset/generate/open-recipe.js';
import { parseGeneration } from '../dataset/generate/settings.js';
import { openDataset } from '../dataset/store/store.js';
import { datasetName } from '../orders/storage/storage.js';
import { assemble } from '../orders/work/assemble.js';
import { openWorkshop, type Workshop } from '../orders/work/workshop.js';
import { type TestServer, testServer } from './server.suite.js';

/** Faces are made in one thread, datasets here (kills.test.ts has the threads); one order serves all the tests of what is done. */
describe('an order', () => {
  let server: TestServer;
  let workshop: Workshop;
  let id: string;
  const drawn = { count: 3, size: 32, seed: 5, expressions: 'open-mouths' } as const;
  const asked = { ...drawn, deliver: ['webdataset'] };

  beforeAll(async () => {
    server = await testServer({
      handler: (storage) => {
        workshop = openWorkshop({ storage, threads: 1, assembleHere: assemble });
        return workshop.handle;
      },
    });
    const answer = await server.post('/v1/datasets', asked, { 'idempotency-key': 'first' });
    expect(answer.status).toBe(201);
    const order = (await answer.json()) as { id: string };
    id = order.id;
    expect(answer.headers.get('location')).toBe(`/v1/datasets/${id}`);
    await server.reach(id, 'done');
  });
  afterAll(async () => {
    await server.close();
    await workshop.close();
  });

  it('has the very rows that generate makes, and says how to get them again', async () => {
    const settings = parseGeneration(drawn);
    const recipe = await openRecipe(settings, silentLog);
    const make = await openFaceMaker(recipe);
    const dataset = await openDataset(server.storage.pathOf(datasetName(id, 'order')));
    const rows = await dataset.read([0, 1, 2]);
    const expected = (await Promise.all([0, 1, 2].map(make))).flat();
    expect(rows.map(({ image }) => [...image])).toEqual(expected.map(({ image }) => [...image]));
    expect(rows.map(({ points }) => points)).toEqual(expected.map(({ points }) => points));
    expect(dataset.manifest).toMatchObject({ ...newDatasetOf(recipe), complete: true, count: 3 });
    dataset.close();
    const order = (await (await server.ask(`/v1/datasets/${id}`)).json()) as Record<string, unknown>;
    expect(order).toMatchObject({
      state: 'done',
      samples: 3,
      progress: { done: 3, total: 3, secondsLeft: 0 },
      reproduction: {
        parts: [
          {
            command: 'lineament generate --count 3 --size 32 --seed 5 --expressions open-mouths --out order',
          },
        ],
      },
    });
  });

  it('is the same order for the same idempotency key, and refuses another body with it', async () => {
    const again = await server.post('/v1/datasets', asked, { 'idempotency-key': 'first' });
    expect(again.status).toBe(200);
    expect(((await again.json()) as { id: string }).id).toBe(id);
    const other = await server.post('/v1/datasets', { ...asked, count: 4 }, { 'idempotency-key': 'first' });
    expect(other.status).toBe(422);
  });

  it('gives its files whole or by ranges, with checksums', async () => {
    const { files } = (await (await server.ask(`/v1/datasets/${id}/files`)).json()) as {
      files: { link: string; name: string; bytes: number; sha256: string }[];
    };
    const [file] = files;
    expect(file).toMatchObject({ name: 'webdataset-000000.tar' });
    const whole = await server.ask(file!.link);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes).toHaveLength(file!.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file!.sha256);
    const etag = whole.headers.get('etag')!;
    const rest = await server.ask(file!.link, { headers: { range: 'bytes=1000-', 'if-range': etag } });
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe(`bytes 1000-${file!.bytes - 1}/${file!.bytes}`);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1000))).toBe(true);
    const beyond = await server.ask(file!.link, { headers: { range: `bytes=${file!.bytes}-` } });
    expect(beyond.status).toBe(416);
    const changed = await server.ask(file!.link, { headers: { range: 'bytes=5-9', 'if-range': '"other"' } });
    expect(changed.status).toBe(200);
    await changed.body?.cancel();
    expect((await server.ask(file!.link, { headers: { 'if-none-match': etag } })).status).toBe(304);
    for (const name of ['..%2f..%2ftokens.json', 'order.json', '%2e%2e/order.json'])
      expect((await server.ask(`/v1/datasets/${id}/files/${name}`)).status).toBe(404);
  });

  it('makes further files when it is asked', async () => {
    const first = await server.post(`/v1/datasets/${id}/files`, { delivery: 'dataset' });
    expect(first.status).toBe(202);
    await new Promise<void>((resolve) => server.queue.onEnd(() => resolve()));
    const { files } = (await (await server.ask(`/v1/datasets/${id}/files`)).json()) as {
      files: { name: string; link: string }[];
    };
    expect(files.map(({ name }) => name)).toContain('dataset.zip');
    const zip = await (await server.ask(`/v1/datasets/${id}/files/dataset.zip`)).arrayBuffer();
    expect(Buffer.from(zip).subarray(0, 2).toString()).toBe('PK');
    expect((await server.post(`/v1/datasets/${id}/files`, { delivery: 'tar' })).status).toBe(422);
  });

  it('shows its samples with pictures and labels', async () => {
    const page = (await (await server.ask(`/v1/datasets/${id}/samples?from=1&limit=5`)).json()) as {
      samples: { number: number; links: { image: string; labels: string } }[];
    };
    expect(page.samples.map(({ number }) => number)).toEqual([1, 2]);
    const picture = await server.ask(page.samples[0]!.links.image);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    const labels = (await (await server.ask(page.samples[0]!.links.labels)).json()) as {
      points: { contour: number[][] };
    };
    expect(labels.points.contour).toHaveLength(68);
    expect((await server.ask(`/v1/datasets/${id}/samples/3`)).status).toBe(404);
  });

  it('tells its end by server-sent events', async () => {
    const events = await (await server.ask(`/v1/datasets/${id}/events`)).text();
    expect(events).toMatch(/^event: progress\ndata: \{.*"state":"done".*\}\n\nevent: end\n/);
  });

  it('shows four faces and what they cost before anything is ordered', async () => {
    const before = server.service.book.size;
    const answer = await server.post('/v1/datasets/preview', drawn);
    const preview = (await answer.json()) as {
      samples: number;
      bytes: number;
      minutes: number;
      faces: { image: string }[];
    };
    expect(preview).toMatchObject({ samples: 3 });
    expect(preview.bytes).toBeGreaterThan(3000);
    expect(preview.minutes).toBeGreaterThan(0);
    const { sample } = { sample: await server.ask(`/v1/datasets/${id}/samples/0/image`) };
    const image = Buffer.from(await sample.arrayBuffer()).toString('base64');
    expect(preview.faces.map((face) => face.image)[0]).toBe(`data:image/jpeg;base64,${image}`);
    expect(preview.faces).toHaveLength(3);
    expect(server.service.book.size).toBe(before);
  });

  it('is removed with all that was made for it', async () => {
    expect((await server.ask(`/v1/datasets/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await server.ask(`/v1/datasets/${id}`)).status).toBe(404);
    expect(await server.storage.list('orders/')).toEqual([]);
  });
});
