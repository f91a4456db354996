/** Shortest paths along the edges of a triangle mesh (Dijkstra 1959, without a heap: paths here are short). */
import { internalError } from '../core/errors.js';

export class EdgeGraph {
  readonly #positions: Float32Array;
  readonly #neighbours = new Map<number, Set<number>>();

  /** @param included – the triangles whose edges may be walked. */
  constructor(positions: Float32Array, triangles: Uint32Array, included: readonly number[]) {
    this.#positions = positions;
    for (const t of included)
      for (let k = 0; k < 3; k++) {
        const [a, b] = [triangles[3 * t + k]!, triangles[3 * t + ((k + 1) % 3)]!];
        this.#join(a, b);
        this.#join(b, a);
      }
  }

  /** Vertices from one to the other, both included. */
  shortest(from: number, to: number): number[] {
    const lengths = new Map<number, number>([[from, 0]]);
    const previous = new Map<number, number>();
    const open = new Set([from]);
    const done = new Set<number>();
    while (open.size > 0) {
      let current = -1;
      let least = Number.POSITIVE_INFINITY;
      for (const v of open) if (lengths.get(v)! < least) [least, current] = [lengths.get(v)!, v];
      if (current === to) break;
      open.delete(current);
      done.add(current);
      for (const v of this.#neighbours.get(current) ?? []) {
        if (done.has(v)) continue;
        const length = least + this.#distance(current, v);
        if (length >= (lengths.get(v) ?? Number.POSITIVE_INFINITY)) continue;
        lengths.set(v, length);
        previous.set(v, current);
        open.add(v);
      }
    }
    const path = [to];
    while (path[0] !== from) {
      const step = previous.get(path[0]!);
      if (step === undefined) throw internalError(`vertices ${from} and ${to} are not joined by edges`);
      path.unshift(step);
    }
    return path;
  }

  #join(a: number, b: number): void {
    const set = this.#neighbours.get(a);
    if (set) set.add(b);
    else this.#neighbours.set(a, new Set([b]));
  }

  #distance(a: number, b: number): number {
    const [p, i, j] = [this.#positions, 3 * a, 3 * b];
    return Math.hypot(p[i]! - p[j]!, p[i + 1]! - p[j + 1]!, p[i + 2]! - p[j + 2]!);
  }
}
