/**
 * Explore over 100,000 rows in headless Chromium: until the first pictures, filters, frames while it scrolls, and the browser's heap.
 * The rows share a few tiny pictures, so that making them takes a minute; nothing that is measured knows of that.
 *
 * npx tsx bench/explore.ts [rows] – needs `npm run build:web` and Chromium.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { silentLog } from '../src/core/log.js';
import { Random } from '../src/core/random.js';
import { openFaceMaker } from '../src/dataset/generate/make-face.js';
import { newDatasetOf, openRecipe } from '../src/dataset/generate/open-recipe.js';
import { parseGeneration } from '../src/dataset/generate/settings.js';
import type { LayeredSample } from '../src/dataset/store/columns.js';
import { createDataset } from '../src/dataset/store/create-dataset.js';
import { openExplore } from '../src/server/studio/explore.js';
import { serveStudio } from '../src/server/studio/serve-studio.js';
import { findBrowser } from '../test/headless-browser.suite.js';

const count = Number(process.argv[2] ?? 100_000);
const folder = await mkdtemp(join(tmpdir(), 'explore-bench-'));
const quantile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!;

try {
  await makeRows(join(folder, 'rows'));
  const began = performance.now();
  const part = await openExplore({ datasets: [join(folder, 'rows')], out: folder });
  console.log(`opening the columns: ${((performance.now() - began) / 1000).toFixed(2)} s`);
  const server = await serveStudio({ title: 'bench', parts: [part], port: 0 }, { log: console });
  const browser = await puppeteer.launch({
    executablePath: findBrowser()!,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
    protocolTimeout: 600_000,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });

  const opened = performance.now();
  await page.goto(server.address);
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[role=gridcell] canvas');
    const pixel = canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
    return pixel !== undefined && pixel[3] === 255;
  });
  console.log(`first pictures: ${((performance.now() - opened) / 1000).toFixed(2)} s`);

  const address = `${server.address.replace(/explore$/, '')}v1/studio/explore/0`;
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const from = -40 + i;
    const filters = [
      { ranges: { yaw: [from, from + 20] } },
      { words: i % 2 === 0 ? 'smiling' : `man ${i}` },
      { where: `abs(yaw) > ${i % 30} AND beard <> 'none'` },
      { ranges: { yaw: [from, null], age: [20, 60] }, values: { light: ['sun', 'room'] } },
    ];
    const filter = encodeURIComponent(JSON.stringify(filters[i % filters.length]));
    const asked = performance.now();
    await Promise.all(
      ['rows', 'counts'].map(async (what) =>
        (await fetch(`${address}/${what}?filter=${filter}`)).arrayBuffer(),
      ),
    );
    times.push(performance.now() - asked);
  }
  console.log(
    `filter, rows and counts: median ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms`,
  );

  const frames = await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]')!;
    const lengths: number[] = [];
    let last = performance.now();
    for (let i = 0; i < 300; i++) {
      grid.scrollTop += 60;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      lengths.push(now - last);
      last = now;
    }
    return lengths;
  });
  console.log(
    `frames while scrolling: median ${quantile(frames, 0.5).toFixed(1)} ms, p99 ${quantile(frames, 0.99).toFixed(1)} ms`,
  );
  await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]')!;
    for (let i = 0; i < 60; i++) {
      grid.scrollTop = (i / 60) * grid.scrollHeight;
      await new Promise((next) => setTimeout(next, 150));
    }
  });
  const { JSHeapUsedSize = 0 } = await page.metrics();
  console.log(
    `heap after a way through all rows: ${(JSHeapUsedSize / 1e6).toFixed(0)} MB; server ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  );
  await browser.close();
  await server.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function makeRows(out: string): Promise<void> {
  const recipe = await openRecipe(
    parseGeneration({ count, size: 48, head: 'cage', landmarks: 'ibug68', seed: 1, samples: 1 }),
    silentLog,
  );
  const makeFace = await openFaceMaker(recipe);
  const models: LayeredSample[] = [];
  for (let i = 0; i < 24; i++) models.push((await makeFace(i))[0]!);
  const dataset = await createDataset(out, newDatasetOf(recipe));
  const random = new Random(1, 'bench explore');
  const batch = 4000;
  for (let start = 0; start < count; start += batch)
    await dataset.append(
      Array.from({ length: Math.min(batch, count - start) }, (_, i): LayeredSample => {
        const model = models[(start + i) % models.length]!;
        const { shows, caption } = model.attributes as { shows: object; caption: string };
        // Without the scene, which no part of this asks for: a hundred thousand of them are a gigabyte.
        const attributes = {
          ...model.attributes,
          scene: {},
          shows: { ...shows, yaw: random.normal() * 25, age: random.uniform(18, 85) },
          caption: `${caption}, number ${start + i}`,
        };
        return { ...model, id: `face-${start + i}`, attributes };
      }),
    );
  await dataset.finish();
  dataset.close();
}
