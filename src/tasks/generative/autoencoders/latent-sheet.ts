/** What a variational autoencoder's numbers mean, as a picture: rows from one face to another, rows along one number each, faces from nothing but noise. */
import { joined } from '../../../core/numbers/joined.js';
import { Random } from '../../../core/random.js';
import type { FaceSet } from '../data/face-set.js';
import { pictureSheet } from '../pictures/sheet.js';
import type { Autoencoder } from './open-autoencoder.js';

const columns = 8;
const rowsOf = { between: 3, along: 3, drawn: 2 } as const;
/** Of the standard deviation, to both sides. */
const reach = 2.5;

/** @param faces – of which the first are shown; at least 64 tell which numbers matter. */
export async function latentSheet(autoencoder: Autoencoder, faces: FaceSet): Promise<Uint8Array> {
  const length = autoencoder.codeLength;
  const known = Math.min(faces.count, 128);
  const { codes } = await autoencoder.encode(faces.images(Array.from({ length: known }, (_, i) => i)));
  const code = (n: number): Float32Array => codes.subarray((n % known) * length, ((n % known) + 1) * length);
  const places = Array.from({ length: columns }, (_, i) => i / (columns - 1));
  const rows: Float32Array[] = [];
  for (let row = 0; row < rowsOf.between; row++)
    for (const share of places)
      rows.push(code(2 * row).map((value, i) => value + share * (code(2 * row + 1)[i]! - value)));
  for (const number of widest(codes, length).slice(0, rowsOf.along))
    for (const share of places)
      rows.push(code(0).map((value, i) => (i === number ? reach * (2 * share - 1) : value)));
  rows.push(await autoencoder.draw(rowsOf.drawn * columns, new Random('latent sheet')));
  return pictureSheet(await autoencoder.decode(joined(rows)), { size: faces.size, columns });
}

/** Numbers of a code, those that differ most from face to face first. @param codes – `[N, L]`. */
export function widest(codes: Float32Array, length: number): number[] {
  const count = codes.length / length;
  const variance = Array.from({ length }, (_, i) => {
    let [sum, squares] = [0, 0];
    for (let n = 0; n < count; n++) {
      sum += codes[n * length + i]!;
      squares += codes[n * length + i]! ** 2;
    }
    return squares / count - (sum / count) ** 2;
  });
  return [...variance.keys()].sort((a, b) => variance[b]! - variance[a]! || a - b);
}
