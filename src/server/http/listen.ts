/** Listens on one address. Slow and idle connections are ended; nothing of theirs is kept. */
import { createServer, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { listening, type RunningServer } from '../../node/listening.js';

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host);

type Fetch = Parameters<typeof getRequestListener>[0];

/** Milliseconds, but for the size of headers in bytes. */
export interface WireBounds {
  headersTimeout: number;
  requestTimeout: number;
  keepAliveTimeout: number;
  maxHeaderSize: number;
  connectionsCheckingInterval: number;
}

const wireBounds: WireBounds = {
  // Headers within 10 s, all of a request within a minute: a body of 20 MB needs 3 Mbit/s.
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 20_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 5_000,
};

/** @param bounds – shorter in tests. */
export async function listen(
  fetch: Fetch,
  host: string,
  port: number,
  bounds: Partial<WireBounds> = {},
): Promise<RunningServer> {
  const server = createServer(
    { ...wireBounds, ...bounds },
    getRequestListener(fetch, { overrideGlobalObjects: false }),
  );
  server.on('clientError', refuseRequest);
  server.maxConnections = 2000;
  // A reader that takes nothing for so long is cut off; server-sent events come every ten seconds.
  server.setTimeout(60_000);
  return listening(server, host, port);
}

/** Before work that may take minutes on a busy machine: a connection that waits for its answer is not an idle one. */
export function allowTime(context: Context): void {
  const bindings = context.env as Partial<HttpBindings> | undefined;
  bindings?.incoming?.socket.setTimeout(600_000);
}

/** What is no request of HTTP, or comes too slowly, never reaches a route. */
function refuseRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = late ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const title = STATUS_CODES[status] ?? 'Error';
  const detail = late
    ? 'the request did not arrive in time'
    : 'this is no request of HTTP/1.1, or its headers are too long';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, request: '' });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
