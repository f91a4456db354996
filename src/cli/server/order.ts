/** `lineament order`: orders faces from a server, shows how far they are, downloads them. Run again it goes on where it was. */
import { createHash, randomBytes } from 'node:crypto';
import { basename, extname } from 'node:path';
import { type Command, Option } from 'commander';
import type { HumanApiJob, LineamentClient, Order, OrderRequest } from '../../client/client.js';
import { LineamentError, StoppedError, UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { counted } from '../../core/text/counted.js';
import { partOf, type Work } from '../../core/work.js';
import { readTextOr } from '../../node/files.js';
import { isHumanOrder } from '../../orders/human-api/translate-order.js';
import { isOrderId } from '../../orders/order/order.js';
import { type Delivery, deliveries } from '../../orders/order/request.js';
import { exampleText } from '../command/example.js';
import { type OutputFlags, runCommand } from '../command/run-command.js';

interface OrderFlags extends OutputFlags {
  server: string;
  token?: string;
  out?: string;
  deliver?: Delivery[];
  withoutRefused?: true;
  again?: true;
}

export function addOrderCommand(program: Command): void {
  program
    .command('order')
    .summary('order faces from a server, and download them')
    .description(
      'Orders faces from `lineament serve`, shows how far they are and downloads them. After an interruption the same command goes on where it was: the same file is the same order, and files are gone on with and checked.',
    )
    .argument('<file>', "settings of generate as JSON, or a job file of the Human API; or an order's id")
    .option('--server <url>', 'where `lineament serve` answers', 'http://127.0.0.1:8017')
    .addOption(
      new Option('--token <token>', 'of the server; the variable keeps it out of the list of processes').env(
        'LINEAMENT_TOKEN',
      ),
    )
    .option('--out <folder>', "where the files go (FILE's name without its ending)")
    .addOption(
      new Option('--deliver <formats...>', 'what is downloaded (what FILE says, else webdataset)').choices([
        ...deliveries,
      ]),
    )
    .option('--without-refused', "order what is left of a Human API's job without refused fields")
    .option('--again', 'a new order, also where the same file was ordered before')
    .option('--json', 'print the order and its files as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText('lineament order faces.json --server http://127.0.0.1:8017 --out faces'),
    )
    .action(order);
}

async function order(file: string, flags: OrderFlags): Promise<void> {
  const { server, token, json } = flags;
  await runCommand({
    name: 'order',
    flags: { ...(json && { json }) },
    run: async (work) => {
      // Loaded when it is needed: every other command starts without it.
      const { openClient } = await import('../../client/client.js');
      const client = openClient({ server, ...(token !== undefined && { token }) });
      const { id } = isOrderId(file) ? await client.get(file) : await place(client, file, flags, work);
      const ended = await untilEnd(client, id, work);
      const folder = flags.out ?? basename(file, extname(file));
      const files = await download(client, id, folder, work);
      return { order: ended, files, folder };
    },
    json: ({ order: { id, state, hash, samples }, files }) => ({ id, state, hash, samples, files }),
    say: ({ order: { samples }, files, folder }, log) =>
      log.info(
        `${counted(samples, 'face')}: ${files.length === 0 ? 'the order names no files (--deliver)' : `${counted(files.length, 'file')} in ${folder}`}`,
      ),
  });
}

async function place(client: LineamentClient, file: string, flags: OrderFlags, work: Work): Promise<Order> {
  const { deliver, withoutRefused, again } = flags;
  const content = await readOrderFile(file);
  const human = isHumanOrder(content);
  if (withoutRefused && !human)
    throw new UsageError('order: --without-refused is for job files of the Human API', { file });
  const wanted = deliver ?? (content.deliver === undefined ? ['webdataset' as const] : undefined);
  const body = { ...content, ...(!human && wanted && { deliver: wanted }) };
  const query = {
    ...(human && wanted && { deliver: wanted.join(',') }),
    ...(withoutRefused && { 'without-refused': 'true' }),
  };
  // The same file is the same order, so that this can be run again wherever it was interrupted.
  const hash = createHash('sha256')
    .update(JSON.stringify([body, query]))
    .digest('hex');
  const idempotencyKey = `order-${hash.slice(0, 40)}${again ? `-${randomBytes(6).toString('hex')}` : ''}`;
  // The server says what is wrong with it.
  const request = body as unknown as OrderRequest | HumanApiJob;
  const placed = await client.order(request, {
    idempotencyKey,
    ...(Object.keys(query).length > 0 && { query }),
    signal: work.signal,
  });
  const { mapped, refused } = placed.translation ?? { mapped: [], refused: [] };
  for (const { path, reason } of refused) work.log.warn(`refused: ${path}: ${reason}`);
  if (mapped.length > 0)
    work.log.info(`${counted(mapped.length, 'field')} mapped: lineament generate --order ${file} --dry-run`);
  work.log.info(`order ${placed.id}: ${counted(placed.samples, 'face')}, ${placed.state}`);
  if (placed.state !== 'failed') return placed;
  work.log.info(`it had failed (${placed.reason ?? 'unknown'}) and goes on`);
  return client.resume(placed.id);
}

async function readOrderFile(file: string): Promise<Record<string, unknown>> {
  const text = await readTextOr(file, 'the order');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new UsageError('the order is not JSON', { file, hint: 'docs/api.md has an example', cause });
  }
  if (!isRecord(content))
    throw new UsageError('the order is not a JSON object', { file, hint: 'docs/api.md has an example' });
  return content;
}

async function untilEnd(client: LineamentClient, id: string, work: Work): Promise<Order> {
  const goesOn = `order ${id} goes on at ${client.server}; the same command comes back to it`;
  let said = '';
  try {
    const ended = await client.wait(id, {
      signal: work.signal,
      onProgress: ({ state, progress: { done, total } }) => {
        work.report(done, total, state === 'running' ? '' : state);
        said = state;
      },
    });
    if (ended.state === 'done') return ended;
    const why = ended.reason === null ? '' : `: ${ended.reason}`;
    throw new LineamentError(`order ${id} is ${ended.state}${why}`, {
      hint: ended.state === 'failed' ? 'the same command tries it again' : '--again orders it anew',
    });
  } catch (error) {
    if (error instanceof StoppedError) throw new StoppedError(`${goesOn} (it is ${said || 'queued'})`);
    throw error;
  }
}

async function download(client: LineamentClient, id: string, folder: string, work: Work): Promise<string[]> {
  const part = partOf(work, 'download', 'MB');
  const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
  return client.download(id, folder, {
    signal: work.signal,
    onProgress: ({ file, done, total }) => part.report(megabytes(done), megabytes(total), file),
  });
}
