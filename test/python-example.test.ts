/** `examples/order.py`: where Python and its `requests` are, it orders, is cut off, and goes on. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pretendedFile, realServer } from '../src/server/real-server.suite.js';

const python = spawnSync('python3', ['-c', 'import requests']).status === 0;

it.skipIf(!python)('orders, waits, and goes on with a part of a file that is here', async () => {
  const server = await realServer();
  const folder = await mkdtemp(join(tmpdir(), 'lineament-python-'));
  const out = join(folder, 'out');
  const order = (...more: string[]): Promise<{ code: number | null; said: string }> =>
    new Promise((done) => {
      const child = spawn('python3', [
        'examples/order.py',
        join(folder, 'faces.json'),
        '--out',
        out,
        '--server',
        server.address,
        ...more,
      ]);
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part) => {
          said += part;
        });
      child.on('close', (code) => done({ code, said }));
    });
  try {
    await writeFile(join(folder, 'faces.json'), '{"count": 2, "size": 32}');
    expect(await order()).toEqual({ code: 0, said: expect.stringMatching(/webdataset\.bin/) });
    const path = join(out, 'webdataset.bin');
    expect(pretendedFile.equals(await readFile(path))).toBe(true);
    const sum = createHash('sha256').update(pretendedFile).digest('hex');
    await rm(path);
    await writeFile(`${path}.${sum.slice(0, 16)}.part`, pretendedFile.subarray(0, 1234));
    expect((await order()).code).toBe(0);
    expect(pretendedFile.equals(await readFile(path))).toBe(true);
    expect(await readdir(out)).toEqual(['webdataset.bin']);
    await writeFile(path, 'faces of another order');
    expect(await order()).toEqual({
      code: 1,
      said: expect.stringMatching(/is of another order \(give another/),
    });
    await writeFile(join(folder, 'faces.json'), '[]');
    expect(await order()).toEqual({ code: 1, said: expect.stringMatching(/an order is an object/) });
    await writeFile(join(folder, 'faces.json'), '{"count": 0}');
    expect(await order()).toEqual({ code: 1, said: expect.stringMatching(/count: 0; allowed: a whole/) });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
