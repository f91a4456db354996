/** /v1/runs: evaluations, trainings and studies. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { whole } from '../../core/settings/value-kinds.js';
import { finalRunStates, isRunId, outName } from '../../lab/runs/run.js';
import type { BookedRun } from '../../lab/runs/run-desk.js';
import { parseRunRequest } from '../../lab/runs/run-request.js';
import { readJsonBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { notFound, ProblemError } from '../http/problem.js';
import { sendFile } from '../http/ranges.js';
import { type RunView, runRequestSchema, runSchema } from '../run-schemas.js';
import type { Service } from '../service.js';
import { type App, addRoute, idParam, json, startAfter } from './documented.js';
import { lastProgress, streamRun } from './run-events.js';

const tags = ['runs'];
const listSchema = z.strictObject({ limit: whole(1, 100).default(20), before: z.string().optional() });

export function addRunRoutes(app: App, service: Service): void {
  const { runs, storage } = service;

  const runOf = (context: Context<ServerEnv>): BookedRun => {
    const id = context.req.param('id') ?? '';
    const booked = isRunId(id) ? runs.get(id) : undefined;
    if (booked === undefined || !isOwn(context, booked)) throw notFound('run');
    return booked;
  };

  const viewOf = async ({ run, status }: BookedRun, progress: RunView['progress']): Promise<RunView> => {
    const { id, created, request } = run;
    const result = status.state === 'done' ? await runs.result(id) : undefined;
    return {
      id,
      title: request.title,
      kind: request.kind,
      ...status,
      created,
      request: { ...request },
      progress,
      summary: result?.summary ?? null,
      files: (result?.files ?? []).map((file) => ({ ...file, link: `/v1/runs/${id}/files/${file.name}` })),
    };
  };

  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/runs',
      tags,
      summary: 'Evaluate a model, train a recipe, or run a study, on datasets of this server',
      request: { body: { required: true, content: { 'application/json': { schema: runRequestSchema } } } },
      responses: { 201: json(runSchema, 'the run') },
    },
    async (context) => {
      const request = parseRunRequest((await readJsonBody(context)).content);
      checkOpen(context, service);
      const booked = await runs.create(request, context.get('token')?.id ?? null);
      context.header('location', `/v1/runs/${booked.run.id}`);
      return context.json(await viewOf(booked, null), 201);
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/runs',
      tags,
      summary: 'Your runs, newest first',
      request: {
        query: z.object({ limit: z.string().optional(), before: z.string().optional() }),
      },
      responses: { 200: json(z.object({ runs: z.array(runSchema), next: z.string().nullable() }), 'a page') },
    },
    async (context) => {
      const { limit: asked, before, ...rest } = context.req.query();
      const { limit } = parseSettings('runs: query', listSchema, {
        ...rest,
        ...(asked !== undefined && { limit: Number(asked) }),
      });
      const own = [...runs.all()].filter((one) => isOwn(context, one)).reverse();
      const from = startAfter(own, before, ({ run }) => run.id);
      const page = own.slice(from, from + limit);
      return context.json({
        runs: await Promise.all(page.map((one) => viewOf(one, null))),
        next: from + limit < own.length ? page.at(-1)!.run.id : null,
      });
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/runs/{id}',
      tags,
      summary: 'A run: state, progress, and once it is done its figures and files',
      request: { params: idParam },
      responses: { 200: json(runSchema, 'the run') },
    },
    async (context) => {
      const booked = runOf(context);
      return context.json(await viewOf(booked, await lastProgress(storage, booked.run.id)));
    },
  );

  for (const [step, summary] of [
    ['cancel', 'Stop it in good order; a training keeps its checkpoint'],
    ['resume', 'Go on with a failed or cancelled run'],
  ] as const)
    addRoute(
      app,
      {
        method: 'post',
        path: `/v1/runs/{id}/${step}`,
        tags,
        summary,
        request: { params: idParam },
        responses: { 200: json(runSchema, 'the run') },
      },
      async (context) => context.json(await viewOf(await runs[step](runOf(context).run.id), null)),
    );

  addRoute(
    app,
    {
      method: 'delete',
      path: '/v1/runs/{id}',
      tags,
      summary: 'Remove a run that is at its end, with its files',
      request: { params: idParam },
      responses: { 204: { description: 'removed' } },
    },
    async (context) => {
      await runs.remove(runOf(context).run.id);
      return context.body(null, 204);
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/runs/{id}/events',
      tags,
      summary:
        'Log lines, metrics and states as server-sent events, from the first to the end; Last-Event-ID goes on',
      request: { params: idParam },
      responses: { 200: { description: 'events', content: { 'text/event-stream': { schema: z.string() } } } },
    },
    (context) => streamRun(context, service, runOf(context).run.id, viewOf),
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/runs/{id}/files/{name}',
      tags,
      summary: 'A file that a run made; ranges as for orders',
      request: {
        params: idParam.extend({ name: z.string().openapi({ param: { name: 'name', in: 'path' } }) }),
      },
      responses: {
        200: { description: 'all of it', content: { 'application/octet-stream': { schema: z.string() } } },
        206: { description: 'a range' },
      },
    },
    async (context) => {
      const { run, status } = runOf(context);
      const result = status.state === 'done' ? await runs.result(run.id) : undefined;
      // The name is looked up among those that were made, and never opened as it came.
      const file = result?.files.find(({ name }) => name === context.req.param('name'));
      if (file === undefined) throw notFound('file');
      return sendFile(context, storage, `${outName(run.id)}/${file.name}`, file);
    },
  );
}

const isOwn = (context: Context<ServerEnv>, { run }: BookedRun): boolean => {
  const token = context.get('token');
  return token === null || run.owner === token.id;
};

/** Open runs count as open orders do. */
function checkOpen(context: Context<ServerEnv>, { runs }: Pick<Service, 'runs'>): void {
  const token = context.get('token');
  const most = token?.quotas.openOrders ?? 100;
  let open = 0;
  for (const booked of runs.all())
    if (isOwn(context, booked) && !finalRunStates.includes(booked.status.state)) open++;
  if (open >= most)
    throw new ProblemError(429, `${open} runs are open; allowed: ${most}`, 'wait for one, or cancel it');
}
