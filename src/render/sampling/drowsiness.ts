/**
 * How a tired driver's face moves, as functions of time in seconds: lids that close and open slowly, microsleeps, yawns and
 * nods, beside the blinks of everybody. Slow lids: closing and opening take some two to three times as long (Schleicher et
 * al. 2008, Ergonomics 51); microsleeps last 1 to 6 s here, yawns 4 to 7 s (Provine 1986, Ethology 72); how often each
 * comes is our own choice.
 */
import type { Random } from '../../core/random.js';
import { leastJerk, sampleBlinks } from './motion.js';

/** Lids go down, stay and come up again. */
export interface LidClosure {
  kind: 'blink' | 'slow blink' | 'microsleep';
  /** When they start. */
  from: number;
  closing: number;
  closed: number;
  opening: number;
}

export interface Yawn {
  from: number;
  lasts: number;
  /** Intensity of the dropped jaw. */
  width: number;
}

export interface Nod {
  from: number;
  /** Sinking, and starting up again. */
  sinking: number;
  rising: number;
  /** Radians. */
  drop: number;
}

export interface AlertnessMotion {
  closures: LidClosure[];
  yawns: Yawn[];
  nods: Nod[];
}

export interface FaceMotion {
  /** 0 to 1. */
  closed: number;
  jaw: number;
  /** Radians by which the head hangs. */
  drop: number;
}

/** Mean seconds from one to the next of a drowsy driver. */
const every = { slowBlink: 3, microsleep: 25, yawn: 60 } as const;
/** Share of microsleeps in which the head sinks too. */
const sinks = 0.6;

export function sampleAlertness(random: Random, seconds: number, drowsy: boolean): AlertnessMotion {
  const closures: LidClosure[] = sampleBlinks(random.child('blinks'), seconds).map(
    ({ at, closing, opening }) => ({ kind: 'blink', from: at - closing, closing, closed: 0.02, opening }),
  );
  if (!drowsy) return { closures, yawns: [], nods: [] };
  const nods: Nod[] = [];
  const lids = random.child('lids');
  for (const from of times(lids, every.slowBlink, seconds))
    closures.push({
      kind: 'slow blink',
      from,
      closing: lids.uniform(0.15, 0.35),
      closed: lids.uniform(0.02, 0.25),
      opening: lids.uniform(0.3, 0.6),
    });
  const sleeps = random.child('microsleeps');
  for (const from of times(sleeps, every.microsleep, seconds)) {
    const closed = sleeps.uniform(1, 6);
    closures.push({
      kind: 'microsleep',
      from,
      closing: sleeps.uniform(0.3, 0.7),
      closed,
      opening: sleeps.uniform(0.15, 0.4),
    });
    if (!sleeps.chance(sinks)) continue;
    const sinking = Math.min(closed, sleeps.uniform(0.8, 2));
    nods.push({ from: from + 0.5, sinking, rising: 0.35, drop: sleeps.uniform(0.28, 0.5) });
  }
  const yawning = random.child('yawns');
  const yawns = times(yawning, every.yawn, seconds).map((from) => ({
    from,
    lasts: yawning.uniform(4, 7),
    width: yawning.uniform(0.75, 1),
  }));
  return { closures, yawns, nods };
}

export function motionAt({ closures, yawns, nods }: AlertnessMotion, time: number): FaceMotion {
  let [closed, jaw, drop] = [0, 0, 0];
  for (const { from, closing, closed: stays, opening } of closures) {
    if (time < from || time > from + closing + stays + opening) continue;
    const up = from + closing + stays;
    closed = Math.max(
      closed,
      time < up ? leastJerk(from, from + closing, time) : 1 - leastJerk(up, up + opening, time),
    );
  }
  for (const { from, lasts, width } of yawns) {
    // Slow open, held, quicker shut: a third, a third, a third of its time.
    const open =
      leastJerk(from, from + lasts / 3, time) - leastJerk(from + (2 * lasts) / 3, from + lasts, time);
    jaw = Math.max(jaw, width * open);
    // Eyes narrow in a yawn.
    closed = Math.max(closed, 0.5 * open);
  }
  for (const { from, sinking, rising, drop: most } of nods)
    drop = Math.max(
      drop,
      most *
        (leastJerk(from, from + sinking, time) - leastJerk(from + sinking, from + sinking + rising, time)),
    );
  return { closed, jaw, drop };
}

/** Times of something that comes by chance, at least a second and a half apart. */
function times(random: Random, mean: number, seconds: number): number[] {
  const found: number[] = [];
  const least = Math.min(1.5, mean / 2);
  let at = 0;
  for (;;) {
    at += least - Math.log(1 - random.next()) * (mean - least);
    if (at > seconds) return found;
    found.push(at);
  }
}
