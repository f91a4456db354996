/**
 * What happens in a clip that tells a story: one to three events, one after the other, each a part of the face that goes from one
 * state into another and stays there ("turns to the left, then closes the eyes"). A part moves once in a clip at most, so played
 * backwards a clip is one of the same kind, of which other sentences are true.
 */
import type { Random } from '../../core/random.js';

/** Parts of a face that move, each with its states; the first is how it rests. */
export const partStates: {
  readonly turn: readonly ['front', 'left', 'right'];
  readonly nod: readonly ['level', 'up', 'down'];
  readonly tilt: readonly ['upright', 'left', 'right'];
  readonly eyes: readonly ['open', 'closed'];
  readonly mouth: readonly ['closed', 'open'];
  readonly smile: readonly ['no', 'yes'];
} = {
  turn: ['front', 'left', 'right'],
  nod: ['level', 'up', 'down'],
  tilt: ['upright', 'left', 'right'],
  eyes: ['open', 'closed'],
  mouth: ['closed', 'open'],
  smile: ['no', 'yes'],
};
export type MovingPart = keyof typeof partStates;

export interface ClipEvent {
  part: MovingPart;
  /** States of {@link partStates}. */
  from: string;
  to: string;
  /** Shares of the clip, 0 (its first frame) to 1 (its last). */
  start: number;
  end: number;
}

export const movingParts: readonly MovingPart[] = Object.keys(partStates) as MovingPart[];

/** Most events of a clip. */
export const mostEvents = 3;

/** Share of an event's own stretch of the clip that it takes, and its longest, as a share of the clip. */
const takes = { share: [0.55, 0.95], longest: 0.36 } as const;
/** Nothing moves in the first and last moment of a clip. */
const still = 0.04;

/**
 * Draws what happens: when and what are as probable forwards as backwards, so that nothing but the order of the frames tells a clip
 * from the same one played backwards.
 * @param most – events, at least 1. @param seen – parts whose movement the picture shows.
 */
export function sampleEvents(random: Random, most: number, seen: readonly MovingPart[]): ClipEvent[] {
  const count = Math.min(
    most,
    mostEvents,
    seen.length,
    random.chance(0.2) ? 1 : random.integer(2, mostEvents),
  );
  const parts = random.shuffle([...seen]).slice(0, count);
  const widths = parts.map(() => random.uniform(0.8, 1.25));
  const stretch = (1 - 2 * still) / widths.reduce((sum, width) => sum + width, 0);
  let from = still;
  return parts.map((part, i) => {
    const width = widths[i]! * stretch;
    const lasts = Math.min(takes.longest, width * random.uniform(...takes.share));
    const start = from + random.uniform(0, width - lasts);
    from += width;
    const [before, after] = random.shuffle([...partStates[part]]) as [string, string];
    return { part, from: before, to: after, start, end: start + lasts };
  });
}

/** What happens when the clip is played backwards. */
export function reversedEvents(events: readonly ClipEvent[]): ClipEvent[] {
  return events
    .map(({ part, from, to, start, end }) => ({ part, from: to, to: from, start: 1 - end, end: 1 - start }))
    .reverse();
}
