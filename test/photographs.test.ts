/** Photographs over HTTP: the very answers of the command line, within bounds. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { typed } from '../src/cli/command/typed.suite.js';
import { type TestServer, testServer } from '../src/server/server.suite.js';

let server: TestServer;
let folder: string;
let photo: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-photographs-'));
  server = await testServer();
  const face = { left: 770, top: 0, width: 200, height: 180 };
  photo = await sharp('docs/images/faces.jpg').extract(face).png().toBuffer();
  await writeFile(join(folder, 'image'), photo);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const send = (path: string, body: BodyInit, type?: string): Promise<Response> =>
  server.ask(path, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) });
const multipart = (...names: string[]): FormData => {
  const form = new FormData();
  for (const name of names) form.append('picture', new Blob([new Uint8Array(photo)]), name);
  return form;
};
/** What the command prints for the same picture, with its path as the server calls it. */
async function printed(...command: string[]): Promise<unknown> {
  const path = join(folder, 'image');
  const { out } = await typed(command[0]!, path, '--model', 'ibug68-ict', '--json', ...command.slice(1));
  return JSON.parse(out.replaceAll(path, 'image'));
}

it('detects what the command line detects', async () => {
  const answer = await send('/v1/detect?model=ibug68-ict', new Uint8Array(photo), 'image/png');
  const found = (await answer.json()) as { images: { faces: unknown[] }[] };
  expect(found.images[0]!.faces).toHaveLength(1);
  expect(found).toEqual(await printed('detect'));
});

it('describes what the command line describes; broken pictures are listed', async () => {
  const form = multipart('image');
  form.append('picture', new Blob(['no picture']), 'broken.jpg');
  const answer = await send('/v1/describe?model=ibug68-ict&mirror=false', form);
  const { failed, ...found } = (await answer.json()) as { failed: unknown; faces: unknown[] };
  expect(found.faces).toHaveLength(1);
  const { failed: none, ...command } = (await printed(
    'describe',
    '--no-mirror',
    '--out',
    join(folder, 'out'),
  )) as {
    failed: unknown;
  };
  expect(found).toEqual(command);
  expect(none).toEqual([]);
  expect(failed).toEqual([{ id: 'broken.jpg', reason: expect.stringMatching(/the image cannot be read/) }]);
});

it('refuses what it cannot take', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"/>');
  const huge = await send('/v1/detect?model=ibug68-ict', new Uint8Array(svg), 'image/svg+xml');
  expect(await huge.json()).toMatchObject({
    images: [],
    failures: [{ reason: expect.stringMatching(/9000 × 9000 pixels; allowed: at most 50 megapixels/) }],
  });
  const many = multipart(...Array.from({ length: 17 }, (_, i) => `${i}.png`));
  const text = multipart('a.png');
  text.append('model', 'dense1001');
  const cases: [() => Promise<Response>, number, RegExp][] = [
    [
      () => send('/v1/detect?model=/etc/passwd', multipart('a.png')),
      422,
      /model: "\/etc\/passwd"; allowed: one of/,
    ],
    [
      () => send('/v1/detect?landmarks=../set.yaml', multipart('a.png')),
      422,
      /landmarks: .*; allowed: one of/,
    ],
    [() => send('/v1/detect?box=1', multipart('a.png')), 422, /box: no such key/],
    [() => send('/v1/describe?focal=-1', multipart('a.png')), 422, /focal: -1; allowed: pixels, above 0/],
    [() => send('/v1/detect', many), 422, /17 files; allowed: 1 to 16/],
    [() => send('/v1/detect', text), 422, /"model" is a text; allowed: files/],
    [() => send('/v1/detect', new FormData()), 422, /0 files; allowed/],
    [() => send('/v1/detect', 'nothing', 'multipart/form-data; boundary=x'), 400, /not multipart\/form-data/],
    [() => send('/v1/detect', '', 'image/png'), 422, /the body is empty/],
    [() => send('/v1/detect', '{}', 'application/json'), 415, /allowed: image\/…, multipart/],
    [() => send('/v1/detect', Buffer.alloc(33 * 2 ** 20), 'image/png'), 413, /more than 33554432 bytes/],
  ];
  for (const [asked, status, detail] of cases) {
    const answer = await asked();
    expect([answer.status, await answer.json()]).toMatchObject([
      status,
      { detail: expect.stringMatching(detail) },
    ]);
  }
});
