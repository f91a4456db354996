/** /v1/datasets: orders of faces, from the preview to the end. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { whole } from '../../core/settings/value-kinds.js';
import { newOrder } from '../../orders/order/order.js';
import { extraFields, faceFields } from '../../orders/order/request.js';
import { finalStates, type OrderStep, orderStates } from '../../orders/order/state.js';
import { eventStream } from '../http/event-stream.js';
import type { ServerEnv } from '../http/guard.js';
import { allowTime } from '../http/listen.js';
import { ProblemError } from '../http/problem.js';
import { briefSchema, orderSchema, previewSchema } from '../schemas.js';
import type { Service } from '../service.js';
import { type App, addRoute, idParam, json, startAfter } from './documented.js';
import { isOwn, orderOf } from './order-of.js';
import { briefOf, viewOf } from './order-view.js';
import { readOrder, type Submitted } from './submit.js';

const tags = ['datasets'];
const humanSchema = z
  .object({ humans: z.array(z.record(z.string(), z.unknown())) })
  .openapi('HumanApiJob', { description: 'a job file of the Human API, as it is' });
const bodySchema = z.union([
  z.strictObject({ ...faceFields, ...extraFields }).openapi('OrderRequest'),
  humanSchema,
]);
const body = { required: true, content: { 'application/json': { schema: bodySchema } } };
const querySchema = z.object({
  seed: z.string().optional(),
  head: z.string().optional(),
  landmarks: z.string().optional(),
  size: z.string().optional(),
  layers: z.string().optional().openapi({ description: 'with commas between' }),
  deliver: z.string().optional().openapi({ description: 'with commas between' }),
  webhook: z.string().optional(),
  title: z.string().optional(),
  'without-refused': z
    .string()
    .optional()
    .openapi({ description: 'order what is left without refused fields' }),
});

export function addOrderRoutes(app: App, service: Service): void {
  const { book, bell, limits, previewer } = service;

  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/datasets/preview',
      tags,
      summary: 'Four of the faces, the exact count, estimates of bytes and minutes; nothing is ordered',
      request: { body, query: querySchema },
      responses: { 200: json(previewSchema, 'what the order would be') },
    },
    async (context) => {
      allowTime(context);
      const submitted = await readOrder(context, limits);
      const order = await newOrder({ ...submitted, owner: null, idempotency: null });
      const { faces, ...counts } = await previewer.preview(order);
      return context.json({
        hash: order.hash,
        ...counts,
        translation: submitted.translation,
        faces: faces.map(({ id, attributes, width, height, image, points }) => ({
          id,
          caption: typeof attributes.caption === 'string' ? attributes.caption : null,
          width,
          height,
          image: `data:image/jpeg;base64,${Buffer.from(image).toString('base64')}`,
          points: pairs(points.contour ?? points.surface ?? new Float32Array(0)),
        })),
      });
    },
  );

  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/datasets',
      tags,
      summary: 'Order faces: our settings, or a job file of the Human API',
      request: {
        body,
        query: querySchema,
        headers: z.object({
          'idempotency-key': z
            .string()
            .optional()
            .openapi({ description: 'the same key and body again answer with the same order' }),
        }),
      },
      responses: {
        201: json(orderSchema, 'ordered'),
        200: json(orderSchema, 'ordered before, with the same key'),
      },
    },
    async (context) => {
      const key = context.req.header('idempotency-key') ?? null;
      if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key))
        throw new ProblemError(422, 'the idempotency-key has 1 to 255 printable characters without spaces');
      const submitted = await readOrder(context, limits);
      const { request, ...asked } = submitted;
      const { booked, replayed } = await book.create(
        {
          ...asked,
          owner: context.get('token')?.id ?? null,
          idempotency: key === null ? null : { key, request },
        },
        () => checkQuotas(context, service, submitted),
      );
      if (replayed && booked.order.idempotency?.request !== request)
        throw new ProblemError(422, 'this idempotency-key came with another order before', 'take a new key');
      context.header('location', `/v1/datasets/${booked.order.id}`);
      return context.json(await viewOf(service, booked), replayed ? 200 : 201);
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets',
      tags,
      summary: 'Your orders, newest first',
      request: {
        query: z.object({
          limit: z.string().optional().openapi({ description: '1 to 100, 20 by default' }),
          before: z
            .string()
            .optional()
            .openapi({ description: 'the id of the last order of the page before' }),
          state: z.enum(orderStates).optional(),
        }),
      },
      responses: {
        200: json(z.object({ orders: z.array(briefSchema), next: z.string().nullable() }), 'a page'),
      },
    },
    async (context) => {
      const { limit, before, state } = parseSettings('orders: query', listSchema, {
        ...context.req.query(),
        ...(context.req.query('limit') !== undefined && { limit: Number(context.req.query('limit')) }),
      });
      const own = [...book.all()]
        .reverse()
        .filter((booked) => isOwn(context, booked) && (state === undefined || booked.status.state === state));
      const from = startAfter(own, before, ({ order }) => order.id);
      const page = own.slice(from, from + limit);
      const next = from + limit < own.length ? page.at(-1)!.order.id : null;
      return context.json({
        orders: await Promise.all(page.map((booked) => briefOf(service, booked))),
        next,
      });
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}',
      tags,
      summary: 'An order: its state, progress, rate and time left, and how to get the same bits again',
      request: { params: idParam },
      responses: { 200: json(orderSchema, 'the order') },
    },
    async (context) => context.json(await viewOf(service, orderOf(context, service))),
  );

  addRoute(
    app,
    {
      method: 'delete',
      path: '/v1/datasets/{id}',
      tags,
      summary: 'Remove an order and everything that was made for it; one that runs is cancelled',
      request: { params: idParam },
      responses: { 204: { description: 'removed' } },
    },
    async (context) => {
      const { order, status } = orderOf(context, service);
      if (!finalStates.includes(status.state)) await book.step(order.id, 'cancel');
      await book.remove(order.id);
      return context.body(null, 204);
    },
  );

  for (const [step, summary] of [
    ['pause', 'Pause: what is made stays, shards at work are finished'],
    ['resume', 'Go on with a paused or failed order'],
    ['cancel', 'Cancel: nothing more is made'],
  ] as const satisfies readonly (readonly [OrderStep, string])[])
    addRoute(
      app,
      {
        method: 'post',
        path: `/v1/datasets/{id}/${step}`,
        tags,
        summary,
        request: { params: idParam },
        responses: { 200: json(orderSchema, 'the order') },
      },
      async (context) => {
        const { order } = orderOf(context, service);
        return context.json(await viewOf(service, await book.step(order.id, step)));
      },
    );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/events',
      tags,
      summary: 'Progress as server-sent events, each the whole state, to the end of the order',
      request: { params: idParam },
      responses: { 200: { description: 'events', content: { 'text/event-stream': { schema: z.string() } } } },
    },
    (context) => {
      const { order } = orderOf(context, service);
      let told = '';
      return eventStream(context, async (stream, gone) => {
        // What a slow reader misses is not kept: the next event tells the state of then.
        while (!gone.aborted && !bell.closed) {
          // Begun before it is looked at, so that no change between the two is missed.
          const changed = bell.wait(order.id, 10_000, gone);
          const booked = book.get(order.id);
          if (booked === undefined) return void (await stream.writeSSE({ event: 'removed', data: '{}' }));
          const data = JSON.stringify(await briefOf(service, booked));
          if (data !== told) await stream.writeSSE({ event: 'progress', data });
          else await stream.write(': still here\n\n');
          told = data;
          if (finalStates.includes(booked.status.state))
            return void (await stream.writeSSE({ event: 'end', data }));
          await stream.sleep(100);
          await changed;
        }
      });
    },
  );
}

const listSchema = z.strictObject({
  limit: whole(1, 100).default(20),
  before: z.string().optional(),
  state: z.enum(orderStates).optional(),
});

export const pairs = (flat: Float32Array): [number, number][] =>
  Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k]!, flat[2 * k + 1]!]);

function checkQuotas(context: Context<ServerEnv>, { book }: Service, { parts }: Submitted): void {
  const token = context.get('token');
  if (token === null) return;
  const { openOrders, samplesPerDay } = token.quotas;
  const { open, samples: before } = book.spentBy(token.id);
  const samples = parts.reduce((sum, { settings }) => sum + settings.count * settings.frames, before);
  if (open >= openOrders)
    throw new ProblemError(
      429,
      `${open} orders of this token are open; allowed: ${openOrders}`,
      'wait for one, or cancel it',
    );
  if (samples > samplesPerDay)
    throw new ProblemError(
      429,
      `with this order ${samples} samples in 24 hours; allowed: ${samplesPerDay}`,
      'order fewer, or later',
    );
}
