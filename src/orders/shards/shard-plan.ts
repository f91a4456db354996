/** How an order is cut into shards: shard i is a pure function of the order and i, wherever and however often it is made. */
import { internalError } from '../../core/errors.js';
import type { Order } from '../order/order.js';

type Cut = Pick<Order, 'parts' | 'shardSize'>;

export interface Shard {
  /** Its number in the order. */
  index: number;
  /** Number of the order's part. */
  part: number;
  /** Faces (of the part) that it holds. */
  firstFace: number;
  faces: number;
  /** Its first sample's index in the part's dataset. */
  firstSample: number;
  samples: number;
}

/** Whole faces: all frames of a clip lie in one shard. */
function facesPerShard({ shardSize }: Cut, frames: number): number {
  return Math.max(1, Math.floor(shardSize / frames));
}

function shardsOfPart(order: Cut, part: number): number {
  const { count, frames } = order.parts[part]!.recipe;
  return Math.ceil(count / facesPerShard(order, frames));
}

export function shardCount(order: Cut): number {
  return order.parts.reduce((sum, _, part) => sum + shardsOfPart(order, part), 0);
}

export function sampleCount({ parts }: Pick<Order, 'parts'>): number {
  return parts.reduce((sum, { recipe }) => sum + recipe.count * recipe.frames, 0);
}

export function shardAt(order: Cut, index: number): Shard {
  let before = 0;
  for (const [part, { recipe }] of order.parts.entries()) {
    const shards = shardsOfPart(order, part);
    if (index < before + shards) {
      const size = facesPerShard(order, recipe.frames);
      const firstFace = (index - before) * size;
      const faces = Math.min(size, recipe.count - firstFace);
      const { frames } = recipe;
      return { index, part, firstFace, faces, firstSample: firstFace * frames, samples: faces * frames };
    }
    before += shards;
  }
  throw internalError(`the order has no shard ${index}`);
}

/** Where a sample of the whole order lies. */
export function shardOfSample(order: Cut, sample: number): { shard: Shard; offset: number } {
  let [samples, shards] = [0, 0];
  for (const [part, { recipe }] of order.parts.entries()) {
    const here = recipe.count * recipe.frames;
    if (sample < samples + here) {
      const size = facesPerShard(order, recipe.frames) * recipe.frames;
      const shard = shardAt(order, shards + Math.floor((sample - samples) / size));
      return { shard, offset: sample - samples - shard.firstSample };
    }
    samples += here;
    shards += shardsOfPart(order, part);
  }
  throw internalError(`the order has no sample ${sample}`);
}
