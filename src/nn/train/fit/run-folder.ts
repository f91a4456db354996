/** What lies in the folder of a run, and that no other run is begun in it. */
import { join } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { exists } from '../../../node/files.js';

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

export function hintsOf({ hints }: { hints?: Partial<FitHints> | undefined }): FitHints {
  return { ...defaultHints, ...hints };
}
