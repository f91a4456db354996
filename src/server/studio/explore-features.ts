/** What stands on the features of rows: the map, rows that look alike, near duplicates. */
import type { Context } from 'hono';
import { z } from 'zod';
import { parseSettings } from '../../core/settings/parse-settings.js';
import type { ExploredDataset } from '../../studio/explore/explored-dataset.js';
import type { Jobs } from '../../studio/explore/jobs.js';
import { packFiles } from '../../studio/explore/packs.js';
import { columnOf } from '../../studio/explore/row-filter.js';
import { readJsonBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { type App, addRoute } from '../routes/documented.js';
import type { ColumnHead, Duplicates, FeaturesView, JobView } from './schemas/explore.js';

export interface FeatureRoutes {
  of(context: Context<ServerEnv>): Promise<ExploredDataset>;
  rowOf(context: Context): number;
  jobs: Jobs;
}

const tags = ['explore'];
const never = { 'cache-control': 'no-store' };
/** Of each row's numbers: what a map needs. */
const mostSent = 24;

export function addFeatureRoutes(app: App, base: string, { of, rowOf, jobs }: FeatureRoutes): void {
  /** The latest of each dataset. */
  const making = new WeakMap<ExploredDataset, string>();
  const found = new WeakMap<ExploredDataset, Duplicates>();
  const jobOf = (one: ExploredDataset): JobView | null => {
    const job = jobs.get(making.get(one) ?? '');
    return job?.state === 'running' ? job : null;
  };
  const get = (
    path: string,
    summary: string,
    answer: (context: Context<ServerEnv>) => Promise<Response>,
  ): void => addRoute(app, { method: 'get', path: `${base}/{dataset}${path}`, tags, summary }, answer);

  get('/features', 'Whether the features of its rows are made', async (context) => {
    const one = await of(context);
    const view: FeaturesView = {
      isReady: (await one.features.space()) !== undefined,
      model: one.features.model,
      job: jobOf(one),
    };
    return context.json(view, 200, never);
  });
  addRoute(
    app,
    {
      method: 'post',
      path: `${base}/{dataset}/features`,
      tags,
      summary: 'Make the features of its rows, once',
    },
    async (context) => {
      const one = await of(context);
      const job =
        jobOf(one) ??
        jobs.start({ kind: 'features', title: `features of ${one.features.model}` }, async (work) => {
          await one.features.make(work);
          return null;
        });
      making.set(one, job.id);
      return context.json(job, 202, never);
    },
  );
  get(
    '/features/vectors',
    'Rows as vectors: their number, their length, then 32-bit floats',
    async (context) => {
      const { count, dims, vectors } = await (await of(context)).features.known();
      const sent = Math.min(mostSent, dims);
      const floats = new Float32Array(count * sent);
      for (let row = 0; row < count; row++)
        floats.set(vectors.subarray(row * dims, row * dims + sent), row * sent);
      return binary(
        Buffer.concat([Buffer.from(Uint32Array.of(count, sent).buffer), Buffer.from(floats.buffer)]),
      );
    },
  );
  get('/columns/{name}', 'The values of a column, after what they are', async (context) => {
    const column = columnOf((await of(context)).columnIndex, context.req.param('name') ?? '');
    const head: ColumnHead =
      column.kind === 'number'
        ? { kind: 'number', low: column.low, high: column.high }
        : { kind: 'text', words: column.words };
    const { buffer } = column.kind === 'number' ? column.values : column.codes;
    return binary(packFiles([new TextEncoder().encode(JSON.stringify(head)), new Uint8Array(buffer)]));
  });
  get('/samples/{row}/alike', 'The rows that look most like it', async (context) => {
    const one = await of(context);
    const row = rowOf(context);
    one.checkRows([row]);
    const { most } = parseSettings('explore: query', alikeSchema, context.req.query());
    return context.json(await one.features.nearest(row, most), 200, never);
  });
  addRoute(
    app,
    {
      method: 'post',
      path: `${base}/{dataset}/duplicates`,
      tags,
      summary: 'Look for pairs of rows that are nearly the same',
    },
    async (context) => {
      const one = await of(context);
      const { content } = await readJsonBody(context);
      const { similarity } = parseSettings('explore: duplicates', duplicatesSchema, content);
      await one.features.known();
      const job = jobs.start({ kind: 'duplicates', title: `alike by ${similarity}` }, async () => {
        found.set(one, await one.features.duplicates(similarity));
        return null;
      });
      return context.json(job, 202, never);
    },
  );
  get('/duplicates', 'The pairs that were found last, or null', async (context) =>
    context.json(found.get(await of(context)) ?? null, 200, never),
  );
}

const alikeSchema = z.object({ most: z.coerce.number().int().min(1).max(200).default(24) });
const duplicatesSchema = z.strictObject({ similarity: z.number().min(0.5).max(1) });

const binary = (content: Uint8Array): Response =>
  new Response(Uint8Array.from(content), {
    headers: { 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff', ...never },
  });
