/** What only a real socket shows: webhooks, slow clients, endless uploads, requests that are none. */
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { faultOf, hostileRequests } from './hostile-requests.suite.js';
import { type RealServer, realServer } from './real-server.suite.js';

let server: RealServer;
afterEach(() => server.close());

/** Sends these bytes and nothing more. @returns what came until the server ended the connection. */
function raw(address: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write(text));
    let came = '';
    socket.on('data', (part) => {
      came += part.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(came));
  });
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

describe('webhooks', () => {
  it('come signed, in order, again until they are taken', async () => {
    server = await realServer();
    const account = await (await fetch(new URL('/v1/account', server.address))).json();
    const { webhookSecret } = account as { webhookSecret: string };
    const tries: { id: string; type: string; state: string }[] = [];
    let all: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      all = resolve;
    });
    const receiver = createServer(async (request: IncomingMessage, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts).toString();
      const headers = request.headers as Record<string, string>;
      // Throws where the signature is not that of this body.
      const { type, data } = new Webhook(webhookSecret).verify(body, headers) as {
        type: string;
        data: { state: string };
      };
      const id = headers['webhook-id']!;
      const first = tries.every((one) => one.id !== id);
      tries.push({ id, type, state: data.state });
      response.writeHead(first ? 503 : 200).end();
      if (!first && type === 'order.done') all();
    });
    await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
    const webhook = `http://127.0.0.1:${(receiver.address() as { port: number }).port}/told`;
    await fetch(new URL('/v1/datasets', server.address), post({ count: 2, size: 32, webhook }));
    await done;
    receiver.close();
    for (const [type, state] of [
      ['order.started', 'running'],
      ['order.done', 'done'],
    ]) {
      const ofType = tries.filter((one) => one.type === type);
      expect(ofType.map((one) => one.state)).toEqual([state, state]);
      expect(new Set(ofType.map(({ id }) => id)).size).toBe(1);
    }
  });
});

describe('slow and endless clients', () => {
  it('are cut off in their headers and in their bodies; others are answered', async () => {
    const bounds = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };
    server = await realServer({ bounds });
    const slow = [
      'POST /v1/datasets HTTP/1.1\r\nhost: localhost\r\ncontent-',
      'POST /v1/datasets HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"count',
    ];
    const ended = await Promise.all(slow.map((text) => raw(server.address, text)));
    for (const came of ended) expect(came).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json/s);
    expect((await fetch(new URL('/healthz', server.address))).status).toBe(200);
  });

  it('do not make the server hold what they send', async () => {
    server = await realServer();
    const stated = await raw(
      server.address,
      'POST /v1/datasets HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n{',
    );
    expect(stated).toMatch(/^HTTP\/1\.1 413 .*"detail":"the body has more than 1048576 bytes"/s);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(control) {
        sent += 65_536;
        control.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const answer = await fetch(new URL('/v1/datasets', server.address), {
      ...post({}),
      body: endless,
      // Node's fetch needs it, and its types do not know it.
      ...{ duplex: 'half' },
    }).then(
      ({ status }) => status,
      () => 413, // the connection was cut while it still sent
    );
    expect(answer).toBe(413);
    // What the network holds on its way; the server itself keeps 1 MiB.
    expect(sent).toBeLessThan(64 * 2 ** 20);
    expect((await fetch(new URL('/healthz', server.address))).status).toBe(200);
  });
});

describe('requests that nobody means well with', () => {
  it('are refused with a problem, whatever they are', async () => {
    server = await realServer();
    const faults: string[] = [];
    for (const request of hostileRequests(80, 1)) {
      // A thread for pictures would be started for these; bench/hostile.ts sends them all.
      if (/^\/v1\/de(tect|scribe)/.test(request.path)) continue;
      const fault = await faultOf(server.address, request);
      if (fault !== undefined) faults.push(fault);
    }
    expect(faults).toEqual([]);
    for (const text of [
      'nonsense\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'POST /v1/datasets HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
    ])
      expect(await raw(server.address, text)).toMatch(/^HTTP\/1\.1 4\d\d .*application\/problem\+json/s);
    expect((await fetch(new URL('/healthz', server.address))).status).toBe(200);
  });
});
