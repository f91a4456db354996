/** What takes a while: exports and comparisons, followed by server-sent events. */
import type { Context } from 'hono';
import { z } from 'zod';
import { parseSettings } from '../../core/settings/parse-settings.js';
import {
  type ComparedRows,
  checkModels,
  compareRows,
  packedPredictions,
} from '../../studio/explore/compare-models.js';
import { type ExploredDataset, mostPacked } from '../../studio/explore/explored-dataset.js';
import { exportFolder, exportRows } from '../../studio/explore/export-rows.js';
import type { Jobs } from '../../studio/explore/jobs.js';
import { readJsonBody } from '../http/body.js';
import { eventStream } from '../http/event-stream.js';
import type { ServerEnv } from '../http/guard.js';
import { notFound, ProblemError } from '../http/problem.js';
import { type App, addRoute } from '../routes/documented.js';
import { compareSchema, exportSchema, type JobView } from './schemas/explore.js';

export interface JobRoutes {
  of(context: Context<ServerEnv>): Promise<ExploredDataset>;
  jobs: Jobs;
  /** What models may be asked for, by name. */
  modelFiles: ReadonlyMap<string, string>;
  /** Null: nothing is written. */
  out: string | null;
}

const tags = ['explore'];
const never = { 'cache-control': 'no-store' };
const bodyBounds = { bytes: 2 * 1024 * 1024, time: 10_000 };

export function addJobRoutes(app: App, base: string, { of, jobs, modelFiles, out }: JobRoutes): void {
  /** The latest of each dataset. */
  const compared = new WeakMap<ExploredDataset, ComparedRows>();

  addRoute(
    app,
    { method: 'post', path: `${base}/{dataset}/exports`, tags, summary: 'Take the rows of a filter out' },
    async (context) => {
      const one = await of(context);
      const { format, name, filter } = parseSettings(
        'explore: export',
        exportSchema,
        (await readJsonBody(context, bodyBounds)).content,
      );
      const to = writable(out);
      exportFolder(to, name);
      const rows = await one.rows(filter);
      const job = jobs.start({ kind: 'export', title: `${format}: ${name}` }, (work) =>
        exportRows(one, [...rows], { format, name, out: to }, work),
      );
      return context.json(job, 202, never);
    },
  );

  addRoute(
    app,
    {
      method: 'post',
      path: `${base}/{dataset}/comparisons`,
      tags,
      summary: 'Compare models over the rows of a filter',
    },
    async (context) => {
      const one = await of(context);
      const asked = parseSettings(
        'explore: compare',
        compareSchema,
        (await readJsonBody(context, bodyBounds)).content,
      );
      checkModels(asked.models, modelFiles);
      const rows = await one.rows(asked.filter);
      const job = jobs.start({ kind: 'compare', title: asked.models.join(', ') }, async (work) => {
        compared.set(one, await compareRows(one, rows, asked, modelFiles, work));
        return null;
      });
      return context.json(job, 202, never);
    },
  );

  addRoute(
    app,
    { method: 'get', path: `${base}/{dataset}/comparison`, tags, summary: 'The latest comparison, or null' },
    async (context) => context.json(compared.get(await of(context))?.comparison ?? null, 200, never),
  );

  addRoute(
    app,
    {
      method: 'get',
      path: `${base}/{dataset}/predictions`,
      tags,
      summary: 'What a model said of rows, packed',
    },
    async (context) => {
      const one = await of(context);
      const { rows, model } = parseSettings('explore: query', predictionsSchema, context.req.query());
      const byRow = compared.get(one)?.predictions.get(model);
      if (byRow === undefined) throw notFound('comparison of this model');
      return new Response(packedPredictions(rows, byRow, one.set.points.length), {
        headers: {
          'content-type': 'application/octet-stream',
          'x-content-type-options': 'nosniff',
          ...never,
        },
      });
    },
  );

  const jobOf = (context: Context): JobView => {
    const job = jobs.get(context.req.param('job') ?? '');
    if (job === undefined) throw notFound('job');
    return job;
  };
  addRoute(app, { method: 'delete', path: `${base}/jobs/{job}`, tags, summary: 'Stop a job' }, (context) => {
    jobs.stop(jobOf(context).id);
    return context.body(null, 204);
  });
  addRoute(
    app,
    {
      method: 'get',
      path: `${base}/jobs/{job}/events`,
      tags,
      summary: 'A job as it goes on, each event all of it',
    },
    (context) => {
      const { id } = jobOf(context);
      return eventStream(context, async (stream, gone) => {
        while (!gone.aborted) {
          const view = jobs.get(id);
          if (view === undefined) return;
          await stream.writeSSE({ event: 'job', data: JSON.stringify(view) });
          if (view.state !== 'running') return;
          await stream.sleep(100);
          await jobs.changed(id, view, 10_000, gone);
        }
      });
    },
  );
}

/** @throws where this server writes nothing for those who look. */
export function writable(out: string | null): string {
  if (out !== null) return out;
  throw new ProblemError(
    403,
    'nothing is written from this page: the dataset is that of an order',
    'POST /v1/datasets/{id}/files makes it in other formats; `lineament explore` writes on your own machine',
  );
}

/** Rows in a query. */
export const rowNumbers: z.ZodType<number[], string> = z
  .string()
  .regex(/^\d{1,7}(,\d{1,7})*$/, 'row numbers with commas between')
  .transform((text) => text.split(',').map(Number))
  .refine((rows) => rows.length <= mostPacked, `at most ${mostPacked} rows`);

const predictionsSchema = z.object({
  rows: rowNumbers,
  model: z.string().max(200),
});
