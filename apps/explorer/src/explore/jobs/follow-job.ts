/** A job of the server as it goes on. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobView } from '../../../../../src/server/studio/schemas/explore.js';
import { ask } from '../../api/ask.js';
import { base } from '../explore-api.js';

export interface FollowedJob {
  job: JobView | null;
  fault: Error | null;
  start(begin: () => Promise<JobView>): void;
  stop(): void;
}

/** @param onEnd – told once, when the job is over. */
export function useJob(onEnd?: (job: JobView) => void): FollowedJob {
  const [job, setJob] = useState<JobView | null>(null);
  const [fault, setFault] = useState<Error | null>(null);
  const ended = useRef(onEnd);
  ended.current = onEnd;
  const id = job?.state === 'running' ? job.id : undefined;
  useEffect(() => {
    if (id === undefined) return;
    const events = new EventSource(`${base}/jobs/${id}/events`);
    events.addEventListener('job', ({ data }) => {
      const next = JSON.parse(String(data)) as JobView;
      setJob(next);
      if (next.state === 'running') return;
      events.close();
      ended.current?.(next);
    });
    return () => events.close();
  }, [id]);
  const start = useCallback((begin: () => Promise<JobView>) => {
    setFault(null);
    begin().then(setJob, (error: unknown) =>
      setFault(error instanceof Error ? error : new Error(String(error))),
    );
  }, []);
  const stop = useCallback(() => {
    if (id !== undefined) void ask(`${base}/jobs/${id}`, { method: 'DELETE' });
  }, [id]);
  return { job, fault, start, stop };
}
