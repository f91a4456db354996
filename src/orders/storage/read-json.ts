import { LineamentError } from '../../core/errors.js';
import type { Storage } from './storage.js';

/** Ours, whole by the storage's word; undefined where there is none. */
export async function readJson<T>(
  storage: Pick<Storage, 'read' | 'place'>,
  name: string,
): Promise<T | undefined> {
  const bytes = await storage.read(name);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as T;
  } catch (cause) {
    throw new LineamentError('is not JSON', { file: `${storage.place}/${name}`, hint: 'restore it', cause });
  }
}
