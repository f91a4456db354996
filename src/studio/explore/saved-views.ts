/** Views under a name, each a file in the dataset's folder `views/`: they travel with the dataset. */

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { parseJsonOrNone } from '../../core/settings/parse-json-as.js';
import { digestOf } from '../../node/digest.js';
import { readTextOr, writeFileWhole } from '../../node/files.js';
import type { SavedView } from './asked.js';

const mostViews = 200;
const viewSchema = z.object({ name: z.string().min(1).max(60), search: z.string().max(20_000) });

const folderOf = (dataset: string): string => join(dataset, 'views');

/** A name may hold anything; its file is named by its hash, so that no name leads elsewhere. */
const fileOf = (dataset: string, name: string): string =>
  join(folderOf(dataset), `${digestOf(name).slice(0, 16)}.json`);

/** By name. Files that are no views are passed over. */
export async function savedViews(dataset: string): Promise<SavedView[]> {
  const files = await readdir(folderOf(dataset)).catch(() => []);
  const views: SavedView[] = [];
  for (const file of files.filter((one) => /^[0-9a-f]{16}\.json$/.test(one)).slice(0, mostViews)) {
    const text = await readTextOr(join(folderOf(dataset), file), 'a saved view').catch(() => '');
    const view = parseJsonOrNone(viewSchema, text);
    if (view !== undefined) views.push(view);
  }
  return views.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function saveView(dataset: string, view: SavedView): Promise<void> {
  if ((await savedViews(dataset)).length >= mostViews)
    throw new UsageError(`explore: the dataset has ${mostViews} saved views already`, {
      hint: 'remove one first',
    });
  await writeFileWhole(fileOf(dataset, view.name), `${JSON.stringify(view, null, 2)}\n`);
}

export async function removeView(dataset: string, name: string): Promise<void> {
  await rm(fileOf(dataset, name), { force: true });
}
