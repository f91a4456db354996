/**
 * The typed face of a Lineament server: orders, from the request to files on this disk. What it does not name is in `api`, every
 * route with its types.
 */
import { LineamentError } from '../core/errors.js';
import { type Connection, type ConnectionOptions, connect, dataOf, type Patience } from './connection.js';
import { downloadFile, type OfferedFile } from './download.js';
import { type FollowOptions, follow } from './follow.js';
import type { components, paths } from './schema.js';

type Schemas = components['schemas'];
/** An order with all that is known of it. */
export type Order = Schemas['Order'];
/** An order in a list, or in an event. */
export type OrderBrief = Schemas['OrderBrief'];
/** The settings of `lineament generate`, with deliveries, a webhook and a title. */
export type OrderRequest = Schemas['OrderRequest'];
/** A job file of the Human API, as it is. */
export type HumanApiJob = Schemas['HumanApiJob'];
export type Preview = Schemas['Preview'];
export type Delivery = NonNullable<OrderRequest['deliver']>[number];
/** What goes beside a job file of the Human API. */
export type OrderQuery = NonNullable<paths['/v1/datasets']['post']['parameters']['query']>;

export interface OrderOptions {
  query?: OrderQuery;
  /** The same key and request again answer with the same order. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface DownloadProgress {
  /** The file at work. */
  file: string;
  /** Bytes of all files that are here. */
  done: number;
  total: number;
}

export interface DownloadOptions extends Patience {
  onProgress?: (progress: DownloadProgress) => void;
}

/** A photograph: a JPEG, PNG, WebP … as it is in its file. */
export interface Photograph {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export type Detections = Schemas['Detections'];
export type Descriptions = Schemas['Descriptions'];
type QueryOf<Path extends '/v1/detect' | '/v1/describe'> = NonNullable<
  paths[Path]['post']['parameters']['query']
>;

export type Run = Schemas['Run'];
export type RunRequest = Schemas['EvaluateRequest'] | Schemas['TrainRequest'] | Schemas['StudyRequest'];
export type Upload = Schemas['Upload'];
type RunLandmarks = NonNullable<OrderRequest['landmarks']>;

export interface LineamentClient extends Pick<Connection, 'server' | 'api' | 'send'> {
  /** Four of the faces, the exact count, estimates; nothing is ordered. */
  preview(
    request: OrderRequest | HumanApiJob,
    options?: Pick<OrderOptions, 'query' | 'signal'>,
  ): Promise<Preview>;
  order(request: OrderRequest | HumanApiJob, options?: OrderOptions): Promise<Order>;
  get(id: string): Promise<Order>;
  /** Until the order is done, failed or cancelled; a server that is away for a while is waited for. */
  wait(id: string, options?: FollowOptions<OrderBrief>): Promise<Order>;
  pause(id: string): Promise<Order>;
  resume(id: string): Promise<Order>;
  cancel(id: string): Promise<Order>;
  remove(id: string): Promise<void>;
  files(id: string): Promise<Schemas['Files']>;
  /**
   * All files of an order into a folder: goes on where an earlier try ended, checks the sums, leaves alone what is there.
   * @returns their paths.
   */
  download(id: string, folder: string, options?: DownloadOptions): Promise<string[]>;
  /** The faces of photographs and their landmarks, as `lineament detect --json` prints them. */
  detect(photographs: readonly Photograph[], query?: QueryOf<'/v1/detect'>): Promise<Detections>;
  /** Pose, gaze, eyes, expression and shape, as `lineament describe --json` prints them. */
  describe(photographs: readonly Photograph[], query?: QueryOf<'/v1/describe'>): Promise<Descriptions>;
  /** An evaluation, a training or a study, on datasets and uploads of the server. */
  startRun(request: RunRequest): Promise<Run>;
  getRun(id: string): Promise<Run>;
  /** Until it is done, failed or cancelled; `onEvent` is told log lines (`log`) and what is measured (`metric`), as JSON. */
  waitForRun(id: string, options?: FollowOptions<Run>): Promise<Run>;
  cancelRun(id: string): Promise<Run>;
  resumeRun(id: string): Promise<Run>;
  removeRun(id: string): Promise<void>;
  downloadRun(id: string, folder: string, options?: DownloadOptions): Promise<string[]>;
  /** Labelled photographs for runs: `upload:ID`. */
  startUpload(request: { title?: string; landmarks?: RunLandmarks }): Promise<Upload>;
  /** A picture, or `labelled.jsonl`. */
  addToUpload(id: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export const finalStates: readonly OrderBrief['state'][] = ['done', 'failed', 'cancelled'];

export function openClient(options: ConnectionOptions): LineamentClient {
  const connection = connect(options);
  const { api } = connection;
  const pathOf = (id: string): { path: { id: string } } => ({ path: { id } });
  const get = async (id: string): Promise<Order> =>
    dataOf(await api.GET('/v1/datasets/{id}', { params: pathOf(id) }));
  return {
    ...connection,
    preview: async (body, { query, signal } = {}) =>
      // The types of openapi-fetch make a plain list of a pair.
      dataOf<unknown>(
        await api.POST('/v1/datasets/preview', {
          params: { ...(query && { query }) },
          body,
          ...(signal && { signal }),
        }),
      ) as Preview,
    order: async (body, { query, idempotencyKey, signal } = {}) =>
      dataOf(
        await api.POST('/v1/datasets', {
          params: {
            ...(query && { query }),
            ...(idempotencyKey !== undefined && { header: { 'idempotency-key': idempotencyKey } }),
          },
          body,
          ...(signal && { signal }),
        }),
      ),
    get,
    wait: (id, how = {}) =>
      follow<OrderBrief, Order>(
        connection,
        {
          path: `/v1/datasets/${encodeURIComponent(id)}/events`,
          ask: () => get(id),
          isAtEnd: ({ state }) => finalStates.includes(state),
        },
        how,
      ),
    pause: async (id) => dataOf(await api.POST('/v1/datasets/{id}/pause', { params: pathOf(id) })),
    resume: async (id) => dataOf(await api.POST('/v1/datasets/{id}/resume', { params: pathOf(id) })),
    cancel: async (id) => dataOf(await api.POST('/v1/datasets/{id}/cancel', { params: pathOf(id) })),
    async remove(id) {
      await api.DELETE('/v1/datasets/{id}', { params: pathOf(id) });
    },
    files: async (id) => dataOf(await api.GET('/v1/datasets/{id}/files', { params: pathOf(id) })),
    async download(id, folder, how) {
      const { files, deliveries } = dataOf(await api.GET('/v1/datasets/{id}/files', { params: pathOf(id) }));
      const failed = deliveries.find(({ state }) => state === 'failed');
      if (failed !== undefined)
        throw new LineamentError(`${failed.delivery} could not be made: ${failed.reason ?? 'unknown'}`, {
          hint: 'ask for it again, or for another delivery',
        });
      return downloadAll(connection, files, folder, how);
    },
    detect: (photographs, query) => sendPictures<Detections>(connection, '/v1/detect', photographs, query),
    describe: (photographs, query) =>
      sendPictures<Descriptions>(connection, '/v1/describe', photographs, query),
    ...runsOf(connection),
  };
}

type RunMethods = Pick<
  LineamentClient,
  | 'startRun'
  | 'getRun'
  | 'waitForRun'
  | 'cancelRun'
  | 'resumeRun'
  | 'removeRun'
  | 'downloadRun'
  | 'startUpload'
  | 'addToUpload'
>;

function runsOf(connection: Connection): RunMethods {
  const { api } = connection;
  const pathOf = (id: string): { params: { path: { id: string } } } => ({ params: { path: { id } } });
  const getRun = async (id: string): Promise<Run> => dataOf(await api.GET('/v1/runs/{id}', pathOf(id)));
  return {
    startRun: async (body) => dataOf(await api.POST('/v1/runs', { body })),
    getRun,
    waitForRun: (id, how = {}) =>
      follow<Run, Run>(
        connection,
        {
          path: `/v1/runs/${encodeURIComponent(id)}/events`,
          ask: () => getRun(id),
          isAtEnd: ({ state }) => finalStates.some((one) => one === state),
        },
        how,
      ),
    cancelRun: async (id) => dataOf(await api.POST('/v1/runs/{id}/cancel', pathOf(id))),
    resumeRun: async (id) => dataOf(await api.POST('/v1/runs/{id}/resume', pathOf(id))),
    async removeRun(id) {
      await api.DELETE('/v1/runs/{id}', pathOf(id));
    },
    downloadRun: async (id, folder, how) => downloadAll(connection, (await getRun(id)).files, folder, how),
    startUpload: async (body) => dataOf(await api.POST('/v1/uploads', { body })),
    async addToUpload(id, name, bytes) {
      await connection.send(`/v1/uploads/${encodeURIComponent(id)}/files/${encodeURIComponent(name)}`, {
        method: 'PUT',
        body: bytes,
        headers: { 'content-type': 'application/octet-stream' },
      });
    },
  };
}

async function sendPictures<Answer>(
  connection: Connection,
  path: string,
  photographs: readonly Photograph[],
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  const form = new FormData();
  for (const { name, bytes } of photographs) form.append('picture', new Blob([bytes]), name);
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
  const answer = await connection.send(`${path}?${asked}`, { method: 'POST', body: form });
  return (await answer.json()) as Answer;
}

async function downloadAll(
  connection: Connection,
  files: readonly OfferedFile[],
  folder: string,
  { onProgress, ...patience }: DownloadOptions = {},
): Promise<string[]> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const paths: string[] = [];
  let before = 0;
  for (const file of files) {
    const onBytes = (done: number): void => onProgress?.({ file: file.name, done: before + done, total });
    paths.push(await downloadFile(connection, file, folder, { ...patience, onBytes }));
    before += file.bytes;
  }
  return paths;
}
