/**
 * Files that a command may replace: what it wrote itself, told by a mark near its beginning, and for commands that write models
 * any model of Lineament. What else lies there may be somebody's photograph, labels or notes, and is refused before any work.
 */
import { crc32 } from '../../core/bytes/crc32.js';
import { LineamentError, UsageError } from '../../core/errors.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { exists, readFileOr } from '../../node/files.js';
import { markOf, refuseOverwriting } from '../../node/refuse-overwriting.js';

/**
 * Refuses to replace what the command did not write. @param mark – by which that is seen, where the files have one of their own.
 * @param option – by which the name was given; --out by default.
 */
export async function refuseForeign(
  command: string,
  path: string,
  mark: string = markOf(command),
  option?: string,
): Promise<void> {
  await refuseOverwriting(command, [], [{ path, shownBy: path, mark }], option);
}

/** Refuses to replace anything but a landmark model, which people do on purpose. */
export async function refuseForeignModel(command: string, path: string): Promise<void> {
  if (!(await exists(path))) return;
  try {
    readModelMetadata(await readFileOr(path, 'model'), path);
  } catch (cause) {
    if (!(cause instanceof LineamentError)) throw cause;
    throw new UsageError(`${command}: ${path} is there already and is not a landmark model of Lineament`, {
      hint: 'give --out another name; nothing was overwritten',
      cause,
    });
  }
}

/** The mark as text inside a picture: a PNG's tEXt chunk, a JPEG's comment. */
export function markedPicture(picture: Uint8Array, format: 'png' | 'jpeg', mark: string): Buffer {
  if (format === 'jpeg') {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(mark.length + 2);
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), length, Buffer.from(mark, 'latin1')]);
    return Buffer.concat([picture.subarray(0, 2), comment, picture.subarray(2)]);
  }
  const text = Buffer.from(`tEXtSoftware\0${mark}`, 'latin1');
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(text.length - 4);
  frame.writeUInt32BE(crc32(text), 4);
  // Behind the signature and the header.
  return Buffer.concat([
    picture.subarray(0, 33),
    frame.subarray(0, 4),
    text,
    frame.subarray(4),
    picture.subarray(33),
  ]);
}

/** The mark as a comment of a page of our own. */
export function markedPage(page: string, mark: string): string {
  return page.replace('<!doctype html>', `<!doctype html>\n<!-- ${mark} -->`);
}
