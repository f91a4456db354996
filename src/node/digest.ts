/** What two files or texts that are not the same do not share. */
import { createHash } from 'node:crypto';

/** SHA-256, hexadecimal. */
export function digestOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
