/** Files out, whole or one range of bytes (RFC 9110), with an entity tag that is the content's own hash. */
import { extname } from 'node:path';
import type { Context } from 'hono';
import type { ByteRange, Storage } from '../../orders/storage/storage.js';
import type { MadeFile } from '../../orders/work/assemble.js';

/** What a browser may show by itself, such as pages, goes out as bytes. */
const contentTypes: Readonly<Record<string, string>> = {
  '.tar': 'application/x-tar',
  '.zip': 'application/zip',
  '.json': 'application/json',
};

export async function sendFile(
  context: Context,
  storage: Storage,
  name: string,
  { name: shown, bytes, sha256 }: MadeFile,
): Promise<Response> {
  const etag = `"${sha256}"`;
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    etag,
    'content-type': contentTypes[extname(shown)] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${shown}"`,
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'cache-control': 'private, immutable, max-age=31536000',
  };
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  const condition = context.req.header('if-range');
  const asked = condition === undefined || condition === etag ? context.req.header('range') : undefined;
  const range = asked === undefined ? undefined : parseRange(asked, bytes);
  if (range === null)
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } });
  const length = range === undefined ? bytes : range.end - range.start + 1;
  const all = {
    ...headers,
    'content-length': String(length),
    ...(range !== undefined && { 'content-range': `bytes ${range.start}-${range.end}/${bytes}` }),
  };
  const status = range === undefined ? 200 : 206;
  if (context.req.method === 'HEAD' || length === 0) return new Response(null, { status, headers: all });
  return new Response(await storage.stream(name, range), { status, headers: all });
}

/** @returns undefined for what may be ignored (several ranges, another unit), null for what cannot be satisfied. */
export function parseRange(text: string, bytes: number): ByteRange | undefined | null {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text.replaceAll(' ', ''));
  if (parts === null) return undefined;
  const [, first = '', last = ''] = parts;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? null : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= bytes ? null : { start, end };
}
