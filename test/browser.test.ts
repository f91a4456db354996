/**
 * Detection in a real browser: the built `lineament/detect/web` and the browser example of docs/detection.md, bundled with
 * onnxruntime-web, opened in headless Chromium, against onnxruntime-node on equal pixels. Differences seen with float weights: 1.2e-4 px.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../src/core/random.js';
import { detectFound } from '../src/detect/finder/detect-found.js';
import { adapterText } from '../src/detect/landmarks/adapter-text.js';
import { createDetector } from '../src/detect/landmarks/create-detector.js';
import { patchReading } from '../src/detect/landmarks/feature-patches.js';
import type { PointAdapter } from '../src/detect/landmarks/point-adapter.js';
import { openFinder } from '../src/detect/node/open-finder.js';
import { openModel } from '../src/detect/node/open-landmark-detector.js';
import { plainAdapter } from '../src/evaluation/adapters/adapter.js';
import { createCageHead } from '../src/face/heads/cage/cage-head.js';
import type { FaceBox } from '../src/landmarks/face-crop.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import {
  byteModelFile,
  halfModelFile,
  integerModelFile,
} from '../src/networks/model-file/convert-model-file.js';
import { readModelMetadata } from '../src/networks/model-file/read-model-metadata.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import { anyScene } from '../src/render/sampling/scene-options.suite.js';
import { sampleScene } from '../src/render/sampling/scene-sampling.js';
import { createStudio } from '../src/render/studio.js';
import { findBrowser, runPage } from './headless-browser.suite.js';

const require = createRequire(import.meta.url);
/** Holds the runtime's WebAssembly. */
const runtimeFolder = dirname(require.resolve('onnxruntime-web'));
const browser = findBrowser();
if (browser === undefined)
  console.warn('browser test skipped: Chromium is not installed (apt-get install chromium)');

interface Face {
  name: string;
  png: Buffer;
  rgb: Buffer;
  width: number;
  height: number;
  box: FaceBox;
}

interface Found {
  points: number[];
  uncertainty: number[];
}

/** What the page sends: for each model and face the points, and the decoded pixels' greatest difference. */
interface PageResult {
  error?: string;
  found: Record<string, Record<string, Found>>;
  pixelDifference: Record<string, number>;
  refused: string;
}

const page = `
import * as ort from 'onnxruntime-web';
import { decodeImage, openDetector } from 'lineament/detect/web';
import { parseAdapter } from 'lineament/detect';
import { pointsOf } from './guide.js';

async function run() {
  ort.env.wasm.wasmPaths = '/ort/';
  ort.env.wasm.numThreads = 1;
  const { models, faces } = await (await fetch('/job.json')).json();
  const found = { guide: {} };
  const pixelDifference = {};
  const plain = (points) => ({
    points: points.flatMap(({ x, y }) => [x, y]),
    uncertainty: points.map(({ uncertainty }) => uncertainty),
  });
  for (const { name } of faces)
    found.guide[name] = plain(await pointsOf(await (await fetch('/' + name + '.png')).blob()));
  const text = await (await fetch('/adapter.json')).text();
  for (const model of [...models, 'adapted']) {
    const detector =
      model === 'adapted'
        ? await openDetector('/float32.onnx', { adapter: parseAdapter(text, 'adapter.json'), mirror: true })
        : await openDetector('/' + model + '.onnx');
    found[model] = {};
    for (const { name, box } of faces) {
      const image = await decodeImage(await (await fetch('/' + name + '.png')).blob());
      const sent = new Uint8Array(await (await fetch('/' + name + '.rgb')).arrayBuffer());
      pixelDifference[name] = sent.reduce((most, value, i) => Math.max(most, Math.abs(value - image.data[i])), 0);
      // Two at once: the runtime takes one run at a time.
      const [[face]] = await Promise.all([1, 2].map(() => detector.detect(image, { boxes: [box] })));
      found[model][name] = plain(face.points);
    }
    await detector.close();
  }
  const refused = await openDetector('/nowhere.onnx').catch((error) => error.message);
  return { found, pixelDifference, refused };
}
run()
  .catch((error) => ({ error: String(error?.stack ?? error) }))
  .then((result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) }));
`;

describe.skipIf(browser === undefined)('detection in Chromium', () => {
  let folder: string;
  let result: PageResult;
  const models: Record<string, Uint8Array> = {};
  const faces: Face[] = [];
  const expected: PageResult['found'] = {};

  beforeAll(async () => {
    if (!existsSync('dist/detect/web/index.js'))
      throw new Error('dist/ is missing: run `npm run build` first');
    // Below the package, so that `lineament/detect/web` is found as it is by a project that installed it.
    await mkdir('.cache', { recursive: true });
    folder = await mkdtemp(resolve('.cache/browser-'));
    faces.push(await renderedFace(), await picturedFace());
    await makeModels();
    const files = await bundledPage(folder);
    result = (await runPage(browser!, (path) => files(path))) as PageResult;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function makeModels(): Promise<void> {
    const float32 = await readFile('models/dense1001.onnx');
    const name = 'models/dense1001.onnx';
    models.float32 = float32;
    models.float16 = halfModelFile(float32, name);
    models['int8-weights'] = byteModelFile(float32, name);
    models.int8 = await integerModelFile(float32, name, {
      description: 'the faces of this test',
      async run(session) {
        const detector = createDetector(readModelMetadata(float32, name), session);
        for (const face of faces) await detector.detect(imageOf(face), face.box);
      },
    });
    for (const [precision, bytes] of Object.entries(models)) {
      const session = await createInferenceSession(bytes);
      const detector = createDetector(readModelMetadata(bytes, precision), session);
      expected[precision] = {};
      for (const face of faces) {
        const { points, uncertainty } = await detector.detect(imageOf(face), face.box);
        expected[precision][face.name] = { points: [...points], uncertainty: [...uncertainty] };
      }
      if (precision === 'float32') {
        expected.guide = {};
        const finder = await openFinder();
        for (const face of faces) {
          const [found] = await detectFound(imageOf(face), { detector, finder });
          expected.guide[face.name] = { points: [...found!.points], uncertainty: [...found!.uncertainty] };
        }
      }
      await session.release();
    }
    for (const [name, adapter] of Object.entries({ adapted: readingAdapter(), blind: blindAdapter() })) {
      const { detector, close } = await openModel(float32, { adapter, mirror: true });
      expected[name] = {};
      for (const face of faces) {
        const { points, uncertainty } = await detector.detect(imageOf(face), face.box);
        expected[name][face.name] = { points: [...points], uncertainty: [...uncertainty] };
      }
      await close();
    }
  }

  async function bundledPage(
    place: string,
  ): Promise<(path: string) => Promise<string | Uint8Array | undefined>> {
    const guide = await readFile('docs/detection.md', 'utf8');
    const examples = [...guide.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]!);
    await writeFile(join(place, 'guide.js'), examples[2]!);
    await writeFile(join(place, 'page.js'), page);
    const { outputFiles } = await build({
      entryPoints: [join(place, 'page.js')],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      // The bundle fetches the runtime's module and WebAssembly from /ort/.
      conditions: ['onnxruntime-web-use-extern-wasm'],
      logLevel: 'silent',
    });
    const job = {
      models: Object.keys(models),
      faces: faces.map(({ name, box }) => ({ name, box })),
    };
    const files = new Map<string, string | Uint8Array>([
      ['/index.html', '<!doctype html><script type="module" src="/page.js"></script>'],
      ['/page.js', outputFiles[0]!.contents],
      ['/job.json', JSON.stringify(job)],
      ...faces.flatMap(({ name, png, rgb }): [string, Uint8Array][] => [
        [`/${name}.png`, png],
        [`/${name}.rgb`, rgb],
      ]),
      ['/adapter.json', adapterText(readingAdapter())],
      ['/dense1001.onnx', models.float32!],
      ['/face-finder.onnx', await readFile('models/face-finder.onnx')],
      ...Object.entries(models).map(([name, bytes]): [string, Uint8Array] => [`/${name}.onnx`, bytes]),
    ]);
    return async (path) =>
      path.startsWith('/ort/') ? readFile(join(runtimeFolder, path.slice('/ort/'.length))) : files.get(path);
  }

  test('the page runs without an error', () => {
    expect(result.error).toBeUndefined();
  });

  test('decodes a PNG to the pixels that Node has', () => {
    expect(result.pixelDifference).toEqual({ rendered: 0, pictured: 0 });
  });

  test('says that a model is not there', () => {
    expect(result.refused).toContain('/nowhere.onnx: the model cannot be fetched: 404');
  });

  test.each([
    // Its box is found: by a network whose sums are in another order here, and looked through twice.
    ['guide', 1e-2],
    ['float32', 1e-3],
    ['float16', 1e-3],
    ['int8-weights', 1e-3],
    // An activation next to the middle between two integers falls to either side, and layers behind it follow.
    // Seen: 0.2 px, mean 0.04; that is less than int8 is from float32.
    ['int8', 1],
  ])('%s gives the points of Node within %d px', (precision, bound) => {
    for (const { name } of faces) {
      const [web, node] = [result.found[precision]![name]!, expected[precision]![name]!];
      expect(web.points).toHaveLength(2002);
      expect(largestDistance(web.points, node.points)).toBeLessThanOrEqual(bound);
      expect(largestDistance(web.uncertainty, node.uncertainty)).toBeLessThanOrEqual(bound);
    }
  });

  test('an adapter that looks twice and reads features of both crops gives the points and error bars of Node', () => {
    for (const { name } of faces) {
      const [web, node] = [result.found.adapted![name]!, expected.adapted![name]!];
      expect(web.points).toHaveLength(136);
      expect(largestDistance(web.points, node.points)).toBeLessThanOrEqual(1e-2);
      expect(largestDistance(web.uncertainty, node.uncertainty)).toBeLessThanOrEqual(1e-3);
      // What it reads moves points by far more than that.
      expect(largestDistance(expected.blind![name]!.points, node.points)).toBeGreaterThan(1);
    }
  });
});

/** From the 1001 points to 68, with a first look, error bars, and weights of chance that read the points and both maps. */
function readingAdapter(): PointAdapter {
  const plain = plainAdapter('ridge-features', {
    from: landmarkSet('dense1001'),
    to: ibug68,
    convention: 'contour',
    seed: 1,
    crop: 0.9,
    fittedOn: 'nothing',
  });
  const random = new Random('adapter');
  const inputs = plain.template.length + 2 * 68 * patchReading.components;
  const weight = Float32Array.from({ length: 136 * inputs }, () => random.normal(0, 1e-3));
  return {
    ...plain,
    patches: patchReading,
    uncertainty: { scale: plain.subset.map(() => 0.7), floor: plain.subset.map(() => 0.01) },
    layers: [{ weight, bias: new Float32Array(136), rectified: false }],
    firstLook: [
      {
        weight: Float32Array.from({ length: 136 * plain.template.length }, () => random.normal(0, 1e-3)),
        bias: new Float32Array(136),
        rectified: false,
      },
    ],
  };
}

/** The same, but what it reads of the maps has no weight. */
function blindAdapter(): PointAdapter {
  const adapter = readingAdapter();
  const points = adapter.template.length;
  const layers = adapter.layers.map((layer) => {
    const inputs = layer.weight.length / layer.bias.length;
    return { ...layer, weight: layer.weight.map((value, i) => (i % inputs < points ? value : 0)) };
  });
  return { ...adapter, layers };
}

const imageOf = ({ width, height, rgb }: Face) => ({ width, height, channels: 3 as const, data: rgb });

async function face(name: string, picture: Sharp, box: FaceBox): Promise<Face> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { name, png, rgb: data, width, height, box };
}

/** A face made here. */
async function renderedFace(): Promise<Face> {
  const studio = createStudio({ head: createCageHead(), set: ibug68 });
  const size = 200;
  const shot = studio.shoot(sampleScene(new Random(7, 1), studio.head, { ...anyScene, pose: 'frontal' }), {
    size,
  });
  const raw = { width: size, height: size, channels: 3 as const };
  return face('rendered', sharp(Buffer.from(shot.rgb), { raw }), shot.box);
}

/** A face of the picture in the README, taken whole. */
async function picturedFace(): Promise<Face> {
  const tile = sharp('docs/images/faces.jpg').extract({ left: 0, top: 0, width: 180, height: 180 });
  return face('pictured', tile, { x: 30, y: 40, width: 120, height: 120 });
}

function largestDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
