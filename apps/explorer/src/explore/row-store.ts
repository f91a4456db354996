/**
 * Something of many rows (pictures, points), asked for by those who show them, fetched in packs, a bounded number kept. Rows that
 * scrolled away before their turn are not asked for.
 */
export interface RowStore<T> {
  get(row: number): T | undefined;
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

export function createRowStore<T>({ fetchRows, most, dropped }: StoreOptions<T>): RowStore<T> {
  const kept = new Map<number, T>();
  const listeners = new Map<number, Set<() => void>>();
  const wanted = new Set<number>();
  const atWork = new Set<number>();
  let [requests, planned] = [0, false];

  const plan = (): void => {
    if (planned) return;
    planned = true;
    // Cells of one frame become one pack.
    setTimeout(() => {
      planned = false;
      while (requests < mostAtOnce && wanted.size > 0) void send();
    }, 8);
  };
  const send = async (): Promise<void> => {
    const rows = [...wanted].slice(0, packSize);
    for (const row of rows) {
      wanted.delete(row);
      atWork.add(row);
    }
    requests++;
    try {
      const values = await fetchRows(rows, new AbortController().signal);
      for (const [i, row] of rows.entries()) {
        const value = values[i];
        if (value !== undefined) keep(row, value);
      }
    } catch {
      // The page's other requests say what is wrong; a cell asks again when it is shown again.
    } finally {
      for (const row of rows) atWork.delete(row);
      requests--;
      if (wanted.size > 0) plan();
    }
  };
  const keep = (row: number, value: T): void => {
    kept.set(row, value);
    for (const tell of listeners.get(row) ?? []) tell();
    for (const old of kept.keys()) {
      if (kept.size <= most) break;
      if (listeners.has(old)) continue;
      const gone = kept.get(old)!;
      kept.delete(old);
      dropped?.(gone);
    }
  };

  return {
    get(row) {
      return kept.get(row);
    },
    listen(row, listener) {
      const own = listeners.get(row) ?? new Set();
      own.add(listener);
      listeners.set(row, own);
      const known = kept.get(row);
      if (known !== undefined) {
        // The oldest go first: what is shown again is young.
        kept.delete(row);
        kept.set(row, known);
      } else if (!atWork.has(row)) {
        wanted.delete(row);
        wanted.add(row);
        plan();
      }
      return () => {
        own.delete(listener);
        if (own.size > 0) return;
        listeners.delete(row);
        wanted.delete(row);
      };
    },
  };
}
