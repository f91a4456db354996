/** Files of labels: read whole, but only as far as labels of one picture go. */
import { stat } from 'node:fs/promises';
import { LineamentError } from '../../../core/errors.js';
import { readFileOr } from '../../../node/files.js';

/** Bytes: labels of a face take some thousand. */
const largest = 1 << 26;

/** @param what – for messages: `the points`. */
export async function readLabelFile(file: string, what: string): Promise<Buffer> {
  const entry = await stat(file).catch(() => undefined);
  if (entry !== undefined && (!entry.isFile() || entry.size > largest))
    throw new LineamentError(
      entry.isFile() ? `has ${entry.size} bytes, more than labels of a picture have` : 'is no plain file',
      { file, hint: 'give the file as it was published' },
    );
  return readFileOr(file, what);
}

/** The same as text, without the byte order mark that editors of Windows put first. */
export async function readLabelText(file: string, what: string): Promise<string> {
  return (await readLabelFile(file, what)).toString('utf8').replace(/^\ufeff/, '');
}
