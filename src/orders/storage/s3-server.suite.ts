/**
 * A small S3 of a test's own, in memory, with what a storage asks for: GET with ranges, HEAD, PUT, DELETE, ListObjectsV2 and uploads in
 * parts. It checks each signature (AWS Signature Version 4) by its own reckoning and refuses what is not signed with its key.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { S3Access } from './s3-client.js';

export interface TestS3 {
  access: S3Access;
  /** By bucket and key: `bucket/key`. */
  objects: Map<string, Buffer>;
  /** Uploads that were begun and are not at their end. */
  readonly uploads: number;
  /** So many next requests are answered with 503. */
  fail(times: number): void;
  close(): Promise<void>;
}

const secret = 'test-secret';

/** @param pageSize – names in an answer to a listing. */
export async function startS3({ pageSize = 1000 }: { pageSize?: number } = {}): Promise<TestS3> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  let failing = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (!isSigned(request, body)) return refuse(response, 403, 'SignatureDoesNotMatch');
    if (failing > 0) {
      failing--;
      return refuse(response, 503, 'SlowDown');
    }
    const url = new URL(request.url!, 'http://s3');
    const path = decodeURIComponent(url.pathname.slice(1));
    const query = url.searchParams;
    switch (request.method) {
      case 'GET':
        if (query.get('list-type') === '2') return void response.end(listing(objects, path, query, pageSize));
        return send(request, response, objects.get(path));
      case 'HEAD':
        return send(request, response, objects.get(path));
      case 'PUT': {
        const upload = uploads.get(query.get('uploadId') ?? '');
        if (upload !== undefined) upload.set(Number(query.get('partNumber')), body);
        else if (query.has('uploadId')) return refuse(response, 404, 'NoSuchUpload');
        else objects.set(path, body);
        return void response.setHeader('etag', `"${createHash('md5').update(body).digest('hex')}"`).end();
      }
      case 'DELETE':
        if (query.has('uploadId')) uploads.delete(query.get('uploadId')!);
        else objects.delete(path);
        return void response.writeHead(204).end();
      case 'POST':
        return upload(response, { path, query, body });
      default:
        return refuse(response, 405, 'MethodNotAllowed');
    }
  });

  function upload(
    response: ServerResponse,
    { path, query, body }: { path: string; query: URLSearchParams; body: Buffer },
  ): void {
    if (query.has('uploads')) {
      const id = `upload-${uploads.size}`;
      uploads.set(id, new Map());
      response.end(
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
      return;
    }
    const found = uploads.get(query.get('uploadId') ?? '');
    if (found === undefined) return void refuse(response, 404, 'NoSuchUpload');
    const asked = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;(\w+)&quot;/g)];
    const list = asked.map(([, number, tag]) => {
      const part = found.get(Number(number));
      return part && createHash('md5').update(part).digest('hex') === tag ? part : undefined;
    });
    if (list.length !== found.size || list.includes(undefined))
      return void refuse(response, 400, 'InvalidPart');
    objects.set(path, Buffer.concat(list.filter((part) => part !== undefined)));
    uploads.delete(query.get('uploadId')!);
    response.end('<CompleteMultipartUploadResult/>');
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    access: {
      accessKeyId: 'test-key',
      secretAccessKey: secret,
      sessionToken: undefined,
      region: 'test-region',
      endpoint: `http://127.0.0.1:${port}`,
    },
    objects,
    get uploads() {
      return uploads.size;
    },
    fail(times) {
      failing = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
}

function send(request: IncomingMessage, response: ServerResponse, content: Buffer | undefined): void {
  if (content === undefined) return void refuse(response, 404, 'NoSuchKey');
  const [, start, end] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const from = start === '' ? content.length - Number(end) : Number(start ?? 0);
  const to = start === '' || !end ? content.length - 1 : Math.min(content.length - 1, Number(end));
  const part = content.subarray(from, to + 1);
  response.setHeader('content-length', part.length);
  response.setHeader('last-modified', new Date(0).toUTCString());
  response.setHeader('etag', `"${createHash('md5').update(content).digest('hex')}"`);
  if (start !== undefined) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${from}-${to}/${content.length}`);
  }
  response.end(request.method === 'HEAD' ? undefined : part);
}

function listing(
  objects: ReadonlyMap<string, Buffer>,
  path: string,
  query: URLSearchParams,
  pageSize: number,
): string {
  const bucket = `${path.replace(/\/$/, '')}/`;
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const lines = new Map<string, string>();
  for (const name of [...objects.keys()].sort()) {
    const key = name.slice(bucket.length);
    if (!name.startsWith(bucket) || !key.startsWith(prefix)) continue;
    const cut = query.get('delimiter') === '/' ? key.indexOf('/', prefix.length) : -1;
    const shown = cut < 0 ? key : key.slice(0, cut + 1);
    if (shown <= after) continue;
    lines.set(
      shown,
      cut < 0
        ? `<Contents><Key>${key}</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><ETag>"0"</ETag><Size>${objects.get(name)!.length}</Size></Contents>`
        : `<CommonPrefixes><Prefix>${shown}</Prefix></CommonPrefixes>`,
    );
  }
  const page = [...lines].slice(0, pageSize);
  const more = page.length < lines.size;
  return `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${
    more ? `<NextContinuationToken>${page.at(-1)![0]}</NextContinuationToken>` : ''
  }${page.map(([, line]) => line).join('')}</ListBucketResult>`;
}

const hex = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function isSigned({ method, url: target, headers }: IncomingMessage, body: Buffer): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=test-key\/(\d{8})\/test-region\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=(\w+)$/;
  const [, date = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  if (signature === undefined) return false;
  const payload = String(headers['x-amz-content-sha256']);
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== hex(body)) return false;
  const url = new URL(target!, 'http://s3');
  const canonical = [
    method,
    decodeURIComponent(url.pathname).split('/').map(encoded).join('/'),
    [...url.searchParams]
      .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    names,
    payload,
  ].join('\n');
  const text = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    `${date}/test-region/s3/aws4_request`,
    hex(canonical),
  ];
  const key = ['test-region', 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date));
  return hmac(key, text.join('\n')).toString('hex') === signature;
}
