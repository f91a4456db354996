import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/store/store.js';
import { writeTinyFaces } from '../dataset/tiny-faces.suite.js';
import { tinyClipFile } from '../networks/clip/tiny-clip.suite.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import { outsideColour } from '../report/overlay.js';
import { facePicture } from './face-picture.js';
import { fitSentences } from './fit-sentences.js';
import { openClip } from './open-clip.js';
import { embedQuestion, scoresOf } from './question.js';
import { searchFaces } from './search-faces.js';
import { searchPage, searchSheet } from './shown-results.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-search-'));
const [data, model] = [join(folder, 'faces'), join(folder, 'clip.onnx')];
const before = process.env.LINEAMENT_ASSETS;

beforeAll(async () => {
  process.env.LINEAMENT_ASSETS = join(folder, 'assets');
  writeFileSync(model, tinyClipFile());
  await writeTinyFaces(data, 6);
});
afterAll(() => {
  if (before === undefined) delete process.env.LINEAMENT_ASSETS;
  else process.env.LINEAMENT_ASSETS = before;
  rmSync(folder, { recursive: true, force: true });
});

const ask = (sentence: string, most?: number) =>
  searchFaces({ sentence, photographs: [], datasets: [data], model, most });

describe('a search', () => {
  it('ranks the rows of a dataset by the product of picture and sentence, and tells what it does not know', async () => {
    const result = await ask('a woman with glasses and a zebra', 4);
    expect(result).toMatchObject({ faces: 6, unknown: ['and', 'zebra'], failed: [] });
    const clip = await openClip(model);
    const question = await embedQuestion(clip, 'a woman with glasses and a zebra');
    const dataset = await openDataset(data);
    const samples = await dataset.read([0, 1, 2, 3, 4, 5]);
    dataset.close();
    const pictures = await Promise.all(
      samples.map(async ({ image, box }) => facePicture(await decodeImage(image, 'x'), box, clip.metadata)),
    );
    const scores = [...scoresOf(question, await clip.pictures(pictures))];
    // Each picture with a sentence of its own.
    const man = scoresOf(await embedQuestion(clip, 'a man'), await clip.pictures(pictures));
    const own = pictures.map((_, n) => (n === 1 ? 'a man' : question.sentence));
    const fits = [...(await fitSentences(clip, pictures, own))];
    for (const [n, fit] of fits.entries()) expect(fit).toBeCloseTo(n === 1 ? man[1]! : scores[n]!, 5);
    expect(Math.abs(man[1]! - scores[1]!)).toBeGreaterThan(1e-3);
    await clip.close();
    const order = scores.map((_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
    expect(result.found.map(({ row }) => row)).toEqual(order.slice(0, 4));
    expect(result.found[0]!.score).toBeCloseTo(Math.max(...scores), 5);
  });

  it('keeps what it embedded below the assets folder alone, and gives the same from there', async () => {
    const [first, again] = [await ask('a man'), await ask('a man')];
    expect(again).toEqual(first);
    expect(readdirSync(join(folder, 'assets', 'search'))).toHaveLength(1);
    expect(readdirSync(data).some((name) => name.endsWith('.bin'))).toBe(false);
    const [file] = readdirSync(join(folder, 'assets', 'search'));
    writeFileSync(join(folder, 'assets', 'search', file!), 'damaged');
    expect(await ask('a man')).toEqual(first);
  });

  it('is drawn as a page and a sheet', async () => {
    const result = await ask('a man', 2);
    const page = await searchPage(result, join(folder, 'found.html'));
    expect(page).toContain('<h1>a man</h1>');
    expect(page).toContain(`the face in the middle of all ${result.middle!.toFixed(3)}.`);
    // Rows of a dataset are no files.
    expect(page).not.toContain('<a ');
    expect(page.match(/data:image\/jpeg/g)).toHaveLength(2);
    expect((await searchSheet(result)).subarray(1, 4)).toEqual(Buffer.from('PNG'));
  });

  it('leads from the page to the photographs, and fills plainly what a crop has beyond the edge', async () => {
    const photograph = join(folder, 'a #1.png');
    await sharp({ create: { width: 40, height: 40, channels: 3, background: '#0a0' } })
      .png()
      .toFile(photograph);
    const box = { x: 0, y: 0, width: 40, height: 40 };
    const found = [{ score: 0.25, source: photograph, row: null, box }];
    const result = {
      sentence: 'a man',
      unknown: [],
      faces: 1,
      middle: 0.25,
      found,
      empty: [],
      animated: [],
      failed: [],
    };
    const page = await searchPage(result, join(folder, 'pages', 'found.html'));
    expect(page).toContain('<a href="../a%20%231.png"><img');
    const { data, info } = await sharp(await searchSheet(result))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([...outsideColour]);
    const middle = 3 * ((info.height >> 1) * info.width + (info.height >> 1));
    expect([...data.subarray(middle, middle + 3)]).toEqual([0, 170, 0]);
  });

  it('lists a picture that cannot be read, and goes on', async () => {
    const broken = join(folder, 'broken.jpg');
    writeFileSync(broken, 'nothing');
    const result = await searchFaces({ sentence: 'a man', photographs: [broken], datasets: [], model });
    expect(result).toMatchObject({ faces: 0, found: [], failed: [{ id: broken }] });
  });

  it.each([
    ['', 'the sentence is empty'],
    ['xyzzy', 'none of these words is known: xyzzy'],
    ['a'.repeat(1001), 'a sentence of 1001 letters; allowed: 1000'],
  ])('refuses the sentence %j', async (sentence, message) => {
    await expect(ask(sentence)).rejects.toThrow(message);
  });
});
