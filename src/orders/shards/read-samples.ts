/** Samples of an order, while it is made and afterwards: from its shards as they come, then from its datasets. */
import { newDatasetOf } from '../../dataset/generate/open-recipe.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { decodeSamples } from '../../dataset/store/sample-file.js';
import type { Order } from '../order/order.js';
import { datasetName, type Storage, shardName } from '../storage/storage.js';
import { shardOfSample } from './shard-plan.js';

export interface OrderedSample {
  /** Its number in the whole order. */
  number: number;
  part: string;
  sample: LayeredSample;
}

/** @returns those of the numbers that are made, in order. @param numbers – ascending, each in the order. */
export async function readSamples(
  storage: Storage,
  order: Pick<Order, 'id' | 'parts' | 'shardSize'>,
  numbers: readonly number[],
): Promise<OrderedSample[]> {
  const byShard = new Map<number, ReturnType<typeof placeOf>[]>();
  const placeOf = (number: number) => ({ number, ...shardOfSample(order, number) });
  for (const number of numbers) {
    const place = placeOf(number);
    byShard.set(place.shard.index, [...(byShard.get(place.shard.index) ?? []), place]);
  }
  const found: OrderedSample[] = [];
  for (const wanted of byShard.values()) {
    const { shard } = wanted[0]!;
    const { name, recipe } = order.parts[shard.part]!;
    const object = shardName(order.id, shard.index);
    const bytes = await storage.read(object);
    const samples =
      bytes === undefined
        ? await fromDataset(
            storage,
            datasetName(order.id, name),
            wanted.map(({ offset }) => shard.firstSample + offset),
          )
        : pick(decodeSamples(bytes, newDatasetOf(recipe), object), wanted);
    for (const [i, { number }] of wanted.entries()) {
      const sample = samples[i];
      if (sample !== undefined) found.push({ number, part: name, sample });
    }
  }
  return found;
}

const pick = (
  rows: readonly { sample: LayeredSample }[],
  wanted: readonly { offset: number }[],
): (LayeredSample | undefined)[] => wanted.map(({ offset }) => rows[offset]?.sample);

async function fromDataset(storage: Storage, name: string, indices: number[]): Promise<LayeredSample[]> {
  const dataset = await storage.dataset(name);
  if (dataset === undefined) return [];
  try {
    return await dataset.read(indices, { layers: true });
  } finally {
    dataset.close();
  }
}
