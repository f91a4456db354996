/** The labelled faces of ../shared/in-the-wild, decoded: what scripts measure on. Neither pictures nor labels are ever committed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image } from '../src/core/image.js';
import type { FaceBox } from '../src/landmarks/face-crop.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

export interface WildFace {
  id: string;
  /** Faces of one photograph are drawn together. */
  photograph: string;
  image: Image;
  box: FaceBox;
  /** `[68, 2]` pixels. */
  labels: Float32Array;
  /** Between the outer eye corners, pixels. */
  eyes: number;
}

/** @param split – train, validation or test. */
export async function readWildFaces(folder: string, split: string): Promise<WildFace[]> {
  const { splits } = JSON.parse(await readFile(join(folder, 'splits.json'), 'utf8')) as {
    splits: Record<string, string[]>;
  };
  const wanted = new Set(splits[split]);
  const read: WildFace[] = [];
  for (const line of (await readFile(join(folder, 'labelled.jsonl'), 'utf8')).trim().split('\n')) {
    const row = JSON.parse(line) as {
      id: string;
      image: string;
      bbox: [number, number, number, number];
      points: [number, number][];
    };
    if (!wanted.has(row.id)) continue;
    const [x, y, width, height] = row.bbox;
    const [right, left] = [row.points[36]!, row.points[45]!];
    read.push({
      id: row.id,
      photograph: row.id.replace(/_\d+$/, ''),
      image: await decodeImage(await readFile(join(folder, row.image)), row.image),
      box: { x, y, width, height },
      labels: Float32Array.from(row.points.flat()),
      eyes: Math.hypot(left[0] - right[0], left[1] - right[1]),
    });
  }
  return read;
}
