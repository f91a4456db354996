/**
 * WebDataset shards (the format of the library of that name): POSIX tar files in which consecutive members that share
 * the name up to the first dot are one sample. A sample has its picture (`.jpg` or `.png`), its labels (`.json`), its
 * caption (`.txt`, where it has one) and each stored layer (`.segmentation.png`, …). Shards are written whole.
 */
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { captionOf, type SampleAttributes } from '../../attributes.js';
import { layerNames } from '../../layers/registry.js';
import type { LayeredSample } from '../../store/columns.js';
import {
  type ExportSource,
  fileStem,
  imageEnding,
  type SampleWriter,
  uniqueStems,
} from '../sample-writer.js';

/** The `.json` member; points are `[K][x, y]` pixels counted from 0, null where there is no label. */
export interface ShardLabels {
  id: string;
  split: string;
  width: number;
  height: number;
  landmarks: string;
  points: Record<string, ([number, number] | null)[]>;
  points3d: number[][] | null;
  visibility: number[] | null;
  box: { x: number; y: number; width: number; height: number };
  pupils: (number | null)[] | null;
  attributes: SampleAttributes;
}

const samplesPerShard = 1000;

interface Shard {
  tar: Pack;
  /** Settles when the file is written, or cannot be. */
  written: Promise<void>;
  path: string;
}

export function createWebDatasetWriter(
  { folder, set }: ExportSource,
  perShard: number = samplesPerShard,
): SampleWriter {
  // Dots end the key; the sample's own id stands in the labels.
  const keyOf = uniqueStems((id) => fileStem(id).replaceAll('.', '_'));
  let shard: Shard | undefined;
  let count = 0;
  const close = async (): Promise<void> => {
    if (shard === undefined) return;
    const { tar, written, path } = shard;
    shard = undefined;
    tar.finalize();
    await written;
    await rename(`${path}.part`, path);
  };
  const open = (): Shard => {
    if (shard !== undefined) return shard;
    const path = join(folder, `shard-${String(Math.floor(count / perShard)).padStart(6, '0')}.tar`);
    const tar = pack();
    const written = pipeline(tar, createWriteStream(`${path}.part`));
    written.catch(() => {}); // met when the shard is closed
    shard = { tar, written, path };
    return shard;
  };
  return {
    async write(sample) {
      const key = keyOf(sample.id);
      const { tar, written } = open();
      // Where the disk fails the archive never answers: then the file's error ends the sample.
      const failed = written.then(() => new Promise<never>(() => {}));
      failed.catch(() => {}); // met by the next member, or when the shard is closed
      const add = (ending: string, content: Uint8Array | string): Promise<void> =>
        Promise.race([addMember(tar, `${key}.${ending}`, content), failed]);
      await add(imageEnding(sample.image), sample.image);
      await add('json', JSON.stringify(labelsOf(sample, set.name)));
      const caption = captionOf(sample.attributes);
      if (caption !== undefined) await add('txt', caption);
      for (const name of layerNames) {
        const layer = sample.layers?.[name];
        if (layer !== undefined) await add(`${name}.png`, layer);
      }
      count++;
      if (count % perShard === 0) await close();
    },
    finish: close,
  };
}

/** The same bytes for the same content: no clock, no user. */
function addMember(tar: Pack, name: string, content: Uint8Array | string): Promise<void> {
  const bytes = Buffer.from(content);
  return new Promise((resolve, reject) => {
    const member = tar.entry({ name, size: bytes.length, mode: 0o644, mtime: new Date(0) }, bytes, (error) =>
      error ? reject(error) : resolve(),
    );
    // An archive that is destroyed tells its members, too.
    member.on('error', reject);
  });
}

function labelsOf(sample: LayeredSample, landmarks: string): ShardLabels {
  const { id, split, width, height, points, points3d, visibility, box, pupils, attributes } = sample;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const pairs = (list: Float32Array): ([number, number] | null)[] =>
    Array.from({ length: list.length / 2 }, (_, k) =>
      Number.isNaN(list[2 * k]) ? null : [list[2 * k]!, list[2 * k + 1]!],
    );
  return {
    id,
    split,
    width,
    height,
    landmarks,
    points: Object.fromEntries(Object.entries(points).map(([convention, list]) => [convention, pairs(list)])),
    points3d:
      points3d &&
      Array.from({ length: points3d.length / 3 }, (_, k) => Array.from(points3d.subarray(3 * k, 3 * k + 3))),
    visibility: visibility && Array.from(visibility),
    box,
    pupils: pupils && Array.from(pupils, known),
    attributes,
  };
}
