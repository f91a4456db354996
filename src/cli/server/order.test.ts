import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pretendedFile, type RealServer, realServer } from '../../server/real-server.suite.js';
import { createToken } from '../../server/tokens/tokens.js';
import { typed } from '../command/typed.suite.js';

describe('lineament order', () => {
  let server: RealServer;
  let folder: string;
  let out: string;
  let token: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lineament-order-'));
    out = join(folder, 'out');
    server = await realServer();
    token = (await createToken(server.folder, { name: 'anna' })).token;
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const order = async (content: unknown, ...more: string[]): ReturnType<typeof typed> => {
    const file = join(folder, 'faces.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return typed('order', file, '--server', server.address, '--out', out, ...more);
  };

  it('orders and downloads; the same again is the same order, and nothing is fetched twice', async () => {
    const first = await order({ count: 2, size: 32 });
    expect(first.error).toBe('');
    expect(first.log).toMatch(/order o\w{20}: 2 faces, queued\n[\s\S]*2 faces: 1 file in /);
    expect(pretendedFile.equals(await readFile(join(out, 'webdataset.bin')))).toBe(true);
    const id = /order (o\w{20})/.exec(first.log)![1]!;
    const again = await order({ count: 2, size: 32 }, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ id, state: 'done', files: [join(out, 'webdataset.bin')] });
    expect((await typed('order', id, '--server', server.address, '--out', out, '--json')).out).toBe(
      again.out,
    );
    const other = await order({ count: 2, size: 32 }, '--again', '--json');
    expect(JSON.parse(other.out).id).not.toBe(id);
  });

  it('says in words what is wrong', async () => {
    expect((await order({ count: 0 })).error).toMatch(/^order: count: 0; allowed: a whole number/);
    expect((await order('{')).error).toMatch(/faces\.json: the order is not JSON/);
    expect((await order([])).error).toMatch(/faces\.json: the order is not a JSON object/);
    expect((await order({ count: 2 }, '--without-refused')).error).toMatch(/job files of the Human API/);
    expect((await order({ count: 2 }, '--token', `${token}x`)).error).toMatch(
      /^the token is unknown or was revoked \(.*token create/,
    );
    expect((await order({ humans: [{ nonsense: 1 }] })).error).toMatch(/humans\.0\.identities: missing/);
    const file = join(folder, 'faces.json');
    const { error } = await typed('order', file, '--server', 'http://127.0.0.1:9');
    expect(error).toMatch(/^no server answers at http:\/\/127\.0\.0\.1:9: .*`lineament serve`/);
  });

  it('orders what is left of a job file without its refused fields', async () => {
    const job = {
      humans: [{ identities: { ids: [1], renders_per_identity: 1 }, gesture: [{ name: ['a'] }] }],
    };
    expect((await order(job)).error).toMatch(/1 fields? of this order (is|are) refused: .*gesture/);
    const left = await order(job, '--without-refused', '--token', token);
    expect(left.error).toBe('');
    expect(left.log).toMatch(/refused: humans\[0\]\.gesture/);
  });
});
