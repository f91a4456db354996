/** Counts networks, for tests that nothing stays open. */
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface CountedNetworks {
  /** Opened since the test began. */
  opened: number;
  /** Of these, not released yet. */
  open: number;
  /** How often any of them ran. */
  runs: number;
}

/** What a runtime opens networks with. */
interface Sessions {
  create(...given: never[]): Promise<InferenceSession>;
}

/**
 * Call it once at the top of a file, or of a `describe`. @param sessions – of the runtime; that for Node by default.
 * @returns the counts, from 0 in each test.
 */
export function countNetworks(sessions: Sessions = InferenceSession): CountedNetworks {
  const counts: CountedNetworks = { opened: 0, open: 0, runs: 0 };
  const { create } = sessions;
  // Not by a mocked module: files share those of their worker, and one that another file has loaded is not mocked any more. Nor by
  // a spy, which a test of a command takes off when it takes off its own.
  beforeAll(() => {
    sessions.create = async (...given) => {
      const session = await create.apply(sessions, given);
      counts.opened++;
      counts.open++;
      const run = session.run.bind(session) as (...feeds: never[]) => ReturnType<InferenceSession['run']>;
      const release = session.release.bind(session);
      session.run = (...feeds: unknown[]) => {
        counts.runs++;
        return run(...(feeds as never[]));
      };
      session.release = async () => {
        await release();
        counts.open--;
      };
      return session;
    };
  });
  beforeEach(() => {
    Object.assign(counts, { opened: 0, open: 0, runs: 0 });
  });
  afterAll(() => {
    sessions.create = create;
  });
  return counts;
}
