/** What is left of faces, as a picture. */
import { joined } from '../../../core/numbers/joined.js';
import type { FaceSet } from '../data/face-set.js';
import { pictureSheet } from '../pictures/sheet.js';
import type { Autoencoder } from './open-autoencoder.js';

/** Rows of eight of the first 32 faces, each over its reconstruction. */
export async function reconstructionSheet(autoencoder: Autoencoder, faces: FaceSet): Promise<Uint8Array> {
  const { size } = faces;
  const shown = Math.min(32, faces.count);
  const columns = Math.min(8, shown);
  const rows: Float32Array[] = [];
  for (let first = 0; first < shown; first += columns) {
    const numbers = Array.from({ length: Math.min(columns, shown - first) }, (_, i) => first + i);
    const truth = faces.images(numbers);
    for (const pictures of [truth, await autoencoder.decode((await autoencoder.encode(truth)).codes)]) {
      // White where the last row has no more.
      const row = new Float32Array(columns * 3 * size ** 2).fill(1);
      row.set(pictures);
      rows.push(row);
    }
  }
  return pictureSheet(joined(rows), { size, columns });
}
