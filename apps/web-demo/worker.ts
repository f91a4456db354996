/// <reference lib="dom" />
/**
 * Looks at pictures beside the page: finder, detector and tracker on onnxruntime-web. One picture at a time, in the order in
 * which they come.
 */
import * as ort from 'onnxruntime-web';
import { messageOf } from '../../src/core/errors.js';
import type { Image } from '../../src/core/image.js';
import { hasEyes } from '../../src/detect/eyes/eyes-detector.js';
import { faceOf } from '../../src/detect/face.js';
import { detectFound } from '../../src/detect/finder/detect-found.js';
import type { FaceFinder } from '../../src/detect/finder/face-finder.js';
import { createDetector } from '../../src/detect/landmarks/create-detector.js';
import type { Detector } from '../../src/detect/landmarks/detector.js';
import {
  createTracker,
  type FaceTracker,
  type TrackedFace,
} from '../../src/detect/tracker/create-tracker.js';
import { decodeImage } from '../../src/detect/web/decode-picture.js';
import { withEyes } from '../../src/detect/web/open-eyes.js';
import { openFinder } from '../../src/detect/web/open-finder.js';
import { modelBytes, openNetwork } from '../../src/detect/web/open-model.js';
import { readModelMetadata } from '../../src/networks/model-file/read-model-metadata.js';
import type { Answer, Request, SeenFace } from './messages.js';

/** What is used of a worker's global scope; the types of pages and workers do not go together. */
interface Scope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: Answer, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

let finder: FaceFinder;
let detector: Detector;
let tracker: FaceTracker;
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  last = last
    .then(() => answer(data))
    .catch((error: unknown) => {
      if (data.kind === 'frame') data.frame.close();
      scope.postMessage({ kind: 'fault', words: messageOf(error), during: data.kind });
    });
};

async function answer(request: Request): Promise<void> {
  if (request.kind === 'open') return open(request);
  if (request.kind === 'photograph') {
    const picture = await createImageBitmap(request.file).catch(() => {
      throw new Error('The browser cannot open this as a picture. Choose a JPEG, PNG or WebP file.');
    });
    const start = performance.now();
    const image = await decodeImage(picture);
    const { landmarks } = detector.metadata;
    const faces = (await detectFound(image, { detector, finder })).map((detection) =>
      asMessage({ ...faceOf(detection, landmarks, landmarks.names, { picture: image }), id: 0 }),
    );
    return send(faces, picture, performance.now() - start);
  }
  const start = performance.now();
  const faces = await tracker.track(await decodeImage(request.frame), request.seconds);
  send(faces.map(asMessage), request.frame, performance.now() - start);
}

async function open(request: Request & { kind: 'open' }): Promise<void> {
  ort.env.wasm.wasmPaths = request.runtime;
  ort.env.wasm.numThreads = request.threads;
  // No other beside it: the page opens the smaller runtime where this one fails.
  const run = { providers: [request.provider] };
  // What was opened goes with the worker: none of it is kept to be freed.
  const stays = (): void => {};
  finder = await openFinder(request.finder, run);
  const { bytes, file } = await modelBytes(request.detector);
  const metadata = readModelMetadata(bytes, file);
  const { session } = await openNetwork(bytes, file, run);
  const { set, names } = metadata.landmarks;
  const eyes = hasEyes(names) ? request.eyes : undefined;
  detector = await withEyes(createDetector(metadata, session), eyes, run, stays);
  tracker = createTracker({ detector, finder });
  await warmUp();
  scope.postMessage({ kind: 'opened', points: names.length, set });
}

/** A graphics processor may refuse what the networks ask of it only when they run, and compiles its programs then. */
async function warmUp(): Promise<void> {
  const grey: Image = { width: 64, height: 64, channels: 3, data: new Uint8Array(3 * 64 * 64).fill(128) };
  await finder.find(grey);
  await detector.detect(grey);
}

function send(faces: SeenFace[], picture: ImageBitmap, took: number): void {
  scope.postMessage({ kind: 'faces', faces, picture, took }, [picture]);
}

function asMessage({ point: _, ...face }: TrackedFace): SeenFace {
  return face;
}
