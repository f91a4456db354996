/**
 * Serves a fixed list of files over loopback: no request names a path of this machine, only an entry of the list. Text and
 * WebAssembly go out compressed, made once.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { messageOf } from '../core/errors.js';
import { readFileOr } from './files.js';
import { listening, type RunningServer } from './listening.js';

export interface FileServerOptions {
  /** Files of this machine, or what they hold, by the path that asks for them (`index.html` for `/`). */
  files: ReadonlyMap<string, string | Uint8Array>;
  /** 0: any that is free. */
  port: number;
}

/** The name of this machine for itself: nobody else reaches it. */
const loopback = '127.0.0.1';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Pages may use threads (cross-origin isolation), and load nothing from elsewhere. */
const headers: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'content-security-policy':
    "default-src 'self' blob: data:; script-src 'self' blob: 'wasm-unsafe-eval'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

export async function serveFiles({ files, port }: FileServerOptions): Promise<RunningServer> {
  const kept = new Map<string, Promise<Buffer>>();
  const server = createServer((request, response) => {
    answer(request, response, files, kept).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(`${messageOf(error)}\n`);
    });
  });
  return listening(server, loopback, port);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, string | Uint8Array>,
  kept: Map<string, Promise<Buffer>>,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!isOwnHost(request.headers.host))
    return refuse(response, 403, 'this server answers this machine alone');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'this server only gives files');
  const path = (request.url ?? '/').split('?', 1)[0]!.slice(1) || 'index.html';
  const file = files.get(path);
  if (file === undefined) return refuse(response, 404, 'there is no such file here');
  const coding = codingFor(request.headers['accept-encoding'], path);
  const key = `${coding ?? 'plain'} ${path}`;
  const body = kept.get(key) ?? encoded(file, coding);
  kept.set(key, body);
  body.catch(() => kept.delete(key));
  const bytes = await body;
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
  response.setHeader('vary', 'accept-encoding');
  if (coding !== undefined) response.setHeader('content-encoding', coding);
  response.setHeader('content-length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** A page elsewhere may give this machine a name of its own (DNS rebinding): only the machine's own names count. */
function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${words}\n`);
}

type Coding = 'br' | 'gzip';

function codingFor(accepted: string | string[] | undefined, path: string): Coding | undefined {
  const codings = String(accepted ?? '')
    .split(',')
    .map((coding) => coding.trim().split(';', 1)[0]);
  if (/\.(png|jpe?g|webp)$/.test(path)) return undefined;
  return (['br', 'gzip'] as const).find((coding) => codings.includes(coding));
}

async function encoded(file: string | Uint8Array, coding: Coding | undefined): Promise<Buffer> {
  const bytes = typeof file === 'string' ? await readFileOr(file, 'a file of the page') : Buffer.from(file);
  if (coding === 'gzip') return promisify(gzip)(bytes);
  if (coding === 'br')
    return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return bytes;
}
