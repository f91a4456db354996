/**
 * How much damage inside of JPEGs is refused (docs/detection.md):
 *
 *   npx tsx scripts/measure-jpeg-damage.ts FOLDER [--pictures 40] [--bytes 4]
 *
 * Some bytes of the coded data of each picture are replaced, written as sequential and progressive files of several
 * qualities. A change is gross where more than one pixel in a hundred is then off by more than 10 grey levels. What the
 * decoder itself refuses is counted apart. First all pictures are checked as they are: none may be refused.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type JpegOptions } from 'sharp';
import { Random } from '../src/core/random.js';
import { jpegDamage } from '../src/node/pictures/jpeg/check-jpeg.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pictures: { type: 'string', default: '40' }, bytes: { type: 'string', default: '4' } },
});
const folder = positionals[0];
if (folder === undefined) throw new Error('a folder of JPEGs is wanted');
const files = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort();

const writers: [string, JpegOptions | undefined][] = [
  ['as it is', undefined],
  ['quality 50', { quality: 50 }],
  ['quality 80', { quality: 80 }],
  ['quality 95, 4:4:4', { quality: 95, chromaSubsampling: '4:4:4' }],
  ['own tables', { quality: 80, optimiseCoding: true }],
  ['progressive', { quality: 80, progressive: true }],
  ['mozjpeg', { quality: 80, mozjpeg: true }],
  ['trellis', { quality: 80, trellisQuantisation: true, overshootDeringing: true, quantisationTable: 3 }],
];

let refusedWhole = 0;
for (const name of files) {
  const fault = jpegDamage(await readFile(join(folder, name)));
  if (fault === undefined) continue;
  refusedWhole++;
  console.log(`${name}: ${fault}`);
}
console.log(`${files.length} whole pictures, ${refusedWhole} refused`);

const every = Math.max(1, Math.floor(files.length / Number(values.pictures)));
const chosen = files.filter((_, i) => i % every === 0).slice(0, Number(values.pictures));
console.log(
  '| written | changed | gross | the decoder refuses | with our check | gross changes refused |\n|---|---|---|---|---|---|',
);
for (const [label, options] of writers) {
  const count = { all: 0, gross: 0, decoder: 0, both: 0, grossRefused: 0 };
  for (const name of chosen) {
    const original = await readFile(join(folder, name));
    const bytes = options === undefined ? original : await sharp(original).jpeg(options).toBuffer();
    const fault = jpegDamage(bytes);
    if (fault !== undefined) throw new Error(`${name}, ${label}: refused whole: ${fault}`);
    const random = new Random(1, name, label);
    const changed = changeBytes(bytes, random, 1 + random.integer(0, Number(values.bytes) - 1));
    count.all++;
    const strict = await pixels(changed, 'warning').then(
      () => true,
      () => false,
    );
    const refused = !strict || jpegDamage(changed) !== undefined;
    const gross = await isGross(bytes, changed);
    if (!strict) count.decoder++;
    if (refused) count.both++;
    if (gross) count.gross++;
    if (gross && refused) count.grossRefused++;
  }
  const share = ((100 * count.grossRefused) / Math.max(1, count.gross)).toFixed(0);
  console.log(
    `| ${label} | ${count.all} | ${count.gross} | ${count.decoder} | ${count.both} | ${count.grossRefused}, ${share} % |`,
  );
}

/** Bytes of the first scan's data and behind it, never to or from the byte that begins a marker. */
function changeBytes(bytes: Buffer, random: Random, count: number): Buffer {
  const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
  const start = scan + 2 + bytes.readUInt16BE(scan + 2);
  const changed = Buffer.from(bytes);
  for (let left = count; left > 0; ) {
    const at = random.integer(start, bytes.length - 3);
    if (bytes[at] === 0xff || bytes[at - 1] === 0xff) continue;
    changed[at] = random.integer(0, 254);
    left--;
  }
  return changed;
}

function pixels(bytes: Buffer, failOn: 'none' | 'warning'): Promise<Buffer> {
  return sharp(bytes, { failOn }).toColourspace('srgb').raw().toBuffer();
}

async function isGross(bytes: Buffer, changed: Buffer): Promise<boolean> {
  const before = await pixels(bytes, 'none');
  const after = await pixels(changed, 'none').catch(() => undefined);
  if (after === undefined || after.length !== before.length) return true;
  const off = before.reduce((sum, value, i) => sum + (Math.abs(value - after[i]!) > 10 ? 1 : 0), 0);
  return off > before.length / 100;
}
