/**
 * The datasets of finished orders, for the explore page of `lineament serve`: whoever asks sees those of the own token. They are
 * opened when they are first looked at; those that nobody looks at are closed again.
 */

import type { OrderBook } from '../../orders/desk/order-book.js';
import { sampleCount } from '../../orders/shards/shard-plan.js';
import type { FolderStorage } from '../../orders/storage/folder-storage.js';
import { datasetName } from '../../orders/storage/storage.js';
import { ExploredDataset } from '../../studio/explore/explored-dataset.js';
import { notFound, ProblemError } from '../http/problem.js';
import { isOwn } from '../routes/order-of.js';
import type { DatasetShelf } from './explore.js';
import type { DatasetView } from './schemas/explore.js';

/** All columns of what is looked at are in memory. */
const mostSamples = 200_000;
/** Of an owner, when it first looks; what is finished later is added. */
const mostAtFirst = 20;
const mostOpen = 16;
/** Milliseconds after which one that nobody looks at may be closed for another. */
const idle = 5 * 60_000;

interface Place {
  order: string;
  part: string;
  view: DatasetView;
}

export interface OrderShelfOptions {
  book: OrderBook;
  storage: FolderStorage;
}

export function orderShelf({ book, storage }: OrderShelfOptions): DatasetShelf {
  /** By owner. A number stays that of its dataset while the process lives. */
  const shelves = new Map<string, Promise<Place[]>>();
  const opened = new Map<string, { dataset: Promise<ExploredDataset>; used: number }>();
  const viewsFolders = new WeakMap<ExploredDataset, string>();

  const isThere = (order: string): boolean => book.get(order)?.status.state === 'done';

  async function open(order: string, part: string): Promise<ExploredDataset> {
    const name = datasetName(order, part);
    const now = Date.now();
    const known = opened.get(name);
    if (known !== undefined) {
      known.used = now;
      return known.dataset;
    }
    for (const [other, { dataset, used }] of [...opened]) {
      if (opened.size < mostOpen) break;
      if (now - used < idle) continue;
      opened.delete(other);
      void dataset.then(
        (one) => one.close(),
        () => {},
      );
    }
    if (opened.size >= mostOpen)
      throw new ProblemError(503, 'too many datasets are being looked at', 'try again in a few minutes');
    const dataset = ExploredDataset.open(storage.pathOf(name));
    opened.set(name, { dataset, used: now });
    dataset.then(
      (one) => viewsFolders.set(one, storage.pathOf(`views/${order}/${part}`)),
      () => opened.delete(name),
    );
    return dataset;
  }

  const ownerOf = (context: Parameters<typeof isOwn>[0]): string => context.get('token')?.id ?? '';

  /** With what was finished since. */
  async function grown(before: readonly Place[], context: Parameters<typeof isOwn>[0]): Promise<Place[]> {
    const known = new Set(before.map(({ order }) => order));
    const fresh: { order: string; part: string; name: string }[] = [];
    for (const booked of book.all()) {
      const { id, title, parts } = booked.order;
      if (known.has(id) || !isThere(id) || !isOwn(context, booked)) continue;
      if (sampleCount(booked.order) > mostSamples) continue;
      for (const { name: part } of parts)
        fresh.push({ order: id, part, name: `${title || id}${parts.length > 1 ? `/${part}` : ''}` });
    }
    const places = [...before];
    for (const { name, ...place } of fresh.slice(-mostAtFirst)) {
      // Room for those that are looked at: what is only listed is closed at once.
      const one = await ExploredDataset.open(storage.pathOf(datasetName(place.order, place.part)));
      places.push({ ...place, view: { ...one.view(), name } });
      await one.close();
    }
    return places;
  }

  return {
    async views(context) {
      const owner = ownerOf(context);
      const before = (shelves.get(owner) ?? Promise.resolve([])).catch(() => []);
      const places = before.then((list) => grown(list, context));
      shelves.set(
        owner,
        places.catch(() => before),
      );
      return (await places).map(({ order, view }) =>
        isThere(order) ? view : { ...view, name: `${view.name} (removed)`, count: 0 },
      );
    },
    async at(number, context) {
      const place = (await shelves.get(ownerOf(context)))?.[number];
      if (place === undefined || !isThere(place.order)) throw notFound('dataset');
      return open(place.order, place.part);
    },
    viewsFolder: (one) => viewsFolders.get(one) ?? one.dataset.folder,
    async close() {
      for (const { dataset } of opened.values())
        await dataset.then(
          (one) => one.close(),
          () => {},
        );
    },
  };
}
