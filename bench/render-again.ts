/**
 * "Render this sample again with …" in headless Chromium: from the change of a control to the new picture and points, faces of 256 px
 * of each head that is installed. The first change of each head loads it; the others find a warm renderer.
 *
 * npx tsx bench/render-again.ts [--size 256] [--changes 12] – needs Chromium and `npm run build && npm run build:web`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer, { type Page } from 'puppeteer-core';
import { silentLog } from '../src/core/log.js';
import { openFaceMaker } from '../src/dataset/generate/make-face.js';
import { newDatasetOf, openRecipe } from '../src/dataset/generate/open-recipe.js';
import { parseGeneration } from '../src/dataset/generate/settings.js';
import { createDataset } from '../src/dataset/store/create-dataset.js';
import { findBrowser } from '../test/headless-browser.suite.js';
import { startExplore } from './explore-server.js';

const { values: flags } = parseArgs({
  options: { size: { type: 'string', default: '256' }, changes: { type: 'string', default: '12' } },
});
const folder = await mkdtemp(join(tmpdir(), 'again-bench-'));
const browser = await puppeteer.launch({
  executablePath: findBrowser()!,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
  protocolTimeout: 600_000,
});
try {
  for (const head of ['cage', 'ict-facekit']) {
    const data = join(folder, head);
    try {
      await makeFaces(data, head);
    } catch (error) {
      console.log(`${head}: left out (${error instanceof Error ? error.message : String(error)})`);
      continue;
    }
    const server = await startExplore([data]);
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const { first, last } = await measure(page, `${server.address}/sample/0`);
    last.sort((a, b) => a - b);
    console.log(
      `${head}, ${flags.size} px, load ${loadavg()[0]!.toFixed(0)}: the first ${first.toFixed(0)} ms, then median ${last[last.length >> 1]!.toFixed(0)} ms, most ${last.at(-1)!.toFixed(0)} ms`,
    );
    await page.close();
    await server.close();
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

declare global {
  interface Window {
    /** The address of the picture that was drawn last. */
    benchDrawn: string;
  }
}

async function measure(page: Page, address: string): Promise<{ first: number; last: number[] }> {
  // tsx marks the functions of a page's script with it.
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  await page.evaluateOnNewDocument(() => {
    const draw = CanvasRenderingContext2D.prototype.drawImage as (...given: unknown[]) => void;
    window.benchDrawn = '';
    CanvasRenderingContext2D.prototype.drawImage = function (
      this: CanvasRenderingContext2D,
      ...given: unknown[]
    ) {
      if (given[0] instanceof HTMLImageElement) window.benchDrawn = given[0].src;
      draw.apply(this, given);
    };
  });
  await page.goto(address);
  await page.locator('::-p-aria([name="Render again"][role="tab"])').click();
  await page.waitForSelector('.again select');
  // As long as a person looks at the controls.
  await new Promise((next) => setTimeout(next, 1500));
  const times: number[] = [];
  for (let i = 0; i < Number(flags.changes); i++)
    times.push(
      await page.evaluate(async (i) => {
        const status = document.querySelector('.again-foot [role=status]')!;
        const sliders = document.querySelectorAll<HTMLInputElement>('.again input[type=range]');
        const slider = sliders[i % 2]!;
        const before = window.benchDrawn;
        const began = performance.now();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(
          slider,
          String(-20 + 7 * i),
        );
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        for (;;) {
          await new Promise(requestAnimationFrame);
          if (window.benchDrawn !== before) break;
          if (performance.now() - began > 60_000) throw new Error('no picture within a minute');
        }
        const shown = performance.now() - began;
        // The next change waits for the whole picture.
        while (status.textContent === 'Rendering …') await new Promise(requestAnimationFrame);
        return shown;
      }, i),
    );
  const [first = 0, ...last] = times;
  return { first, last };
}

async function makeFaces(out: string, head: string): Promise<void> {
  const recipe = await openRecipe(
    parseGeneration({ count: 2, size: Number(flags.size), head, landmarks: 'dense490', seed: 1 }),
    silentLog,
  );
  const makeFace = await openFaceMaker(recipe);
  const dataset = await createDataset(out, newDatasetOf(recipe));
  for (let i = 0; i < 2; i++) await dataset.append(await makeFace(i));
  await dataset.finish();
  dataset.close();
}
