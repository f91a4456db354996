import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { typed } from '../command/typed.suite.js';

let folder: string;
const at = (name: string): string => join(folder, name);
const human = {
  identities: { ids: [80], renders_per_identity: 2 },
  accessories: { glasses: [{ style: ['all'], percent: 100 }] },
  camera_and_light_rigs: [{ cameras: [{ specifications: { resolution_w: 32, resolution_h: 32 } }] }],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-'));
  await writeFile(at('job.json'), JSON.stringify({ humans: [human] }));
  await writeFile(
    at('body.json'),
    JSON.stringify({ humans: [{ ...human, body: [{ height: ['tall'], percent: 100 }] }] }),
  );
  await writeFile(at('cut.json'), '{"humans": [');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const order = (file: string, ...flags: string[]) =>
  typed('dataset', 'generate', '--order', at(file), '--out', at(`${file}-out`), '--workers', '1', ...flags);

it('renders what was ordered', async () => {
  const { out, error } = await order('job.json', '--json');
  expect(error).toBe('');
  expect(JSON.parse(out).rendered).toMatchObject([{ name: 'order', count: 2 }]);
});

it('answers without rendering, and stops where a field cannot be had', async () => {
  const { out } = await order('job.json', '--dry-run', '--json');
  expect(JSON.parse(out)).toMatchObject({ pictures: 2, refused: [], rendered: [] });
  const { error } = await order('body.json');
  expect(error).toContain('2 fields of the order cannot be had');
  expect(error).toContain('--without-refused');
  expect((await order('cut.json')).error).toContain('the order is not JSON');
  expect((await typed('generate', '--count', '1', '--out', at('x'), '--dry-run')).error).toContain('--order');
});
