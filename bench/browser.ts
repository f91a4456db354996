/**
 * Frames a second of the page of `lineament web` in headless Chromium: its camera is fed generated frames of 640 × 480 with one
 * face (60 a second), finder, detector and tracker run as in the product. What the page says of itself, median. Needs Chromium
 * and `npm run build && npm run build:web`; left out where either is missing.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { pageFiles } from '../src/cli/web/page-files.js';
import { median } from '../src/core/numbers/statistics.js';
import { defaultModel, shippedModels } from '../src/detect/shipped-models.js';
import { serveFiles } from '../src/node/file-server.js';
import { cameraArguments, writeFrames } from '../test/fake-camera.suite.js';
import { findBrowser } from '../test/headless-browser.suite.js';
import type { Benchmark } from './figure.js';

const camera = {
  frame: { width: 640, height: 480 },
  face: { left: 170, top: 90, size: 300 },
  rate: 60,
};

export const benchBrowser: Benchmark = async ({ quick, say }) => {
  const browserPath = findBrowser();
  if (browserPath === undefined || !existsSync('dist/web-demo/index.html')) {
    say('browser: left out (needs Chromium, and npm run build && npm run build:web)');
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'lineament-bench-'));
  await writeFrames(folder, camera);
  const server = await serveFiles({ files: await pageFiles(defaultModel), port: 0 });
  // The sandbox needs rights that containers and root lack; the page is our own.
  const plain = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await puppeteer.launch({
    executablePath: browserPath,
    args: [...plain, ...cameraArguments(folder)],
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.address);
    const said = (): Promise<string> => page.$eval('#status', (line) => line.textContent ?? '');
    while (!(await said()).startsWith('Ready')) await pause(100);
    await page.click('#camera');
    const rates: number[] = [];
    const times: number[] = [];
    const end = performance.now() + (quick ? 5000 : 20_000);
    while (performance.now() < end) {
      await pause(250);
      const [, took, rate] = /face.*?, (\d+) ms, (\d+) frames a second/.exec(await said()) ?? [];
      if (took === undefined || rate === undefined) continue;
      rates.push(Number(rate));
      times.push(Number(took));
    }
    const about = await page.$eval('#about', (line) => line.textContent ?? '');
    const runtime = /WebGPU|WebAssembly, \d+ threads?/.exec(about)?.[0] ?? 'unknown';
    const value = median(rates);
    say(`browser, ${runtime}: ${value} frames a second, ${median(times)} ms a frame`);
    const conditions = `${shippedModels[defaultModel].file}, one face followed at 640 × 480, headless Chromium, ${runtime}, median`;
    return [
      { benchmark: 'browser', conditions, value, unit: 'frames/s' },
      { benchmark: 'browser', conditions, value: median(times), unit: 'ms/frame' },
    ];
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
};

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
