/** The annotation desk over HTTP: faces and pictures by the id of a face, never by a path; edits against a revision. */
import { z } from '@hono/zod-openapi';
import { correctionText } from '../../annotation/correction-file.js';
import type { CorrectionModel } from '../../annotation/correction-model.js';
import { curvesOf } from '../../annotation/curves.js';
import { firstFault, inOurWords } from '../../core/settings/schema-words.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { frontalTemplate } from '../../landmarks/shape-frame.js';
import type { AnnotationDesk } from '../../studio/annotation-desk.js';
import type { FaceSource } from '../../studio/face-source.js';
import { readJsonBody } from '../http/body.js';
import { notFound, ProblemError } from '../http/problem.js';
import { addRoute, idParam, json } from '../routes/documented.js';
import { type AnnotateProject, editRequestSchema } from './schemas/annotate.js';
import type { StudioPart } from './studio-app.js';

export interface AnnotatePartOptions {
  desk: AnnotationDesk;
  source: FaceSource;
  set: LandmarkSet;
  model: CorrectionModel;
  title: string;
  folder: string;
  annotator?: string;
  close?: () => Promise<void>;
}

const uncached = { 'cache-control': 'no-store' };
/** Of edits: thousands of points at once. */
const editBounds = { bytes: 512 * 1024, time: 10_000 };

export function annotatePart({
  desk,
  source,
  set,
  model,
  title,
  folder,
  annotator,
  close,
}: AnnotatePartOptions): StudioPart {
  const constant: Omit<AnnotateProject, 'others'> = {
    title,
    folder,
    set: set.name,
    names: set.points.map(({ name }) => name),
    regions: set.points.map(({ region }) => region),
    curves: curvesOf(set),
    template: Array.from(frontalTemplate(set), (value) => Math.round(value * 1e5) / 1e5),
    corrections: correctionText({ set: set.name, model }),
    annotator: annotator ?? null,
  };
  return {
    name: 'annotate',
    ...(close !== undefined && { close }),
    addRoutes(app, base) {
      const route = (method: 'get' | 'post', path: string, summary: string, answer = 'JSON') => ({
        method,
        path: `${base}${path}`,
        summary,
        tags: ['annotate'],
        ...(path.includes('{id}') && { request: { params: idParam } }),
        responses: { 200: json(z.unknown(), answer) },
      });
      addRoute(
        app,
        route('get', '/project', 'What is annotated: set, curves, correction model'),
        async (c) => {
          const others = (await desk.others()).map((name) => name ?? null);
          return c.json({ ...constant, others } satisfies AnnotateProject, 200, uncached);
        },
      );
      addRoute(app, route('get', '/faces', 'All faces, the most doubtful first'), (c) =>
        c.json(desk.state(), 200, uncached),
      );
      addRoute(app, route('get', '/faces/{id}', 'A face with its edits'), async (c) => {
        const face = await desk.face(c.req.param('id') ?? '');
        if (face === undefined) throw notFound('face');
        return c.json(face, 200, uncached);
      });
      addRoute(app, route('get', '/faces/{id}/picture', 'Its picture, upright'), async (c) => {
        const face = desk.stored(c.req.param('id') ?? '');
        if (face === undefined) throw notFound('face');
        return pictureAnswer(await source.picture(face.picture));
      });
      addRoute(app, route('get', '/faces/{id}/thumbnail', 'The face, small'), async (c) => {
        const face = desk.stored(c.req.param('id') ?? '');
        if (face === undefined) throw notFound('face');
        return pictureAnswer(await source.thumbnail(face));
      });
      addRoute(
        app,
        route(
          'post',
          '/faces/{id}/edits',
          'Does an edit, or undoes and redoes; 409 where the face has changed meanwhile',
        ),
        async (c) => {
          const parsed = editRequestSchema.safeParse((await readJsonBody(c, editBounds)).content, inOurWords);
          if (!parsed.success) throw new ProblemError(422, firstFault(parsed.error, 'the edit'));
          const outcome = await desk.edit(c.req.param('id') ?? '', parsed.data);
          if (outcome === undefined) throw notFound('face');
          if (outcome.conflict)
            throw new ProblemError(
              409,
              'the face was changed in another window',
              'load it again',
              {},
              {
                face: outcome.face,
              },
            );
          return c.json(outcome.face, 200, uncached);
        },
      );
      addRoute(app, route('get', '/agreement', 'How far two annotators are apart'), async (c) => {
        const name = c.req.query('with');
        const others = await desk.others();
        const other = others.find((one) => (one ?? '') === (name ?? ''));
        if (!others.includes(other)) throw notFound('annotator');
        return c.json(await desk.agreementWith(other), 200, uncached);
      });
    },
  };
}

function pictureAnswer(bytes: Uint8Array): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: {
      'content-type': bytes[0] === 0x89 ? 'image/png' : 'image/jpeg',
      'cache-control': 'private, max-age=300',
      'x-content-type-options': 'nosniff',
    },
  });
}
