/**
 * What was embedded once: one file for each source and model, below the assets folder (`LINEAMENT_ASSETS`). A lost or damaged file costs
 * time alone. Node only.
 */
import { join } from 'node:path';
import { assetsFolder } from '../face/heads/registry.js';
import { digestOf } from '../node/digest.js';
import { readFileOr, writeFileWhole } from '../node/files.js';

/** @param key – all that decides the numbers. @returns undefined where there is none. */
export async function cachedBytes(key: readonly unknown[]): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFileOr(fileOf(key), 'embeddings');
    const [digest, content] = [bytes.subarray(0, 32), bytes.subarray(32)];
    return checkOf(content).equals(digest) ? Uint8Array.from(content) : undefined;
  } catch {
    return undefined;
  }
}

/** Where nothing can be kept it is embedded again. */
export async function keepBytes(key: readonly unknown[], content: Uint8Array): Promise<void> {
  await writeFileWhole(fileOf(key), Buffer.concat([checkOf(content), content])).catch(() => undefined);
}

/** 32 bytes. */
function checkOf(content: Uint8Array): Buffer {
  return Buffer.from(digestOf(content), 'hex');
}

function fileOf(key: readonly unknown[]): string {
  const name = digestOf(JSON.stringify(key)).slice(0, 32);
  return join(assetsFolder(), 'search', `${name}.bin`);
}
