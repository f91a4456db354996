/** Rows rendered again that are kept, and written as a dataset of their own or saved as an order for `generate`. */
import type { Context } from 'hono';
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { sceneOrderOf } from '../../dataset/generate/scene-order.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import type { ExploredDataset } from '../../studio/explore/explored-dataset.js';
import { exportFolder } from '../../studio/explore/export-rows.js';
import { KeptVariants } from '../../studio/explore/kept-variants.js';
import type { SceneRenderer } from '../../studio/explore/scene-renderer.js';
import { readJsonBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { type App, addRoute } from '../routes/documented.js';
import { writable } from './explore-jobs.js';
import { changesSchema } from './schemas/explore.js';

export interface VariantRoutes {
  of(context: Context<ServerEnv>): Promise<ExploredDataset>;
  rowOf(context: Context): number;
  renderer: SceneRenderer;
  /** Folder that datasets are made below; null: none is. */
  out: string | null;
}

const tags = ['explore'];
const never = { 'cache-control': 'no-store' };
const writeSchema = z.strictObject({ name: z.string().max(100) });

export function addVariantRoutes(app: App, base: string, { of, rowOf, renderer, out }: VariantRoutes): void {
  const kept = new WeakMap<ExploredDataset, KeptVariants>();
  const keptOf = (one: ExploredDataset): KeptVariants => {
    const known = kept.get(one) ?? new KeptVariants();
    kept.set(one, known);
    return known;
  };
  addRoute(
    app,
    {
      method: 'post',
      path: `${base}/{dataset}/samples/{row}/keep`,
      tags,
      summary: 'Keep the row with changes',
    },
    async (context) => {
      const one = await of(context);
      writable(out); // what could never be written is not kept
      const row = rowOf(context);
      const changes = parseSettings('explore: keep', changesSchema, (await readJsonBody(context)).content);
      if (changes.landmarks !== undefined && changes.landmarks !== one.set.name)
        throw new UsageError(`keep: a row of this dataset has ${one.set.name}, not ${changes.landmarks}`, {
          hint: "choose the dataset's own landmarks",
        });
      const { id } = await one.sample(row);
      const made = await renderer.make(one, row, changes, []);
      return context.json(keptOf(one).keep(made, id), 201, never);
    },
  );
  addRoute(
    app,
    {
      method: 'post',
      path: `${base}/{dataset}/samples/{row}/order`,
      tags,
      summary: 'The row with changes as an order for generate',
    },
    async (context) => {
      const one = await of(context);
      const row = rowOf(context);
      const changes = parseSettings('explore: order', changesSchema, (await readJsonBody(context)).content);
      const made = await renderer.make(one, row, changes, []);
      const { id } = await one.sample(row);
      const set = changes.landmarks === undefined ? one.set : landmarkSet(changes.landmarks);
      const named = { ...made, id: `${id}-again`, attributes: { ...made.attributes, again: id } };
      return context.json(sceneOrderOf([named], set), 200, never);
    },
  );
  addRoute(
    app,
    {
      method: 'get',
      path: `${base}/{dataset}/variants/order`,
      tags,
      summary: 'The kept variants as an order for generate',
    },
    async (context) => {
      const one = await of(context);
      return context.json(keptOf(one).order(one), 200, never);
    },
  );
  addRoute(
    app,
    { method: 'get', path: `${base}/{dataset}/variants`, tags, summary: 'How many variants are kept' },
    async (context) => context.json(keptOf(await of(context)).view(), 200, never),
  );
  addRoute(
    app,
    { method: 'post', path: `${base}/{dataset}/variants`, tags, summary: 'Write them as a dataset' },
    async (context) => {
      const one = await of(context);
      const { name } = parseSettings('explore: variants', writeSchema, (await readJsonBody(context)).content);
      const folder = exportFolder(writable(out), name);
      return context.json({ folder, ...(await keptOf(one).write(one, folder)) }, 201, never);
    },
  );
}
