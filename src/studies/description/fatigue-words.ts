/** What a page says of a face's fatigue through a video. */
import { fatigueDefaults } from '../../detect/describe/fatigue/fatigue-settings.js';
import { angle, type FaceRecord } from './face-record.js';

const { window, perclosAt, leastKnown, settle, yawnOpening, yawnLasts, nodDrop } = fatigueDefaults;

/** Why nothing is told of a face's lids over time, and what would be needed. */
export function unknownFatigueWords(frames: readonly FaceRecord[]): string {
  const seen = frames.filter(
    ({ described: { eyes } }) =>
      eyes !== undefined && [eyes.right, eyes.left].some(({ state }) => state !== 'unknown'),
  ).length;
  if (seen === 0) return 'Fatigue: unknown, for the lids were not seen.';
  const [first, last] = [frames[0]!, frames.at(-1)!];
  const steps = (last.frame ?? 0) - (first.frame ?? 0);
  const span = (last.seconds ?? 0) - (first.seconds ?? 0);
  const seconds = steps === 0 ? 0 : Math.min(span, (seen * span) / steps);
  if (seconds >= settle)
    return 'Fatigue: unknown, for the lids were not seen well enough to tell how far they are down.';
  return `Fatigue: unknown, for the lids were seen for ${seconds.toFixed(1)} seconds only. How far they are down is told once they were seen for ${settle} seconds, PERCLOS after ${leastKnown * window}.`;
}

/** What the curves of fatigue and the counts below them are, each with its unit. */
export const fatigueMeanings: string = [
  'Lids closed: how far the lids are down, as a share from 0 (open as far as this person’s eyes usually are) to 1 (shut).',
  `PERCLOS: the share, 0 to 1, of the last ${window} seconds in which the lids were at least ${100 * perclosAt} % closed; it is said once ${100 * leastKnown} % of these seconds are known.`,
  `A yawn is a mouth that is open by ${yawnOpening} mm and more for ${yawnLasts} seconds; a nod is a head that drops by ${Math.round(angle(nodDrop)!)}° with closing eyes and comes back. They are counted.`,
].join(' ');

/** What happened in a video, in a line. */
export function fatigueWords(frames: readonly FaceRecord[]): string {
  const blinks = frames.filter(({ fatigue }) => fatigue?.blink !== undefined).length;
  const count = (of: 'yawn' | 'nod'): number => frames.filter(({ fatigue }) => fatigue?.[of]).length;
  const alarms = frames.flatMap(({ seconds = 0, fatigue }, i) => {
    const before = frames[i - 1]?.fatigue?.alarms ?? [];
    return (fatigue?.alarms ?? [])
      .filter((reason) => !before.includes(reason))
      .map((reason) => `${reason} at ${seconds.toFixed(1)} s`);
  });
  return `Blinks ${blinks}, yawns ${count('yawn')}, nods ${count('nod')}; alarms: ${alarms.length === 0 ? 'none' : alarms.join(', ')}.`;
}
