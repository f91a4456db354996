/**
 * One process at a time writes into a folder: a study's, a training's, a dataset's. The lock is a file that names its
 * holder: machine, process number and when that process began, so that a number which the system gave out again is not
 * taken for the holder. A lock that a killed process left is taken over. Node only.
 *
 * Process numbers mean nothing on another machine or in another container. There the holder is known to live by the file's time,
 * which it sets again every few seconds; who asks watches it for half a minute and compares no clocks, but with
 * another container of the same running system, which has the same one. Limits: a holder that
 * was stopped for longer than that (a machine asleep) loses the lock, is told so and must not write on.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { link, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { LineamentError } from '../core/errors.js';
import { parseJsonOrNone } from '../core/settings/parse-json-as.js';
import { formatDuration } from '../core/text/duration.js';
import { errorCode, isRunning, writeError } from './files.js';

export interface FolderLockOptions {
  /** Name of the lock's file in the folder. */
  name: string;
  /** What is locked, as messages call it: `study`, `dataset`. */
  what: string;
  /** What a user can do about a folder that is taken. */
  hint: string;
  /** Called when somebody else has taken the lock, or removed it. */
  lost?: () => void;
  /** Gets a line where it takes long to find out whether a holder elsewhere lives. */
  tell?: (line: string) => void;
  /** Milliseconds without a sign of life after which a holder elsewhere counts as dead (30,000 by default). */
  patience?: number;
}

/** Milliseconds between signs of life. */
const beat = 3000;

export interface FolderLock {
  /** Refuses to go on where the lock is no longer ours: somebody removed it, and another process may be writing. */
  check(): void;
  release(): void;
}

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Where process numbers mean the same: the running system, and in it the container. */
  place: z.string().optional(),
  /** When the process began, in the system's own words; null where the system does not say. */
  started: z.string().nullable(),
  /** Tells two locks of one process apart. */
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** @param folder – exists. */
export async function lockFolder(
  folder: string,
  { name, what, hint, lost = () => {}, tell = () => {}, patience = 30_000 }: FolderLockOptions,
): Promise<FolderLock> {
  const file = join(folder, name);
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    place: ownPlace(),
    started: processStart(process.pid),
    token: randomBytes(8).toString('hex'),
  };
  const content = JSON.stringify(holder);
  const isOurs = (): boolean => readOrEmpty(file) === content;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(file, content, holder.token)) {
      const timer = setInterval(() => {
        if (isOurs()) return showLife(file);
        clearInterval(timer);
        lost();
      }, beat).unref();
      return {
        check() {
          if (isOurs()) return;
          throw new LineamentError(`the lock of this ${what} was taken away while it was written`, {
            file,
            hint: 'see that no other process writes here, and run the same command again',
          });
        },
        release() {
          clearInterval(timer);
          if (isOurs()) rmSync(file, { force: true });
        },
      };
    }
    const found = await readWritten(file);
    // None of an empty file, or one that a killed process left half written.
    const other = parseJsonOrNone(holderSchema, found);
    if (other !== undefined && (await isAlive(other, { file, what, patience, tell }))) {
      const place = other.host === holder.host ? '' : ` on ${other.host}`;
      throw new LineamentError(`the process ${other.pid}${place} is working on this ${what}`, {
        file: folder,
        hint,
      });
    }
    await setAside(file, found, holder.token);
  }
  throw new LineamentError(`another process began to write this ${what} at the same time`, {
    file: folder,
    hint,
  });
}

/** The lock appears with its content, or not at all. @returns whether it is ours now. */
async function create(file: string, content: string, token: string): Promise<boolean> {
  const draft = `${file}.${token}`;
  try {
    await writeFile(draft, content);
    await link(draft, file).catch(async (cause: unknown) => {
      // File systems without hard links.
      if (errorCode(cause) === 'EEXIST') throw cause;
      await writeFile(file, content, { flag: 'wx' });
    });
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false;
    throw writeError(file, cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes an abandoned lock out of the way; one that another process made meanwhile goes back. */
async function setAside(file: string, abandoned: string, token: string): Promise<void> {
  const aside = `${file}.${token}`;
  try {
    // One step after the other without a pause: what could come between is made good below.
    if (readOrEmpty(file) !== abandoned) return;
    renameSync(file, aside);
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return;
    throw writeError(file, cause);
  }
  if (readOrEmpty(aside) !== abandoned) await link(aside, file).catch(() => {});
  rmSync(aside, { force: true });
}

/** Whoever has just made the file has perhaps not written into it yet. */
async function readWritten(file: string): Promise<string> {
  for (let look = 0; look < 5; look++) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== '') return text ?? ''; // null: it was released meanwhile
    await setTimeout(100);
  }
  return '';
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

type Watch = Required<Pick<FolderLockOptions, 'what' | 'patience' | 'tell'>> & { file: string };

async function isAlive(
  { pid, host, place, started }: Omit<Holder, 'token'>,
  { file, what, patience, tell }: Watch,
): Promise<boolean> {
  if (place === undefined ? host !== hostname() : place !== ownPlace()) {
    // Another container of this machine has its clock: a file that was not touched for so long is of a dead process.
    const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (
      place !== undefined &&
      isOfThisSystem(place) &&
      touched !== undefined &&
      Date.now() - touched > patience
    )
      return false;
    tell(
      `the process ${pid} on ${host} was working on this ${what}; whether it still lives shows within ${formatDuration(Math.ceil(patience / 1000))}. Where you know that it does not, remove ${file}`,
    );
    return showsLife(file, patience);
  }
  if (!isRunning(pid)) return false;
  const now = processStart(pid);
  return now === null || started === null || now === started;
}

function showLife(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Removed meanwhile, or the folder cannot be reached for a moment: the next beat sees.
  }
}

/** Watches until the file's time moves, or the file goes, or patience ends. */
async function showsLife(file: string, patience: number): Promise<boolean> {
  const timeOf = (): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const before = timeOf();
  for (let waited = 0; before !== undefined && waited < patience; waited += watchEvery) {
    await setTimeout(watchEvery);
    const now = timeOf();
    if (now !== before) return now !== undefined;
  }
  return false;
}

const watchEvery = 100;

function ownPlace(): string {
  try {
    return `${bootId()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** @param place – where Linux says it: the running system, and a container of it. */
function isOfThisSystem(place: string): boolean {
  try {
    return place.startsWith(`${bootId()} `);
  } catch {
    return false;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Linux counts ticks since the machine's start, other Unix systems print the date; null where neither answers. */
function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!;
      return `${bootId()} ${afterName.split(' ')[19]}`;
    }
    if (process.platform === 'win32') return null;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
