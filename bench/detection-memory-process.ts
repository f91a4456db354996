/**
 * Finds faces and their points in many small pictures, as a product does, and prints how much memory is resident after each
 * part of them, bytes, as a JSON list: PICTURES EVERY. Started with --expose-gc, so that what is left to collect is no growth.
 */
import sharp from 'sharp';
import { Random } from '../src/core/random.js';
import { lookBox } from '../src/detect/finder/look-box.js';
import { decodeImage } from '../src/detect/node/decode-picture.js';
import { openDetector } from '../src/detect/node/open-detector.js';
import { openFinder } from '../src/detect/node/open-finder.js';

const [pictures, every] = process.argv.slice(2).map(Number) as [number, number];
const side = 64;
const distinct = 16;

const files: Buffer[] = [];
for (let i = 0; i < distinct; i++) {
  const random = new Random(i, 'memory');
  const noise = Uint8Array.from({ length: 3 * side * side }, () => random.integer(0, 255));
  files.push(
    await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );
}
const detector = await openDetector();
const finder = await openFinder();
const whole = { x: 8, y: 8, width: side - 16, height: side - 16 };
const resident: number[] = [];
for (let i = 1; i <= pictures; i++) {
  const image = await decodeImage(files[i % distinct]!);
  const found = await finder.find(image, { mostFaces: 1 });
  // Noise holds no face: its middle is looked at then.
  await detector.detect(image, { boxes: found.length > 0 ? found.map(lookBox) : [whole] });
  if (i % every !== 0) continue;
  globalThis.gc?.();
  resident.push(process.memoryUsage.rss());
}
await finder.close();
await detector.close();
process.stdout.write(`${JSON.stringify(resident)}\n`);
