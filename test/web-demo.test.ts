/**
 * The page of `lineament web` in headless Chromium: a photograph, the camera (fed from generated frames), a file that is no
 * picture; what is fetched, from where, and how much of it.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageFiles } from '../src/cli/web/page-files.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { serveFiles } from '../src/node/file-server.js';
import type { RunningServer } from '../src/node/listening.js';
import { cameraArguments, writeFrames } from './fake-camera.suite.js';
import { findBrowser } from './headless-browser.suite.js';

const browserPath = findBrowser();
if (browserPath === undefined)
  console.warn('page test skipped: Chromium is not installed (apt-get install chromium)');

/** Of the camera, pixels. */
const frame = { width: 320, height: 240 };
const face = { left: 60, top: 20, size: 200 };
/** All that the page may fetch, as it goes over the wire. */
const mostBytes = 8e6;

describe.skipIf(browserPath === undefined)('the page in the browser', () => {
  let folder = '';
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  const addresses: string[] = [];
  const faults: string[] = [];
  let fetched = 0;

  beforeAll(async () => {
    if (!existsSync('dist/web-demo/index.html'))
      throw new Error('dist/web-demo is missing: run `npm run build:web` first (npm test does)');
    folder = await mkdtemp(join(tmpdir(), 'lineament-page-'));
    await writeFrames(folder, { frame, face, rate: 10 });
    server = await serveFiles({ files: await pageFiles(defaultModel), port: 0 });
    browser = await puppeteer.launch({
      executablePath: browserPath!,
      args: [
        // The sandbox needs rights that containers and root lack; the page is our own.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        ...cameraArguments(folder),
      ],
    });
    page = await browser.newPage();
    page.on('request', (request) => addresses.push(request.url()));
    page.on('pageerror', (error) => faults.push(String(error)));
    // Those of the page's worker too.
    page.on('response', (response) => {
      fetched += Number(response.headers()['content-length'] ?? 0);
    });
    await page.goto(server.address);
    await status(/^Ready: 1001 points/);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Waits for the line below the picture. */
  async function status(expected: RegExp, of: Page = page): Promise<string> {
    const shown = (): Promise<string> => of.$eval('#status', (line) => line.textContent ?? '');
    for (let tries = 0; tries < 600; tries++) {
      const text = await shown();
      if (expected.test(text)) return text;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(
      `the page says '${await shown()}' where ${expected} is awaited; faults: ${faults.join('; ')}`,
    );
  }

  const give = async (file: string): Promise<void> =>
    ((await page.$('#file')) as ElementHandle<HTMLInputElement>).uploadFile(file);

  /** The canvas as it is, RGBA. */
  const drawn = async (): Promise<Uint8Array> =>
    Uint8Array.from(
      await page.$eval('#picture', (canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        return [...(canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data];
      }),
    );

  test('opens on WebAssembly where the networks do not open on the graphics processor', async () => {
    const files = await pageFiles(defaultModel);
    files.delete('ort/ort-wasm-simd-threaded.asyncify.mjs');
    const other = await browser.newPage();
    const without = await serveFiles({ files, port: 0 });
    const asked: string[] = [];
    other.on('request', (request) => asked.push(request.url().slice(without.address.length)));
    try {
      await other.evaluateOnNewDocument(
        "Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => ({}) } })",
      );
      await other.goto(without.address);
      await status(/^Ready: 1001 points/, other);
      expect(await other.$eval('#about', (line) => line.textContent)).toMatch(/WebAssembly, \d+ thread/);
      expect(asked).toContain('worker-webgpu.js');
    } finally {
      await other.close();
      await without.close();
    }
  });

  test('may use threads', async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  test('finds the face of a photograph and draws its points', async () => {
    await give(join(folder, 'photograph.png'));
    expect(await status(/^(No|\d+) face/)).toMatch(/^1 face, \d+ ms\.$/);
    const withPoints = await drawn();
    await page.click('#showPoints');
    const without = await drawn();
    await page.click('#showPoints');
    expect(await drawn()).toEqual(withPoints);
    // Seen points are green: where they are drawn, red falls most.
    const changed = withPoints.filter((value, i) => i % 4 === 0 && value < without[i]! - 20);
    expect(changed.length).toBeGreaterThan(500);
    expect(await page.$eval('#save', (button) => (button as HTMLButtonElement).hidden)).toBe(false);
  });

  test('says so where a file is no picture, and goes on', async () => {
    await writeFile(join(folder, 'text.png'), 'no picture');
    await give(join(folder, 'text.png'));
    await status(/cannot open this as a picture\. Choose a JPEG/);
    await give(join(folder, 'photograph.png'));
    await status(/^1 face/);
  });

  test('follows the face of the camera, and stops', async () => {
    await page.click('#cameraAgain');
    await status(/^1 face, \d+ ms, \d+ frames a second/);
    await page.$eval('#stop', (button) => (button as HTMLButtonElement).click());
    expect(await page.$eval('#stop', (button) => (button as HTMLButtonElement).hidden)).toBe(true);
  });

  test('asks nobody else, and fetches less than 8 MB', () => {
    const others = addresses.filter(
      (address) => !/^(blob|data):/.test(address) && !address.startsWith(server.address),
    );
    expect(others).toEqual([]);
    expect(faults).toEqual([]);
    expect(fetched).toBeGreaterThan(3e6);
    expect(fetched).toBeLessThan(mostBytes);
  });
});
