/** What an order will be, before it costs anything: a few of its very faces, how many there are, and what they take. */
import { LineamentError } from '../../core/errors.js';
import { newDatasetOf } from '../../dataset/generate/open-recipe.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { decodeSamples } from '../../dataset/store/sample-file.js';
import { StandingPool } from '../../node/standing-pool.js';
import type { Order } from '../order/order.js';
import { sampleCount, shardCount } from '../shards/shard-plan.js';
import type { ShardTask } from '../shards/shard-worker.js';

export interface OrderPreview {
  samples: number;
  shards: number;
  /** Of the stored samples, all together. */
  bytes: number;
  /** With all threads of this server. */
  minutes: number;
  faces: LayeredSample[];
}

export const previewFaces = 4;
/** Frames of a clip that are looked at. */
const previewFrames = 2;
const mostWaiting = 8;

export interface Previewer {
  preview(order: Pick<Order, 'parts' | 'shardSize'>): Promise<OrderPreview>;
  close(): Promise<void>;
}

/** @param threads – of the workers, for the estimate of minutes. */
export function openPreviewer(threads: number): Previewer {
  // Threads of its own: a preview does not wait for the shards of other orders.
  const pool = new StandingPool<ShardTask, Uint8Array>('../shards/shard-worker', import.meta.url, {
    workers: 1,
    interruptible: true,
  });
  let waiting = 0;
  return {
    async preview(order) {
      if (waiting >= mostWaiting)
        throw new BusyError('preview: too many at once', { hint: 'try again in a few seconds' });
      waiting++;
      try {
        return await makePreview(order, pool, threads);
      } finally {
        waiting--;
      }
    },
    close: () => pool.close(),
  };
}

/** The server has too much to do; nothing is wrong with what was asked. */
export class BusyError extends LineamentError {
  override name = 'BusyError';
}

async function makePreview(
  order: Pick<Order, 'parts' | 'shardSize'>,
  pool: StandingPool<ShardTask, Uint8Array>,
  threads: number,
): Promise<OrderPreview> {
  const faces: LayeredSample[] = [];
  let [bytes, seconds, timed, measured] = [0, 0, 0, 0];
  for (const { part, face } of spread(order.parts)) {
    const { recipe } = order.parts[part]!;
    const shown = { ...recipe, frames: Math.min(recipe.frames, previewFrames) };
    const began = performance.now();
    const file = await pool.run({ recipe: shown, shard: { firstFace: face, faces: 1, firstSample: 0 } });
    const rows = decodeSamples(file, newDatasetOf(shown), 'preview');
    faces.push(rows[0]!.sample);
    bytes += rows.reduce((sum, { sample }) => sum + sizeOf(sample), 0);
    measured += rows.length;
    // The first face of a recipe waits for its head.
    if (faces.length === 1 && order.parts[0]!.recipe.count > 1) continue;
    seconds += (performance.now() - began) / 1000;
    timed += rows.length;
  }
  const samples = sampleCount(order);
  return {
    samples,
    shards: shardCount(order),
    bytes: Math.round((bytes / measured) * samples),
    minutes: ((seconds / Math.max(1, timed)) * samples) / threads / 60,
    faces,
  };
}

/** A few faces of as many parts as there are; of one part its first. */
function spread(parts: Order['parts']): { part: number; face: number }[] {
  const chosen: { part: number; face: number }[] = [];
  for (let round = 0; chosen.length < previewFaces; round++) {
    const before = chosen.length;
    const step = Math.max(1, Math.floor(parts.length / previewFaces));
    for (let part = 0; part < parts.length && chosen.length < previewFaces; part += step)
      if (round < parts[part]!.recipe.count) chosen.push({ part, face: round });
    if (chosen.length === before) break;
  }
  return chosen;
}

/** As it is stored: pictures and text as they are, numbers in four bytes. */
function sizeOf({ image, layers = {}, points, points3d, attributes }: LayeredSample): number {
  const numbers = Object.values(points).reduce((sum, list) => sum + list.length, points3d?.length ?? 0);
  const pictures = Object.values(layers).reduce((sum, layer) => sum + layer.length, image.length);
  return pictures + 4 * numbers + JSON.stringify(attributes).length + 1000;
}
