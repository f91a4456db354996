/** Requests that nobody means well with, as many as are wanted, each another: for a test of a few, and for `bench/hostile.ts`. */
import { Random } from '../core/random.js';

export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

const routes: readonly [string, string][] = [
  ['POST', '/v1/datasets'],
  ['POST', '/v1/datasets/preview'],
  ['POST', '/v1/datasets/o00000000000000000000/files'],
  ['POST', '/v1/datasets/%2e%2e%2ftokens.json/cancel'],
  ['POST', '/v1/detect?model=..%2f..%2fx.onnx'],
  ['POST', '/v1/describe'],
  ['GET', '/v1/datasets/..%2f..%2fetc%2fpasswd/files/order.json'],
  ['GET', '/v1/datasets?limit=1e99&before=%00'],
  ['DELETE', '/v1/datasets/__proto__'],
  ['PUT', '/v1/datasets'],
];

const types = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'image/png',
  'image/svg+xml',
  '',
];

const texts = [
  '',
  'null',
  '[]',
  '{"count":1e400}',
  '{"count":-1,"size":64}',
  '{"count":"1"}',
  '{"count":2,"size":1e9}',
  '{"count":9007199254740993}',
  '{"count":2,"__proto__":{"size":64}}',
  '{"count":2,"constructor":{"prototype":{}}}',
  '{"count":2,"landmarks":"/etc/passwd"}',
  '{"count":2,"landmarks":"../../set.yaml"}',
  '{"count":2,"webhook":"file:///etc/passwd"}',
  '{"count":2,"webhook":"http://user:pass@/"}',
  '{"count":2,"deliver":["..","dataset"]}',
  '{"humans":[{"identities":{"ids":[1e308],"renders_per_identity":-1}}]}',
  '{"humans":[{"identities":{"ids":[1],"renders_per_identity":1e15}}]}',
  '{"humans":[null,[],{}]}',
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  `[${'[],'.repeat(60_000)}[]]`,
  '--x\r\ncontent-disposition: form-data; name="picture"; filename="../../x.png"\r\n\r\nx\r\n--x--\r\n',
  '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n../../etc\r\n--x--\r\n',
  '--x\r\nno headers',
  '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
  '\u0000\ufffd{"count":2}',
  `{"title":"${'\\ud800'.repeat(1000)}","count":0}`,
];

export function* hostileRequests(count: number, seed: number): Generator<HostileRequest> {
  const random = new Random(seed);
  const below = (most: number): number => Math.floor(random.next() * most);
  for (let i = 0; i < count; i++) {
    const [method, path] = routes[i % routes.length]!;
    const bytes = new TextEncoder().encode(texts[below(texts.length)]);
    // Every other one has bytes changed, or is cut.
    if (i % 2 === 1 && bytes.length > 0)
      for (let change = below(6); change >= 0; change--) bytes[below(bytes.length)] = below(256);
    const body = i % 7 === 3 ? bytes.slice(0, below(bytes.length + 1)) : bytes;
    const type = types[i % 3 === 0 ? 0 : below(types.length)]!;
    yield { method, path, headers: type === '' ? {} : { 'content-type': type }, body };
  }
}

/** Sends one. @returns what is wrong with the answer; undefined where it is a refusal as it should be. */
export async function faultOf(
  address: string,
  { method, path, headers, body }: HostileRequest,
): Promise<string | undefined> {
  const asked = `${method} ${path} ${JSON.stringify(headers)} ${Buffer.from(body).toString('latin1').slice(0, 80)}`;
  const answer = await fetch(new URL(path, address), {
    method,
    headers,
    ...(method !== 'GET' && { body }),
  }).catch((error: Error) => error);
  if (answer instanceof Error) return `${asked}: ${answer.message} ${String(answer.cause)}`;
  const content = await answer.text();
  if (answer.status < 400 || answer.status >= 500) {
    // Pictures that cannot be read are listed in an answer.
    const listed = path.startsWith('/v1/de') && answer.status === 200 && /"fail(ed|ures)":\[\{/.test(content);
    return listed ? undefined : `${asked}: ${answer.status} ${content.slice(0, 200)}`;
  }
  const problem = answer.headers.get('content-type') === 'application/problem+json';
  return problem && /"detail":".+"/.test(content)
    ? undefined
    : `${asked}: ${answer.status} without a problem`;
}
