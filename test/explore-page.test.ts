/** Explore in headless Chromium: filter, look, render again, compare, export; by keyboard, and without a fault for screen readers. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseSceneOrder } from '../src/dataset/generate/scene-order.js';
import type { RunningServer } from '../src/node/listening.js';
import { openExplore } from '../src/server/studio/explore.js';
import { serveStudio } from '../src/server/studio/serve-studio.js';
import {
  makeTinyClips,
  makeTinyDataset,
  tinyCount,
  tinyFrames,
} from '../src/studio/explore/tiny-dataset.suite.js';
import { accessFaults } from './access-faults.suite.js';
import { findBrowser } from './headless-browser.suite.js';

const browserPath = findBrowser();
if (browserPath === undefined)
  console.warn('explore test skipped: Chromium is not installed (apt-get install chromium)');

describe.skipIf(browserPath === undefined)('explore in the browser', () => {
  let browser: Browser;
  let server: RunningServer;
  let folder: string;
  let page: Page;
  const faults: string[] = [];
  const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
  const cells = () => page.$$eval('[role=gridcell]', (list) => list.length);

  /** What the page saves when the button is pressed. */
  const savedFile = async (name: string, file: string): Promise<string> => {
    await button(name).click();
    // A file under its own name is whole.
    return vi.waitFor(() => readFile(join(folder, file), 'utf8'), { timeout: 20_000 });
  };

  const assets = process.env.LINEAMENT_ASSETS;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'explore-page-'));
    process.env.LINEAMENT_ASSETS = join(folder, 'assets');
    const part = await openExplore({
      datasets: [await makeTinyDataset(folder), await makeTinyClips(folder)],
      out: join(folder, 'out'),
    });
    server = await serveStudio(
      { title: 'tiny', parts: [part], port: 0 },
      { log: { info: () => {}, warn: (line) => void faults.push(line) } },
    );
    browser = await puppeteer.launch({
      executablePath: browserPath!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    page = await browser.newPage();
    const protocol = await page.createCDPSession();
    await protocol.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await page.setViewport({ width: 1280, height: 800 });
    page.on('pageerror', (error) => faults.push(String(error)));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (assets === undefined) delete process.env.LINEAMENT_ASSETS;
    else process.env.LINEAMENT_ASSETS = assets;
    await rm(folder, { recursive: true, force: true });
  });

  test('shows every row, and those that pass a filter; a wrong one is said in place', async () => {
    await page.goto(server.address);
    await page.waitForSelector('[role=gridcell]');
    expect(await cells()).toBe(tinyCount);
    expect(await accessFaults(page)).toEqual([]);
    await page.locator('::-p-aria([name="Condition, as --where has it"])').fill('smile > 1');
    await page.keyboard.press('Enter');
    const told = await page.waitForSelector('#where-fault');
    expect(await told!.evaluate((fault) => fault.textContent)).toMatch(
      /^the condition «smile > 1» cannot be used: there is no column 'smile'for example `beard.*yaw, pitch/,
    );
    expect(await page.$$eval('[role=alert]', (list) => list.length)).toBe(1);
    // What passed before stays; an opened link has what passes the rest.
    for (const open of [async () => {}, () => page.reload()]) {
      await open();
      await page.waitForFunction(
        (count) =>
          document.querySelector('#where-fault') !== null &&
          document.querySelectorAll('[role=gridcell]').length === count &&
          document.querySelectorAll('.column').length > 10,
        {},
        tinyCount,
      );
    }
    expect(await accessFaults(page)).toEqual([]);
    await page.locator('::-p-aria([name="Condition, as --where has it"])').fill("id < 'face-0000002'");
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('[role=gridcell]').length === 2);
    // The address is the view.
    expect(new URL(page.url()).searchParams.get('f')).toContain('face-0000002');
  });

  test('in a narrow window the grid has its whole width and the filters are folded above it', async () => {
    await page.setViewport({ width: 390, height: 844 });
    await page.goto(server.address);
    await page.waitForSelector('[role=gridcell]');
    const box = (name: string) =>
      page.$eval(name, (part) => {
        const { top, bottom, width } = part.getBoundingClientRect();
        return { top, bottom, width };
      });
    expect((await box('.grid')).width).toBe(390);
    expect((await box('.filters')).bottom).toBeLessThan(150);
    await button('Filters').click();
    await page.waitForSelector('.filters.is-open .column');
    const [filters, grid] = [await box('.filters'), await box('.grid')];
    expect(filters.bottom).toBeLessThanOrEqual(grid.top);
    expect((await box('.where')).width).toBeGreaterThan(340);
    expect(await accessFaults(page)).toEqual([]);
    await page.setViewport({ width: 1280, height: 800 });
    await page.waitForFunction(() => document.querySelector('.filters')?.clientWidth === 271);
  });

  test('takes words as they are typed, and tells its keys', async () => {
    await page.goto(server.address);
    await page.waitForSelector('[role=gridcell]');
    const box = (name: string) => page.locator(`::-p-aria([name="${name}"])`);
    await box('Words of the caption').click();
    await page.keyboard.type('zebra');
    await page.waitForFunction(() => document.body.textContent?.includes('Nothing passes these filters'));
    expect(await accessFaults(page)).toEqual([]);
    await button('Clear all filters').click();
    await page.waitForSelector('[role=gridcell]');
    await box('Order by a sentence').click();
    await page.keyboard.type('xyzzy\n');
    await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent?.includes('xyzzy'));
    for (const _ of 'xyzzy') await page.keyboard.press('Backspace');
    await page.keyboard.type('a man with glasses\n');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('f')?.includes('words'));
    // The address comes first; the controls know of it once it is drawn.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('select')].some(({ value }) => value === 'words'),
    );
    for (const _ of 'a man with glasses') await page.keyboard.press('Backspace');
    await page.waitForFunction(() => !new URL(location.href).searchParams.get('f')?.includes('words'));
    await page.focus('[role=grid]');
    await page.keyboard.type('?');
    await page.waitForSelector('dialog[open]');
    expect(await accessFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await box('Condition, as --where has it').click();
    await page.keyboard.type("id < 'face-0000002'\n");
    await page.waitForFunction(() => document.querySelectorAll('[role=gridcell]').length === 2);
  });

  test('opens a sample by keyboard, goes on to the next, and back to the grid', async () => {
    await page.focus('[role=grid]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[role=gridcell][aria-selected=true]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.sample-id');
    expect(await page.$eval('.sample-id', (title) => title.textContent)).toBe('face-0000000');
    expect(await accessFaults(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.sample-id')?.textContent === 'face-0000001');
  });

  test('renders a sample again with other glasses', async () => {
    await page.locator('::-p-aria([name="Render again"][role="tab"])').click();
    await page.waitForSelector('.again select');
    await page.select('.again label:nth-of-type(8) select', 'dark');
    await page.waitForFunction(() =>
      /^\d/.test(document.querySelector('.again-foot [role=status]')?.textContent ?? ''),
    );
    await button('Keep this one').click();
    await page.waitForFunction(() => document.querySelector('.again')?.textContent?.includes('1 kept'));
    const saved = await savedFile('Save 1 as an order', 'variants.json');
    const order = parseSceneOrder(JSON.parse(saved));
    expect(order.scenes.map(({ again }) => again)).toEqual(['face-0000001']);
    expect(order.scenes[0]!.scene.face.worn.glasses?.dark).toBe(true);
    // The one that is seen, without keeping it.
    expect(
      parseSceneOrder(JSON.parse(await savedFile('Save as an order', 'variant.json'))).scenes[0]!.scene,
    ).toEqual(order.scenes[0]!.scene);
    await page.locator('::-p-aria([name="Facts"][role="tab"])').click();
    await page.waitForFunction(() => document.querySelector('.facts')?.textContent?.includes('dark'));
    await page.locator('::-p-aria([name="Grid"][role="button"])').click();
    await page.waitForSelector('[role=grid]');
    expect(await page.$$eval('[aria-selected=true]', (list) => list.length)).toBe(1);
  });

  test('a link to one sample restores its tab, gaze and relief; what is not drawn again is said', async () => {
    await page.goto(`${server.address}/sample/1?layer=normals`);
    await button('Gaze').click();
    await page.locator('::-p-aria([name="Render again"][role="tab"])').click();
    await page.waitForFunction(() => new URL(location.href).searchParams.get('tab') === 'render-again');
    await page.reload();
    await page.waitForSelector('::-p-aria([name="Gaze"][role="button"])[aria-pressed=true]');
    await page.waitForSelector('.again select');
    await page.select('.again label:nth-of-type(8) select', 'dark');
    await page.waitForFunction(() =>
      document.querySelector('.layer-state')?.textContent?.includes('the layer normals'),
    );
    await page.goto(`${server.address}/sample/1?relief=1&tab=scene`);
    await page.waitForSelector('.scene');
    await page.waitForSelector('::-p-aria([name="Relief"][role="button"])[aria-pressed=true]');
    expect(await accessFaults(page)).toEqual([]);
  });

  test('plays a clip over and over until it is paused', async () => {
    await page.goto(`${server.address}/sample/0?d=1`);
    await page.waitForSelector('.clip-bar');
    expect(await accessFaults(page)).toEqual([]);
    const frame = () => page.$eval('.clip-bar span', (told) => told.textContent);
    expect(await frame()).toBe(`frame 1 of ${tinyFrames}`);
    await button('Play').click();
    for (const at of [2, tinyFrames, 1, 2])
      await page.waitForFunction(
        (words) => document.querySelector('.clip-bar span')?.textContent === words,
        { polling: 5 },
        `frame ${at} of ${tinyFrames}`,
      );
    await button('Pause').click();
    await page.waitForSelector('::-p-aria([name="Play"][role="button"])');
    // What was on its way has come; then it stands still.
    await page.waitForFunction(async () => {
      const told = () => document.querySelector('.clip-bar span')?.textContent;
      const before = told();
      await new Promise((resolve) => setTimeout(resolve, 350));
      return told() === before;
    });
    expect(new URL(page.url()).pathname).toMatch(/sample\/[0-3]$/);
  });

  test('compares two models on the same faces, and shows where they differ most with the points of both', async () => {
    await page.goto(`${server.address}/compare`);
    await page.waitForSelector('.compare-models input');
    const [first, second] = ['dense1001', 'ibug68-ict'];
    await page.locator('.compare-models label:nth-of-type(2) input').click();
    await button('Run').click();
    await page.waitForSelector('.compare-table td');
    const names = await page.$$eval('.compare-table tbody th', (list) =>
      list.map((name) => name.textContent?.trim()),
    );
    expect(names).toEqual([first, second, `${first} −  ${second}`]);
    const numbers = await page.$$eval('.compare-table td strong', (list) =>
      list.map((number) => Number(number.textContent?.replace('−', '-'))),
    );
    expect(numbers[2]).toBeCloseTo(numbers[0]! - numbers[1]!, 1);
    expect(await accessFaults(page)).toEqual([]);
    await button(`Where ${second} is worse than ${first}`).click();
    await page.waitForSelector('[role=gridcell]');
    expect(
      await page.$$eval('.model-legend li', (list) => list.map((name) => name.textContent?.trim())),
    ).toEqual([second, first]);
    expect(new URL(page.url()).searchParams.get('f')).toContain(`error ${first} − ${second}`);
    expect(await accessFaults(page)).toEqual([]);
    await page.focus('[role=grid]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() =>
      /\d %.+\d %/.test(document.querySelector('.model-legend')?.textContent ?? ''),
    );
    expect(await accessFaults(page)).toEqual([]);
    await button('Hide the points of models').click();
    await page.waitForFunction(() => document.querySelector('.model-legend') === null);
    expect(page.url()).not.toContain('against');
  });

  test('maps the faces by what the detector sees, selects by keyboard, and finds those alike', async () => {
    const link = (name: string) => page.locator(`::-p-aria([name="${name}"][role="link"])`);
    await page.goto(`${server.address}/map`);
    await button('Look at all faces').click();
    const plot = (await page.waitForSelector('.map-plot'))!;
    const { x, y, width, height } = (await plot.boundingBox())!;
    // A lasso around all of them.
    await page.keyboard.down('Shift');
    await page.mouse.move(x + 4, y + 4);
    await page.mouse.down();
    for (const [right, down] of [
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const)
      await page.mouse.move(x + 4 + right * (width - 8), y + 4 + down * (height - 8));
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.waitForFunction(
      (count) => document.querySelector('.selection [role=status]')?.textContent === `${count} selected`,
      {},
      tinyCount,
    );
    await page.focus('.map-plot');
    await page.keyboard.press('+');
    await page.waitForSelector('.map-looked canvas');
    expect(await page.$eval('.map-looked', (told) => told.textContent)).toMatch(/^Row \d$/);
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    expect(await accessFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('.selection [role=status]') === null);

    await page.keyboard.press('Space');
    await link('More like this').click();
    await page.waitForSelector('.like');
    await page.waitForSelector('[role=gridcell]');
    expect(await cells()).toBe(tinyCount);
    expect(await accessFaults(page)).toEqual([]);
    await link('Duplicates').click();
    await button('Find pairs').click();
    await page.waitForSelector('.pairs, .state-title');
    expect(await accessFaults(page)).toEqual([]);
    await link('Grid').click();
    await page.waitForSelector('[role=grid]');
  });

  test('exports as a page that opens without a server', async () => {
    await button('Export').click();
    await page.waitForSelector('dialog[open]');
    expect(await accessFaults(page)).toEqual([]);
    await page.locator('dialog button[type=submit]').click();
    await page.waitForSelector('dialog p[role=status] code');
    expect(await readdir(join(folder, 'out'))).toEqual(['tiny-part']);
    await page.goto(`file://${join(folder, 'out', 'tiny-part', 'index.html')}`);
    await page.waitForSelector('figure svg');
    expect(await page.$$eval('figure', (list) => list.length)).toBe(tinyCount);
    expect(faults).toEqual([]);
  });
});
