/** A server's application in process, on a folder of its own, whose tasks a test does by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDiskQueue } from '../jobs/queue/disk-queue.js';
import type { Queue, TaskHandler } from '../jobs/queue/queue.js';
import { defaultLimits } from '../orders/order/request.js';
import { type FolderStorage, folderStorage } from '../orders/storage/folder-storage.js';
import { createApp } from './app.js';
import type { App } from './routes/documented.js';
import { openService, type Service } from './service.js';
import { openTokenChecker } from './tokens/tokens.js';

export interface TestServer {
  folder: string;
  app: App;
  service: Service;
  storage: FolderStorage;
  queue: Queue;
  /** As a program of this machine asks. */
  ask(path: string, init?: RequestInit & { token?: string }): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Waits for an order's state. */
  reach(id: string, state: string): Promise<void>;
  close(): Promise<void>;
}

export async function testServer({
  tokensNeeded = false,
  handler,
  folder: given,
}: {
  tokensNeeded?: boolean;
  handler?: (storage: FolderStorage) => TaskHandler;
  folder?: string;
} = {}): Promise<TestServer> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'lineament-server-')));
  const storage = folderStorage(folder);
  const queue = await openDiskQueue(storage.pathOf('queue'));
  const log = pino({ level: 'silent' });
  const service = await openService({
    storage,
    queue,
    tokens: openTokenChecker(folder),
    tokensNeeded,
    limits: { ...defaultLimits, samples: 1000 },
    log,
    threads: 1,
  });
  const app = createApp(service);
  if (handler !== undefined) queue.work(handler(storage), 2);
  const ask: TestServer['ask'] = async (path, { token, ...init } = {}) =>
    app.request(`http://localhost${path}`, {
      ...init,
      headers: {
        host: 'localhost',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
  return {
    folder,
    app,
    service,
    storage,
    queue,
    ask,
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async reach(id, state) {
      const never = new AbortController().signal;
      while (service.book.get(id)?.status.state !== state) await service.bell.wait(id, 1000, never);
    },
    async close() {
      await service.close();
      await queue.close();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
