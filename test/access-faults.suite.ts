/** What axe finds of a page that keeps people with a screen reader or a keyboard out. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';

let script: string | undefined;

/** @returns rule and elements of each fault. */
export async function accessFaults(page: Page): Promise<[string, string[]][]> {
  script ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(script);
  return (await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  )) as [string, string[]][];
}
