/**
 * What counts as tired. PERCLOS, its 80 % and the window of a minute are those of Wierwille et al. 1994 and Dinges &
 * Grace 1998 (FHWA-MCRT-98-006); the other figures are our own choice, measured on synthetic drives
 * (`scripts/measure-fatigue.ts`). Times in seconds, angles in radians, lengths in millimetres, closures 0 (open) to 1.
 */
export interface FatigueSettings {
  /** A lid is closed from this closure on until it opens beyond `opened`. */
  closed: number;
  opened: number;
  /** A blink starts and ends here, slow ones of the tired too; what lasts longer than `longestBlink` is no blink but sleep. */
  blinkAt: number;
  longestBlink: number;
  /** PERCLOS: the share of `window` with at least `perclosAt` closed; not said with less than `leastKnown` of it known. */
  perclosAt: number;
  window: number;
  leastKnown: number;
  /** Of such a PERCLOS, of closed eyes, and of a gaze off the road for so long: an alarm. */
  perclosAlarm: number;
  closedAlarm: number;
  offRoadAlarm: number;
  /** So far from where the person mostly looks is off the road. */
  offRoad: number;
  /** A mouth open so far for so long is a yawn; so many within `yawnWindow` an alarm. */
  yawnOpening: number;
  yawnLasts: number;
  yawnWindow: number;
  yawnAlarm: number;
  /** A head that drops so far and comes back within `nodLasts`, with closed eyes, nods; so many within `window` an alarm. */
  nodDrop: number;
  nodLasts: number;
  nodAlarm: number;
  /** The person's own open eyes and usual direction are learned from so long before now. */
  baseline: number;
  /** Nothing is said before so long has been seen. */
  settle: number;
}

const degrees = Math.PI / 180;

export const fatigueDefaults: FatigueSettings = {
  closed: 0.75,
  opened: 0.6,
  blinkAt: 0.5,
  longestBlink: 0.8,
  perclosAt: 0.8,
  window: 60,
  leastKnown: 0.5,
  perclosAlarm: 0.15,
  closedAlarm: 2,
  offRoadAlarm: 2.5,
  offRoad: 25 * degrees,
  yawnOpening: 20,
  yawnLasts: 1.5,
  yawnWindow: 300,
  yawnAlarm: 3,
  nodDrop: 14 * degrees,
  nodLasts: 4,
  nodAlarm: 2,
  baseline: 300,
  settle: 3,
};
