/** Picture files for tests that sharp cannot write: bitmaps of every kind, TIFF whose pixels stand last. */

export interface BitmapOptions {
  bits: 1 | 4 | 8 | 16 | 24 | 32;
  topDown?: boolean;
  /** The header of OS/2. */
  core?: boolean;
  /** Masks of red, green and blue. */
  fields?: readonly [number, number, number];
  runs?: boolean;
  /** Width and height that the header claims. */
  claim?: readonly [number, number];
}

/** @param pixels – `[H, W, 3]`; few colours for palettes. */
export function bitmap(pixels: Uint8Array, width: number, height: number, options: BitmapOptions): Buffer {
  const { bits, topDown = false, core = false, fields, runs = false, claim = [width, height] } = options;
  const colours: string[] = [];
  const colourOf = (at: number): number => {
    const key = pixels.subarray(at, at + 3).join();
    if (!colours.includes(key)) colours.push(key);
    return colours.indexOf(key);
  };
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const row = topDown ? y : height - 1 - y;
    const places = Array.from({ length: width }, (_, x) => (row * width + x) * 3);
    if (bits <= 8) rows.push(runs ? runsOf(places.map(colourOf), bits) : packed(places.map(colourOf), bits));
    else rows.push(direct(pixels, places, bits, fields));
  }
  if (runs) rows.push(Buffer.from([0, 1]));
  const size = core ? 12 : 40;
  const palette = Buffer.alloc(bits <= 8 ? 4 * 2 ** bits : 0);
  colours.forEach((key, i) => {
    const [red, green, blue] = key.split(',').map(Number);
    palette.set([blue!, green!, red!], 4 * i);
  });
  const masks = Buffer.alloc(fields === undefined ? 0 : 12);
  fields?.forEach((mask, i) => {
    masks.writeUInt32LE(mask, 4 * i);
  });
  const header = Buffer.alloc(14 + size);
  header.write('BM');
  header.writeUInt32LE(14 + size + masks.length + palette.length, 10);
  header.writeUInt32LE(size, 14);
  if (core) {
    header.writeUInt16LE(claim[0], 18);
    header.writeUInt16LE(claim[1], 20);
    header.writeUInt16LE(bits, 24);
  } else {
    header.writeInt32LE(claim[0], 18);
    header.writeInt32LE(topDown ? -claim[1] : claim[1], 22);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(runs ? (bits === 8 ? 1 : 2) : fields === undefined ? 0 : 3, 30);
  }
  return Buffer.concat([header, masks, palette, ...rows]);
}

function direct(
  pixels: Uint8Array,
  places: readonly number[],
  bits: number,
  fields: readonly [number, number, number] = bits === 16
    ? [0x7c00, 0x03e0, 0x001f]
    : [0xff0000, 0xff00, 0xff],
): Buffer {
  const row = Buffer.alloc(Math.ceil((places.length * bits) / 32) * 4);
  places.forEach((at, x) => {
    let value = 0;
    fields.forEach((mask, k) => {
      const lowest = mask & -mask;
      value += Math.floor((pixels[at + k]! / 255) * (mask / lowest)) * lowest;
    });
    row.writeUIntLE(value, (x * bits) / 8, bits / 8);
  });
  return row;
}

function packed(indices: readonly number[], bits: number): Buffer {
  const row = Buffer.alloc(Math.ceil((indices.length * bits) / 32) * 4);
  indices.forEach((index, x) => {
    const place = (x * bits) >> 3;
    row[place] = row[place]! | (index << (8 - bits - ((x * bits) & 7)));
  });
  return row;
}

/** A stretch of five as it is, a jump by nothing, then runs of one, and the end of the line. */
function runsOf(indices: readonly number[], bits: number): Buffer {
  const stretch = indices.slice(0, 5);
  const bytes =
    bits === 8 ? [...stretch, 0] : [0, 2, 4].map((i) => (stretch[i]! << 4) | (stretch[i + 1] ?? 0));
  if (bytes.length % 2 === 1) bytes.push(0);
  const runs = indices.slice(5).flatMap((index) => [1, bits === 8 ? index : index << 4]);
  return Buffer.from([0, 5, ...bytes, 0, 2, 0, 0, ...runs, 0, 0]);
}

/** One strip that stands behind the directory, as scanners write it: cut, it still has all its tags. */
export function uncompressedTiff(pixels: Uint8Array, width: number, height: number): Buffer {
  const tags: readonly (readonly [tag: number, value: number])[] = [
    [256, width],
    [257, height],
    [258, 8],
    [259, 1],
    [262, 2],
    [273, 8 + 2 + 9 * 12 + 4],
    [277, 3],
    [278, height],
    [279, pixels.length],
  ];
  const directory = Buffer.alloc(8 + 2 + tags.length * 12 + 4);
  directory.write('II*\0', 'latin1');
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, value], i) => {
    directory.writeUInt16LE(tag, 10 + 12 * i);
    directory.writeUInt16LE(4, 12 + 12 * i);
    directory.writeUInt32LE(1, 14 + 12 * i);
    directory.writeUInt32LE(value, 18 + 12 * i);
  });
  return Buffer.concat([directory, pixels]);
}
