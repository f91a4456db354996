/**
 * Generated clips of drivers as a fatigue monitor gets them: each frame described from what a detector saw in it, with the
 * truth of its scene. What was described can be kept in a file, so that pictures are looked at once.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { isGenerated } from '../src/dataset/attributes.js';
import { type Dataset, openDataset } from '../src/dataset/store/store.js';
import { createVideoDescriber } from '../src/detect/describe/describe-video.js';
import type { DescribedFace } from '../src/detect/describe/described-face.js';
import { faceOf } from '../src/detect/face.js';
import type { Detector } from '../src/detect/landmarks/detector.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

export interface Clip {
  /** Dataset and number of the clip. */
  name: string;
  rate: number;
  drowsy: boolean;
  wears: 'nothing' | 'glasses' | 'dark glasses';
  tone: string;
  frames: {
    /** How far the lids are closed by the scene, 0 to 1, mean of both. */
    closed: number;
    described: Pick<DescribedFace, 'pose' | 'gaze' | 'eyes'>;
  }[];
}

/**
 * @param model – what `open` opens, for `kept`. @param most – clips of the dataset.
 * @param kept – file that has them, or gets them as they are looked at; what it has of other datasets and models is passed over.
 */
export async function* fatigueClips(
  source: string,
  open: () => Promise<Detector>,
  { model, most, kept }: { model: string; most: number; kept?: string | undefined },
): AsyncGenerator<Clip> {
  const dataset = await openDataset(source);
  try {
    const origin = originOf(dataset, model);
    const had = await keptClips(origin, kept);
    yield* had.slice(0, most);
    if (had.length >= most) return;
    let done = 0;
    for await (const clip of lookedAt(dataset, source, open, had.length)) {
      if (kept !== undefined) await appendFile(kept, `${JSON.stringify({ origin, ...clip })}\n`);
      yield clip;
      if (++done + had.length >= most) return;
    }
  } finally {
    dataset.close();
  }
}

/** Stands for the dataset, as it was made, and the model. */
function originOf({ manifest }: Dataset, model: string): string {
  return createHash('sha256').update(JSON.stringify({ manifest, model })).digest('hex').slice(0, 16);
}

async function keptClips(origin: string, kept: string | undefined): Promise<Clip[]> {
  if (kept === undefined || !existsSync(kept)) return [];
  const text = await readFile(kept, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  // A line that was cut off while it was written would spoil the next.
  if (whole.length < text.length) await writeFile(kept, whole);
  const lines = whole.split('\n').slice(0, -1);
  return lines
    .map((line) => JSON.parse(line) as Clip & { origin: string })
    .filter((clip) => clip.origin === origin);
}

/** @param after – as many clips of the dataset are passed over. */
async function* lookedAt(
  dataset: Dataset,
  source: string,
  open: () => Promise<Detector>,
  after: number,
): AsyncGenerator<Clip> {
  let detector: Detector | undefined;
  let clip: Clip | undefined;
  let describer = createVideoDescriber();
  const passed = new Set<number>();
  let now: number | undefined;
  for (const index of await dataset.indices({})) {
    const [sample] = await dataset.read([index]);
    const { image, id, box, attributes } = sample!;
    if (!isGenerated(attributes) || attributes.clip === undefined)
      throw new Error(`${id}: not a frame of a generated clip`);
    const { clip: place, camera, scene, shows } = attributes;
    if (passed.size < after || passed.has(place.index)) passed.add(place.index);
    if (passed.has(place.index)) continue;
    detector ??= await open();
    if (now !== place.index) {
      if (clip !== undefined) yield clip;
      now = place.index;
      const { glasses } = scene.face.worn;
      clip = {
        name: `${source} ${place.index}`,
        rate: place.rate,
        drowsy: place.drowsy !== undefined,
        wears: glasses == null ? 'nothing' : glasses.dark ? 'dark glasses' : 'glasses',
        tone: shows.tone,
        frames: [],
      };
      const { focal, cx, cy } = camera;
      describer = createVideoDescriber({ camera: { focal, cx, cy }, topics: ['pose', 'gaze', 'eyes'] });
    }
    const { actions } = scene.face;
    const { landmarks } = detector.metadata;
    const face = faceOf(await detector.detect(await decodeImage(image, id), box), landmarks, landmarks.names);
    const { pose, gaze, eyes } = describer.describe(face, place.frame / place.rate);
    clip!.frames.push({
      closed: ((actions['eyesClosed.right'] ?? 0) + (actions['eyesClosed.left'] ?? 0)) / 2,
      described: { ...(pose && { pose }), ...(gaze && { gaze }), ...(eyes && { eyes }) },
    });
  }
  if (clip !== undefined) yield clip;
}
