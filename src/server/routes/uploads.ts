/** /v1/uploads: labelled photographs for runs, file by file. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { choice } from '../../core/settings/value-kinds.js';
import { isUploadId } from '../../lab/runs/run.js';
import {
  addToUpload,
  createUpload,
  filesOfUpload,
  labelsFile,
  readUpload,
  removeUpload,
  type Upload,
  uploadLimits,
  uploadsOf,
} from '../../lab/runs/uploads.js';
import { defaultLandmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import { readJsonBody, withBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { notFound, ProblemError } from '../http/problem.js';
import { uploadSchema } from '../run-schemas.js';
import type { Service } from '../service.js';
import { type App, addRoute, idParam, json } from './documented.js';

const tags = ['uploads'];
const askSchema = z.strictObject({
  title: z.string().max(200).default(''),
  landmarks: choice(landmarkSetNames).default(defaultLandmarkSet),
});

export function addUploadRoutes(app: App, { storage }: Pick<Service, 'storage'>): void {
  const uploadOf = async (context: Context<ServerEnv>): Promise<Upload> => {
    const id = context.req.param('id') ?? '';
    const upload = isUploadId(id) ? await readUpload(storage, id) : undefined;
    const token = context.get('token');
    if (upload === undefined || (token !== null && upload.owner !== token.id)) throw notFound('upload');
    return upload;
  };
  const view = async ({ owner: _, ...upload }: Upload): Promise<object> => ({
    ...upload,
    ...(await filesOfUpload(storage, upload.id)),
  });

  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/uploads',
      tags,
      summary:
        'A new, empty upload: then PUT its pictures and labelled.jsonl, and name it upload:ID in a run',
      request: { body: { required: true, content: { 'application/json': { schema: askSchema } } } },
      responses: { 201: json(uploadSchema, 'the upload') },
    },
    async (context) => {
      const asked = parseSettings('upload', askSchema, (await readJsonBody(context)).content);
      const upload = await createUpload(storage, { ...asked, owner: context.get('token')?.id ?? null });
      return context.json(await view(upload), 201);
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/uploads',
      tags,
      summary: `Your uploads, newest first; at most ${uploadLimits.uploads}`,
      responses: { 200: json(z.object({ uploads: z.array(uploadSchema) }), 'uploads') },
    },
    async (context) => {
      const own = await uploadsOf(storage, context.get('token')?.id ?? null);
      return context.json({ uploads: await Promise.all(own.map(view)) });
    },
  );

  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/uploads/{id}',
      tags,
      summary: 'How much of it is here',
      request: { params: idParam },
      responses: { 200: json(uploadSchema, 'the upload') },
    },
    async (context) => context.json(await view(await uploadOf(context))),
  );

  addRoute(
    app,
    {
      method: 'put',
      path: '/v1/uploads/{id}/files/{name}',
      tags,
      summary: `A picture, or ${labelsFile}: at most ${uploadLimits.fileBytes / 2 ** 20} MiB`,
      request: {
        params: idParam.extend({ name: z.string().openapi({ param: { name: 'name', in: 'path' } }) }),
        body: {
          required: true,
          content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
        },
      },
      responses: { 204: { description: 'it is here' } },
    },
    async (context) => {
      const { id } = await uploadOf(context);
      const name = context.req.param('name') ?? '';
      await withBody(context, { bytes: uploadLimits.fileBytes, time: 60_000 }, (bytes) => {
        if (bytes.length === 0) throw new ProblemError(422, 'the body is empty', 'send the file');
        return addToUpload(storage, id, name, bytes);
      });
      return context.body(null, 204);
    },
  );

  addRoute(
    app,
    {
      method: 'delete',
      path: '/v1/uploads/{id}',
      tags,
      summary: 'Remove an upload and the dataset that was made of it',
      request: { params: idParam },
      responses: { 204: { description: 'removed' } },
    },
    async (context) => {
      await removeUpload(storage, (await uploadOf(context)).id);
      return context.body(null, 204);
    },
  );
}
