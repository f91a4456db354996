import { describe, expect, it } from 'vitest';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import type { EyeOpening } from '../eyes/eye-opening.js';
import { gazeDirection } from '../gaze/eyeball-fit.js';
import type { Blink } from './blink-watch.js';
import { createFatigueMonitor, type FatigueState } from './fatigue-monitor.js';

interface Moment {
  closed?: number;
  mouth?: number;
  yaw?: number;
  drop?: number;
  dark?: boolean;
}

/** A drive without errors at 25 frames a second: what is watched after each frame. */
function drive(seconds: number, at: (time: number) => Moment, open = 9): FatigueState[] {
  const monitor = createFatigueMonitor();
  return Array.from({ length: seconds * 25 }, (_, frame) => {
    const time = frame / 25;
    const { closed = 0, mouth = 0, yaw = 0, drop = 0, dark = false } = at(time);
    const state = dark ? 'unknown' : 'open';
    const lid = { state, aperture: open * (1 - closed), deviation: 0.5, seen: dark ? 0.1 : 1 } as const;
    const direction = gazeDirection(yaw, -drop);
    const eye = dark
      ? ({ state: 'hidden', origin: [0, 0, -70] } as const)
      : ({ state: 'seen', direction, deviation: 0.05, origin: [0, 0, -70] } as const);
    const pose = { yaw: yaw / 2, pitch: -drop, roll: 0 };
    return monitor.update(
      {
        eyes: { right: lid, left: lid, mouth: { state: 'open', opening: mouth, deviation: 1 } },
        gaze: { right: eye, left: eye, joined: eye },
        pose: {
          ...pose,
          position: [0, 0, -70],
          rotation: [...poseRotation(pose)],
          covariance: [],
          deviation: 0.02,
        },
      },
      time,
    );
  });
}

/** Straight down, closed, straight up again. */
const lids = (time: number, from: number, closing: number, closed: number): number =>
  Math.max(0, Math.min(1, (time - from) / closing, (from + 2 * closing + closed - time) / closing));

describe('fatigue', () => {
  it('measures blinks at half closure and takes no sleep for a blink', () => {
    const states = drive(40, (time) => ({
      closed: Math.max(lids(time, 10, 0.2, 0.1), lids(time, 20, 0.2, 0.3), lids(time, 30, 0.2, 3)),
    }));
    const blinks = states.flatMap(({ blink }) => (blink ? [blink] : []));
    expect(blinks.map(({ start }) => start)).toEqual([expect.closeTo(10.1, 2), expect.closeTo(20.1, 2)]);
    expect(blinks.map(({ duration }) => duration)).toEqual([expect.closeTo(0.3, 2), expect.closeTo(0.5, 2)]);
  });

  it('raises an alarm after two seconds of closure, for whatever eyes the person has', () => {
    for (const open of [6, 12]) {
      const states = drive(40, (time) => ({ closed: lids(time, 20, 0.2, 4) }), open);
      const alarm = states.find(({ alarms }) => alarms.includes('eyes closed'))!;
      // Closed from three quarters of the way down, of less where no closure was seen before.
      expect(alarm.time).toBeGreaterThanOrEqual(22.1);
      expect(alarm.time).toBeLessThan(22.4);
      expect(states.at(-1)!.alarms).toEqual([]);
      expect(new Set(states.filter(({ time }) => time > 5).map((state) => state.lids))).toEqual(
        new Set(['open', 'closing', 'closed']),
      );
    }
  });

  it('has PERCLOS as the share of the last minute, and an alarm for it', () => {
    // Of every 10 s the lids are at least 80 % down for 1.5 s and two fifths of 0.2 s.
    const states = drive(120, (time) => ({ closed: time < 10 ? 0 : lids(time % 10, 2, 0.2, 1.5) }));
    expect(states.at(-1)!.perclos).toBeCloseTo((1.5 + 0.4 * 0.2) / 10, 2);
    expect(states[25 * 20]!.perclos).toBeUndefined();
    expect(states.at(-1)!.alarms).toEqual(['perclos']);
  });

  it('counts yawns, not speech; nods with closed eyes, not glances down', () => {
    const states = drive(100, (time) => ({
      mouth: time % 20 < 4 ? (time % 40 < 20 ? 40 : 25 * Math.abs(Math.sin(8 * time))) : 0,
      drop: 0.4 * Math.max(lids(time, 70, 1, 0), lids(time, 80, 1, 0), lids(time, 90, 0.5, 0.5)),
      closed: Math.max(lids(time, 70, 0.4, 1), lids(time, 80, 0.4, 1)),
    }));
    expect(states.filter(({ yawn }) => yawn).length).toBe(3);
    expect(states.filter(({ nod }) => nod).map(({ time }) => Math.round(time))).toEqual([72, 82]);
    expect(states.at(-1)!.alarms).toEqual(['yawns', 'nods']);
  });

  it('tells a gaze off the road from a glance, and goes by the head where the eyes are hidden', () => {
    const look = (dark: boolean): FatigueState[] =>
      drive(60, (time) => ({ yaw: (time > 20 && time < 21.5) || time > 55 ? 1.2 : 0.1, dark }));
    for (const dark of [false, true]) {
      const states = look(dark);
      expect(states[25 * 21]!.gaze).toBe('elsewhere');
      expect(states[25 * 21]!.gazeBy).toBe(dark ? 'head' : 'eyes');
      expect(states.find(({ alarms }) => alarms.includes('gaze off the road'))!.time).toBeCloseTo(57.56, 1);
    }
  });

  it('says unknown behind dark glasses and without a face, and refuses time that stands still', () => {
    const states = drive(70, () => ({ dark: true }));
    for (const state of states) {
      expect(state.lids).toBe('unknown');
      expect(state.perclos).toBeUndefined();
      expect(state.alarms).toEqual([]);
    }
    const monitor = createFatigueMonitor();
    expect(monitor.update(undefined, 0).gaze).toBe('unknown');
    expect(() => monitor.update(undefined, 0)).toThrow('time must rise');
  });

  it('sees blinks of lids that a detector leaves apart and is unsure of, as small pictures show them', () => {
    // Open 7 mm (deviation 2.2); closed lids are left 2.8 mm apart, with a deviation of 3.4.
    const blinks = watchLids(30, (closed) => ({ aperture: 7 - 4.2 * closed, deviation: 2.2 + 1.2 * closed }));
    expect(blinks.map(({ start }) => start)).toEqual(
      [6, 10, 14, 18, 22, 26].map((time) => expect.closeTo(time + 0.1, 1)),
    );
  });

  it('goes by the deviation where the distance hardly changes, once a closure was seen', () => {
    const blinks = watchLids(30, (closed) => ({
      aperture: 4.6 - 0.4 * closed,
      deviation: 3.2 + 1.5 * closed,
    }));
    expect(blinks.map(({ start }) => Math.round(start))).toEqual([10, 14, 18, 22, 26]);
  });

  it('sees blinks of eyes that squint', () => {
    const squint = (time: number): number => Math.max(0, Math.min(0.47, time - 15));
    const states = drive(40, (time) => ({
      closed: Math.max(squint(time), time < 6 ? 0 : lids((time - 6) % 4, 0, 0.2, 0.05)),
    }));
    const starts = states.flatMap(({ blink }) => (blink ? [Math.floor(blink.start)] : []));
    expect(starts).toEqual([6, 10, 14, 18, 22, 26, 30, 34]);
  });

  it('holds eyes for closed while a head turns, and while a few frames err', () => {
    const states = drive(40, (time) => ({
      closed: time > 20.9 && time < 21 ? 0.5 : lids(time, 20, 0.2, 4),
      yaw: time > 20.5 ? 1.2 : 0,
    }));
    const alarm = states.find(({ alarms }) => alarms.includes('eyes closed'));
    expect(alarm?.time).toBeCloseTo(22.14, 1);
  });

  it('says unknown where open eyes are as unsure as they are open', () => {
    const seen = watchLids(30, (closed) => ({ aperture: 4.6 - closed, deviation: 3.2 }));
    expect(seen).toEqual([]);
    const states = statesOfLids(30, () => ({ aperture: 4.6, deviation: 3.2 }));
    expect(new Set(states.map(({ lids: state }) => state))).toEqual(new Set(['unknown']));
  });
});

type Lid = Pick<EyeOpening, 'aperture' | 'deviation'>;

/** A blink every four seconds from the sixth on, seen as `at` says. */
function statesOfLids(seconds: number, at: (closed: number) => Lid): FatigueState[] {
  const monitor = createFatigueMonitor();
  return Array.from({ length: seconds * 25 }, (_, frame) => {
    const time = frame / 25;
    const closed = time < 6 ? 0 : lids((time - 6) % 4, 0, 0.2, 0.2);
    const lid = { state: 'unknown', ...at(closed), seen: 0.8 } as const;
    return monitor.update({ eyes: { right: lid, left: lid } }, time);
  });
}

const watchLids = (seconds: number, at: (closed: number) => Lid): Blink[] =>
  statesOfLids(seconds, at).flatMap(({ blink }) => (blink ? [blink] : []));
