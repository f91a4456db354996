/**
 * All runs of a storage, and the one that is in the queue: as many at a time as are allowed, the oldest first. As with orders the
 * storage is the truth: a run is done when its result lies there, and what the queue has forgotten is added again.
 */
import { messageOf, UsageError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { lineamentVersion } from '../../core/version.js';
import type { Queue } from '../../jobs/queue/queue.js';
import { WrongStateError } from '../../orders/order/state.js';
import { readJson } from '../../orders/storage/read-json.js';
import type { Storage } from '../../orders/storage/storage.js';
import {
  failureName,
  finalRunStates,
  newRunId,
  type Run,
  type RunResult,
  type RunState,
  type RunStatus,
  resultName,
  runName,
  runStatusName,
  runTask,
} from './run.js';
import { namedIn, placeOf, type RunRequest, runOfModel } from './run-request.js';
import { readUpload } from './uploads.js';

export interface BookedRun {
  readonly run: Run;
  status: RunStatus;
}

export interface RunDeskOptions {
  storage: Storage;
  queue: Queue;
  log: Log;
  /** Whether an order of this owner is done, and has that part. */
  hasOrder(order: string, part: string | undefined, owner: string | null): boolean;
  onChange(id: string): void;
  /** Runs at a time (1 by default): each takes all that the machine has. */
  atATime?: number;
  /** Milliseconds between looks (1000 by default). */
  every?: number;
}

export class RunDesk {
  readonly #options: Required<RunDeskOptions>;
  readonly #runs: Map<string, BookedRun>;
  #stopListening: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  /** Changes and looks come one after another. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(options: RunDeskOptions, runs: Map<string, BookedRun>) {
    this.#options = { atATime: 1, every: 1000, ...options };
    this.#runs = runs;
  }

  static async open(options: RunDeskOptions): Promise<RunDesk> {
    const { storage } = options;
    const booked: BookedRun[] = [];
    for (const id of await storage.children('runs/')) {
      const run = await readJson<Run>(storage, runName(id));
      const status = await readJson<RunStatus>(storage, runStatusName(id));
      if (run !== undefined && status !== undefined) booked.push({ run, status });
      else await storage.remove(`runs/${id}/`);
    }
    booked.sort((a, b) => (a.run.created < b.run.created ? -1 : 1));
    const desk = new RunDesk(options, new Map(booked.map((one) => [one.run.id, one])));
    desk.#stopListening = options.queue.onEnd(({ id }) => {
      if (id.endsWith('.run')) desk.#lookSoon(0);
    });
    desk.#lookSoon(0);
    return desk;
  }

  get(id: string): BookedRun | undefined {
    return this.#runs.get(id);
  }

  /** Oldest first. */
  all(): Iterable<BookedRun> {
    return this.#runs.values();
  }

  async create(request: RunRequest, owner: string | null): Promise<BookedRun> {
    const { storage } = this.#options;
    if (!('pathOf' in storage))
      throw new UsageError('run: the datasets of this server lie in S3, and runs want them in a folder', {
        hint: 'export them, and run `lineament train` or `model evaluate` where they are',
      });
    await this.#checkNamed(request, owner);
    const run: Run = {
      id: newRunId(),
      owner,
      created: new Date().toISOString(),
      request,
      version: lineamentVersion,
    };
    const status: RunStatus = { state: 'queued', since: run.created, reason: null };
    await storage.write(runStatusName(run.id), JSON.stringify(status));
    await storage.write(runName(run.id), JSON.stringify(run));
    const booked = { run, status };
    this.#runs.set(run.id, booked);
    this.#lookSoon(0);
    return booked;
  }

  /** What is made is kept; a run at work stops in good order. */
  cancel(id: string): Promise<BookedRun> {
    return this.#inTurn(async () => {
      const booked = this.#at(id, 'cancel', ['queued', 'running']);
      await this.#set(booked, 'cancelled');
      await this.#options.queue.remove([runTask(id).id]);
      return booked;
    });
  }

  /** A failed or cancelled run goes on where its checkpoint is. */
  resume(id: string): Promise<BookedRun> {
    return this.#inTurn(async () => {
      const booked = this.#at(id, 'resume', ['failed', 'cancelled']);
      await this.#requireStopped(id, 'resume');
      await this.#options.queue.remove([runTask(id).id]);
      await this.#options.storage.remove(failureName(id));
      await this.#set(booked, 'queued');
      return booked;
    });
  }

  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const booked = this.#at(id, 'remove', finalRunStates);
      if ((await this.#options.queue.state(runTask(id).id)) === 'running')
        throw new WrongStateError('run: cannot remove: it is being stopped', {
          hint: 'try again in a moment',
        });
      this.#runs.delete(id);
      await this.#options.storage.remove(runName(id));
      await this.#options.storage.remove(`runs/${id}/`);
      this.#options.onChange(booked.run.id);
    });
  }

  result(id: string): Promise<RunResult | undefined> {
    return readJson<RunResult>(this.#options.storage, resultName(id));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stopListening();
    await this.#last;
  }

  #at(id: string, step: string, states: readonly RunState[]): BookedRun {
    const booked = this.#runs.get(id);
    const state = booked?.status.state ?? 'removed';
    if (booked === undefined || !states.some((one) => one === state))
      throw new WrongStateError(`run: cannot ${step}: it is ${state}`, {
        hint: `possible while it is ${states.join(' or ')}`,
      });
    return booked;
  }

  async #requireStopped(id: string, step: string): Promise<void> {
    if ((await this.#options.queue.state(runTask(id).id)) === 'running')
      throw new WrongStateError(`run: cannot ${step}: it is being stopped`, {
        hint: 'try again in a moment',
      });
  }

  async #set({ run, status }: BookedRun, state: RunState, reason: string | null = null): Promise<void> {
    if (status.state === state) return;
    const next: RunStatus = { state, since: new Date().toISOString(), reason };
    await this.#options.storage.write(runStatusName(run.id), JSON.stringify(next));
    this.#runs.get(run.id)!.status = next;
    this.#options.log.info(`run ${run.id}: ${state}${reason === null ? '' : `: ${reason}`}`);
    this.#options.onChange(run.id);
  }

  #lookSoon(after: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#inTurn(() => this.#look())
        .catch((error: unknown) => this.#options.log.warn(`runs: ${messageOf(error)}`))
        .finally(() => {
          // Nothing is looked at while there is nothing to do.
          if ([...this.#runs.values()].some(({ status }) => !finalRunStates.includes(status.state)))
            this.#lookSoon(this.#options.every);
        });
    }, after);
  }

  async #look(): Promise<void> {
    const { queue, storage, atATime } = this.#options;
    let atWork = 0;
    for (const booked of [...this.#runs.values()]) {
      if (finalRunStates.includes(booked.status.state)) continue;
      if (atWork === atATime) return;
      const { id } = booked.run;
      const task = runTask(id);
      const state = await queue.state(task.id);
      if (state === 'running') await this.#set(booked, 'running');
      if (state === 'failed') {
        await this.#set(booked, 'failed', (await queue.failure(task.id)) ?? 'unknown');
        await queue.remove([task.id]);
        continue;
      }
      if (state === undefined) {
        if ((await storage.stat(resultName(id))) !== undefined) {
          await this.#set(booked, 'done');
          continue;
        }
        const failure = await readJson<{ reason: string }>(storage, failureName(id));
        if (failure !== undefined) {
          await this.#set(booked, 'failed', failure.reason);
          continue;
        }
        await queue.add([task]);
      }
      atWork++;
    }
  }

  async #checkNamed(request: RunRequest, owner: string | null): Promise<void> {
    const { hasOrder, storage } = this.#options;
    const { places, models } = namedIn(request);
    for (const text of places) {
      const place = placeOf(text);
      const there =
        place.kind === 'order'
          ? hasOrder(place.order, place.part, owner)
          : isOwn(await readUpload(storage, place.upload), owner);
      if (!there)
        throw new UsageError(`run: there is no dataset ${text} of yours that is done`, {
          hint: 'an order of several parts names one: order:ID/PART',
        });
    }
    for (const text of models) {
      const id = runOfModel(text);
      const found = id === undefined ? undefined : this.#runs.get(id);
      const done =
        found?.status.state === 'done' && found.run.request.kind === 'train' && isOwn(found.run, owner);
      if (id !== undefined && !done)
        throw new UsageError(`run: there is no training ${text} of yours that is done`);
    }
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(run, run);
    this.#last = done.catch(() => {});
    return done;
  }
}

/** A server without tokens shows all; a token its own. */
function isOwn(of: { owner: string | null } | undefined, owner: string | null): boolean {
  return of !== undefined && (owner === null || of.owner === owner);
}
