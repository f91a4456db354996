/** `lineament/client` against a server on a socket. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientTypes, clientTypesFile } from '../scripts/client-types.js';
import { type OrderBrief, openClient } from '../src/client/client.js';
import { pretend, pretendedFile, type RealServer, realServer } from '../src/server/real-server.suite.js';
import { createToken } from '../src/server/tokens/tokens.js';

let server: RealServer;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-client-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const request = { count: 3, size: 32, deliver: ['webdataset' as const] };
const file = 'webdataset.bin';

/** A connection that answers the first request of a path with what `change` makes of the answer. */
const once = (
  path: RegExp,
  change: (answer: Response) => Response,
): ((asked: Request) => Promise<Response>) => {
  let changed = false;
  return async (asked) => {
    const answer = await fetch(asked);
    if (changed || !path.test(asked.url)) return answer;
    changed = true;
    return change(answer);
  };
};

describe('the client', () => {
  it('has the types that the document of the server gives', async () => {
    server = await realServer();
    const ask = (path: string): Promise<Response> => fetch(new URL(path, server.address));
    expect(await readFile(clientTypesFile, 'utf8')).toBe(await clientTypes({ ask }));
  });

  it('orders, waits and downloads; a second time everything is there', async () => {
    server = await realServer();
    const client = openClient({ server: server.address });
    const { id } = await client.order(request, { idempotencyKey: 'mine' });
    expect((await client.order(request, { idempotencyKey: 'mine' })).id).toBe(id);
    const seen: OrderBrief[] = [];
    const order = await client.wait(id, { onProgress: (one) => seen.push(one) });
    expect(order).toMatchObject({ id, state: 'done', progress: { done: 3, total: 3 } });
    expect(seen.at(-1)).toMatchObject({ id, state: 'done' });
    for (let round = 0; round < 2; round++) {
      const bytes: number[] = [];
      const paths = await client.download(id, folder, { onProgress: ({ done }) => bytes.push(done) });
      expect(paths).toEqual([join(folder, file)]);
      expect(bytes.at(-1)).toBe(pretendedFile.length);
    }
    expect(pretendedFile.equals(await readFile(join(folder, file)))).toBe(true);
    expect(await readdir(folder)).toEqual([file]);
    await writeFile(join(folder, file), 'mine');
    await expect(client.download(id, folder)).rejects.toThrow(/another file of this name is there already/);
    await client.remove(id);
    await expect(client.get(id)).rejects.toMatchObject({ status: 404 });
  });

  it('goes on with a download that broke, by a range; a damaged part is fetched anew', async () => {
    server = await realServer();
    const ranges: (string | null)[] = [];
    const cut = once(/\/files\/./, (answer) => {
      const half = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, control) {
          control.enqueue(chunk.subarray(0, 1000));
          control.error(new Error('cut'));
        },
      });
      return new Response(answer.body!.pipeThrough(half), answer);
    });
    const client = openClient({
      server: server.address,
      fetch: (asked) => {
        if (/\/files\/./.test(asked.url)) ranges.push(asked.headers.get('range'));
        return cut(asked);
      },
    });
    const { id } = await client.order(request);
    await client.wait(id);
    await expect(client.download(id, folder, { patience: 0 })).rejects.toThrow(/the connection broke/);
    const [part] = await readdir(folder);
    expect(part).toMatch(/\.part$/);
    await writeFile(join(folder, part!), pretendedFile.subarray(0, 1000));
    await client.download(id, folder);
    expect(ranges).toEqual([null, 'bytes=1000-']);
    await rm(join(folder, file));
    await writeFile(join(folder, part!), Buffer.alloc(2000));
    await client.download(id, folder);
    expect(ranges.slice(2)).toEqual(['bytes=2000-', null]);
    expect(pretendedFile.equals(await readFile(join(folder, file)))).toBe(true);
    expect(await readdir(folder)).toEqual([file]);
  });

  it('does not take what arrived damaged, nor a name that leads out of the folder', async () => {
    server = await realServer();
    const fetchOther = async (asked: Request): Promise<Response> => {
      const answer = await fetch(asked);
      return /\/files\/./.test(asked.url) ? new Response(Buffer.alloc(pretendedFile.length)) : answer;
    };
    const damaged = openClient({ server: server.address, fetch: fetchOther });
    const { id } = await damaged.order(request);
    await damaged.wait(id);
    await expect(damaged.download(id, folder)).rejects.toThrow(/the checksums differ/);
    const hostile = openClient({
      server: server.address,
      fetch: async (asked) =>
        new Response((await (await fetch(asked)).text()).replace(`"name":"${file}"`, '"name":"../out"'), {
          headers: { 'content-type': 'application/json' },
        }),
    });
    await expect(hostile.download(id, folder)).rejects.toThrow(/by the name of "\.\.\/out"/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks again and again where events do not come through', async () => {
    server = await realServer();
    const seen: string[] = [];
    const client = openClient({
      server: server.address,
      fetch: async (asked) =>
        asked.url.endsWith('/events') ? new Response('a page of a proxy') : await fetch(asked),
    });
    const { id } = await client.order(request);
    await client.wait(id, { every: 5, onProgress: ({ state }) => seen.push(state) });
    expect(seen.at(-1)).toBe('done');
  });

  it('waits for a server that is stopped and started again', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    server = await realServer({
      handler: (storage) => async (task, signal) => {
        await Promise.race([held, new Promise((stop) => signal.addEventListener('abort', stop))]);
        return pretend(storage)(task, signal);
      },
    });
    const client = openClient({ server: server.address });
    const { id } = await client.order(request);
    let told: () => void = () => {};
    const running = new Promise<void>((resolve) => {
      told = resolve;
    });
    const end = client.wait(id, { onProgress: told });
    await running;
    await server.restart();
    release();
    expect((await end).state).toBe('done');
  });

  it('says what is wrong: no server, a wrong token, a refused order', async () => {
    server = await realServer({ requireTokens: false });
    const client = openClient({ server: server.address });
    await expect(client.order({ count: 0 })).rejects.toThrow(/count: 0; allowed: a whole number/);
    await createToken(server.folder, { name: 'anna' });
    const stranger = openClient({ server: server.address, token: 'lnm_unknown' });
    await expect(stranger.order(request)).rejects.toMatchObject({
      name: 'ServerRefusal',
      status: 401,
      message: expect.stringMatching(/^the token is unknown or was revoked \(.*token create/),
    });
    const { id } = await client.order(request);
    await client.wait(id);
    await expect(client.cancel(id)).rejects.toThrow(/cannot cancel: it is done/);
    await server.restart();
    const nobody = openClient({ server: 'http://127.0.0.1:9' });
    await expect(nobody.order(request)).rejects.toThrow(
      /^no server answers at http:\/\/127\.0\.0\.1:9: .* \(start one with `lineament serve`/,
    );
    expect(() => openClient({ server: 'localhost:8017' })).toThrow(
      /the server's address is "localhost:8017"/,
    );
  });
});
