/**
 * Draws the README's talking head: frames of a generated clip, and below each the embedded head that does what their points say.
 *
 *   npx tsx src/cli/main.ts generate --out clip --count 1 --frames 40 --rate 4 --drowsy 1 --head cage --size 192
 *   npx tsx scripts/draw-talking-head.ts clip docs/images/talking-head.jpg 0,5,10,15,20,25
 */
import sharp from 'sharp';
import { openDataset } from '../src/dataset/store/store.js';
import { createVideoDescriber } from '../src/detect/describe/describe-video.js';
import { embeddedHead } from '../src/detect/describe/head/default-head-points.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { headRelief } from '../src/studies/description/face-picture.js';

const [data = 'clip', target = 'docs/images/talking-head.jpg', chosen = '0,5,10,15,20,25'] =
  process.argv.slice(2);
const side = 192;
const frames = chosen.split(',').map(Number);
const rate = 4;

const dataset = await openDataset(data);
const indices = (await dataset.indices()).slice(0, Math.max(...frames) + 1);
const detector = await openLandmarkDetector('dense1001', { mirror: true });
const { landmarks } = detector.metadata;
const parts: { input: Buffer; left: number; top: number }[] = [];
let describer: ReturnType<typeof createVideoDescriber> | undefined;
for (const [frame, index] of indices.entries()) {
  const [sample] = await dataset.read([index]);
  const { image: bytes, id, box } = sample!;
  const image = await decodeImage(bytes, id);
  const { width, height } = image;
  describer ??= createVideoDescriber({ camera: { width, height } });
  const face = faceOf(await detector.detect(image, box), landmarks, landmarks.names);
  const described = describer.describe(face, frame / rate);
  const column = frames.indexOf(frame);
  const relief = await headRelief(described, embeddedHead());
  if (column < 0 || relief === null) continue;
  const seen = await sharp(image.data, { raw: { width, height, channels: 3 } })
    .resize(side, side)
    .png()
    .toBuffer();
  const done = await sharp(relief).resize(side, side).png().toBuffer();
  parts.push({ input: seen, left: column * side, top: 0 }, { input: done, left: column * side, top: side });
}
await sharp({ create: { width: frames.length * side, height: 2 * side, channels: 3, background: '#fff' } })
  .composite(parts)
  .jpeg({ quality: 84 })
  .toFile(target);
