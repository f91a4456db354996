/** What takes a while: one job at a time, the others wait their turn; each can be stopped and followed. */
import { randomUUID } from 'node:crypto';
import { LineamentError, messageOf, StoppedError, UsageError } from '../../core/errors.js';
import { silentLog } from '../../core/log.js';
import type { Work } from '../../core/work.js';
import type { JobView } from './asked.js';

interface Job {
  view: JobView;
  stop: AbortController;
  waiting: Set<() => void>;
}

/** Kept to be looked at; the oldest that are over go. */
const mostJobs = 50;

export class Jobs {
  readonly #jobs = new Map<string, Job>();
  #last: Promise<void> = Promise.resolve();

  start(
    { kind, title }: Pick<JobView, 'kind' | 'title'>,
    run: (work: Work) => Promise<JobView['made']>,
  ): JobView {
    const running = [...this.#jobs.values()].filter(({ view }) => view.state === 'running').length;
    if (running >= 10) throw new UsageError('explore: ten jobs are waiting', { hint: 'stop one, or wait' });
    for (const [id, { view }] of this.#jobs)
      if (this.#jobs.size >= mostJobs && view.state !== 'running') this.#jobs.delete(id);
    const view: JobView = {
      id: randomUUID(),
      kind,
      title,
      done: 0,
      total: 0,
      state: 'running',
      reason: null,
      made: null,
    };
    const job: Job = { view, stop: new AbortController(), waiting: new Set() };
    this.#jobs.set(view.id, job);
    const change = (next: Partial<JobView>): void => {
      job.view = { ...job.view, ...next };
      for (const wake of [...job.waiting]) wake();
    };
    const work: Work = {
      signal: job.stop.signal,
      log: silentLog,
      report: (done, total) => change({ done, total }),
    };
    this.#last = this.#last.then(async () => {
      try {
        if (job.stop.signal.aborted) throw new StoppedError('before it began');
        change({ state: 'done', made: await run(work) });
      } catch (error) {
        // What is not ours to say stays in the server.
        const reason =
          error instanceof LineamentError ? messageOf(error) : 'something went wrong in the server';
        change({ state: error instanceof StoppedError ? 'stopped' : 'failed', reason });
      }
    });
    return view;
  }

  get(id: string): JobView | undefined {
    return this.#jobs.get(id)?.view;
  }

  stop(id: string): void {
    this.#jobs.get(id)?.stop.abort();
  }

  /** Until the job is another than the one seen last, so many milliseconds have passed, or the signal says so. */
  changed(id: string, seen: JobView, milliseconds: number, signal: AbortSignal): Promise<void> {
    const job = this.#jobs.get(id);
    if (job === undefined || job.view !== seen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        job.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      job.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  async close(): Promise<void> {
    for (const { stop } of this.#jobs.values()) stop.abort();
    await this.#last;
  }
}
