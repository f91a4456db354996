import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { shardName } from '../orders/storage/storage.js';
import type { Problem } from './http/problem.js';
import { type TestServer, testServer } from './server.suite.js';
import { createToken, openTokenChecker, readTokens, revokeToken } from './tokens/tokens.js';

let server: TestServer;
afterEach(() => server.close());

const problemOf = async (answer: Response): Promise<Problem> => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return (await answer.json()) as Problem;
};

describe('what is refused', () => {
  it('names the field, the rule and the hint, and never falls over', async () => {
    server = await testServer();
    const order = (body: unknown): Promise<Response> => server.post('/v1/datasets', body);
    const cases: [unknown, number, RegExp][] = [
      [{}, 422, /count: missing; allowed: a whole number from 1/],
      [{ humans: Array(1001).fill({}) }, 422, /humans: 1001; allowed: at most 1000/],
      [{ count: 0 }, 422, /count: 0; allowed: a whole number/],
      [{ count: 2, hed: 'cage' }, 422, /hed: no such key; allowed: head/],
      [{ count: 2000 }, 422, /count × frames: 2000; allowed: at most 1000/],
      [{ count: 2, size: 4096 }, 422, /size: 4096; allowed: at most 1024/],
      [{ count: 2, landmarks: '/etc/passwd' }, 422, /landmarks: "\/etc\/passwd"; allowed: one of/],
      [{ count: 2, backgrounds: '/etc' }, 422, /backgrounds: no such key/],
      [{ count: 2, webhook: 'file:///etc/passwd' }, 422, /webhook: .*; allowed: an http or https address/],
      [{ count: 2, deliver: ['tar'] }, 422, /deliver\.0: "tar"; allowed: one of dataset/],
      ['{"count": 2', 400, /not JSON/],
      ['['.repeat(100_000), 400, /nested deeper than 32/],
      [`[${'1,'.repeat(200_000)}1]`, 400, /more than 100000 values/],
      [JSON.stringify({ count: 1, title: 'x'.repeat(2_000_000) }), 413, /more than 1048576 bytes/],
      ['null', 422, /the content: null; allowed: keys/],
      ['{"__proto__": {"count": 3}}', 422, /order: /],
    ];
    for (const [body, status, detail] of cases) {
      const answer = await order(body);
      const told = await problemOf(answer);
      expect([answer.status, told.status, told.detail]).toEqual([
        status,
        status,
        expect.stringMatching(detail),
      ]);
    }
    expect((await server.post('/v1/datasets', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    for (const path of [
      '/v1/datasets/../tokens.json',
      '/v1/datasets/o',
      '/v1/nothing',
      `/v1/datasets/${'o'.repeat(5000)}`,
    ])
      expect((await server.ask(path)).status).toBe(404);
    for (const list of ['datasets', 'runs'])
      expect((await problemOf(await server.ask(`/v1/${list}?before=gone`))).detail).toMatch(
        'before: there is none',
      );
    expect(server.service.book.size).toBe(0);
  });

  it('is every body of noise but what is still an order; none is a fault of the server', async () => {
    server = await testServer();
    let state = 1;
    const next = (most: number): number => {
      state = (state * 48271) % 2147483647;
      return state % most;
    };
    const good =
      '{"count":2,"size":64,"deliver":["webdataset"],"webhook":null,"title":"aaaaaaaaaaaaaaaaaaaa"}';
    const answers = new Map<number, number>();
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(good);
      for (let change = next(4); change >= 0; change--) bytes[next(bytes.length)] = next(256);
      const { status } = await server.ask('/v1/datasets', {
        method: 'POST',
        body: new Uint8Array(bytes),
        headers: { 'content-type': 'application/json' },
      });
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
    expect([...answers.keys()].toSorted()).toEqual([201, 400, 422]);
    expect(server.service.book.size).toBe(answers.get(201));
  });
});

describe('who may ask', () => {
  it('without tokens: this machine alone, by its own names', async () => {
    server = await testServer();
    expect((await server.ask('/v1/datasets')).status).toBe(200);
    expect((await server.ask('/v1/datasets', { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await server.ask('/v1/datasets', { headers: { origin: 'https://evil.example' } })).status).toBe(
      403,
    );
    expect((await server.ask('/metrics', { headers: { host: 'evil.example' } })).status).toBe(403);
    const from = async (headers: Record<string, string>): Promise<number> =>
      (await server.ask('/v1/account', { headers })).status;
    expect(await from({ origin: 'no address' })).toBe(403);
    // A page in a sandbox has no name; the browser says where it stands.
    expect(await from({ origin: 'null' })).toBe(403);
    expect(await from({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await from({ origin: 'http://localhost' })).toBe(200);
  });

  it('a list of tokens that cannot be read is none that is empty, and is never written over', async () => {
    server = await testServer();
    await mkdir(join(server.folder, 'tokens.json'));
    expect(() => readTokens(server.folder)).toThrow('the list of tokens cannot be read');
    await expect(createToken(server.folder, { name: 'anna' })).rejects.toThrow('cannot be read');
  });

  it('a token that was revoked lets no server begin', async () => {
    server = await testServer();
    await createToken(server.folder, { name: 'anna' });
    expect(openTokenChecker(server.folder).any).toBe(true);
    await revokeToken(server.folder, 'anna');
    expect(openTokenChecker(server.folder).any).toBe(false);
  });

  it('a quota counts many at once, what was removed, and nothing that was ordered before', async () => {
    server = await testServer({ tokensNeeded: true });
    const { token } = await createToken(server.folder, {
      name: 'anna',
      quotas: { openOrders: 1, samplesPerDay: 5 },
    });
    const order = (count: number, key: string): Promise<Response> =>
      server.post('/v1/datasets', { count }, { authorization: `Bearer ${token}`, 'idempotency-key': key });
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => order(3, key)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 429, 429]);
    // Its answer was lost on the way: the same request is the same order.
    const first = statuses.indexOf(201);
    const again = await order(3, 'abc'[first]!);
    expect(again.status).toBe(200);
    const { id } = (await again.json()) as { id: string };
    expect((await server.ask(`/v1/datasets/${id}`, { method: 'DELETE', token })).status).toBe(204);
    expect((await problemOf(await order(3, 'd'))).detail).toMatch(/6 samples in 24 hours; allowed: 5/);
    expect((await order(2, 'd')).status).toBe(201);
  });

  it('with tokens: their holders, each for its own orders, until they are revoked', async () => {
    server = await testServer({ tokensNeeded: true });
    expect((await problemOf(await server.ask('/v1/datasets'))).status).toBe(401);
    const { token: anna } = await createToken(server.folder, { name: 'anna', quotas: { openOrders: 1 } });
    const { token: ben } = await createToken(server.folder, { name: 'ben', quotas: { samplesPerDay: 5 } });
    expect(JSON.stringify(readTokens(server.folder))).not.toContain(anna);
    const order = (token: string, count: number): Promise<Response> =>
      server.post('/v1/datasets', { count }, { authorization: `Bearer ${token}` });
    const { id } = (await (await order(anna, 2)).json()) as { id: string };
    expect((await problemOf(await order(anna, 2))).detail).toMatch(
      /1 orders of this token are open; allowed: 1/,
    );
    expect((await problemOf(await order(ben, 6))).detail).toMatch(/6 samples in 24 hours; allowed: 5/);
    expect((await server.ask(`/v1/datasets/${id}`, { token: ben })).status).toBe(404);
    expect((await server.ask(`/v1/datasets/${id}`, { token: anna })).status).toBe(200);
    expect(await (await server.ask('/v1/datasets', { token: ben })).json()).toEqual({
      orders: [],
      next: null,
    });
    await revokeToken(server.folder, 'anna');
    expect((await server.ask(`/v1/datasets/${id}`, { token: anna })).status).toBe(401);
    expect((await server.ask(`/v1/datasets`, { token: `${ben}x` })).status).toBe(401);
  });

  it('has so many requests a minute', async () => {
    server = await testServer({ tokensNeeded: true });
    const { token } = await createToken(server.folder, { name: 'anna', quotas: { requestsPerMinute: 2 } });
    for (const status of [200, 200, 429])
      expect((await server.ask('/v1/account', { token })).status).toBe(status);
  });
});

describe('an order at work', () => {
  it('is paused, goes on, and is cancelled; its steps are refused where they lead nowhere', async () => {
    server = await testServer();
    const { id } = (await (await server.post('/v1/datasets', { count: 40 })).json()) as { id: string };
    await server.reach(id, 'running');
    const step = async (name: string): Promise<number> =>
      (await server.ask(`/v1/datasets/${id}/${name}`, { method: 'POST' })).status;
    expect(await step('resume')).toBe(409);
    expect(await step('pause')).toBe(200);
    expect(server.service.book.get(id)!.status.state).toBe('paused');
    expect(await step('resume')).toBe(200);
    await server.reach(id, 'running');
    expect(await step('cancel')).toBe(200);
    expect((await problemOf(await server.ask(`/v1/datasets/${id}/pause`, { method: 'POST' }))).detail).toBe(
      'order: cannot pause: it is cancelled',
    );
  });

  it('fails with the reason, and goes on when it is told to', async () => {
    let broken = true;
    server = await testServer({
      handler: (storage) => async (task) => {
        if (broken) throw new Error('no head');
        const { order, shard } = task.data as { order: string; shard: number };
        if (task.kind === 'shard') await storage.write(shardName(order, shard), 'made');
      },
    });
    // Tries end at once: the task is taken back from the queue where it waits for its next.
    server.queue.add = (
      (add) => (tasks) =>
        add.call(
          server.queue,
          tasks.map((task) => ({ ...task, attempts: 1 })),
        )
    )(server.queue.add);
    const { id } = (await (await server.post('/v1/datasets', { count: 2 })).json()) as { id: string };
    await server.reach(id, 'failed');
    expect(server.service.book.get(id)!.status.reason).toBe('no head');
    broken = false;
    await server.ask(`/v1/datasets/${id}/resume`, { method: 'POST' });
    await server.reach(id, 'finishing');
  });

  it('goes on where it was when the server is opened again', async () => {
    const first = await testServer();
    const { id } = (await (await first.post('/v1/datasets', { count: 4 })).json()) as { id: string };
    await first.reach(id, 'running');
    await first.storage.write(shardName(id, 2), 'made');
    await first.service.close();
    await first.queue.close();
    const made: number[] = [];
    server = await testServer({
      folder: first.folder,
      handler: (storage) => async (task) => {
        if (task.kind !== 'shard') return;
        const { order, shard } = task.data as { order: string; shard: number };
        if ((await storage.stat(shardName(order, shard))) !== undefined) return;
        made.push(shard);
        await storage.write(shardName(order, shard), 'made');
      },
    });
    await server.reach(id, 'finishing');
    expect(made.toSorted()).toEqual([0, 1, 3]);
  });
});

describe('for machines', () => {
  it('has a document of every route, metrics and health', async () => {
    server = await testServer();
    const document = (await (await server.ask('/openapi.json')).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/v1/datasets/{id}/events');
    await server.ask('/v1/datasets/o00000000000000000000');
    const metrics = await (await server.ask('/metrics')).text();
    expect(metrics).toMatch(/lineament_requests_total\{method="GET",route="[^"]*:id[^"]*",status="404"\} 1/);
    expect(metrics).toMatch(/lineament_orders\{state="queued"\} 0/);
    expect((await server.ask('/readyz')).status).toBe(200);
    const page = await (await server.ask('/')).text();
    expect(page).toContain('/page.js');
    expect(page).toContain('docs/api.md');
    // No request for an icon that there is not.
    expect(page).toContain('<link rel="icon" href="data:,">');
  });
});
