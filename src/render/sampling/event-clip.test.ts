import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import { loadHead } from '../../face/heads/registry.js';
import { movingParts, partStates, reversedEvents, sampleEvents } from './clip-events.js';
import { sampleEventClip } from './event-clip.js';
import { anyScene } from './scene-options.suite.js';

let head: HeadModel;
beforeAll(async () => {
  head = await loadHead('cage');
});

describe('events of a clip', () => {
  it('happen one after the other, each to another part, and backwards they undo themselves', () => {
    const counts = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      const events = sampleEvents(new Random(seed), 3, movingParts);
      counts.add(events.length);
      expect(new Set(events.map(({ part }) => part)).size).toBe(events.length);
      events.forEach(({ part, from, to, start, end }, i) => {
        expect(start).toBeGreaterThanOrEqual(events[i - 1]?.end ?? 0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThan(1);
        expect(from).not.toBe(to);
        expect(partStates[part]).toEqual(expect.arrayContaining([from, to]));
      });
      const [first] = events;
      expect(reversedEvents(events).at(-1)).toMatchObject({
        part: first!.part,
        from: first!.to,
        to: first!.from,
      });
      expect(reversedEvents(reversedEvents(events)).map(({ part, to }) => [part, to])).toEqual(
        events.map(({ part, to }) => [part, to]),
      );
    }
    expect([...counts].sort()).toEqual([1, 2, 3]);
  });

  it('are what the scenes show, and all that they show', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { scenes, events } = sampleEventClip(new Random(seed), head, {
        ...anyScene,
        frames: 8,
        events: 3,
      });
      expect(scenes).toHaveLength(8);
      const [first, last] = [scenes[0]!, scenes.at(-1)!];
      const moved = new Map(events.map((event) => [event.part, event]));
      const closed = ({ face }: typeof first): boolean => (face.actions['eyesClosed.left'] ?? 0) > 0.5;
      const eyes = moved.get('eyes');
      expect([closed(first), closed(last)]).toEqual(
        eyes === undefined ? [closed(first), closed(first)] : [eyes.from === 'closed', eyes.to === 'closed'],
      );
      const turn = moved.get('turn');
      const side = (yaw: number): string => (Math.abs(yaw) < 0.2 ? 'front' : yaw > 0 ? 'left' : 'right');
      expect([side(first.pose.yaw), side(last.pose.yaw)]).toEqual(
        turn === undefined ? [side(first.pose.yaw), side(first.pose.yaw)] : [turn.from, turn.to],
      );
      expect(last.light).toEqual(first.light);
      if (first.face.worn.mask !== null) expect(moved.has('mouth') || moved.has('smile')).toBe(false);
      if (first.face.worn.glasses?.dark) expect(moved.has('eyes')).toBe(false);
    }
  });
});
