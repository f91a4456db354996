/** Counts networks of onnxruntime-node, for tests that nothing stays open. */
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';

export interface CountedNetworks {
  /** Opened since the test began. */
  opened: number;
  /** Of these, not released yet. */
  open: number;
  /** How often any of them ran. */
  runs: number;
}

/** Call it once at the top of a file, or of a `describe`. @returns the counts, from 0 in each test. */
export function countNetworks(): CountedNetworks {
  const counts: CountedNetworks = { opened: 0, open: 0, runs: 0 };
  // Not by a mocked module: files share those of their worker, and one that another file has loaded is not mocked any more.
  beforeAll(() => {
    const create = InferenceSession.create.bind(InferenceSession) as (
      ...given: never[]
    ) => Promise<InferenceSession>;
    vi.spyOn(InferenceSession, 'create').mockImplementation(async (...given: unknown[]) => {
      const session = await create(...(given as never[]));
      counts.opened++;
      counts.open++;
      const run = session.run.bind(session) as (...feeds: never[]) => ReturnType<InferenceSession['run']>;
      const release = session.release.bind(session);
      session.run = (...feeds: unknown[]) => {
        counts.runs++;
        return run(...(feeds as never[]));
      };
      session.release = async () => {
        counts.open--;
        await release();
      };
      return session;
    });
  });
  beforeEach(() => {
    Object.assign(counts, { opened: 0, open: 0, runs: 0 });
  });
  afterAll(() => vi.restoreAllMocks());
  return counts;
}
