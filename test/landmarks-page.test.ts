/** A set is made in headless Chromium and saved; what generates faces reads the file, and finds the very points. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentWork } from '../src/core/work.js';
import { openFaceMaker } from '../src/dataset/generate/make-face.js';
import { openRecipe } from '../src/dataset/generate/open-recipe.js';
import { parseGeneration } from '../src/dataset/generate/settings.js';
import { checkLandmarkSet } from '../src/face/landmark-set-file.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { openSetEditor } from '../src/server/studio/landmarks.js';
import { serveStudio } from '../src/server/studio/serve-studio.js';
import { accessFaults } from './access-faults.suite.js';
import { findBrowser } from './headless-browser.suite.js';

const browserPath = findBrowser();

describe.skipIf(browserPath === undefined)('the set editor in the browser', () => {
  let [root, file] = ['', ''];
  let browser: Browser;
  let page: Page;
  let server: { address: string; close(): Promise<void> };
  const faults: string[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lineament-landmarks-'));
    file = join(root, 'mine.yaml');
    const part = await openSetEditor({ file, from: 'ibug68', isFirst: true });
    server = await serveStudio({ title: 'mine', parts: [part], port: 0 }, silentWork);
    browser = await puppeteer.launch({
      executablePath: browserPath!,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-unsafe-swiftshader'],
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.setDefaultTimeout(100_000);
    await page.setViewport({ width: 1280, height: 800 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(root, { recursive: true, force: true });
  });

  const button = (name: string) => page.click(`::-p-aria(${name}[role="button"])`);
  const saved = () => page.waitForSelector('.set-state-saved');
  const words = (selector: string) => page.$eval(selector, (element) => element.textContent ?? '');
  const counts = (points: number) =>
    page.waitForFunction(
      (wanted) => document.querySelector('.set-count')?.textContent === wanted,
      {},
      `${points} points`,
    );
  async function withControl(key: 'z' | 's'): Promise<void> {
    await page.keyboard.down('Control');
    await page.keyboard.press(key);
    await page.keyboard.up('Control');
  }
  async function pointAt(name: string): Promise<[number, number, number]> {
    await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll<HTMLInputElement>('.set-inspector input')].some(
          ({ value }) => value === wanted,
        ),
      {},
      name,
    );
    const values = await page.$$eval('.set-place input', (fields) =>
      fields.map(({ value }) => Number(value)),
    );
    return values as [number, number, number];
  }

  test('points are added, dragged, mirrored, spaced and saved; everybody can use it', async () => {
    await page.goto(server.address);
    await page.waitForSelector('.set-stage canvas');
    await counts(68);
    for (const value of ['dark', 'light']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await page.waitForSelector(`html[data-theme=${value}]`);
      expect(await accessFaults(page)).toEqual([]);
    }
    await page.click('::-p-text(Begin from …)');
    await page.waitForSelector('dialog.set-dialog[open]');
    expect(await accessFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog') === null);
    const stage = (await (await page.$('.set-stage'))!.boundingBox())!;
    const [x, y] = [stage.x + 0.34 * stage.width, stage.y + 0.6 * stage.height];
    await page.keyboard.press('a');
    await page.mouse.click(x, y);
    await counts(70);
    const before = await pointAt('skin.right.0');
    await page.keyboard.press('v');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 10, y);
    await page.mouse.move(x + 30, y);
    await page.mouse.up();
    await page.waitForFunction(
      (old) => document.querySelector<HTMLInputElement>('.set-place input')?.value !== old,
      {},
      String(before[0]),
    );
    const after = await pointAt('skin.right.0');
    expect(after[0]).toBeGreaterThan(before[0] + 0.5);
    // Its mirror image went with it.
    await button('mirror image skin.left.0');
    const image = await pointAt('skin.left.0');
    expect(image[0]).toBeCloseTo(-after[0], 1);
    expect(await words('.set-problems h2')).toContain('No problems');
    // A point of a pair alone: what is wrong is said, and the mirror key puts it right.
    await button('Both sides at once');
    await page.keyboard.press('Delete');
    await page.waitForSelector('.set-problem');
    expect(await words('.set-problem')).toContain('skin.right.0 has no mirror image');
    await page.click('button.set-problem');
    await page.keyboard.press('m');
    await counts(70);
    await withControl('z');
    await counts(69);
    await button('Redo');
    await counts(70);
    await button('Both sides at once');
    // So many points along a curve, on the other side too.
    const field = (await page.$('::-p-aria(Points evenly along lid.right.upper)'))!;
    await field.click({ clickCount: 3 });
    await page.keyboard.type('9');
    await page.keyboard.press('Enter');
    await counts(80);
    // A curve is drawn, and its image.
    await page.click('.set-stage', { offset: { x: 5, y: 5 } });
    await page.keyboard.press('d');
    for (const [across, down] of [
      [0.3, 0.27],
      [0.36, 0.24],
      [0.42, 0.23],
    ] as const)
      await page.mouse.click(stage.x + across * stage.width, stage.y + down * stage.height);
    await page.keyboard.press('Enter');
    await counts(94);
    await withControl('s');
    await saved();
    expect(faults).toEqual([]);
  });

  test('the file is a set that faces are generated with, of the very points', async () => {
    const { set, mistakes } = await checkLandmarkSet(file);
    expect(mistakes).toEqual([]);
    expect(set!.points).toHaveLength(94);
    expect(set!.points.slice(0, 36)).toEqual(ibug68.points.slice(0, 36));
    const text = await readFile(file, 'utf8');
    expect(text).toContain('drawn: cage');
    const settings = parseGeneration({ landmarks: file, head: 'cage', count: 1, size: 32, layers: [] });
    const make = await openFaceMaker(await openRecipe(settings, silentWork.log));
    const [sample] = await make(0);
    expect(sample!.points.surface!.length).toBe(2 * 94);
  });

  test('what someone else has written is not overwritten without being asked', async () => {
    const theirs = 'name: theirs # by hand\npoints:\n  - {curve: jaw, count: 3}\n';
    await writeFile(file, theirs);
    await page.keyboard.press('n');
    await page.keyboard.press('ArrowUp');
    await withControl('s');
    await page.waitForSelector('.set-notice-bad');
    expect(await readFile(file, 'utf8')).toBe(theirs);
    await page.click('::-p-text(Take theirs)');
    await counts(3);
    await withControl('z');
    await counts(94);
    await withControl('s');
    await saved();
    expect(await readFile(file, 'utf8')).toContain('drawn: cage');
  });
});
