/** Several files in one answer: their number, the length of each, then all of them in turn. 32-bit numbers, little-endian. */

export function packFiles(files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const head = 4 * (files.length + 1);
  const packed = new Uint8Array(files.reduce((sum, { length }) => sum + length, head));
  const lengths = new DataView(packed.buffer);
  lengths.setUint32(0, files.length, true);
  let at = head;
  for (const [i, file] of files.entries()) {
    lengths.setUint32(4 * (i + 1), file.length, true);
    packed.set(file, at);
    at += file.length;
  }
  return packed;
}
