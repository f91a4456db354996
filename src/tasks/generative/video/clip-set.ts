/** Clips of generated datasets in memory, with what happens in each. N clips, F frames of each, S side of the pictures. */
import { type ClipFacts, eventName, lastingFacts } from '../../../captions/events.js';
import { factsOf } from '../../../captions/face-facts.js';
import { isUnseen } from '../../../captions/unseen.js';
import { LineamentError } from '../../../core/errors.js';
import type { Image } from '../../../core/image.js';
import { type GeneratedAttributes, isGenerated } from '../../../dataset/attributes.js';
import type { Sample } from '../../../dataset/sample.js';
import { openDataset } from '../../../dataset/store/store.js';
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

/** In the order of their numbers. Clips whose frames are not all there yet are left out. */
export async function loadClips(
  { datasets, size, limit = Number.POSITIVE_INFINITY }: FaceDataSettings,
  split: ClipSplit,
): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const folder of datasets) {
    const dataset = await openDataset(folder);
    try {
      const frames = new Map<number, { sample: Sample; attributes: GeneratedAttributes }[]>();
      for await (const samples of dataset.scan(split === 'all' ? {} : { split }))
        for (const sample of samples) {
          const { attributes } = sample;
          if (!isGenerated(attributes) || attributes.clip?.events === undefined)
            throw new LineamentError(`sample ${sample.id} is no frame of a clip with events`, {
              file: folder,
              hint: 'generate with --frames 8 --events 3',
            });
          if (sample.width !== size || sample.height !== size)
            throw new LineamentError(
              `data.size: ${size}; the pictures have ${sample.width} × ${sample.height} pixels`,
              { file: folder, hint: `generate clips with --size ${size}` },
            );
          const { index } = attributes.clip;
          frames.set(index, [...(frames.get(index) ?? []), { sample, attributes }]);
        }
      for (const [index, own] of [...frames].sort(([a], [b]) => a - b)) {
        const first = own[0]!.attributes.clip!;
        const facts = factsOf(
          own.find(({ attributes }) => attributes.clip!.frame === 0)?.attributes.shows ??
            own[0]!.attributes.shows,
        );
        if (own.length < first.frames || (split !== 'all' && isUnseen(facts)) || clips.length >= limit)
          continue;
        own.sort((a, b) => a.attributes.clip!.frame - b.attributes.clip!.frame);
        const { box } = own[0]!.sample;
        const events = first.events!;
        clips.push({
          id: `${folder}/${index}`,
          frames: await Promise.all(own.map(({ sample }) => decodeImage(sample.image, sample.id))),
          said: { facts: lastingFacts(facts), events: events.map(eventName) },
          events,
          enlarge: size / Math.max(box.width, box.height),
          seconds: (first.frames - 1) / first.rate,
        });
      }
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
