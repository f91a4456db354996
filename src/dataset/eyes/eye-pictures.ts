/** Datasets of single eyes, `eye151`: out of close-ups drawn for them, or out of faces that a dataset holds. */
import sharp from 'sharp';
import { UsageError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { loadHead } from '../../face/heads/registry.js';
import { dense1001 } from '../../landmarks/sets/dense-sets.js';
import { eye151, eyePointsOf } from '../../landmarks/sets/eye-set.js';
import { pointNames } from '../../landmarks/sets/named-set.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { createStudio } from '../../render/studio.js';
import { encodeShot } from '../generate/encode-shot.js';
import { splitOf } from '../generate/splits.js';
import type { Sample } from '../sample.js';
import { createDataset } from '../store/create-dataset.js';
import { describeLandmarks, landmarksOf } from '../store/manifest.js';
import { type Dataset, openDataset } from '../store/store.js';
import { sampleCloseUp } from './close-up.js';
import { cutEye, eyeConvention, type LabelledFace } from './cut-eye.js';

const sides = ['right', 'left'] as const;
/** Faces between two writes. */
const atOnce = 100;
const held = { validation: 0.05, test: 0.05, challenging: 0 };

type Report = (done: number, total: number) => void;

export interface CloseUpOptions {
  head: string;
  /** Pictures, of two eyes each. */
  count: number;
  /** Side of a picture, pixels; an eye takes about a quarter of it. */
  size: number;
  seed: number;
  out: string;
}

/** @returns how many eyes. */
export async function makeCloseUps(
  { out, ...options }: CloseUpOptions,
  report: Report = () => {},
): Promise<number> {
  const { head, count, size, seed } = options;
  const studio = createStudio({ head: await loadHead(head), set: dense1001 });
  sharp.concurrency(1);
  const draw = async (index: number): Promise<LabelledFace> => {
    const scene = sampleCloseUp(new Random(seed, 'close-up', index), studio, size);
    const id = `close-up-${String(index).padStart(7, '0')}`;
    const split = splitOf(index, count, held);
    const shot = studio.shoot(scene, { size });
    const sample = await encodeShot(shot, scene, { id, split, landmarks: dense1001.name, layers: [] });
    return { ...sample, image: await decodeImage(sample.image, id) };
  };
  return writeEyes(out, { kind: 'close-ups of eyes', ...options }, pointNames(dense1001), async function* () {
    for (let index = 0; index < count; index++) {
      yield await draw(index);
      if ((index + 1) % atOnce === 0) report(index + 1, count);
    }
  });
}

/** @param faces – a dataset of a dense set. @returns how many eyes. */
export async function takeEyes(
  { faces, out }: { faces: string; out: string },
  report: Report = () => {},
): Promise<number> {
  const dataset = await openDataset(faces);
  try {
    const names = pointNames(landmarksOf(dataset.manifest));
    if (sides.some((side) => eyePointsOf(names, side).includes(-1)))
      throw new UsageError(
        `eyes: ${dataset.manifest.landmarks} lacks points of ${eye151.name}; allowed: ${dense1001.name}`,
        { file: faces, hint: `generate faces with --landmarks ${dense1001.name}` },
      );
    const { count } = dataset;
    const origin = { kind: 'eyes of faces', faces: dataset.manifest.origin };
    return await writeEyes(out, origin, names, async function* () {
      for (let first = 0; first < count; first += atOnce) {
        const indices = Array.from({ length: Math.min(atOnce, count - first) }, (_, i) => first + i);
        for (const sample of await dataset.read(indices))
          yield { ...sample, image: await decodeImage(sample.image, sample.id) };
        report(first + indices.length, count);
      }
    });
  } finally {
    dataset.close();
  }
}

async function writeEyes(
  out: string,
  origin: Dataset['manifest']['origin'],
  names: readonly string[],
  faces: () => AsyncGenerator<LabelledFace>,
): Promise<number> {
  const dataset = await createDataset(
    out,
    {
      ...describeLandmarks(eye151),
      conventions: [eyeConvention],
      layers: [],
      missingPoints: 'forbidden',
      count: null,
      origin,
    },
    { replaceUnfinished: true },
  );
  try {
    const waiting: Sample[] = [];
    const write = async (): Promise<void> => dataset.append(waiting.splice(0));
    for await (const face of faces()) {
      for (const side of sides) {
        const eye = await cutEye(face, names, side);
        if (eye !== null) waiting.push(eye);
      }
      if (waiting.length >= 2 * atOnce) await write();
    }
    await write();
    await dataset.finish();
    return dataset.count;
  } finally {
    dataset.close();
  }
}
