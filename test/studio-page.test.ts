/** The studio's page in headless Chromium: it opens, in light and dark, without a fault, and nothing in it keeps a screen reader out. */
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveStudio } from '../src/server/studio/serve-studio.js';
import type { StudioPart } from '../src/server/studio/studio-app.js';
import { accessFaults } from './access-faults.suite.js';
import { findBrowser } from './headless-browser.suite.js';

const browserPath = findBrowser();
if (browserPath === undefined)
  console.warn('studio test skipped: Chromium is not installed (apt-get install chromium)');

/** A set editor whose file names a curve that there is not. */
const editor: StudioPart = {
  name: 'landmarks',
  addRoutes(app, base) {
    app.get(`${base}/about`, (context) =>
      context.json({ file: { name: 'mine.yaml', path: '/mine.yaml' }, from: null, heads: [] }),
    );
    app.get(`${base}/file`, (context) =>
      context.json({ text: 'name: mine\npoints:\n  - {curve: jawx, count: 3}\n', version: '1' }),
    );
  },
};

describe.skipIf(browserPath === undefined)('the studio in the browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await puppeteer.launch({
      executablePath: browserPath!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
  });
  afterAll(() => browser?.close());

  test('opens the part that it is served with', async () => {
    const server = await serveStudio(
      { title: 'faces', parts: [editor], port: 0 },
      { log: { info: () => {}, warn: () => {} } },
    );
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    try {
      for (const theme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
        await page.goto(server.address);
        await page.waitForSelector('nav a.active');
        await page.waitForSelector(`html[data-theme=${theme}]`);
        await page.waitForSelector('.set-mistakes');
        expect(await page.$eval('.set-mistakes', (list) => list.textContent)).toMatch(
          /^Line 3, points\[0\]\.curve: no curve is called 'jawx'/,
        );
        expect(await accessFaults(page)).toEqual([]);
      }
      expect(faults).toEqual([]);
    } finally {
      await page.close();
      await server.close();
    }
  });
});
