/** Things that are opened one after another and freed together: with what was made of them, after the work they serve, or where it fails. */

/** Says how a thing that was opened is freed. */
export type Keep = (free: () => Promise<void>) => void;

/** @returns what was made, and what frees all that was kept, the last first; where one fails it frees the others and then throws. */
export async function openedTogether<Made>(
  make: (keep: Keep) => Promise<Made>,
): Promise<{ made: Made; close: () => Promise<void> }> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    const failed: unknown[] = [];
    for (let free = opened.pop(); free !== undefined; free = opened.pop())
      await free().catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw failed[0];
  };
  try {
    return { made: await make((free) => opened.push(free)), close };
  } catch (error) {
    // Why it could not be opened says more than what could not be freed.
    await close().catch(() => {});
    throw error;
  }
}

/** Frees all that was kept when the work has ended, the last first, also where it fails. @returns what the work gives. */
export async function freedAfter<Result>(work: (keep: Keep) => Promise<Result>): Promise<Result> {
  const { made, close } = await openedTogether(work);
  await close();
  return made;
}

export interface OpenedOnce<Made> {
  /** Opens it at the first call, and again after an opening that failed. */
  get(): Promise<Made>;
  /** Frees it where it is open. */
  close(): Promise<void>;
}

export function openedOnce<Made extends { close(): Promise<void> }>(
  open: () => Promise<Made>,
): OpenedOnce<Made> {
  let opening: Promise<Made> | undefined;
  return {
    get() {
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async close() {
      const last = opening;
      opening = undefined;
      await (await last?.catch(() => undefined))?.close();
    },
  };
}
