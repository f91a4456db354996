/** A face is annotated in headless Chromium while the server is killed in between: all corrections are found again but at most one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pictureNames } from '../apps/explorer/src/annotate/picture-names.js';
import { boxOf, fitBox, toStage } from '../apps/explorer/src/annotate/view.js';
import type { AnnotatedFace } from '../src/annotation/annotated-face.js';
import { frontalFace } from '../src/annotation/simulated-faces.suite.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { accessFaults } from './access-faults.suite.js';
import { findBrowser } from './headless-browser.suite.js';

const browserPath = findBrowser();

test('pictures of one name are told apart by their folders', () => {
  const shown = (...pictures: string[]) => [...pictureNames(pictures).values()];
  expect(shown('a/one.jpg', 'a/one.jpg', 'two.jpg')).toEqual(['one.jpg', 'two.jpg']);
  expect(shown('same.jpg', 'sub/same.jpg')).toEqual(['same.jpg', 'sub/same.jpg']);
  expect(shown('a/x/1.jpg', 'a/y/1.jpg', 'b/y/1.jpg', 'a/y/2.jpg')).toEqual([
    'x/1.jpg',
    'a/y/1.jpg',
    'b/y/1.jpg',
    '2.jpg',
  ]);
});

describe.skipIf(browserPath === undefined)('annotation in the browser', () => {
  let [root, folder, address] = ['', '', ''];
  let browser: Browser;
  let page: Page;
  let server: ChildProcess;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lineament-annotate-'));
    folder = join(root, 'annotations');
    await mkdir(join(root, 'photos'));
    await sharp({ create: { width: 400, height: 400, channels: 3, background: '#678' } })
      .png()
      .toFile(join(root, 'photos', 'face.png'));
    [browser, address] = await Promise.all([
      puppeteer.launch({
        executablePath: browserPath!,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      }),
      start('0'),
    ]);
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
  });
  afterAll(async () => {
    await browser?.close();
    await kill();
    await rm(root, { recursive: true, force: true });
  });

  /** @returns the address once it answers. */
  async function start(port: string): Promise<string> {
    const script = join(import.meta.dirname, '../src/server/studio/annotate-server.suite.ts');
    server = spawn(process.execPath, ['--import', 'tsx', script, join(root, 'photos'), folder, port], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise((done, fail) => {
      server.stdout!.once('data', (words: Buffer) => done(words.toString().trim()));
      server.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
    });
  }

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGKILL');
    await ended;
  }

  async function onDisk(): Promise<AnnotatedFace> {
    const [name] = (await readdir(join(folder, 'faces'))).filter((file) => file.endsWith('.json'));
    return JSON.parse(await readFile(join(folder, 'faces', name!), 'utf8'));
  }

  const saved = () => page.waitForSelector('.saving-saved');
  const button = (name: string) => page.click(`::-p-aria(${name}[role="button"])`);
  /** One correction, by keys: the next doubtful point a pixel to the right. */
  async function correct(): Promise<void> {
    await page.keyboard.press('n');
    await page.keyboard.press('ArrowRight');
    // Selecting another point ends the nudge at once.
    await page.keyboard.press('Escape');
  }

  test('a dragged point takes others along; nobody is kept out; undo, redo', async () => {
    for (const value of ['dark', 'light']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await page.goto(address);
      await page.waitForSelector(`html[data-theme=${value}]`);
      await page.waitForFunction(
        () => document.querySelector('.bench') && !document.querySelector('.bench-cover'),
      );
      expect(await accessFaults(page)).toEqual([]);
    }
    expect(new URL(page.url()).pathname).toMatch(/^\/annotate\/face-/);
    await page.setViewport({ width: 390, height: 844 });
    await page.waitForFunction(() => document.querySelector('.stage')?.clientWidth === 390);
    expect(
      await page.evaluate(() => {
        const box = (name: string) => document.querySelector(name)!.getBoundingClientRect();
        return {
          overflow: document.documentElement.scrollWidth,
          picture: box('.stage').height > 300,
          // Whole, not squeezed under the list.
          inspector:
            box('.inspector').height > document.querySelector('.inspector')!.scrollHeight - 1 &&
            box('.inspector').height > 300,
          // One below the other, each as wide as the window.
          order:
            box('.bench').bottom <= box('.inspector').top && box('.inspector').bottom <= box('.faces').top,
          widths: ['.bench', '.inspector', '.faces'].map((name) => box(name).width),
          cut: [...document.querySelectorAll('.tools button')].filter(
            (tool) => tool.getBoundingClientRect().right > 390,
          ).length,
        };
      }),
    ).toEqual({
      overflow: 390,
      picture: true,
      inspector: true,
      order: true,
      widths: [390, 390, 390],
      cut: 0,
    });
    await page.setViewport({ width: 1280, height: 800 });
    await page.waitForFunction(() => document.querySelector('.stage')?.clientWidth === 1280 - 232 - 256);
    await page.keyboard.press('?');
    await page.waitForSelector('dialog.help[open]');
    expect(await accessFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog') === null);
    await page.click('::-p-text(Agreement of two annotators)');
    await page.waitForSelector('.agreement');
    expect(await accessFaults(page)).toEqual([]);
    await page.click('::-p-text(Back to the faces)');
    await page.waitForFunction(
      () => document.querySelector('.bench') && !document.querySelector('.bench-cover'),
    );
    const stage = await page.$('.stage');
    const { x, y, width, height } = (await stage!.boundingBox())!;
    const points = frontalFace(ibug68, 100);
    const view = fitBox(boxOf(points), { width, height });
    const [px, py] = toStage(view, [points[96]!, points[97]!]);
    await page.mouse.move(x + px, y + py);
    await page.mouse.down();
    await page.mouse.move(x + px + 10, y + py);
    await page.mouse.move(x + px + 30, y + py);
    await page.mouse.up();
    await saved();
    const moved = await onDisk();
    expect(moved.fixed).toEqual([48]);
    expect(moved.points[48]![0]).toBeCloseTo(points[96]! + 30 / view.scale, 1);
    expect(moved.points[49]![0]).toBeGreaterThan(points[98]! + 1);
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await saved();
    expect(await onDisk()).toMatchObject({ fixed: [], cursor: 0 });
    await button('Redo');
    await saved();
    expect(await onDisk()).toMatchObject({ fixed: [48], cursor: 1 });
  });

  test('the server is killed and the window closed in the midst of it: at most one correction is lost', async () => {
    for (let i = 0; i < 3; i++) {
      await correct();
      await saved();
    }
    const port = new URL(address).port;
    await correct();
    await kill();
    expect((await onDisk()).edits.length).toBeGreaterThanOrEqual(4);
    await start(port);
    // The page sends what was not answered, and says when it is kept.
    await saved();
    expect((await onDisk()).edits.length).toBe(5);
    await correct();
    await page.close();
    page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction(
      () => document.querySelector('.bench') && !document.querySelector('.bench-cover'),
    );
    expect((await onDisk()).edits.length).toBeGreaterThanOrEqual(5);
  });

  test('a server that is gone is told though nothing waits for it, and the picture stays where it is', async () => {
    await saved();
    const top = () => page.$eval('.stage', (stage) => stage.getBoundingClientRect().top);
    const before = await top();
    const { port } = new URL(address);
    await kill();
    await page.waitForSelector('.saving-away');
    await page.waitForSelector('.notice-bad');
    expect(await top()).toBe(before);
    expect(await accessFaults(page)).toEqual([]);
    await start(port);
    await saved();
    await page.waitForFunction(() => document.querySelector('.notice') === null);
  });

  test('the command to take faces out works from anywhere, and a label by the edge is whole', async () => {
    expect(await page.$eval('.inspector-command', (command) => command.textContent)).toContain(` ${folder} `);
    await page.focus('.stage');
    await page.keyboard.press('0');
    const { x, y, width, height } = (await (await page.$('.stage'))!.boundingBox())!;
    const points = Float32Array.from((await onDisk()).points.flat());
    const [px, py] = toStage(fitBox(boxOf(points), { width, height }), [points[32]!, points[33]!]);
    // The picture is pushed until a point lies by the edge.
    const by = width - 12 - px;
    await page.mouse.move(x + 20, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 20 + by, y + 20);
    await page.mouse.up();
    await page.mouse.move(x + width - 12, y + py);
    const label = (await (await page.waitForSelector('.stage-tip'))!.boundingBox())!;
    expect(label.x).toBeGreaterThan(x);
    expect(label.x + label.width).toBeLessThan(x + width);
    await page.mouse.move(x + 20, y + 20);
  });

  test('curves and the whole face are dragged, points are classed, hidden, magnified and zoomed by keys', async () => {
    const press = (key: string) => page.keyboard.press(key as Parameters<Page['keyboard']['press']>[0]);
    const pressed = (name: string) => page.waitForSelector(`[aria-label="${name}"][aria-pressed=true]`);
    await press('0');
    const before = await onDisk();
    const points = Float32Array.from(before.points.flat());
    const { x, y, width, height } = (await (await page.$('.stage'))!.boundingBox())!;
    const view = fitBox(boxOf(points), { width, height });
    const drag = async (k: number, dx: number, dy: number): Promise<AnnotatedFace> => {
      const [px, py] = toStage(view, [points[2 * k]!, points[2 * k + 1]!]);
      await page.mouse.move(x + px, y + py);
      await page.mouse.down();
      await page.mouse.move(x + px + dx / 2, y + py + dy / 2);
      await page.mouse.move(x + px + dx, y + py + dy);
      await page.mouse.up();
      await saved();
      return onDisk();
    };
    await press('c');
    await pressed('Drag curves');
    const curve = await drag(8, 0, 24);
    expect(curve.edits.at(-1)).toMatchObject({ kind: 'points', places: { length: 17 } });
    expect(curve.points[8]![1]).toBeCloseTo(points[17]! + 24 / view.scale, 1);
    await press('m');
    await pressed('Move the whole face');
    const moved = await drag(30, 12, 0);
    expect(moved.edits.at(-1)).toMatchObject({ kind: 'move', by: [expect.closeTo(12 / view.scale, 3), 0] });
    for (const k of [0, 8, 67])
      expect(moved.points[k]![0]).toBeCloseTo(curve.points[k]![0] + 12 / view.scale, 1);
    await press('p');
    await press('n');
    await press('3');
    await saved();
    const { edits, visibility } = await onDisk();
    const classed = edits.at(-1) as { point: number };
    expect(classed).toMatchObject({ kind: 'visibility', value: 2 });
    expect(visibility![classed.point]).toBe(2);
    await press('Escape');
    await press('h');
    await page.waitForSelector('[aria-label="Points"][aria-pressed=false]');
    await press('h');
    await press('g');
    await pressed('Magnifier');
    const scale = () => page.$eval('.tools-scale', (told) => told.textContent);
    const fitted = await scale();
    await press('+');
    await page.waitForFunction(
      (old) => document.querySelector('.tools-scale')?.textContent !== old,
      {},
      fitted,
    );
    const zoomed = await scale();
    await press('0');
    await page.waitForFunction(
      (old) => document.querySelector('.tools-scale')?.textContent !== old,
      {},
      zoomed,
    );
    // Undo goes back through all of it, redo forth again.
    for (let i = 0; i < 3; i++) await button('Undo');
    await saved();
    await vi.waitFor(async () =>
      expect(await onDisk()).toMatchObject({ cursor: before.cursor, points: before.points }),
    );
    for (let i = 0; i < 3; i++) await button('Redo');
    await vi.waitFor(async () =>
      expect(await onDisk()).toMatchObject({ cursor: edits.length, points: moved.points }),
    );
    await saved();
  });

  test('what another window has done is not overwritten: the page says so and shows it', async () => {
    const { revision, cursor, edits } = await onDisk();
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    const edit = { kind: 'points', places: [[8, 200, 333]] };
    const other = await fetch(new URL(`/v1/studio/annotate/faces/${id}/edits`, address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision, cursor, edit }),
    });
    expect(other.status).toBe(200);
    await correct();
    await page.waitForSelector('.notice');
    expect(await page.$eval('.notice', (element) => element.textContent)).toContain(
      'Changed in another window',
    );
    // The page may have heard of it before its own correction: that then comes after.
    expect((await onDisk()).edits.slice(0, edits.length + 1)).toEqual([...edits, edit]);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.faces-row .faces-done, .faces .state');
    expect(await onDisk()).toMatchObject({ done: true });
  });

  test('while the server does not answer one correction waits behind the one on its way; the browser is killed: one is lost', async () => {
    const before = (await onDisk()).edits.length;
    server.kill('SIGSTOP');
    for (let i = 0; i < 3; i++) await correct();
    await page.waitForSelector('.notice-bad');
    const gone = new Promise((done) => browser.once('disconnected', done));
    browser.process()!.kill('SIGKILL');
    await gone;
    server.kill('SIGCONT');
    // The third was not taken, the second is lost, the first was on its way.
    await vi.waitFor(async () => expect((await onDisk()).edits).toHaveLength(before + 1), {
      timeout: 10_000,
    });
  });
});
