/** What two files or texts that are not the same do not share. */
import { createHash } from 'node:crypto';

/** SHA-256, hexadecimal. */
export function digestOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Of the parts one after the other. SHA-256, hexadecimal. */
export function digestOfAll(parts: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
