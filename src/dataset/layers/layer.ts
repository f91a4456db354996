/**
 * What a label layer is: a picture's pixels of one kind, as the studio gives them, and the file that a row keeps of them.
 * H height, W width. A layer has the name of its field in a shot; `registry.ts` lists them.
 */

export interface Layer<Pixels extends Uint8Array | Float32Array> {
  /** @param pixels – `[H, W]` or `[H, W, 3]`. @returns a PNG of that size. */
  encode(pixels: Pixels, width: number, height: number): Uint8Array;
  /** The pixels of an encoded layer, as near as its file keeps them. */
  decode(file: Uint8Array): Promise<Pixels>;
}
