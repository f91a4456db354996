/** Listens on one address. Slow and idle connections are ended; nothing of theirs is kept. */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { LineamentError } from '../../core/errors.js';

export interface RunningServer {
  address: string;
  close(): Promise<void>;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host);

type Fetch = Parameters<typeof getRequestListener>[0];

export async function listen(fetch: Fetch, host: string, port: number): Promise<RunningServer> {
  const server = createServer(
    {
      // Headers within 10 s, all of a request within a minute: a body of 20 MB needs 3 Mbit/s.
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 20_000,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: 5_000,
    },
    getRequestListener(fetch, { overrideGlobalObjects: false }),
  );
  server.maxConnections = 2000;
  // A reader that takes nothing for so long is cut off; server-sent events come every ten seconds.
  server.setTimeout(60_000);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new LineamentError(
          cause.code === 'EADDRINUSE'
            ? `port ${port} is taken by another program`
            : `no server on ${host}:${port}: ${cause.message}`,
          { hint: 'name another port, or 0 for any that is free', cause },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  const chosen = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
