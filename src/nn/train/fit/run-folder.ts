/** What lies in the folder of a run, and that no other run is begun or at work in it. */
import { join } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { exists, makeFolder, removeEmptyFolders, removeLeftovers } from '../../../node/files.js';
import { lockFolder } from '../../../node/folder-lock.js';

export const fitFiles = {
  checkpoint: 'checkpoint.bin',
  bestCheckpoint: 'best-checkpoint.bin',
  metrics: 'metrics.jsonl',
} as const;

/** What a user can do, in the words of the caller's own options. */
export interface FitHints {
  /** How to go on. */
  resume: string;
  /** How to train into another folder. */
  otherFolder: string;
  /** How to learn more slowly. */
  lowerRate: string;
}

const defaultHints: FitHints = {
  resume: 'go on with resume',
  otherFolder: 'train into another folder',
  lowerRate: 'lower the learning rate',
};

/** Refuses a folder in which a run was begun that is not to be gone on with: before anything is loaded, where much is. */
export async function refuseBegun(
  out: string,
  { resume = false, ...options }: { resume?: boolean | undefined; hints?: Partial<FitHints> | undefined },
): Promise<void> {
  const file = join(out, fitFiles.checkpoint);
  if (resume || !(await exists(file))) return;
  const { resume: goOn, otherFolder } = hintsOf(options);
  throw new LineamentError('a run was begun here before', { file, hint: `${goOn}, or ${otherFolder}` });
}

/** Trains while nobody else trains into the folder. Of a training that fails before it has written anything no folder stays behind. */
export async function inRunFolder<Result>(
  out: string,
  options: { hints?: Partial<FitHints> | undefined },
  training: () => Promise<Result>,
): Promise<Result> {
  const made = makeFolder(out);
  try {
    const lock = await lockFolder(out, {
      name: 'training.lock',
      what: 'training',
      hint: `let it finish, stop it, or ${hintsOf(options).otherFolder}`,
    });
    try {
      await removeLeftovers(out);
      return await training();
    } finally {
      lock.release();
    }
  } catch (error) {
    removeEmptyFolders(made);
    throw error;
  }
}

export function hintsOf({ hints }: { hints?: Partial<FitHints> | undefined }): FitHints {
  return { ...defaultHints, ...hints };
}
