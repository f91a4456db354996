/** /v1/detect and /v1/describe: photographs in, what is found in them out. They are looked at in worker threads and not kept. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseSettings } from '../../core/settings/parse-settings.js';
import {
  describeFields,
  describeSchema,
  detectFields,
  detectSchema,
  pictureLimits,
} from '../../lab/pictures/picture-settings.js';
import type { GivenPicture } from '../../lab/pictures/picture-worker.js';
import { allowTime } from '../http/listen.js';
import { uploadBody } from '../http/uploads.js';
import { describeAnswerSchema, detectAnswerSchema } from '../picture-schemas.js';
import type { Service } from '../service.js';
import { type App, addRoute, json } from './documented.js';

const tags = ['photographs'];
const body = {
  required: true,
  description: `one picture as it is, or up to ${pictureLimits.pictures} as multipart/form-data; ${pictureLimits.bytes / 2 ** 20} MiB together, ${pictureLimits.pixels / 1e6} megapixels each`,
  content: {
    'image/*': { schema: z.string().openapi({ format: 'binary' }) },
    'multipart/form-data': {
      schema: z.object({ picture: z.array(z.string().openapi({ format: 'binary' })) }),
    },
  },
};

export function addPhotographRoutes(app: App, { pictures }: Pick<Service, 'pictures'>): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/detect',
      tags,
      summary: 'The landmarks of the faces in photographs, as `lineament detect --json` prints them',
      request: { body, query: asQuery(detectFields) },
      responses: { 200: json(detectAnswerSchema, 'faces, picture by picture') },
    },
    async (context) => {
      const settings = parseSettings('detect: query', detectSchema, fromQuery(context.req.query()));
      const task = { kind: 'detect' as const, settings, mostPixels: pictureLimits.pixels };
      return withPictures(context, async (given) =>
        context.json(await pictures.look({ ...task, pictures: given })),
      );
    },
  );

  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/describe',
      tags,
      summary:
        'Pose, gaze, eyes, expression and shape of the faces in photographs, as `lineament describe --json` prints them',
      request: { body, query: asQuery(describeFields) },
      responses: { 200: json(describeAnswerSchema, 'faces') },
    },
    async (context) => {
      const settings = parseSettings('describe: query', describeSchema, fromQuery(context.req.query()));
      const task = { kind: 'describe' as const, settings, mostPixels: pictureLimits.pixels };
      return withPictures(context, async (given) =>
        context.json(await pictures.look({ ...task, pictures: given })),
      );
    },
  );
}

async function withPictures(
  context: Context,
  run: (pictures: GivenPicture[]) => Promise<Response>,
): Promise<Response> {
  allowTime(context);
  return uploadBody(context, { bytes: pictureLimits.bytes, files: pictureLimits.pictures }, async (files) =>
    run(files),
  );
}

/** In a query everything is text. */
const asQuery = (fields: Readonly<Record<string, z.ZodType>>): z.ZodObject =>
  z.object(Object.fromEntries(Object.keys(fields).map((name) => [name, z.string().optional()])));

function fromQuery(query: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => {
      if (text === 'true' || text === '') return [name, true];
      if (text === 'false') return [name, false];
      return [name, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text];
    }),
  );
}
