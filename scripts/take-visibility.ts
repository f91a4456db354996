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
import { copiedFloats } from '../src/nn/onnx/initialiser-values.js';
import { encodeModel, type OnnxInitialiser } from '../src/nn/onnx/model.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [file, trainedFile] = positionals;
if (file === undefined || trainedFile === undefined || values.out === undefined)
  throw new Error('usage: take-visibility.ts <model.onnx> <trained.onnx> --out <file>');
const model = decodeModel(new Uint8Array(await readFile(file)));
const trained = decodeModel(new Uint8Array(await readFile(trainedFile)));
// The scope that the heads of both kinds have theirs in (src/networks/head.ts).
const ofVisibility = /^stack\d+\.visibility\./;
let taken = 0;
const initialisers = model.initialisers.map((own) => {
  const other = trained.initialisers.find(({ name }) => name === own.name);
  const fits = other?.dtype === own.dtype && String(other.shape) === String(own.shape);
  const changes = ofVisibility.test(own.name);
  if (changes ? !fits : fits && own.dtype === 'float32' && !isNear(own, other))
    throw new Error(
      `${trainedFile}: ${own.name} is not that of ${file}; train on from there with all else frozen`,
    );
  if (!changes || other === undefined) return own;
  taken++;
  return other;
});
if (taken === 0) throw new Error(`${file}: says nothing of visibility`);
await writeFile(values.out, withChecksum(encodeModel({ ...model, initialisers })));
console.log(`${values.out}: ${taken} tensors of visibility from ${trainedFile}`);

/** Normalisation that is unfolded from a file and folded again comes back rounded. */
function isNear(a: OnnxInitialiser, b: OnnxInitialiser): boolean {
  const [one, two] = [copiedFloats(a), copiedFloats(b)];
  const size = Math.sqrt(one.reduce((sum, value) => sum + value ** 2, 0));
  const apart = Math.sqrt(one.reduce((sum, value, i) => sum + (value - two[i]!) ** 2, 0));
  return apart <= 1e-3 * size;
}
