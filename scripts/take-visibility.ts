/**
 * Gives a model of landmarks the visibility head of a training of that head alone (`recipes/dense1001-visibility.yaml`), and leaves all else,
 * points, uncertainties, maps and calibration, bit for bit as it is.
 *
 *   npx tsx scripts/take-visibility.ts <model.onnx> <trained.onnx> --out models/dense1001.onnx
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { withChecksum } from '../src/nn/onnx/checksum.js';
import { decodeModel } from '../src/nn/onnx/decode-model.js';
import { encodeModel } from '../src/nn/onnx/model.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [file, trainedFile] = positionals;
if (file === undefined || trainedFile === undefined || values.out === undefined)
  throw new Error('give a model, a training of its visibility, and --out');
const model = decodeModel(new Uint8Array(await readFile(file)));
const trained = decodeModel(new Uint8Array(await readFile(trainedFile)));
const ofVisibility = /^stack\d+\.visibility\./;
let taken = 0;
const initialisers = model.initialisers.map((own) => {
  if (!ofVisibility.test(own.name)) return own;
  const other = trained.initialisers.find(({ name }) => name === own.name);
  if (other === undefined || String(other.shape) !== String(own.shape))
    throw new Error(`${trainedFile}: no ${own.name} of shape ${own.shape}; train on from ${file}`);
  taken++;
  return other;
});
if (taken === 0) throw new Error(`${file}: says nothing of visibility`);
await writeFile(values.out, withChecksum(encodeModel({ ...model, initialisers })));
console.log(`${values.out}: ${taken} tensors of visibility from ${trainedFile}`);
