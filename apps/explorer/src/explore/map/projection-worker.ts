/** UMAP off the main thread, the same for the same rows. */
import { UMAP } from 'umap-js';
import type { RowVectors } from '../explore-api.js';

export type ProjectionTask = RowVectors;
export type ProjectionMessage = { progress: number } | { places: Float32Array<ArrayBuffer> };

/** Up to here all rows are laid out by UMAP itself. */
const mostWhole = 6000;
/** Of more rows so many, evenly spread; the others stand among their nearest. */
const mostLandmarks = 4000;
const neighbours = 15;
const nearestKept = 3;

addEventListener('message', ({ data }: MessageEvent<ProjectionTask>) => {
  const places = layOut(data, (progress) => postMessage({ progress } satisfies ProjectionMessage));
  postMessage({ places } satisfies ProjectionMessage, { transfer: [places.buffer] });
});

function layOut(
  { count, dims, vectors }: RowVectors,
  tell: (progress: number) => void,
): Float32Array<ArrayBuffer> {
  const own = (row: number): Float32Array => vectors.subarray(row * dims, (row + 1) * dims);
  const rows = Array.from({ length: count }, (_, row) => row).filter((row) => own(row).some((x) => x !== 0));
  const places = new Float32Array(2 * count).fill(Number.NaN);
  const step = rows.length > mostWhole ? rows.length / mostLandmarks : 1;
  const landmarks = Array.from(
    { length: Math.floor(rows.length / step) },
    (_, i) => rows[Math.floor(i * step)]!,
  );
  if (landmarks.length < 4) {
    // Too few for neighbourhoods: side by side.
    for (const [i, row] of landmarks.entries()) places.set([i, 0], 2 * row);
    return places;
  }
  const share = step > 1 ? 0.5 : 1;
  const umap = new UMAP({
    nNeighbors: Math.min(neighbours, landmarks.length - 1),
    minDist: 0.1,
    random: seeded(1),
  });
  const epochs = umap.initializeFit(landmarks.map((row) => [...own(row)]));
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    if (epoch % 10 === 0) tell((share * epoch) / epochs);
  }
  const laid = umap.getEmbedding();
  for (const [i, row] of landmarks.entries()) places.set(laid[i]!, 2 * row);
  if (step > 1)
    placeOthers({ rows, landmarks, own, dims, places }, (part) => tell(share + (1 - share) * part));
  return places;
}

interface Others {
  rows: readonly number[];
  landmarks: readonly number[];
  own(row: number): Float32Array;
  dims: number;
  places: Float32Array;
}

/** Each at the mean of its nearest landmarks' places, the nearer the heavier. */
function placeOthers({ rows, landmarks, own, dims, places }: Others, tell: (part: number) => void): void {
  const packed = new Float32Array(landmarks.length * dims);
  for (const [i, row] of landmarks.entries()) packed.set(own(row), i * dims);
  for (const [i, row] of rows.entries()) {
    if (i % 1000 === 0) tell(i / rows.length);
    if (!Number.isNaN(places[2 * row]!)) continue;
    const vector = own(row);
    const best = Array.from({ length: nearestKept }, () => ({ at: -1, square: Number.POSITIVE_INFINITY }));
    for (let j = 0, at = 0; j < landmarks.length; j++, at += dims) {
      const limit = best[nearestKept - 1]!.square;
      let square = 0;
      for (let d = 0; d < dims && square < limit; d++) {
        const difference = vector[d]! - packed[at + d]!;
        square += difference * difference;
      }
      if (square >= limit) continue;
      let place = nearestKept - 1;
      while (place > 0 && best[place - 1]!.square > square) {
        best[place] = best[place - 1]!;
        place--;
      }
      best[place] = { at: j, square };
    }
    let [x, y, sum] = [0, 0, 0];
    for (const { at, square } of best) {
      if (at < 0) continue;
      const weight = 1 / (square + 1e-6);
      x += weight * places[2 * landmarks[at]!]!;
      y += weight * places[2 * landmarks[at]! + 1]!;
      sum += weight;
    }
    places.set([x / sum, y / sum], 2 * row);
  }
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
