/** The files of the page in the browser: the built page, onnxruntime-web's WebAssembly, and the models. */
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { modelFile, shippedEyesFile, shippedFinderFile } from '../../detect/node/shipped-model-file.js';
import { withoutMaps } from '../../networks/model-file/carried-maps.js';
import { byteModelFile } from '../../networks/model-file/convert-model-file.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { builtFile } from '../../node/built-file.js';
import { readFileOr } from '../../node/files.js';

/** Runtime files that the page asks for: with threads and SIMD, and the one with WebGPU. */
const runtimeFile = /^ort-wasm-simd-threaded(\.asyncify)?\.(mjs|wasm)$/;

/**
 * @param model – a shipped model's name, or a file. It goes out with weights of 8 bits, a third as large as
 * in float32, its points some 0.05 px of the crop from where they were, and without maps to other sets, which the page does not show.
 * @returns files of this machine, or what they hold, by their place below the page.
 */
export async function pageFiles(model: string): Promise<Map<string, string | Uint8Array>> {
  const page = builtPage();
  const files = new Map<string, string | Uint8Array>();
  for (const name of await readdir(page)) files.set(name, join(page, name));
  const runtime = runtimeFolder();
  for (const name of await readdir(runtime))
    if (runtimeFile.test(name)) files.set(`ort/${name}`, join(runtime, name));
  files.set('models/face-finder.onnx', shippedFinderFile());
  files.set('models/eyes.onnx', await smallModel(shippedEyesFile()));
  files.set('models/detector.onnx', await smallModel(modelFile(model)));
  return files;
}

async function smallModel(file: string): Promise<Uint8Array> {
  const bytes = await readFileOr(file, 'model');
  const { precision = 'float32' } = readModelMetadata(bytes, file);
  return precision === 'int8' || precision === 'int8-weights'
    ? bytes
    : withoutMaps(byteModelFile(bytes, file), file);
}

/** `dist/web-demo` of this package, from a build or from its sources. */
function builtPage(): string {
  const page = builtFile('web-demo', 'index.html');
  if (page !== undefined) return dirname(page);
  throw new LineamentError('the page is not built', {
    hint: 'in a checkout run `npm run demo:web`, which builds it first',
  });
}

function runtimeFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
  } catch (cause) {
    throw new LineamentError('the page needs onnxruntime-web, which is not installed', {
      hint: 'npm install onnxruntime-web',
      cause,
    });
  }
}
