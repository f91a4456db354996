/**
 * A job: a piece of work whose result depends on nothing but its settings, the jobs it needs and the version
 * of this package. The key is a hash of exactly these, so that a job is found again when the same study, or another that
 * shares it, runs once more, and never mistaken for one with other settings.
 */

import { isRecord } from '../core/settings/is-record.js';
import { lineamentVersion } from '../core/version.js';
import type { Work } from '../core/work.js';
import { digestOf } from '../node/digest.js';

/**
 * What the time of a job is counted with, such as `training`: seconds measured on one say something of the next of its
 * kind.
 */
export type JobKind = string;

export interface JobContext {
  /** The job's own folder; what an interrupted run left there is to be gone on with. */
  folder: string;
  /** What a needed job gave. */
  outcomeOf<T>(job: Job<T>): T;
  /** The folder of a needed job. */
  folderOf(job: Job): string;
  work: Work;
}

export interface Job<Outcome = unknown> {
  /** Unique in a plan, for people: `train daln, seed 2`. */
  readonly name: string;
  readonly kind: JobKind;
  readonly needs: readonly Job[];
  /** Seconds it is expected to take. */
  readonly seconds: number;
  /** Hexadecimal digits. */
  readonly key: string;
  /** Its outcome is plain JSON and is kept. */
  run(context: JobContext): Promise<Outcome>;
  /** Whether what a finished job made in another place still lies there; if not, the job runs again. */
  isThere?(outcome: Outcome): Promise<boolean>;
}

export interface JobDescription<Outcome> {
  name: string;
  kind: JobKind;
  /** All that decides the outcome beside the needed jobs; no paths of this machine. */
  settings: unknown;
  needs?: readonly Job[];
  seconds: number;
  run(context: JobContext): Promise<Outcome>;
  isThere?(outcome: Outcome): Promise<boolean>;
}

export function defineJob<Outcome>(description: JobDescription<Outcome>): Job<Outcome> {
  const { name, kind, settings, needs = [], seconds, run, isThere } = description;
  return { name, kind, needs, seconds, run, ...(isThere && { isThere }), key: jobKey(kind, settings, needs) };
}

/** @returns 64 hexadecimal digits. The order of an object's keys does not matter; that of the needed jobs does. */
export function jobKey(
  kind: JobKind,
  settings: unknown,
  needs: readonly Pick<Job, 'key'>[],
  version: string = lineamentVersion,
): string {
  const content = canonicalJson({ kind, settings, version, needs: needs.map(({ key }) => key) });
  return digestOf(content);
}

/** JSON with the keys of every object in alphabetical order; what is undefined is left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** The folder's name: readable, and of one job only. */
export function jobFolderName({ name, key }: Pick<Job, 'name' | 'key'>): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${readable}-${key.slice(0, 10)}`;
}
