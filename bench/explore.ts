/**
 * Explore over 100,000 rows in headless Chromium: until the first pictures, filters in the page and over the API, frames while it
 * scrolls, and memory. The server is a process of its own, started as a user starts it; page, server and driver share the machine.
 *
 * npx tsx bench/explore.ts [--rows 100000] [--size 128] [--landmarks ibug68] [--data FOLDER] [--profile FOLDER]
 * --data keeps the rows for another run; --profile writes CPU profiles of page and server (they cost time: their figures do not
 * count). Needs Chromium and `npm run build && npm run build:web`.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer, { type Page } from 'puppeteer-core';
import { findBrowser } from '../test/headless-browser.suite.js';
import { makeExploreRows } from './explore-rows.js';
import { type ExploreServer, startExplore } from './explore-server.js';

declare global {
  interface Window {
    /** Lines of the grid in sight, and those of them that show all of their pictures. */
    benchPainted(): [number, number];
  }
}

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    size: { type: 'string', default: '128' },
    landmarks: { type: 'string', default: 'ibug68' },
    data: { type: 'string' },
    profile: { type: 'string' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'explore-bench-'));
const rows = resolve(flags.data ?? join(folder, 'rows'));
if (flags.profile !== undefined) await mkdir(flags.profile, { recursive: true });

const say = (line: string): void => console.log(line);
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!;
const spread = (values: readonly number[], digits = 0): string =>
  `median ${quantile(values, 0.5).toFixed(digits)} ms, p95 ${quantile(values, 0.95).toFixed(digits)}, p99 ${quantile(values, 0.99).toFixed(digits)}, most ${Math.max(...values).toFixed(digits)}`;

let server: ExploreServer | undefined;
try {
  if (!existsSync(join(rows, 'dataset.json')))
    await makeExploreRows(rows, {
      count: Number(flags.rows),
      size: Number(flags.size),
      landmarks: flags.landmarks,
    });
  say(`load of the machine: ${loadavg()[0]!.toFixed(1)}`);
  const began = performance.now();
  server = await startExplore([rows], { profile: flags.profile, fresh: true });
  say(`from the command to the link: ${((performance.now() - began) / 1000).toFixed(2)} s`);
  const browser = await puppeteer.launch({
    executablePath: findBrowser()!,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
    protocolTimeout: 600_000,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  // tsx marks the functions of a page's script with it.
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  await page.evaluateOnNewDocument(() => {
    window.benchPainted = () => {
      const inSight = [...document.querySelectorAll<HTMLElement>('[role=grid] [role=row]')].filter((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return top < innerHeight && bottom > 0;
      });
      return [inSight.length, inSight.filter((line) => line.ariaBusy === 'false').length];
    };
  });
  await measured(page, 'first', () => firstPictures(page));
  await measured(page, 'filter', () => filtersInPage(page));
  await filtersOverApi();
  await page.goto(server.address);
  await whole(page);
  await measured(page, 'scroll', () => scrolling(page, 60));
  await measured(page, 'fling', () => scrolling(page, 900));
  await throughAllRows(page);
  await browser.close();
  say(`load of the machine: ${loadavg()[0]!.toFixed(1)}`);
} finally {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
}

async function measured(page: Page, name: string, work: () => Promise<void>): Promise<void> {
  if (flags.profile === undefined) return work();
  const session = await page.createCDPSession();
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  await work();
  const { profile } = await session.send('Profiler.stop');
  await writeFile(join(flags.profile, `page-${name}.cpuprofile`), JSON.stringify(profile));
  await session.detach();
}

async function firstPictures(page: Page): Promise<void> {
  const opened = performance.now();
  await page.goto(server!.address);
  await painted(page, 1);
  const first = performance.now() - opened;
  await whole(page);
  const all = performance.now() - opened;
  await page.waitForSelector('.histogram-bars svg');
  say(
    `first pictures: ${(first / 1000).toFixed(2)} s, all in sight: ${(all / 1000).toFixed(2)} s, histograms: ${((performance.now() - opened) / 1000).toFixed(2)} s`,
  );
}

/** Until so many lines in sight are painted. */
async function painted(page: Page, least: number): Promise<void> {
  await page.waitForFunction(
    (least) => {
      const [all, done] = window.benchPainted();
      return all > 0 && done >= Math.min(least, all);
    },
    { polling: 20 },
    least,
  );
}

async function whole(page: Page): Promise<void> {
  await painted(page, 1e9);
}

/** As a person does it: from the last key or click to the frame with the new counts and the new grid, and to its pictures. */
async function filtersInPage(page: Page): Promise<void> {
  const answers: number[] = [];
  const pictures: number[] = [];
  const kinds = new Map<string, number[]>();
  for (let i = 0; i < 60; i++) {
    const [answer, all] = await page.evaluate(async (i) => {
      const named = (name: string) => document.querySelector<HTMLInputElement>(`[aria-label="${name}"]`)!;
      const frame = () =>
        new Promise<void>((next) => {
          // After the frame is drawn, not before it.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => next();
            port2.postMessage(0);
          });
        });
      const type = async (name: string, text: string): Promise<number> => {
        const field = named(name);
        if (document.activeElement !== field) {
          field.focus();
          // A hand that goes from the mouse to the keys.
          await new Promise((next) => setTimeout(next, 200));
        }
        const began = performance.now();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, text);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return began;
      };
      const enter = async (name: string, text: string): Promise<number> => {
        await type(name, text);
        await frame();
        const began = performance.now();
        named(name).dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
        );
        named(name).form?.requestSubmit();
        return began;
      };
      const matching = () => document.querySelector('.matching strong')?.textContent ?? '';
      const isWhole = (): boolean => {
        const grid = document.querySelector('[role=grid]');
        if (grid === null) return matching() === '0';
        const columns = Number(grid.getAttribute('aria-colcount'));
        return (
          Math.ceil(Number(matching().replaceAll(',', '')) / columns) ===
          Number(grid.getAttribute('aria-rowcount'))
        );
      };
      const before = matching();
      const click = async (box: HTMLInputElement): Promise<number> => {
        const began = performance.now();
        box.click();
        return began;
      };
      const boxes = [...document.querySelectorAll<HTMLInputElement>('.word input')];
      // What leaves few or no rows goes again at once.
      const began = await [
        () => enter('yaw from', String(-60 + i)),
        () => type('Words of the caption', i % 16 < 8 ? 'smil' : 'man look'),
        () => type('Words of the caption', ''),
        () => enter('Condition, as --where has it', `age > ${20 + i / 2} AND abs(yaw) < ${60 - i / 2}`),
        () => enter('Condition, as --where has it', ''),
        () => click(boxes[(i * 7) % boxes.length]!),
        () => click(boxes.find((box) => box.checked)!),
        () => enter('age to', String(80 - i / 3)),
      ][i % 8]!();
      while (matching() === before || !isWhole()) {
        await frame();
        if (performance.now() - began > 10_000) return [-1, -1];
      }
      const answer = performance.now() - began;
      for (;;) {
        const [all, done] = window.benchPainted();
        if (done === all) break;
        await frame();
      }
      return [answer, performance.now() - began];
    }, i);
    if (answer! < 0) {
      say(`filter ${i}: nothing changed within 10 s`);
      continue;
    }
    answers.push(answer!);
    const kind = ['range', 'words', 'words off', 'SQL', 'SQL off', 'value', 'value off', 'range'][i % 8]!;
    kinds.set(kind, [...(kinds.get(kind) ?? []), answer!]);
    pictures.push(all!);
  }
  for (const [kind, times] of kinds) say(`  by ${kind}: ${spread(times)}`);
  say(`filter in the page, counts and grid: ${spread(answers)}; with its pictures: ${spread(pictures)}`);
}

async function filtersOverApi(): Promise<void> {
  const address = `${server!.address.replace(/explore$/, '')}v1/studio/explore/0`;
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
  say(`filter over the API, rows and counts: ${spread(times)}`);
}

async function scrolling(page: Page, step: number): Promise<void> {
  const frames = await page.evaluate(async (step) => {
    const grid = document.querySelector('[role=grid]')!;
    const lengths: number[] = [];
    await new Promise(requestAnimationFrame);
    let last = performance.now();
    for (let i = 0; i < 600; i++) {
      grid.scrollTop += step;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      lengths.push(now - last);
      last = now;
    }
    return lengths;
  }, step);
  const began = performance.now();
  await whole(page);
  say(
    `frames while scrolling ${step} px each: ${spread(frames, 1)}; all in sight ${(performance.now() - began).toFixed(0)} ms later`,
  );
}

async function throughAllRows(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]')!;
    for (let i = 0; i < 60; i++) {
      grid.scrollTop = (i / 60) * grid.scrollHeight;
      await new Promise((next) => setTimeout(next, 150));
    }
  });
  const { JSHeapUsedSize = 0 } = await page.metrics();
  const status = await readFile(`/proc/${server!.process.pid}/status`, 'utf8').catch(() => '');
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  say(
    `heap after a way through all rows: ${(JSHeapUsedSize / 1e6).toFixed(0)} MB; server at most ${peak.toFixed(0)} MiB`,
  );
}
