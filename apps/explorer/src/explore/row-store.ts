/**
 * Something of many rows (pictures, points), asked for by those who show them, fetched in packs, a bounded number kept. Rows that
 * scrolled away before their turn are not asked for, and packs of which none is in sight are stopped.
 */
export interface RowStore<T> {
  get(row: number): T | undefined;
  /** Whether it was looked for: a row may have none. */
  has(row: number): boolean;
  /** Asks for the row as long as anyone listens. */
  listen(row: number, listener: () => void): () => void;
}

interface StoreOptions<T> {
  fetchRows(rows: number[], signal: AbortSignal): Promise<(T | undefined)[]>;
  most: number;
  dropped?(value: T): void;
}

const packSize = 24;
const mostAtOnce = 3;
/** Milliseconds: rows that leave before they came say that the view flies by; then a row is asked for when it has stayed so long. */
const stay = 60;
const flight = 120;

export function createRowStore<T>({ fetchRows, most, dropped }: StoreOptions<T>): RowStore<T> {
  const kept = new Map<number, T | undefined>();
  const listeners = new Map<number, Set<() => void>>();
  /** Since when. */
  const wanted = new Map<number, number>();
  const atWork = new Map<number, Pack>();
  const packs = new Set<Pack>();
  let planned = false;
  let missed = Number.NEGATIVE_INFINITY;

  const plan = (wait = 8): void => {
    if (planned) return;
    planned = true;
    // Cells of one frame become one pack.
    setTimeout(() => {
      planned = false;
      // What nobody waits for any more makes room for what is in sight.
      for (const pack of packs)
        if (!pack.rows.some((row) => listeners.has(row))) {
          release(pack);
          pack.controller.abort();
          missed = performance.now();
        }
      while (packs.size < mostAtOnce) {
        const rows = due();
        if (rows.length === 0) break;
        void send(rows);
      }
      if (packs.size < mostAtOnce && wanted.size > 0) plan(stay / 3);
    }, wait);
  };
  const due = (): number[] => {
    const now = performance.now();
    const flies = now - missed < flight;
    const rows: number[] = [];
    for (const [row, since] of wanted) {
      if (rows.length === packSize) break;
      if (!flies || now - since > stay) rows.push(row);
    }
    return rows;
  };
  const release = (pack: Pack): void => {
    packs.delete(pack);
    for (const row of pack.rows) if (atWork.get(row) === pack) atWork.delete(row);
  };
  const send = async (rows: number[]): Promise<void> => {
    const pack: Pack = { rows, controller: new AbortController() };
    packs.add(pack);
    for (const row of rows) {
      wanted.delete(row);
      atWork.set(row, pack);
    }
    try {
      const values = await fetchRows(rows, pack.controller.signal);
      for (const [i, row] of rows.entries()) keep(row, values[i]);
      drop();
    } catch {
      // The page's other requests say what is wrong; a cell asks again when it is shown again.
    } finally {
      release(pack);
      if (wanted.size > 0) plan();
    }
  };
  const keep = (row: number, value: T | undefined): void => {
    const old = kept.get(row);
    if (old !== undefined) dropped?.(old);
    kept.set(row, value);
    for (const tell of listeners.get(row) ?? []) tell();
  };
  /** The oldest that nobody shows. */
  const drop = (): void => {
    for (const [row, value] of kept) {
      if (kept.size <= most) break;
      if (listeners.has(row)) continue;
      kept.delete(row);
      if (value !== undefined) dropped?.(value);
    }
  };

  return {
    get(row) {
      return kept.get(row);
    },
    has(row) {
      return kept.has(row);
    },
    listen(row, listener) {
      const own = listeners.get(row) ?? new Set();
      own.add(listener);
      listeners.set(row, own);
      if (kept.has(row)) {
        // The oldest go first: what is shown again is young.
        const known = kept.get(row);
        kept.delete(row);
        kept.set(row, known);
      } else if (!atWork.has(row)) {
        wanted.set(row, performance.now());
        plan();
      }
      return () => {
        own.delete(listener);
        if (own.size > 0) return;
        listeners.delete(row);
        if (wanted.delete(row)) missed = performance.now();
      };
    },
  };
}

/** Rows that are asked for together. */
interface Pack {
  rows: readonly number[];
  controller: AbortController;
}
