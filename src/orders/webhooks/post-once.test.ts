import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivate, postOnce } from './post-once.js';

describe('a private address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '192.168.1.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
  ])('%s is one', (address) => expect(isPrivate(address)).toBe(true));

  it.each(['93.184.216.34', '2606:2800:220:1::1', '::ffff:93.184.216.34', '::ffff:5db8:d822'])(
    '%s is none',
    (address) => expect(isPrivate(address)).toBe(false),
  );
});

describe('a POST to an address of a customer', () => {
  let server: Server;
  let port: number;
  const came: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      came.push(request.headers.host);
      if (request.url === '/moved') response.writeHead(302, { location: '/there' });
      else response.writeHead(204);
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => void server.close());

  const post = (host: string, path: string, answers: string[], privateNetworks: boolean) => {
    let lookups = 0;
    const sent = postOnce(`http://${host}:${port}${path}`, {
      headers: { 'content-type': 'application/json' },
      body: '{}',
      privateNetworks,
      signal: AbortSignal.timeout(10_000),
      resolve: async () => [{ address: answers[lookups++ % answers.length]!, family: 4 }],
    });
    return sent.finally(() => expect(lookups).toBeLessThanOrEqual(1));
  };

  it('goes to the address that was looked up, and to no other', async () => {
    // A second look would lead to an address of nobody.
    expect(await post('customer.test', '/', ['127.0.0.1', '192.0.2.1'], true)).toBe(204);
    expect(came.at(-1)).toBe(`customer.test:${port}`);
  });

  it('is refused where it leads into a private network, by name or number; nothing is sent', async () => {
    const before = came.length;
    await expect(post('rebinds.test', '/', ['127.0.0.1'], false)).rejects.toThrow(/a private network/);
    for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      await expect(post(host, '/', [], false)).rejects.toThrow(/a private network/);
    await expect(post('nobody.test', '/', [], false)).rejects.toThrow();
    expect(came).toHaveLength(before);
  });

  it('follows no redirect', async () => {
    const before = came.length;
    expect(await post('customer.test', '/moved', ['127.0.0.1'], true)).toBe(302);
    expect(came).toHaveLength(before + 1);
  });
});
