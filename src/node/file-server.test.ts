import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFiles } from './file-server.js';
import type { RunningServer } from './listening.js';

let folder = '';
let server: RunningServer;
const text = 'a page of many words, '.repeat(100);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-server-'));
  await writeFile(join(folder, 'page.html'), text);
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const files = new Map([
    ['index.html', join(folder, 'page.html')],
    ['models/a.onnx', join(folder, 'page.html')],
    ['gone.js', join(folder, 'gone.js')],
  ]);
  server = await serveFiles({ files, port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** `path` goes out as it stands: no client tidies it. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port, hostname } = new URL(server.address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the file server', () => {
  it('binds to loopback and gives the files of its list', async () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const { status, headers, body } = await ask('/');
    expect([status, headers['content-type'], body.toString()]).toEqual([
      200,
      'text/html; charset=utf-8',
      text,
    ]);
    expect((await ask('/index.html?a=1')).body.toString()).toBe(text);
    expect((await ask('/models/a.onnx')).headers['content-type']).toBe('application/octet-stream');
  });

  it('lets pages use threads and load nothing from elsewhere', async () => {
    const { headers } = await ask('/');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  });

  it.each([
    '/secret.txt',
    '/../secret.txt',
    '/models/../secret.txt',
    '/%2e%2e/secret.txt',
    '//etc/passwd',
    '/constructor',
    '/models/',
  ])('knows no %s', async (path) => {
    const { status, body } = await ask(path);
    expect([status, body.toString()]).toEqual([404, 'there is no such file here\n']);
  });

  it('answers this machine alone, and only gives', async () => {
    expect((await ask('/', { host: 'elsewhere.example' })).status).toBe(403);
    expect((await ask('/', { host: 'localhost:80' })).status).toBe(200);
    expect((await ask('/', {}, 'POST')).status).toBe(405);
    const { status, headers, body } = await ask('/', {}, 'HEAD');
    expect([status, headers['content-length'], body.length]).toEqual([200, String(text.length), 0]);
  });

  it('compresses for who can read it', async () => {
    const brotli = await ask('/', { 'accept-encoding': 'gzip, br;q=1' });
    expect([brotli.headers['content-encoding'], brotliDecompressSync(brotli.body).toString()]).toEqual([
      'br',
      text,
    ]);
    const gzip = await ask('/', { 'accept-encoding': 'gzip' });
    expect([gzip.headers['content-encoding'], gunzipSync(gzip.body).toString()]).toEqual(['gzip', text]);
    expect((await ask('/')).headers['content-encoding']).toBeUndefined();
  });

  it('says where a file of its list is gone', async () => {
    const { status, body } = await ask('/gone.js');
    expect(status).toBe(500);
    expect(body.toString()).toContain('gone.js');
  });

  it('refuses a port that is taken', async () => {
    const port = Number(new URL(server.address).port);
    await expect(serveFiles({ files: new Map(), port })).rejects.toThrow(
      `port ${port} is taken by another program`,
    );
  });
});
