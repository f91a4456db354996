/** Samples of an order: while it is made, and afterwards. */
import { z } from '@hono/zod-openapi';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { whole } from '../../core/settings/value-kinds.js';
import { captionOf } from '../../dataset/attributes.js';
import { layerNames } from '../../dataset/layers/registry.js';
import type { BookedOrder } from '../../orders/desk/order-book.js';
import { type OrderedSample, readSamples } from '../../orders/shards/read-samples.js';
import { sampleCount } from '../../orders/shards/shard-plan.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Turnstile } from '../http/turnstile.js';
import { labelsSchema, type SampleView, sampleSchema } from '../schemas.js';
import type { Service } from '../service.js';
import { type App, addRoute, idParam, json } from './documented.js';
import { orderOf } from './order-of.js';
import { pairs } from './orders.js';

const tags = ['samples'];
const numberParam = idParam.extend({ number: z.string().openapi({ param: { name: 'number', in: 'path' } }) });
const pageSchema = z.strictObject({
  from: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: whole(1, 100).default(20),
});

export function addSampleRoutes(app: App, service: Service): void {
  const { storage } = service;
  // A shard is read whole, tens of megabytes of large pictures: more than a few at once would fill the memory.
  const inTurn = new Turnstile(4);
  const read = (order: BookedOrder['order'], numbers: readonly number[]): Promise<OrderedSample[]> =>
    inTurn.run(() => readSamples(storage, order, numbers));

  const sampleOf = async ({ order }: BookedOrder, text: string | undefined): Promise<OrderedSample> => {
    const number = /^\d{1,15}$/.test(text ?? '') ? Number(text) : -1;
    const total = sampleCount(order);
    if (number < 0 || number >= total)
      throw new ProblemError(
        404,
        `there is no sample ${(text ?? '').slice(0, 20)}: the order has 0 to ${total - 1}`,
      );
    const [found] = await read(order, [number]);
    if (found === undefined)
      throw new ProblemError(404, `sample ${number} is not made yet`, 'ask again later', {
        'retry-after': '2',
      });
    return found;
  };

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/samples',
      tags,
      summary: 'Samples that are made, by number; those still to come are left out',
      request: {
        params: idParam,
        query: z.object({
          from: z.string().optional().openapi({ description: 'number of the first, 0 by default' }),
          limit: z
            .string()
            .optional()
            .openapi({ description: 'numbers to look at, 1 to 100, 20 by default' }),
        }),
      },
      responses: {
        200: json(
          z.object({ samples: z.array(sampleSchema), total: z.int(), next: z.int().nullable() }),
          'a page',
        ),
      },
    },
    async (context) => {
      const { order } = orderOf(context, service);
      const query = context.req.query();
      const { from, limit } = parseSettings(
        'samples: query',
        pageSchema,
        Object.fromEntries(Object.entries(query).map(([key, value]) => [key, Number(value)])),
      );
      const total = sampleCount(order);
      const end = Math.min(total, from + limit);
      const numbers = Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
      const samples = await read(order, numbers);
      return context.json({
        samples: samples.map((one) => viewOfSample(order.id, one)),
        total,
        next: end < total ? end : null,
      });
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/samples/{number}',
      tags,
      summary: 'All labels of a sample',
      request: { params: numberParam },
      responses: { 200: json(labelsSchema, 'the labels') },
    },
    async (context) => {
      const booked = orderOf(context, service);
      const one = await sampleOf(booked, context.req.param('number'));
      const { landmarks, points, visibility, pupils, attributes } = one.sample;
      return context.json({
        ...viewOfSample(booked.order.id, one),
        landmarks,
        points: Object.fromEntries(Object.entries(points).map(([name, flat]) => [name, pairs(flat)])),
        visibility: visibility && Array.from(visibility),
        pupils: pupils && Array.from(pupils),
        attributes: { ...attributes },
      });
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/samples/{number}/image',
      tags,
      summary: 'The picture of a sample',
      request: { params: numberParam },
      responses: { 200: { description: 'JPEG', content: { 'image/jpeg': { schema: z.string() } } } },
    },
    async (context) => {
      const { sample } = await sampleOf(orderOf(context, service), context.req.param('number'));
      return picture(sample.image, 'image/jpeg');
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/samples/{number}/layers/{layer}',
      tags,
      summary: 'A label layer of a sample',
      request: { params: numberParam.extend({ layer: z.enum(layerNames) }) },
      responses: { 200: { description: 'PNG', content: { 'image/png': { schema: z.string() } } } },
    },
    async (context) => {
      const { sample } = await sampleOf(orderOf(context, service), context.req.param('number'));
      const name = layerNames.find((layer) => layer === context.req.param('layer'));
      const layer = name && sample.layers?.[name];
      if (layer === undefined) throw notFound('layer');
      return picture(layer, 'image/png');
    },
  );
}

const picture = (bytes: Uint8Array, type: string): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': 'private, immutable, max-age=31536000',
    },
  });

function viewOfSample(order: string, { number, part, sample }: OrderedSample): SampleView {
  const own = `/v1/datasets/${order}/samples/${number}`;
  const { id, split, width, height, box, attributes, layers = {} } = sample;
  const names = layerNames.filter((name) => layers[name] !== undefined);
  return {
    number,
    part,
    id,
    split,
    width,
    height,
    box,
    caption: captionOf(attributes) ?? null,
    layers: names,
    links: {
      labels: own,
      image: `${own}/image`,
      ...Object.fromEntries(names.map((name) => [name, `${own}/layers/${name}`])),
    },
  };
}
