/** The part 'explore': what the page asks of the datasets that the server was opened with. They are named by their number. */
import type { Context } from 'hono';
import { z } from 'zod';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { layerNames } from '../../dataset/layers/registry.js';
import { conventions } from '../../landmarks/landmark-set.js';
import { modelFilesByName } from '../../studio/explore/compare-models.js';
import { ExploredDataset } from '../../studio/explore/explored-dataset.js';
import { outFormats } from '../../studio/explore/export-rows.js';
import { Jobs } from '../../studio/explore/jobs.js';
import { packFiles } from '../../studio/explore/packs.js';
import { sampleView } from '../../studio/explore/sample-view.js';
import { removeView, savedViews, saveView } from '../../studio/explore/saved-views.js';
import { openSceneRenderer, sceneChoices } from '../../studio/explore/scene-renderer.js';
import { readJsonBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { notFound, ProblemError } from '../http/problem.js';
import { addRoute } from '../routes/documented.js';
import { addFeatureRoutes } from './explore-features.js';
import { addJobRoutes, rowNumbers } from './explore-jobs.js';
import { addVariantRoutes } from './explore-variants.js';
import { addWordRoutes } from './explore-words.js';
import {
  changesSchema,
  type DatasetView,
  type ExploreAbout,
  filterSchema,
  type RowFilter,
  savedViewSchema,
} from './schemas/explore.js';
import type { StudioPart } from './studio-app.js';

/** What can be looked at, by whom. */
export interface DatasetShelf {
  /** Of whoever asks, by number. */
  views(context: Context<ServerEnv>): Promise<DatasetView[]>;
  /** @throws where there is none of this number for whoever asks. */
  at(number: number, context: Context<ServerEnv>): Promise<ExploredDataset>;
  /** Where saved views of one lie. */
  viewsFolder(one: ExploredDataset): string;
  close(): Promise<void>;
}

export interface ExploreOptions {
  /** Folders of datasets. */
  datasets: readonly string[];
  /** Model files of the user's own. */
  models?: readonly string[];
  /** A file of pictures and sentences, to search with; the shipped one where it is left out. */
  clip?: string | undefined;
  /** Folder that exports are made below. */
  out?: string;
}

const forever = { 'cache-control': 'private, max-age=31536000, immutable' };
const never = { 'cache-control': 'no-store' };
const tags = ['explore'];

export async function openExplore({
  datasets,
  models = [],
  out = 'lineament-exports',
  clip,
}: ExploreOptions): Promise<StudioPart> {
  const explored: ExploredDataset[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(explored.map((one) => one.close()));
  };
  try {
    for (const folder of datasets) explored.push(await ExploredDataset.open(folder));
  } catch (error) {
    await close();
    throw error;
  }
  const shelf: DatasetShelf = {
    views: async () => explored.map((one) => one.view()),
    async at(number) {
      const one = explored[number];
      if (one === undefined) throw notFound('dataset');
      return one;
    },
    viewsFolder: ({ dataset }) => dataset.folder,
    close,
  };
  return explorePart({ shelf, models, out, clip });
}

export interface ExplorePartOptions extends Pick<ExploreOptions, 'models' | 'clip'> {
  shelf: DatasetShelf;
  /** Null: nothing is written here. */
  out: string | null;
}

export function explorePart({ shelf, models = [], out, clip }: ExplorePartOptions): StudioPart {
  const renderer = openSceneRenderer();
  const jobs = new Jobs();
  const modelFiles = modelFilesByName(models);
  const close = async (): Promise<void> => {
    await shelf.close();
    await jobs.close();
    await renderer.close();
  };
  const about = async (context: Context<ServerEnv>): Promise<ExploreAbout> => ({
    datasets: await shelf.views(context),
    models: [...modelFiles.keys()],
    formats: out === null ? [] : [...outFormats],
    choices: sceneChoices,
  });
  return {
    name: 'explore',
    close,
    addRoutes(app, base) {
      const of = async (context: Context<ServerEnv>): Promise<ExploredDataset> => {
        const text = context.req.param('dataset') ?? '';
        if (!/^\d{1,4}$/.test(text)) throw notFound('dataset');
        return shelf.at(Number(text), context);
      };
      const get = (
        path: string,
        summary: string,
        answer: (context: Context<ServerEnv>) => Promise<Response> | Response,
      ): void => addRoute(app, { method: 'get', path: `${base}${path}`, tags, summary }, answer);

      get('', 'The datasets that are shown', async (context) =>
        context.json(await about(context), 200, never),
      );
      get(
        '/{dataset}/rows',
        'Numbers of the rows that pass a filter, 32 bits each; or a bit for each row',
        async (context) => {
          const one = await of(context);
          if (context.req.query('as') === 'bits') return bytes(await one.rowBits(filterOf(context)), never);
          const rows = await one.rows(filterOf(context));
          return bytes(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength), never);
        },
      );
      get('/{dataset}/counts', 'Histograms of every column under a filter', async (context) =>
        context.json(await (await of(context)).counts(filterOf(context)), 200, never),
      );
      get(
        '/{dataset}/thumbnails',
        'Small pictures of rows, or of a layer of theirs, in a pack',
        async (context) => {
          const { rows, side, layer } = parseSettings('explore: query', thumbnailsSchema, numbered(context));
          return bytes(packFiles(await (await of(context)).thumbnails(rows, side, layer)), forever);
        },
      );
      get('/{dataset}/points', 'Points of rows, packed', async (context) => {
        const { rows, convention } = parseSettings('explore: query', pointsSchema, numbered(context));
        return bytes(Uint8Array.from(await (await of(context)).packedPoints(rows, convention)), forever);
      });
      get('/{dataset}/samples/{row}', 'All that is known of a row', async (context) =>
        context.json(await sampleView(await of(context), rowOf(context)), 200, never),
      );
      get('/{dataset}/samples/{row}/picture', 'Its picture as it is stored', async (context) => {
        const { image } = await (await of(context)).sample(rowOf(context));
        return bytes(Uint8Array.from(image), { ...forever, 'content-type': pictureType(image) });
      });
      get('/{dataset}/samples/{row}/layers/{layer}', 'A label layer as a picture', async (context) => {
        const name = layerNames.find((layer) => layer === context.req.param('layer'));
        if (name === undefined) throw notFound('layer');
        const one = await of(context);
        const file = await renderer.layer(one, rowOf(context), name);
        return bytes(Uint8Array.from(file), { ...forever, 'content-type': 'image/png' });
      });
      get('/{dataset}/samples/{row}/relief', 'Depth and albedo for a relief in 3D', async (context) => {
        const packed = await renderer.relief(await of(context), rowOf(context));
        return bytes(Uint8Array.from(packed), forever);
      });
      addRoute(
        app,
        {
          method: 'post',
          path: `${base}/{dataset}/samples/{row}/render`,
          tags,
          summary: 'The row again, with changes',
        },
        async (context) => {
          const changes = parseSettings(
            'explore: render',
            changesSchema,
            (await readJsonBody(context)).content,
          );
          return context.json(await renderer.render(await of(context), rowOf(context), changes), 200, never);
        },
      );
      addVariantRoutes(app, base, { of, rowOf, renderer, out });
      addJobRoutes(app, base, { of, jobs, modelFiles, out });
      addFeatureRoutes(app, base, { of, rowOf, jobs });
      addWordRoutes(app, base, { of, jobs, clip });
      addRoute(
        app,
        {
          method: 'post',
          path: `${base}/{dataset}/captions`,
          tags,
          summary: 'Read the captions before their words are looked for',
        },
        async (context) => {
          await (await of(context)).readCaptions();
          return context.body(null, 204);
        },
      );
      get('/{dataset}/views', 'Saved views', async (context) =>
        context.json(await savedViews(shelf.viewsFolder(await of(context))), 200, never),
      );
      addRoute(
        app,
        { method: 'put', path: `${base}/{dataset}/views`, tags, summary: 'Save a view under its name' },
        async (context) => {
          const view = parseSettings('explore: view', savedViewSchema, (await readJsonBody(context)).content);
          await saveView(shelf.viewsFolder(await of(context)), view);
          return context.body(null, 204);
        },
      );
      addRoute(
        app,
        { method: 'delete', path: `${base}/{dataset}/views`, tags, summary: 'Remove a saved view' },
        async (context) => {
          await removeView(
            shelf.viewsFolder(await of(context)),
            (context.req.query('name') ?? '').slice(0, 60),
          );
          return context.body(null, 204);
        },
      );
    },
  };
}

export function filterOf(context: Context): RowFilter {
  const text = context.req.query('filter') ?? '{}';
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new ProblemError(422, 'filter: not JSON');
  }
  return parseSettings('explore: filter', filterSchema, given);
}

const thumbnailsSchema = z.object({
  rows: rowNumbers,
  side: z.coerce.number().int().min(16).max(1024).default(96),
  layer: z.enum(layerNames).optional(),
});
const pointsSchema = z.object({ rows: rowNumbers, convention: z.enum(conventions).default('surface') });

const numbered = (context: Context): Record<string, string> => context.req.query();

function rowOf(context: Context): number {
  const text = context.req.param('row') ?? '';
  if (!/^\d{1,7}$/.test(text)) throw notFound('row');
  return Number(text);
}

const bytes = (content: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Response =>
  new Response(content, {
    headers: { 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff', ...headers },
  });

/** By its first bytes; anything else is not shown by browsers. */
function pictureType(image: Uint8Array): string {
  if (image[0] === 0xff && image[1] === 0xd8) return 'image/jpeg';
  if (image[0] === 0x89 && image[1] === 0x50) return 'image/png';
  if (image[0] === 0x52 && image[8] === 0x57) return 'image/webp';
  return 'application/octet-stream';
}
