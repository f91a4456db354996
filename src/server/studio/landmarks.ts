/** The part 'landmarks': the set editor's file, which the command line names and no request can, and the heads it is shown on. */
import { UsageError } from '../../core/errors.js';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import type { SetEditorAbout, SetFileState, SetSaved } from '../../studio/landmarks/asked.js';
import { HeadPacks, installedHeads } from '../../studio/landmarks/head-pack.js';
import { SetFileDesk } from '../../studio/landmarks/set-file-desk.js';
import { readJsonBody } from '../http/body.js';
import { notFound, ProblemError } from '../http/problem.js';
import { addRoute } from '../routes/documented.js';
import { savingSchema } from './schemas/landmarks.js';
import type { StudioPart } from './studio-app.js';

export interface SetEditorOptions {
  /** Where the set is saved; without it the page only gives it as a download. */
  file?: string | undefined;
  /** A built-in set to begin from. */
  from?: string | undefined;
  /** Whether the page is opened at once: the head that it asks for is made meanwhile. */
  isFirst?: boolean;
}

const tags = ['landmarks'];
const never = { 'cache-control': 'no-store' };
const savingBounds = { bytes: 8 * 1024 * 1024, time: 20_000 };

export async function openSetEditor({ file, from, isFirst = false }: SetEditorOptions): Promise<StudioPart> {
  const desk = file === undefined ? undefined : new SetFileDesk(file);
  if (from !== undefined) {
    landmarkSet(from);
    if (desk !== undefined && (await desk.read()).text !== null)
      throw new UsageError(`landmarks edit: ${desk.path} is there already; --from begins a new one`, {
        hint: 'leave --from out, or name a file that is not there yet',
      });
  }
  const heads = await installedHeads();
  const packs = new HeadPacks();
  // What goes wrong with it is told when it is asked for.
  if (isFirst) packs.of(heads[0]!).catch(() => {});
  const about: SetEditorAbout = {
    file: desk === undefined ? null : { name: desk.name, path: desk.path },
    from: from ?? null,
    heads,
  };
  return {
    name: 'landmarks',
    addRoutes(app, base) {
      addRoute(
        app,
        {
          method: 'get',
          path: `${base}/about`,
          tags,
          summary: 'The file that is edited, and the heads there are',
        },
        (context) => context.json(about, 200, never),
      );
      addRoute(
        app,
        { method: 'get', path: `${base}/file`, tags, summary: 'The set as its file has it now' },
        async (context) => {
          const state: SetFileState = desk === undefined ? { text: null, version: null } : await desk.read();
          return context.json(state, 200, never);
        },
      );
      addRoute(
        app,
        {
          method: 'put',
          path: `${base}/file`,
          tags,
          summary: 'Saves the set; 409 where its file was changed meanwhile',
        },
        async (context) => {
          if (desk === undefined)
            throw new ProblemError(
              403,
              'no file was named for the set',
              'download it, or start the command with one: lineament landmarks edit my-set.yaml',
            );
          const { content } = await readJsonBody(context, savingBounds);
          const outcome = await desk.save(parseSettings('landmarks: save', savingSchema, content));
          if (outcome.conflict)
            throw new ProblemError(
              409,
              `${desk.name} was changed by someone else since you opened it`,
              'load it again, or save over it',
              {},
              { now: outcome.now },
            );
          const saved: SetSaved = { version: outcome.version, mistakes: outcome.mistakes };
          return context.json(saved, 200, never);
        },
      );
      addRoute(
        app,
        { method: 'get', path: `${base}/heads/{name}`, tags, summary: 'A head: mesh, curves, faces, packed' },
        async (context) => {
          const name = context.req.param('name') ?? '';
          if (!heads.includes(name)) throw notFound('head');
          return new Response(await packs.of(name), {
            headers: {
              'content-type': 'application/octet-stream',
              'x-content-type-options': 'nosniff',
              'cache-control': 'private, max-age=300',
            },
          });
        },
      );
    },
  };
}
