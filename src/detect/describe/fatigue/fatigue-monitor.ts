/**
 * Watches a driver over a video: give it each frame's described face and the time. Blinks with their durations, PERCLOS,
 * yawns, nods, gaze off the road, and alarms with their reasons. What is usual for the person (how far the eyes open,
 * where the road is, how the head is held) is learned on the way. Eyes behind dark glasses are `unknown`: then the head
 * alone speaks for the gaze, and nothing is said about lids.
 *
 * Limits: the road is where the person mostly looks, so a drive that begins with a minute of looking elsewhere is judged
 * wrongly for that long. Not a safety device.
 *
 * @example
 * const monitor = createFatigueMonitor();
 * const { alarms } = monitor.update(describeFace(face, { camera }), seconds);
 */
import { LineamentError } from '../../../core/errors.js';
import { checkOptions, type OptionNames } from '../../../core/settings/known-options.js';
import type { DescribedFace } from '../described-face.js';
import type { LidState } from '../eyes/eye-opening.js';
import type { Blink } from './blink-watch.js';
import { type FatigueSettings, fatigueDefaults } from './fatigue-settings.js';
import { HeadWatch } from './head-watch.js';
import { LidWatch } from './lid-watch.js';
import { MouthWatch } from './mouth-watch.js';

export const fatigueReasons = ['eyes closed', 'perclos', 'yawns', 'nods', 'gaze off the road'] as const;
export type FatigueReason = (typeof fatigueReasons)[number];

export interface FatigueState {
  /** Seconds. */
  time: number;
  lids: LidState;
  /** 0 open to 1 closed; absent where it is unknown. */
  closure?: number;
  /** A blink that has just ended. */
  blink?: Blink;
  /** Seconds for which the eyes have been closed. */
  closedFor: number;
  /** Share of the last minute with closed eyes; absent where too little of it is known. */
  perclos?: number;
  /** True at the moment when a yawn or a nod is recognised, and how many there were lately. */
  yawn: boolean;
  yawns: number;
  nod: boolean;
  nods: number;
  /** Where the person looks, by the eyes or, where they are hidden, by the head. */
  gaze: 'road' | 'elsewhere' | 'unknown';
  gazeBy: 'eyes' | 'head' | 'nothing';
  /** The reasons for which there is an alarm now. */
  alarms: FatigueReason[];
}

export interface FatigueMonitor {
  /** @param face – undefined for a frame without a face. @param time – seconds, rising. */
  update(face: Pick<DescribedFace, 'eyes' | 'gaze' | 'pose'> | undefined, time: number): FatigueState;
}

const fatigueNames = Object.fromEntries(
  Object.keys(fatigueDefaults).map((name) => [name, true]),
) as OptionNames<FatigueSettings>;

export function createFatigueMonitor(options: Partial<FatigueSettings> = {}): FatigueMonitor {
  checkOptions('createFatigueMonitor', options, fatigueNames);
  const settings = { ...fatigueDefaults, ...options };
  const lids = new LidWatch(settings);
  const mouth = new MouthWatch(settings);
  const head = new HeadWatch(settings);
  let before = Number.NEGATIVE_INFINITY;
  return {
    update(face, time) {
      if (!(time > before))
        throw new LineamentError(`fatigue: time must rise from frame to frame, got ${time} after ${before}`, {
          hint: 'give seconds since the start of the video, one monitor for each person',
        });
      before = time;
      const eyes = lids.update(face, time);
      const lips = mouth.update(face?.eyes?.mouth, time);
      const held = head.update(face, eyes.closure, time);
      const { closedFor, perclos, state, closure, blink } = eyes;
      const reasons: Record<FatigueReason, boolean> = {
        'eyes closed': closedFor >= settings.closedAlarm,
        perclos: (perclos ?? 0) >= settings.perclosAlarm,
        yawns: lips.yawns >= settings.yawnAlarm,
        nods: held.nods >= settings.nodAlarm,
        'gaze off the road': held.awayFor >= settings.offRoadAlarm,
      };
      return {
        time,
        lids: state,
        ...(closure !== undefined && { closure }),
        ...(blink && { blink }),
        closedFor,
        ...(perclos !== undefined && { perclos }),
        ...lips,
        nod: held.nod,
        nods: held.nods,
        gaze: held.gaze,
        gazeBy: held.gazeBy,
        alarms: fatigueReasons.filter((reason) => reasons[reason]),
      };
    },
  };
}
