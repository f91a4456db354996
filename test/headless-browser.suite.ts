/**
 * Chromium for tests: finds it, serves a folder's worth of files over loopback, opens one page and waits for what the
 * page sends back. No driver, no network.
 *
 * `.ci/run` installs Chromium and sets CI, under which a machine without it fails instead of skipping.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, extname, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of the browser; undefined where none is installed, which is an error under CI. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined && process.env.CI !== undefined)
    throw new Error(`no browser: none of ${names.join(', ')} is on the PATH (apt-get install chromium)`);
  return found;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/**
 * Opens `/index.html` in a fresh headless browser.
 * @param read – the bytes of a path such as `/index.html`; undefined where there is none.
 * @returns what the page posts to `/result`, as JSON.
 */
export async function runPage(
  browser: string,
  read: (path: string) => Promise<string | Uint8Array | undefined>,
  seconds = 100,
): Promise<unknown> {
  const profile = await mkdtemp(join(tmpdir(), 'lineament-browser-'));
  let server: Server | undefined;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let words = '';
  try {
    return await new Promise((resolve, reject) => {
      server = createServer((request, response) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        if (request.method === 'POST') {
          const chunks: Buffer[] = [];
          request.on('data', (chunk: Buffer) => chunks.push(chunk));
          request.on('end', () => {
            response.end();
            resolve(JSON.parse(Buffer.concat(chunks).toString()));
          });
          return;
        }
        read(path).then((content) => {
          response.statusCode = content === undefined ? 404 : 200;
          response.setHeader('content-type', contentTypes[extname(path)] ?? 'application/octet-stream');
          response.end(content);
        }, reject);
      });
      server.listen(0, '127.0.0.1', () => {
        const address = server?.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        // The sandbox needs rights that containers and root lack; the page is our own.
        child = spawn(
          browser,
          [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-dev-shm-usage',
            '--no-first-run',
            '--no-proxy-server',
            '--enable-logging=stderr',
            `--user-data-dir=${profile}`,
            `http://127.0.0.1:${port}/index.html`,
          ],
          { stdio: ['ignore', 'ignore', 'pipe'] },
        );
        child.stderr?.on('data', (chunk) => {
          words += chunk;
        });
        child.on('error', reject);
        child.on('exit', (code) => reject(new Error(`the browser ended with ${code}:\n${words}`)));
      });
      timer = setTimeout(
        () => reject(new Error(`the page sent nothing within ${seconds} s:\n${words}`)),
        seconds * 1000,
      );
    });
  } finally {
    clearTimeout(timer);
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((done) => child?.once('exit', done));
      child.kill('SIGKILL');
      await ended;
    }
    server?.closeAllConnections();
    server?.close();
    // Helpers of the browser may write for a moment longer.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
