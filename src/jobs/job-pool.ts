/** The jobs of a plan: one of each key, in an order in which each comes after those it needs. */
import type { Job } from './job.js';

/** Two descriptions of the same work are one job: what depends on it finds it by its object. */
export class JobPool {
  readonly #jobs = new Map<string, Job>();

  /** @returns the job of the same key that is there already, or this one. */
  one<T>(job: Job<T>): Job<T> {
    const known = this.#jobs.get(job.key);
    if (known !== undefined) return known as Job<T>; // the key says what is made
    this.#jobs.set(job.key, job);
    return job;
  }
}

/** What is wanted and all that it needs, each once and after its needs; else in the order given. */
export function inOrder(wanted: readonly Job[]): Job[] {
  const ordered = new Set<Job>();
  const add = (job: Job): void => {
    if (ordered.has(job)) return;
    job.needs.forEach(add);
    ordered.add(job);
  };
  wanted.forEach(add);
  return [...ordered];
}
