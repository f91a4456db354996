/**
 * What codes keep of faces of 64 pixels that no training saw: autoencoders beside principal components, WebP and JPEG. Prints
 * the table of docs/generative.md and writes a sheet with a row for each.
 *   npx tsx scripts/measure-face-codes.ts SHEET.png DATASET,DATASET MODEL.onnx...
 */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import { mean } from '../src/core/numbers/statistics.js';
import { readFileOr } from '../src/node/files.js';
import { codeCount } from '../src/tasks/generative/autoencoders/architecture.js';
import type { Autoencoder } from '../src/tasks/generative/autoencoders/open-autoencoder.js';
import { openAutoencoder } from '../src/tasks/generative/autoencoders/open-autoencoder.js';
import { autoencoderFigures } from '../src/tasks/generative/autoencoders/validation.js';
import type { FaceSet } from '../src/tasks/generative/data/face-set.js';
import { loadFaces } from '../src/tasks/generative/data/load-faces.js';
import { linearReading } from '../src/tasks/generative/measures/linear-reading.js';
import { peakSignalToNoise, structuralSimilarity } from '../src/tasks/generative/measures/picture-error.js';
import {
  principalComponents,
  throughComponents,
} from '../src/tasks/generative/measures/principal-components.js';
import { imageOf, pictureSheet } from '../src/tasks/generative/pictures/sheet.js';

const [sheet, datasets, ...models] = process.argv.slice(2);
if (sheet === undefined || datasets === undefined) throw new Error('SHEET.png DATASET,DATASET MODEL.onnx...');
const [size, faces, learnt, shown] = [64, 400, 1500, 12];
const data = { datasets: datasets.split(','), size };
const test = await loadFaces(data, 'test');
const count = Math.min(faces, test.count);
const first = (set: FaceSet, number: number): Float32Array =>
  set.images(Array.from({ length: number }, (_, i) => i));
const truth = first(test, count);
const plane = 3 * size * size;
const rows: Float32Array[] = [truth.subarray(0, shown * plane)];

function tell(name: string, bytes: number | string, pictures: Float32Array, more = ''): void {
  const psnr = mean(peakSignalToNoise(pictures, truth, count));
  const ssim = mean(structuralSimilarity(pictures, truth, count, size));
  console.log(`| ${name} | ${bytes} | ${psnr.toFixed(2)} | ${ssim.toFixed(3)} | ${more} |`);
  rows.push(pictures.subarray(0, shown * plane));
}

const attributes = ['yaw', 'pitch', 'age', 'masculinity'] as const;

/** What of the faces' attributes lies in a line of a vector. */
async function tellReading(autoencoder: Autoencoder): Promise<void> {
  const coded = async (set: FaceSet, most: number) => {
    const number = Math.min(most, set.count);
    const { codes } = await autoencoder.encode(first(set, number));
    const length = autoencoder.codeLength;
    return {
      codes: Array.from({ length: number }, (_, n) => codes.subarray(n * length, (n + 1) * length)),
      values: set.faces
        .slice(0, number)
        .map((face) => Float32Array.from(attributes, (name) => face.attributes[name])),
    };
  };
  const shares = linearReading(
    await coded(await loadFaces({ ...data, limit: 3000 }, 'train'), 3000),
    await coded(test, count),
  );
  console.log(
    `read linearly: ${attributes.map((name, i) => `${name} R² ${shares[i]!.toFixed(2)}`).join(', ')}`,
  );
}

console.log(`${count} faces of split test\n| code | bytes | PSNR, dB | SSIM | |\n|---|---|---|---|---|`);
for (const model of models) {
  const autoencoder = await openAutoencoder(await readFileOr(model, 'the model'), model);
  const settings = autoencoder.metadata.model;
  const pictures = await autoencoder.decode((await autoencoder.encode(truth)).codes);
  const figures = await autoencoderFigures(autoencoder, test, count);
  const isVector = settings.kind === 'vae';
  const bytes = isVector
    ? `${settings.latent} numbers`
    : Math.ceil((autoencoder.codeLength * Math.log2(codeCount(settings))) / 8);
  const more = isVector
    ? `${figures.bitsPerDimension!.toFixed(3)} bits per dimension, divergence ${figures.divergence!.toFixed(0)} nats`
    : `perplexity ${figures.perplexity!.toFixed(0)} of ${codeCount(settings)}, ${figures.dead} never used`;
  tell(autoencoder.metadata.training.recipe || basename(model), bytes, pictures, more);
  if (isVector) await tellReading(autoencoder);
  await autoencoder.release();
}

const training = await loadFaces({ ...data, limit: learnt * 4 }, 'train');
const every = Math.max(1, Math.floor(training.count / learnt));
const sample = Array.from({ length: Math.min(learnt, training.count) }, (_, i) => i * every);
const components = principalComponents(training.images(sample), sample.length, 128);
for (const rank of [64, 128])
  tell(`${rank} principal components`, `${rank} numbers`, throughComponents(components, truth, rank));

for (const format of ['webp', 'jpeg'] as const)
  for (const quality of [1, 10, 30, 50]) {
    const pictures = new Float32Array(truth.length);
    const lengths: number[] = [];
    for (let n = 0; n < count; n++) {
      const { data: bytes } = imageOf(truth, n, size);
      const raw = sharp(bytes, { raw: { width: size, height: size, channels: 3 } });
      const file = await (format === 'webp'
        ? raw.webp({ quality, effort: 6 })
        : raw.jpeg({ quality, mozjpeg: true })
      ).toBuffer();
      lengths.push(file.length);
      const decoded = await sharp(file).raw().toBuffer();
      for (let channel = 0; channel < 3; channel++)
        for (let i = 0; i < size * size; i++)
          pictures[n * plane + channel * size * size + i] = decoded[3 * i + channel]! / 127.5 - 1;
    }
    tell(`${format}, quality ${quality}`, Math.round(mean(lengths)), pictures);
  }

const all = new Float32Array(rows.length * shown * plane);
for (const [i, row] of rows.entries()) all.set(row, i * shown * plane);
await writeFile(sheet, pictureSheet(all, { size, columns: shown }));
