/**
 * What was embedded once: one file for each source and model, below the assets folder (`LINEAMENT_ASSETS`). A lost or damaged file costs
 * time alone. Node only.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { assetsFolder } from '../face/heads/registry.js';
import { readFileOr, writeFileWhole } from '../node/files.js';

/** @param key – all that decides the numbers. @returns undefined where there is none. */
export async function cachedBytes(key: readonly unknown[]): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFileOr(fileOf(key), 'embeddings');
    const [digest, content] = [bytes.subarray(0, 32), bytes.subarray(32)];
    return digestOf(content).equals(digest) ? Uint8Array.from(content) : undefined;
  } catch {
    return undefined;
  }
}

/** Where nothing can be kept it is embedded again. */
export async function keepBytes(key: readonly unknown[], content: Uint8Array): Promise<void> {
  await writeFileWhole(fileOf(key), Buffer.concat([digestOf(content), content])).catch(() => undefined);
}

function digestOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

function fileOf(key: readonly unknown[]): string {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
  return join(assetsFolder(), 'search', `${name}.bin`);
}
