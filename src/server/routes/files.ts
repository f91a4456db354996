/** Downloads of an order: what is ready, more of it on request, and the files themselves with ranges and checksums. */
import { z } from '@hono/zod-openapi';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { choice } from '../../core/settings/value-kinds.js';
import { type Delivery, deliveries } from '../../orders/order/request.js';
import { readJson } from '../../orders/storage/read-json.js';
import { deliveryName, fileName } from '../../orders/storage/storage.js';
import type { AssembleResult } from '../../orders/work/assemble.js';
import { deliverTask } from '../../orders/work/workshop.js';
import { readJsonBody } from '../http/body.js';
import { notFound, ProblemError } from '../http/problem.js';
import { sendFile } from '../http/ranges.js';
import { type FilesView, filesSchema } from '../schemas.js';
import type { Service } from '../service.js';
import { type App, addRoute, idParam, json } from './documented.js';
import { orderOf } from './order-of.js';

const tags = ['files'];
const askSchema = z.strictObject({ delivery: choice(deliveries) });

export function addFileRoutes(app: App, service: Service): void {
  const { storage, queue } = service;

  async function filesOf(id: string): Promise<FilesView> {
    const found: FilesView = { files: [], deliveries: [] };
    for (const delivery of deliveries) {
      const made = await readMade(service, id, delivery);
      if (made !== undefined) {
        found.deliveries.push({ delivery, state: 'ready', reason: null, failures: made.failures.length });
        for (const file of made.files)
          found.files.push({ ...file, delivery, link: `/v1/datasets/${id}/files/${file.name}` });
        continue;
      }
      const task = deliverTask(id, delivery).id;
      const state = await queue.state(task);
      if (state === undefined) continue;
      const reason = state === 'failed' ? ((await queue.failure(task)) ?? null) : null;
      found.deliveries.push({
        delivery,
        state: state === 'failed' ? 'failed' : 'making',
        reason,
        failures: 0,
      });
    }
    return found;
  }

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/files',
      tags,
      summary: 'What can be downloaded, with sizes and SHA-256',
      request: { params: idParam },
      responses: { 200: json(filesSchema, 'files and deliveries') },
    },
    async (context) => context.json(await filesOf(orderOf(context, service).order.id)),
  );

  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/datasets/{id}/files',
      tags,
      summary: 'Ask for a further delivery of an order that is done',
      request: {
        params: idParam,
        body: { required: true, content: { 'application/json': { schema: askSchema } } },
      },
      responses: { 202: json(filesSchema, 'it is being made'), 200: json(filesSchema, 'it is there') },
    },
    async (context) => {
      const { order, status } = orderOf(context, service);
      const { delivery } = parseSettings('delivery', askSchema, (await readJsonBody(context)).content);
      if (status.state !== 'done')
        throw new ProblemError(409, `the order is ${status.state}; files are made of orders that are done`);
      const ready = (await readMade(service, order.id, delivery)) !== undefined;
      if (!ready) {
        const task = deliverTask(order.id, delivery);
        if ((await queue.state(task.id)) === 'failed') await queue.remove([task.id]);
        await queue.add([task]);
      }
      return context.json(await filesOf(order.id), ready ? 200 : 202);
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/datasets/{id}/files/{name}',
      tags,
      summary: 'A file; ranges and If-Range continue an interrupted download',
      request: {
        params: idParam.extend({ name: z.string().openapi({ param: { name: 'name', in: 'path' } }) }),
      },
      responses: {
        200: { description: 'all of it', content: { 'application/octet-stream': { schema: z.string() } } },
        206: { description: 'a range' },
        304: { description: 'you have it' },
        416: { description: 'no such range' },
      },
    },
    async (context) => {
      const { order } = orderOf(context, service);
      // The name is looked up among those that were made, and never opened as it came.
      for (const delivery of deliveries) {
        const made = await readMade(service, order.id, delivery);
        const file = made?.files.find(({ name }) => name === context.req.param('name'));
        if (file !== undefined) return sendFile(context, storage, fileName(order.id, file.name), file);
      }
      throw notFound('file');
    },
  );
}

const readMade = (
  { storage }: Pick<Service, 'storage'>,
  id: string,
  delivery: Delivery,
): Promise<Pick<AssembleResult, 'files' | 'failures'> | undefined> =>
  readJson(storage, deliveryName(id, delivery));
