/** Failures of LanceDB as errors that name the folder, the reason and what to do. */
import { LineamentError, messageOf } from '../../core/errors.js';

/** Runs a call into LanceDB. @param what – `opened`, `read`, `written`. */
export async function attempt<T>(folder: string, what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw storeError(folder, what, cause);
  }
}

/** Whether the files are to blame, and not what was asked. */
export function isReadFailure(cause: unknown): boolean {
  // Planning reads nothing, though LanceDB files its faults under IO.
  if (/Error during planning/.test(messageOf(cause))) return false;
  return /Not found: |LanceError\(IO\)|os error|\bpanicked\b/i.test(messageOf(cause));
}

/** LanceDB reports everything as text; the operating system's reason is somewhere inside. */
export function storeError(folder: string, what: string, cause: unknown): LineamentError {
  const text = messageOf(cause);
  const full = /no space left|os error 28|ENOSPC/i.test(text);
  const reason = full
    ? 'no space left on the device'
    : text.split('\n')[0]!.replace(/,? \/\S+\.rs:\d+:\d+.*/, '');
  const hint = full
    ? 'what was written stays readable: free some space and run the same command again'
    : 'check the path and its permissions, or make the dataset again';
  return new LineamentError(`the dataset cannot be ${what}: ${reason}`, { file: folder, hint, cause });
}
