/** The files of a pack, as `packFiles` of the server puts them together. */
export async function unpack(answer: Response): Promise<Uint8Array<ArrayBuffer>[]> {
  const buffer = await answer.arrayBuffer();
  const view = new DataView(buffer);
  const count = view.getUint32(0, true);
  let at = 4 * (count + 1);
  return Array.from({ length: count }, (_, i) => {
    const length = view.getUint32(4 * (i + 1), true);
    at += length;
    return new Uint8Array(buffer, at - length, length);
  });
}
