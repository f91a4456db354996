/**
 * The requests of S3 that a storage needs (https://docs.aws.amazon.com/AmazonS3/latest/API), signed by aws4fetch. Where and as whom is
 * said by the environment, as for Amazon's own tools. What failed on the way is tried again: each request may come twice.
 */
import { AwsClient } from 'aws4fetch';
import { SaxesParser } from 'saxes';
import { LineamentError, messageOf, UsageError } from '../../core/errors.js';
import type { ByteRange, StoredObject } from './storage.js';

export interface S3Place {
  bucket: string;
  /** Without a slash at its ends; empty: the whole bucket. */
  prefix: string;
}

const placeForm = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/;

/** @param place – `s3://bucket/prefix`. */
export function parseS3Place(place: string): S3Place {
  const [, bucket, prefix = ''] = placeForm.exec(place) ?? [];
  const parts = prefix.split('/').filter(Boolean);
  if (bucket === undefined || parts.some((part) => /^\.+$/.test(part)))
    throw new UsageError(`the storage is ${JSON.stringify(place.slice(0, 200))}`, {
      hint: 'give s3://bucket or s3://bucket/prefix, of letters, digits, ".", "_" and "-"',
    });
  return { bucket, prefix: parts.join('/') };
}

export interface S3Access {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
  region: string;
  /** Undefined: Amazon's own. */
  endpoint: string | undefined;
}

/** Of a service of one's own the address is in AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, such as `http://minio:9000`. */
export function s3AccessOf(environment: Readonly<Record<string, string | undefined>>): S3Access {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey)
    throw new UsageError('the storage on S3 needs a key, and the environment has none', {
      hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for a service of your own also AWS_ENDPOINT_URL',
    });
  const endpoint = environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL || undefined;
  if (endpoint !== undefined && !/^https?:\/\/[^/]+\/?$/.test(endpoint))
    throw new UsageError(`AWS_ENDPOINT_URL is ${JSON.stringify(endpoint)}`, {
      hint: 'give http://host:port or https://host',
    });
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: environment.AWS_SESSION_TOKEN || undefined,
    region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'us-east-1',
    endpoint: endpoint?.replace(/\/$/, ''),
  };
}

const tries = 4;

export class S3Client {
  readonly #aws: AwsClient;
  readonly #bucket: string;
  readonly #base: string;

  constructor(access: S3Access, bucket: string) {
    const { accessKeyId, secretAccessKey, sessionToken, region, endpoint } = access;
    this.#aws = new AwsClient({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      service: 's3',
      region,
      retries: 0,
    });
    this.#bucket = bucket;
    // A service of one's own is asked by path, as they all understand it.
    this.#base =
      endpoint === undefined
        ? `https://${bucket}.s3.${region}.amazonaws.com`
        : `${endpoint}/${encodeURIComponent(bucket)}`;
  }

  async put(key: string, content: string | Uint8Array): Promise<void> {
    await this.#text(await this.#send('PUT', key, { body: content }), 'written', key);
  }

  /** Undefined where there is none. */
  async get(key: string, range?: ByteRange): Promise<Response | undefined> {
    const headers = range && { range: `bytes=${range.start}-${range.end}` };
    const answer = await this.#send('GET', key, { ...(headers && { headers }) });
    if (answer.ok) return answer;
    const text = await answer.text();
    if (answer.status === 404) return undefined;
    throw this.#refused('read', key, answer.status, text);
  }

  /** Bytes; undefined where there is none. */
  async size(key: string): Promise<number | undefined> {
    const answer = await this.#send('HEAD', key);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw this.#refused('read', key, answer.status, '');
    return Number(answer.headers.get('content-length'));
  }

  async delete(key: string): Promise<void> {
    const answer = await this.#send('DELETE', key);
    if (answer.status !== 404) await this.#text(answer, 'removed', key);
  }

  /** @param delimited – what lies below a further slash is one name in `folders`. */
  async *list(
    prefix: string,
    delimited = false,
  ): AsyncGenerator<{ objects: StoredObject[]; folders: string[] }> {
    let token: string | undefined;
    do {
      const query = new URLSearchParams({
        'list-type': '2',
        prefix,
        ...(delimited && { delimiter: '/' }),
        ...(token !== undefined && { 'continuation-token': token }),
      });
      const answer = await this.#send('GET', '', { query });
      const page = parseListing(await this.#text(answer, 'listed', prefix));
      yield page;
      token = page.next;
    } while (token !== undefined);
  }

  /** Of parts that are read one after another; the object appears when all are there. */
  async putParts(key: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
    const begun = await this.#text(
      await this.#send('POST', key, { query: new URLSearchParams({ uploads: '' }) }),
      'written',
      key,
    );
    const uploadId = textsOf(begun, 'UploadId')[0] ?? '';
    try {
      const tags: string[] = [];
      for await (const part of parts) {
        const query = new URLSearchParams({ partNumber: String(tags.length + 1), uploadId });
        const answer = await this.#send('PUT', key, { query, body: part });
        await this.#text(answer, 'written', key);
        tags.push(answer.headers.get('etag') ?? '');
      }
      const list = tags.map(
        (tag, i) =>
          `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
      const answer = await this.#send('POST', key, { query: new URLSearchParams({ uploadId }), body });
      const told = await this.#text(answer, 'written', key);
      // A failure at the very end comes with the status 200.
      if (told.includes('<Error>')) throw this.#refused('written', key, answer.status, told);
    } catch (error) {
      await this.#send('DELETE', key, { query: new URLSearchParams({ uploadId }) }).catch(() => {});
      throw error;
    }
  }

  async #send(
    method: string,
    key: string,
    {
      query,
      ...init
    }: { query?: URLSearchParams; body?: string | Uint8Array; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const address = `${this.#base}/${key.split('/').map(encodeURIComponent).join('/')}`;
    for (let attempt = 1; ; attempt++) {
      try {
        const body = typeof init.body === 'string' ? init.body : init.body && new Uint8Array(init.body);
        const answer = await this.#aws.fetch(query === undefined ? address : `${address}?${query}`, {
          method,
          ...(init.headers && { headers: init.headers }),
          ...(body !== undefined && { body }),
        });
        if ((answer.status < 500 && answer.status !== 429) || attempt === tries) return answer;
        await answer.body?.cancel();
      } catch (cause) {
        if (attempt === tries)
          throw new LineamentError(`the storage does not answer: ${reasonOf(cause)}`, {
            file: `s3://${this.#bucket}/${key}`,
            hint: 'check AWS_ENDPOINT_URL and the network',
            cause,
          });
      }
      await new Promise((resolve) => setTimeout(resolve, 100 * 3 ** attempt));
    }
  }

  async #text(answer: Response, what: string, key: string): Promise<string> {
    const text = await answer.text();
    if (!answer.ok) throw this.#refused(what, key, answer.status, text);
    return text;
  }

  #refused(what: string, key: string, status: number, text: string): LineamentError {
    const code = textsOf(text, 'Code')[0];
    return new LineamentError(`cannot be ${what}: the storage answered ${code ?? status}`, {
      file: `s3://${this.#bucket}/${key}`,
      hint:
        status === 403
          ? 'check the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and what it may do'
          : 'check the name of the bucket, AWS_REGION and AWS_ENDPOINT_URL',
    });
  }
}

/** Of a fetch that failed the words are in its cause. */
const reasonOf = (error: unknown): string =>
  messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);

function parseListing(xml: string): { objects: StoredObject[]; folders: string[]; next: string | undefined } {
  const objects: StoredObject[] = [];
  const folders: string[] = [];
  let next: string | undefined;
  let key = '';
  readXml(xml, (path, text) => {
    if (path.endsWith('/Contents/Key')) key = text;
    else if (path.endsWith('/Contents/Size')) objects.push({ name: key, bytes: Number(text) });
    else if (path.endsWith('/CommonPrefixes/Prefix')) folders.push(text);
    else if (path.endsWith('/NextContinuationToken')) next = text;
  });
  return { objects, folders, next };
}

function textsOf(xml: string, tag: string): string[] {
  const found: string[] = [];
  readXml(xml, (path, text) => void (path.endsWith(`/${tag}`) && found.push(text)));
  return found;
}

/** @param take – gets each element's own text when it ends. */
function readXml(xml: string, take: (path: string, text: string) => void): void {
  const parser = new SaxesParser();
  const path: string[] = [];
  let text = '';
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', ({ name }) => {
    take(`/${path.join('/')}`, text);
    if (path.at(-1) === name) path.pop();
    text = '';
  });
  // What is no XML has no elements.
  parser.on('error', () => {});
  parser.write(xml).close();
}
