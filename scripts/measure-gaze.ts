/**
 * How exactly gaze and the lids' openings are told from detected points. Of a synthetic dataset the truth is exact; of
 * portraits (JSON lines with `image` and `bbox`) it is taken that every sitter looks into the lens, which nobody measured.
 * Every picture is looked at mirrored too: its gaze must be mirrored. `all` takes every row of a dataset and not its test part alone.
 *
 *   npx tsx scripts/measure-gaze.ts <dataset | portraits.jsonl> <model.onnx> [head] [count] [mirror] [all] [no-eyes | eyes.onnx]
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { mirrorAffine } from '../src/core/affine.js';
import { type Image, warpImage } from '../src/core/image.js';
import { mean } from '../src/core/numbers/statistics.js';
import {
  angleBetweenVectors,
  normalise,
  scale,
  transform,
  transpose,
  type Vector3,
} from '../src/core/vector.js';
import { openDataset } from '../src/dataset/store/store.js';
import { describeFace } from '../src/detect/describe/describe-face.js';
import type { DescribedFace } from '../src/detect/describe/described-face.js';
import { directionAngles } from '../src/detect/describe/gaze/eyeball-fit.js';
import { sampleHeadPoints } from '../src/detect/describe/head/sample-head-points.js';
import type { KnownCamera } from '../src/detect/describe/viewing-camera.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { loadHead } from '../src/face/heads/registry.js';
import type { FaceBox } from '../src/landmarks/face-crop.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

interface Picture {
  image: Image;
  box: FaceBox;
  camera: KnownCamera;
  /** Where each eye looks; undefined where the sitter looks into the lens. */
  gaze?: readonly [Vector3, Vector3];
  kind: string;
  closed: [number, number];
}

const [source, modelFile, headName = 'cage', count = '200', ...looks] = process.argv.slice(2);
if (source === undefined || modelFile === undefined)
  throw new Error('give a dataset or portraits.jsonl, and a model');
const eyes = looks.includes('no-eyes') ? false : looks.find((name) => name.endsWith('.onnx'));
const detector = await openLandmarkDetector(modelFile, {
  mirror: looks.includes('mirror'),
  ...(eyes !== undefined && { eyes }),
});
const { landmarks } = detector.metadata;
const head = sampleHeadPoints(await loadHead(headName), landmarkSet(landmarks.set), landmarks.convention);
const degrees = Math.PI / 180;

async function* pictures(): AsyncGenerator<Picture> {
  if (source!.endsWith('.jsonl')) {
    const lines = (await readFile(source!, 'utf8')).trim().split('\n').slice(0, Number(count));
    for (const line of lines) {
      const { image, bbox } = JSON.parse(line);
      const file = join(dirname(source!), image);
      const decoded = await decodeImage(await readFile(file), file);
      const [x, y, width, height] = bbox;
      yield {
        image: decoded,
        box: { x, y, width, height },
        camera: { width: decoded.width, height: decoded.height },
        kind: 'bare',
        closed: [0, 0],
      };
    }
    return;
  }
  const dataset = await openDataset(source!);
  for (const index of (await dataset.indices(looks.includes('all') ? {} : { split: 'test' })).slice(
    0,
    Number(count),
  )) {
    const [sample] = await dataset.read([index]);
    const { attributes, image, id, box } = sample as unknown as {
      attributes: {
        camera: { focal: number; cx: number; cy: number };
        gaze: number[];
        scene: { face: { actions: Record<string, number>; worn?: { glasses?: { dark: boolean } | null } } };
      };
      image: Uint8Array;
      id: string;
      box: FaceBox;
    };
    const { gaze, scene, camera } = attributes;
    const glasses = scene.face.worn?.glasses;
    yield {
      image: await decodeImage(image, id),
      box,
      camera: { focal: camera.focal, cx: camera.cx, cy: camera.cy },
      gaze: [
        [gaze[0]!, gaze[1]!, gaze[2]!],
        [gaze[3]!, gaze[4]!, gaze[5]!],
      ],
      kind: !glasses ? 'bare' : glasses.dark ? 'dark' : 'glasses',
      closed: [scene.face.actions['eyesClosed.right'] ?? 0, scene.face.actions['eyesClosed.left'] ?? 0],
    };
  }
}

async function look({
  image,
  box,
  camera,
}: Pick<Picture, 'image' | 'box' | 'camera'>): Promise<DescribedFace> {
  const face = faceOf(await detector.detect(image, box), landmarks, landmarks.names);
  return describeFace(face, { camera, head, topics: ['pose', 'gaze', 'eyes'] });
}

function mirrored({ image, box, camera }: Picture): Pick<Picture, 'image' | 'box' | 'camera'> {
  const { width, height } = image;
  return {
    image: warpImage(image, mirrorAffine(width), width, height),
    box: { ...box, x: width - 1 - box.x - box.width },
    camera: { ...camera, ...(camera.cx !== undefined && { cx: width - 1 - camera.cx }) },
  };
}

const joined: number[] = [];
const single: number[] = [];
const off: { yaw: number; pitch: number; deviation: number }[] = [];
const apart: number[] = [];
const byKind: Record<string, { hidden: number; lidsUnknown: number; eyes: number; errors: number[] }> = {};
const lids = { closed: 0, closedRight: 0, open: 0, openRight: 0 };
for await (const picture of pictures()) {
  const face = await look(picture);
  const { gaze, eyes, pose } = face;
  if (gaze === undefined || eyes === undefined || pose === undefined)
    throw new Error('this set has no irises or lids');
  byKind[picture.kind] ??= { hidden: 0, lidsUnknown: 0, eyes: 0, errors: [] };
  const kind = byKind[picture.kind]!;
  (['right', 'left'] as const).forEach((side, i) => {
    kind.eyes++;
    if (gaze[side].state === 'hidden') kind.hidden++;
    if (eyes[side].state === 'unknown') kind.lidsUnknown++;
    if (picture.kind !== 'dark' && picture.closed[i]! > 0.95) {
      lids.closed++;
      lids.closedRight += +(eyes[side].state === 'closed');
    } else if (picture.kind !== 'dark' && picture.closed[i]! < 0.3) {
      lids.open++;
      lids.openRight += +(eyes[side].state === 'open');
    }
    const { direction, origin } = gaze[side];
    if (direction === undefined || picture.kind === 'dark') return;
    single.push(angle(direction, picture.gaze?.[i] ?? normalise(scale(origin, -1))));
  });
  const { direction, origin, deviation } = gaze.joined;
  if (direction === undefined || picture.kind === 'dark') continue;
  const truth = picture.gaze
    ? normalise([
        picture.gaze[0][0] + picture.gaze[1][0],
        picture.gaze[0][1] + picture.gaze[1][1],
        picture.gaze[0][2] + picture.gaze[1][2],
      ])
    : normalise(scale(origin, -1));
  const error = angle(direction, truth);
  joined.push(error);
  kind.errors.push(error);
  const [is, wanted] = [direction, truth].map((ray) => inHead(ray, pose.rotation));
  off.push({ yaw: is!.yaw - wanted!.yaw, pitch: is!.pitch - wanted!.pitch, deviation: deviation! / degrees });
  const other = (await look(mirrored(picture))).gaze?.joined.direction;
  if (other !== undefined) apart.push(angle([-other[0], other[1], other[2]], direction));
}

function angle(a: Vector3, b: Vector3): number {
  return angleBetweenVectors(a, b) / degrees;
}

function inHead(ray: Vector3, rotation: readonly number[]): { yaw: number; pitch: number } {
  const { yaw, pitch } = directionAngles(
    transform(transpose(rotation as unknown as Parameters<typeof transpose>[0]), ray),
  );
  return { yaw: yaw / degrees, pitch: pitch / degrees };
}

const spread = (values: number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const two = (value: number): string => value.toFixed(2);

const yaws = off.map(({ yaw }) => yaw);
const pitches = off.map(({ pitch }) => pitch);
const covered = off.flatMap(({ yaw, pitch, deviation }) => [
  Math.abs(yaw) < deviation,
  Math.abs(pitch) < deviation,
]);
console.log(
  `${source}, ${modelFile}, ${landmarks.set} on ${headName}; ${cpus()[0]?.model}, Node ${process.version}`,
);
console.log(
  `gaze, degrees: joined ${two(mean(joined))} in the mean, ${two(median(joined))} median (${joined.length} faces); one eye ${two(mean(single))} (${single.length} eyes)`,
);
console.log(
  `bias ${two(mean(yaws))} yaw, ${two(mean(pitches))} pitch; spread ${two(spread(yaws))} and ${two(spread(pitches))}; within one deviation ${two(mean(covered.map(Number)))}`,
);
console.log(
  `mirrored pictures: ${two(mean(apart))} in the mean, ${two(median(apart))} median (${apart.length})`,
);
for (const [kind, { hidden, lidsUnknown, eyes, errors }] of Object.entries(byKind))
  console.log(
    `${kind}: gaze hidden ${hidden} and lids unknown ${lidsUnknown} of ${eyes} eyes; joined ${two(mean(errors))}`,
  );
console.log(
  `lids: ${lids.closedRight} of ${lids.closed} closed called closed, ${lids.openRight} of ${lids.open} open called open`,
);
