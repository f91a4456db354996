/** Clips of generated datasets in memory, with what happens in each. N clips, F frames of each, S side of the pictures. */
import { type ClipFacts, eventName, lastingFacts } from '../../../captions/events.js';
import { factsOf } from '../../../captions/face-facts.js';
import { isUnseen } from '../../../captions/unseen.js';
import { LineamentError } from '../../../core/errors.js';
import type { Image } from '../../../core/image.js';
import { type GeneratedAttributes, isGenerated } from '../../../dataset/attributes.js';
import { type Dataset, openDataset } from '../../../dataset/store/store.js';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import type { ClipEvent } from '../../../render/sampling/clip-events.js';
import { reversedEvents } from '../../../render/sampling/clip-events.js';
import { mirroredImage, otherSide } from '../data/mirrored.js';
import type { FaceDataSettings } from '../data/settings.js';

/** A clip, and what is true of it. */
export interface Clip {
  /** Dataset's folder and the clip's number in it. */
  readonly id: string;
  /** F, each S × S. */
  readonly frames: readonly Image[];
  readonly said: ClipFacts;
  readonly events: readonly ClipEvent[];
  /** Side of the picture over the longer side of the face's box in the first frame. */
  readonly enlarge: number;
  /** From the first to the last frame. */
  readonly seconds: number;
}

/** `all`: of every split, combinations that training does not see among them. */
export type ClipSplit = 'train' | 'validation' | 'all';

/** In the order of their numbers. Clips whose frames are not all there yet are left out; only pictures that are wanted are read. */
export async function loadClips(
  { datasets, size, limit = Number.POSITIVE_INFINITY }: FaceDataSettings,
  split: ClipSplit,
): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const folder of datasets) {
    if (clips.length >= limit) break;
    const dataset = await openDataset(folder);
    try {
      const listed = [...(await listClips(dataset, size, split))].sort(([a], [b]) => a - b);
      const whole = listed.filter(([, frames]) => {
        const { attributes } = frames[0]!;
        return (
          frames.length >= attributes.clip!.frames &&
          (split === 'all' || !isUnseen(factsOf(attributes.shows)))
        );
      });
      for (const [index, frames] of whole.slice(0, limit - clips.length))
        clips.push(await readClip(dataset, `${folder}/${index}`, frames, size));
    } finally {
      dataset.close();
    }
  }
  if (clips.length === 0)
    throw new LineamentError(`no clip is in split '${split}'`, {
      ...(datasets[0] !== undefined && { file: datasets[0] }),
      hint: 'give datasets that hold more clips',
    });
  return clips;
}

/** A frame without its picture. */
interface ListedFrame {
  /** In the dataset. */
  at: number;
  attributes: GeneratedAttributes;
}

/** @returns the frames of each clip, in their order, by its number. */
async function listClips(
  dataset: Dataset,
  size: number,
  split: ClipSplit,
): Promise<Map<number, ListedFrame[]>> {
  const clips = new Map<number, ListedFrame[]>();
  const indices = await dataset.indices(split === 'all' ? {} : { split });
  for (let first = 0; first < indices.length; first += together) {
    const some = indices.slice(first, first + together);
    for (const [i, { id, attributes, width, height }] of (
      await dataset.read(some, { images: false })
    ).entries()) {
      if (!isGenerated(attributes) || attributes.clip?.events === undefined)
        throw new LineamentError(`sample ${id} is no frame of a clip with events`, {
          file: dataset.folder,
          hint: 'generate with --frames 8 --events 3',
        });
      if (width !== size || height !== size)
        throw new LineamentError(`data.size: ${size}; the pictures have ${width} × ${height} pixels`, {
          file: dataset.folder,
          hint: `generate clips with --size ${size}`,
        });
      const { index } = attributes.clip;
      const own = clips.get(index) ?? [];
      own.push({ at: some[i]!, attributes });
      clips.set(index, own);
    }
  }
  for (const frames of clips.values())
    frames.sort((a, b) => a.attributes.clip!.frame - b.attributes.clip!.frame);
  return clips;
}

/** Rows that are read at a time. */
const together = 256;

async function readClip(
  dataset: Dataset,
  id: string,
  frames: readonly ListedFrame[],
  size: number,
): Promise<Clip> {
  const samples = await dataset.read(frames.map(({ at }) => at));
  const { shows, clip } = frames[0]!.attributes;
  const { box } = samples[0]!;
  const events = clip!.events!;
  return {
    id,
    frames: await Promise.all(samples.map(({ image, id: name }) => decodeImage(image, name))),
    said: { facts: lastingFacts(factsOf(shows)), events: events.map(eventName) },
    events,
    enlarge: size / Math.max(box.width, box.height),
    seconds: (clip!.frames - 1) / clip!.rate,
  };
}

/** The same clip played backwards, with what is then true of it. */
export function reversedClip(clip: Clip): Clip {
  const events = reversedEvents(clip.events);
  return {
    ...clip,
    frames: [...clip.frames].reverse(),
    events,
    said: { ...clip.said, events: events.map(eventName) },
  };
}

/** The same clip in a mirror. */
export function mirroredClip(clip: Clip): Clip {
  const mirrored = (state: string): string => otherSide[state] ?? state;
  const events = clip.events.map((event) => ({
    ...event,
    from: mirrored(event.from),
    to: mirrored(event.to),
  }));
  return {
    ...clip,
    frames: clip.frames.map(mirroredImage),
    events,
    said: { ...clip.said, events: events.map(eventName) },
  };
}
