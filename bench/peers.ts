/**
 * Finding faces, and finding them with their points, in a decoded 640 × 480 picture of one face, on one thread, beside
 * peers from npm (`peers/`). They run in WebAssembly, so ours is timed there too, besides the native runtime. All take turns,
 * picture by picture; processor time counts.
 */
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import type { Image } from '../src/core/image.js';
import { median } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { createFinder } from '../src/detect/finder/create-finder.js';
import { lookBox } from '../src/detect/finder/look-box.js';
import { createDetector } from '../src/detect/landmarks/create-detector.js';
import type { DetectionSession } from '../src/detect/landmarks/detector.js';
import { shippedFinderFile, shippedModelFile } from '../src/detect/node/shipped-model-file.js';
import { defaultModel, shippedFinder, shippedModels } from '../src/detect/shipped-models.js';
import { openNetwork } from '../src/detect/web/open-model.js';
import { createCageHead } from '../src/face/heads/cage/cage-head.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { readFinderMetadata } from '../src/networks/finder/finder-metadata.js';
import { readModelMetadata } from '../src/networks/model-file/read-model-metadata.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import { anyScene } from '../src/render/sampling/scene-options.suite.js';
import { sampleScene } from '../src/render/sampling/scene-sampling.js';
import { createStudio } from '../src/render/studio.js';
import type { Benchmark, Figure } from './figure.js';
import { openPeers, type Peer } from './peers/open-peers.js';
import { type Timing, timed } from './timing.js';

/** Milliseconds that the project aims for, of the finder. */
const target = 20;
const picture = { width: 640, height: 480 };

export const benchPeers: Benchmark = async ({ quick, say }) => {
  const image = portrait();
  const native = await ours('native', (bytes) => createInferenceSession(bytes, { threads: 1 }));
  ort.env.wasm.numThreads = 1;
  const web = await ours('WebAssembly', async (bytes) => (await openNetwork(bytes, 'the model', {})).session);
  const peers = await openPeers(say);
  const all = [...native, ...web, ...(peers?.list ?? [])];
  const times = new Map<Peer, Timing[]>(all.map((one) => [one, []]));
  for (let turn = 0; turn < (quick ? 4 : 12); turn++)
    for (const one of all) {
      const found = await one.run(image);
      // The first turns warm up.
      if (turn >= 2) times.get(one)!.push(...(await timed(() => one.run(image), 1)));
      if (turn === 0) say(`${one.name}: ${found === 1 ? '1 face' : `${found} faces`}`);
    }
  await peers?.close();
  const ms = (one: Peer): number => 1000 * median(times.get(one)!.map(({ cpu }) => cpu));
  for (const one of all) say(`${one.does}, ${one.name}: ${ms(one).toFixed(1)} ms of CPU time`);
  return [...native, ...web].flatMap((own) => figuresOf(own, peers?.list ?? [], ms));
};

function figuresOf(own: Peer, peers: readonly Peer[], ms: (one: Peer) => number): Figure[] {
  const figure: Figure = {
    benchmark: own.does === 'find' ? 'finder' : 'finder and detector',
    conditions: `${own.name}, ${picture.width} × ${picture.height}, one face, one thread, median`,
    value: ms(own),
    unit: 'ms of CPU time/picture',
  };
  const aim = { text: `≤ ${target} ms`, atMost: target };
  return [
    { ...figure, ...(own.does === 'find' && own.name.endsWith('native') && { target: aim }) },
    ...peers
      .filter(({ does }) => does === own.does)
      .map((peer) => ({
        ...figure,
        conditions: `${figure.conditions}, beside ${peer.name}`,
        reference: { name: `${peer.name}, tfjs in WebAssembly`, ratio: ms(peer) / ms(own) },
      })),
  ];
}

async function ours(
  runtime: string,
  open: (bytes: Uint8Array) => Promise<DetectionSession>,
): Promise<Peer[]> {
  const finderBytes = await readFile(shippedFinderFile());
  const finder = createFinder(readFinderMetadata(finderBytes, shippedFinder.file), await open(finderBytes));
  const { file } = shippedModels[defaultModel];
  const bytes = await readFile(shippedModelFile());
  const detector = createDetector(readModelMetadata(bytes, file), await open(bytes));
  return [
    {
      name: `${shippedFinder.file}, ${runtime}`,
      does: 'find',
      run: async (image) => (await finder.find(image)).length,
    },
    {
      name: `${shippedFinder.file} and ${file}, ${runtime}`,
      does: 'points',
      async run(image) {
        const faces = await finder.find(image);
        for (const found of faces) await detector.detect(image, lookBox(found));
        return faces.length;
      },
    },
  ];
}

/** One face of the embedded head, which all of them find. */
function portrait(): Image {
  const size = 300;
  const studio = createStudio({ head: createCageHead(), set: ibug68 });
  const options = { ...anyScene, pose: 'frontal', without: ['occluders'] } as const;
  const { rgb } = studio.shoot(sampleScene(new Random(1, 1), studio.head, options), { size });
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 3).fill(120);
  const [left, top] = [(width - size) / 2, (height - size) / 2];
  for (let row = 0; row < size; row++)
    data.set(rgb.subarray(3 * size * row, 3 * size * (row + 1)), 3 * (width * (top + row) + left));
  return { width, height, channels: 3, data };
}
