import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { decodeImage } from '../../detect/node/decode-picture.js';
import { openModel } from '../../detect/node/open-landmark-detector.js';
import { countNetworks } from '../../detect/node/open-networks.suite.js';
import { seeFace } from '../../detect/seen-face.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { frontalTemplate } from '../../landmarks/shape-frame.js';
import { typed } from '../command/typed.suite.js';

let folder = '';
const at = (name: string): string => join(folder, name);
const faces = 24;
const counts = countNetworks();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adapt-'));
  await mkdir(at('pictures'));
  const random = new Random(1, 'adapt');
  const template = frontalTemplate(ibug68);
  const lines: string[] = [];
  for (let i = 0; i < faces; i++) {
    const data = Uint8Array.from({ length: 3 * 160 * 160 }, () => random.uniform(0, 255));
    const raw = { width: 160, height: 160, channels: 3 } as const;
    await writeFile(at(`pictures/${i}.png`), await sharp(data, { raw }).png().toBuffer());
    const size = random.uniform(20, 26);
    const points = ibug68.points.map((_, k) => [
      80 + size * template[2 * k]! + random.normal(),
      80 + size * template[2 * k + 1]! + random.normal(),
    ]);
    lines.push(JSON.stringify({ id: String(i), image: `pictures/${i}.png`, points }));
  }
  await writeFile(at('labelled.jsonl'), lines.join('\n'));
  const { error } = await typed('dataset', 'import', 'jsonl', at('labelled.jsonl'), '--out', at('data'));
  expect(error).toBe('');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a ridge of features that looks twice', () => {
  let adapter = '';
  beforeAll(async () => {
    adapter = at('features.json');
    const { error } = await typed(
      ...['model', 'adapt', 'ibug68-ict', '--data', at('data'), '--kind', 'ridge-features', '--out', adapter],
    );
    expect(error).toBe('');
  });

  /** Behind the adapter. @returns what `detect` prints. */
  const detect = async (...flags: string[]): Promise<string> => {
    const { out, error } = await typed(
      ...['detect', ...flags, '--model', 'ibug68-ict', '--adapter', adapter],
    );
    expect(error).toBe('');
    return out;
  };

  it('is fitted through a closer crop, and detect looks so with it', async () => {
    const file = JSON.parse(await readFile(adapter, 'utf8'));
    expect(file.crop).toBe(0.9);
    expect(file.crossValidated).toBeGreaterThan(0);
    expect(file.firstLook).toBeDefined();
    const boxOf = async (...flags: string[]) => {
      const out = await detect(at('pictures/0.png'), '--box', '40,40,80,80', '--json', ...flags);
      const found = JSON.parse(out).images[0].faces;
      expect(found[0].points).toHaveLength(68);
      return found[0].box;
    };
    const given = { x: 40, y: 40, width: 80, height: 80 };
    expect(await boxOf('--looks', '1')).toMatchObject(given);
    expect(await boxOf()).not.toMatchObject(given);
  });

  it('takes the same places for faces as the model alone, and no others', async () => {
    const [faces, noise] = await Promise.all(
      ['docs/images/faces.jpg', at('pictures/0.png')].map((file) => decodeImage(file)),
    );
    const grey = { ...noise!, data: new Uint8Array(noise!.data.length).fill(120) };
    const middle = { x: 40, y: 40, width: 80, height: 80 };
    const places = [
      [faces!, { x: 35, y: 40, width: 110, height: 115 }, true],
      [faces!, { x: 828, y: 40, width: 86, height: 88 }, true],
      // A corner, and where four pictures meet.
      [faces!, { x: 0, y: 0, width: 24, height: 24 }, false],
      [faces!, { x: 150, y: 150, width: 60, height: 60 }, false],
      [noise!, middle, false],
      [grey, middle, false],
    ] as const;
    for (const behind of [undefined, adapter])
      for (const looks of [undefined, 1] as const) {
        const { detector, close } = await openModel('ibug68-ict', { mirror: true, adapter: behind, looks });
        const taken: boolean[] = [];
        for (const [image, box] of places) taken.push((await seeFace(detector, image, box)) !== null);
        await close();
        expect(taken).toEqual(places.map(([, , isFace]) => isFace));
      }
  });

  it('looks once a frame at a face that detect follows, twice where it is new, and leaves no network open', async () => {
    await mkdir(at('frames'));
    const frame = sharp('docs/images/faces.jpg').extract({ left: 0, top: 0, width: 180, height: 180 });
    for (const name of ['1', '2', '3'])
      await frame
        .clone()
        .png()
        .toFile(at(`frames/${name}.png`));
    const lines = (await detect(at('frames'), '--track', '--box', '35,40,110,115')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).faces?.length).filter((count) => count === 1)).toHaveLength(
      3,
    );
    expect(counts).toMatchObject({ opened: 1, runs: 2 + 1 + 1, open: 0 });
  });
});
