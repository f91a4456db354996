/** Places of rows on the map: the two widest axes, or UMAP in a worker; above some thousand rows it lays out a part, and each other row among its nearest. */
import { useEffect, useState } from 'react';
import type { RowVectors } from '../explore-api.js';
import type { Projection } from '../view-state.js';
import type { ProjectionMessage, ProjectionTask } from './projection-worker.js';

export interface Projected {
  /** `[N, 2]`, NaN of rows without features; null until it is there. */
  places: Float32Array | null;
  /** 0 to 1 while it is laid out. */
  progress: number;
  fault: Error | null;
}

/** The latest of each, so that coming back costs nothing. */
const known = new WeakMap<RowVectors, Map<Projection, Float32Array>>();

export function useProjection(vectors: RowVectors | undefined, projection: Projection): Projected {
  const [state, setState] = useState<Projected>({ places: null, progress: 0, fault: null });
  useEffect(() => {
    if (vectors === undefined) return;
    const made = known.get(vectors) ?? new Map<Projection, Float32Array>();
    known.set(vectors, made);
    const keep = (places: Float32Array): void => {
      made.set(projection, places);
      setState({ places, progress: 1, fault: null });
    };
    const before = made.get(projection);
    if (before !== undefined) return keep(before);
    if (projection === 'pca') return keep(widestAxes(vectors));
    setState({ places: null, progress: 0, fault: null });
    const worker = new Worker(new URL('./projection-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<ProjectionMessage>) => {
      if ('places' in data) keep(data.places);
      else setState({ places: null, progress: data.progress, fault: null });
    };
    worker.onerror = ({ message }) =>
      setState({ places: null, progress: 0, fault: new Error(message || 'The layout failed') });
    worker.postMessage(vectors satisfies ProjectionTask);
    return () => worker.terminate();
  }, [vectors, projection]);
  return state;
}

function widestAxes({ count, dims, vectors }: RowVectors): Float32Array {
  const places = new Float32Array(2 * count);
  for (let row = 0; row < count; row++) {
    const own = vectors.subarray(row * dims, (row + 1) * dims);
    const isThere = own.some((value) => value !== 0);
    places[2 * row] = isThere ? own[0]! : Number.NaN;
    places[2 * row + 1] = isThere ? (own[1] ?? 0) : Number.NaN;
  }
  return places;
}
