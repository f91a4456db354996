/** A server of Node's bound to an address, and let go of again. */
import type { Server } from 'node:http';
import { LineamentError } from '../core/errors.js';

export interface RunningServer {
  /** With the port that was chosen, and a slash at the end. */
  address: string;
  close(): Promise<void>;
}

/**
 * @param port – 0: any that is free.
 * @throws {LineamentError} where the port is taken, or nothing may listen there.
 */
export async function listening(server: Server, host: string, port: number): Promise<RunningServer> {
  const name = host.includes(':') ? `[${host}]` : host;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new LineamentError(
          cause.code === 'EADDRINUSE'
            ? `port ${port} is taken by another program`
            : `no server on ${name}:${port}: ${cause.message}`,
          { hint: 'name another port, or 0 for any that is free', cause },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  const chosen = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    address: `http://${name}:${chosen}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
