/**
 * The peers that install from npm, models included: `@vladmandic/face-api` and `@vladmandic/human` (both MIT), on TensorFlow.js'
 * WebAssembly with one thread, which is what they run on in Node without a download from elsewhere. Installed on demand below
 * .cache by the lock file that stands here; null where that fails (no network).
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Image } from '../../src/core/image.js';
import { serveFiles } from '../../src/node/file-server.js';

export interface Peer {
  /** With its version and model. */
  name: string;
  /** `find`: boxes alone; `points`: boxes, then the points of each face. @returns how many faces. */
  does: 'find' | 'points';
  run(image: Image): Promise<number>;
}

export interface Peers {
  list: Peer[];
  close(): Promise<void>;
}

/** Of TensorFlow.js and the peers what is used here. */
interface Tensor {
  dispose(): void;
}
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(values: Int32Array, shape: number[], type: 'int32'): Tensor;
}
interface WasmBackend {
  setWasmPaths(folder: string): void;
  setThreadsCount(count: number): void;
}
interface Network {
  loadFromDisk(folder: string): Promise<void>;
}
interface Found extends Promise<unknown[]> {
  withFaceLandmarks(): Promise<unknown[]>;
}
interface FaceApi {
  nets: Record<'tinyFaceDetector' | 'ssdMobilenetv1' | 'faceLandmark68Net', Network>;
  TinyFaceDetectorOptions: new (options: { inputSize: number }) => object;
  SsdMobilenetv1Options: new (options: { minConfidence: number }) => object;
  detectAllFaces(tensor: Tensor, options: object): Found;
}
interface Human {
  tf: Pick<TensorFlow, 'tensor3d'>;
  load(): Promise<void>;
  detect(tensor: Tensor): Promise<{ face: unknown[] }>;
}
interface HumanPackage {
  Human: new (settings: object) => Human;
}

const here = fileURLToPath(new URL('../../../../bench/peers/', import.meta.url));
const folder = fileURLToPath(new URL('../../../peers/', import.meta.url));
const modules = join(folder, 'node_modules');

export async function openPeers(say: (line: string) => void): Promise<Peers | null> {
  try {
    await install();
  } catch (error) {
    say(`peers: not installed, so left out (${String(error).split('\n')[0]})`);
    return null;
  }
  const require = createRequire(join(folder, 'package.json'));
  const tf: TensorFlow = require('@tensorflow/tfjs');
  const wasm: WasmBackend = require('@tensorflow/tfjs-backend-wasm');
  const wasmFolder = join(modules, '@tensorflow/tfjs-backend-wasm/dist/');
  wasm.setWasmPaths(wasmFolder);
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  const human = await openHuman(require, wasmFolder);
  return { list: [...(await openFaceApi(require, tf)), ...human.list], close: human.close };
}

async function install(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(join(here, file), join(folder, file));
  await promisify(execFile)(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
    {
      cwd: folder,
    },
  );
}

function version(require: NodeJS.Require, name: string): string {
  const { version }: { version: string } = require(join(modules, name, 'package.json'));
  return version;
}

function withTensor<Result>(
  tf: Pick<TensorFlow, 'tensor3d'>,
  { width, height, data }: Image,
  work: (tensor: Tensor) => Promise<Result>,
): Promise<Result> {
  const tensor = tf.tensor3d(Int32Array.from(data), [height, width, 3], 'int32');
  return work(tensor).finally(() => tensor.dispose());
}

async function openFaceApi(require: NodeJS.Require, tf: TensorFlow): Promise<Peer[]> {
  const faceApi: FaceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const models = join(modules, '@vladmandic/face-api/model');
  for (const network of ['tinyFaceDetector', 'ssdMobilenetv1', 'faceLandmark68Net'] as const)
    await faceApi.nets[network].loadFromDisk(models);
  const name = `face-api ${version(require, '@vladmandic/face-api')}`;
  const tiny = new faceApi.TinyFaceDetectorOptions({ inputSize: 416 });
  const ssd = new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5 });
  const find = (options: object) => async (image: Image) =>
    withTensor(tf, image, async (tensor) => (await faceApi.detectAllFaces(tensor, options)).length);
  return [
    { name: `${name} TinyFaceDetector at 416`, does: 'find', run: find(tiny) },
    { name: `${name} SSD MobileNet`, does: 'find', run: find(ssd) },
    {
      name: `${name} SSD MobileNet, 68 points`,
      does: 'points',
      run: (image) =>
        withTensor(
          tf,
          image,
          async (tensor) => (await faceApi.detectAllFaces(tensor, ssd).withFaceLandmarks()).length,
        ),
    },
  ];
}

/** It fetches its models, in Node too. */
async function openHuman(require: NodeJS.Require, wasmPath: string): Promise<Peers> {
  const { Human }: HumanPackage = require(join(modules, '@vladmandic/human/dist/human.node-wasm.js'));
  const models = join(modules, '@vladmandic/human/models');
  const files = new Map((await readdir(models)).map((file) => [file, join(models, file)]));
  const server = await serveFiles({ files, port: 0 });
  const off = { enabled: false };
  const open = async (mesh: boolean): Promise<Human> => {
    const human = new Human({
      backend: 'wasm',
      wasmPath,
      modelBasePath: server.address,
      // Each picture anew.
      cacheSensitivity: 0,
      filter: off,
      face: {
        enabled: true,
        detector: { rotation: false, skipFrames: 0, skipTime: 0 },
        mesh: { enabled: mesh },
        ...{
          attention: off,
          iris: off,
          emotion: off,
          description: off,
          antispoof: off,
          liveness: off,
          gear: off,
        },
      },
      ...{ body: off, hand: off, object: off, gesture: off, segmentation: off },
    });
    await human.load();
    return human;
  };
  const name = `human ${version(require, '@vladmandic/human')}`;
  const peer = async (does: Peer['does'], words: string): Promise<Peer> => {
    const human = await open(does === 'points');
    return {
      name: `${name} ${words}`,
      does,
      run: (image) => withTensor(human.tf, image, async (tensor) => (await human.detect(tensor)).face.length),
    };
  };
  return {
    list: [await peer('find', 'BlazeFace'), await peer('points', 'BlazeFace, FaceMesh of 468 points')],
    close: () => server.close(),
  };
}
