import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { add, distance, transform, type Vector3 } from '../../core/vector.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { placeBody, placeHead } from '../scene/placement.js';
import type { SceneDescription } from '../scene/scene-description.js';
import { drowsyMotion, sampleClip } from './clip-sampling.js';
import { motionAt } from './drowsiness.js';
import { anyScene } from './scene-options.suite.js';
import { sampleScene } from './scene-sampling.js';

const head = createCageHead();
const clip = (index: number, frames = 50): SceneDescription[] =>
  sampleClip(new Random(8, index), head, { ...anyScene, frames, rate: 25 });
const degrees = 180 / Math.PI;

describe('sampleClip', () => {
  it('starts as the still of the same stream, and keeps person, light, background and camera', () => {
    const still = sampleScene(new Random(8, 0), head, anyScene);
    const scenes = clip(0);
    expect(scenes[0]!.pose).toEqual(still.pose);
    for (const scene of scenes) {
      const moving = { expression: '', actions: {}, gaze: {} };
      expect({ ...scene.face, ...moving }).toEqual({ ...still.face, ...moving });
      expect([scene.light, scene.background]).toEqual([still.light, still.background]);
    }
  });

  it('is the same for the same stream, and another for another', () => {
    expect(clip(3)).toEqual(clip(3));
    expect(clip(3)).not.toEqual(clip(4));
  });

  it('moves: poses, gaze and expressions differ by the end in most clips', () => {
    const changed = (value: (scene: SceneDescription) => unknown): number =>
      Array.from({ length: 40 }, (_, i) => clip(i)).filter(
        (scenes) => JSON.stringify(value(scenes[0]!)) !== JSON.stringify(value(scenes.at(-1)!)),
      ).length;
    expect(changed(({ face }) => face.gaze)).toBeGreaterThan(20);
    expect(changed(({ face }) => face.actions)).toBeGreaterThan(20);
    const turned = Array.from({ length: 40 }, (_, i) => clip(i)).filter(
      (scenes) => Math.abs(scenes[0]!.pose.yaw - scenes.at(-1)!.pose.yaw) * degrees > 5,
    );
    expect(turned.length).toBeGreaterThan(15);
  });

  it('moves smoothly: no head faster than 180° a second, no intensity that jumps but lids and speech', () => {
    for (let i = 0; i < 40; i++) {
      const scenes = clip(i);
      for (const [frame, scene] of scenes.entries()) {
        if (frame === 0) continue;
        const before = scenes[frame - 1]!;
        for (const angle of ['yaw', 'pitch', 'roll'] as const)
          expect(Math.abs(scene.pose[angle] - before.pose[angle]) * degrees * 25).toBeLessThan(180);
        for (const name of ['browLowerer.left', 'lipCornerPuller.right'] as const)
          expect(Math.abs((scene.face.actions[name] ?? 0) - (before.face.actions[name] ?? 0))).toBeLessThan(
            0.15,
          );
      }
    }
  });

  it('turns the head about the neck: the top of the neck and the body stay where they are', () => {
    const pivot: Vector3 = [0, -9, -7];
    for (let i = 0; i < 10; i++) {
      const places = clip(i).map((scene) => {
        const placed = placeHead(scene);
        return {
          neck: add(transform(placed.rotation, pivot), placed.translation),
          body: placeBody(scene, placed),
        };
      });
      for (const { neck, body } of places) {
        expect(distance(neck, places[0]!.neck)).toBeLessThan(1e-9);
        expect(distance(body.translation, places[0]!.body.translation)).toBeLessThan(1e-9);
        expect(body.rotation).toEqual(places[0]!.body.rotation);
      }
    }
  });

  it('blinks: in minutes of clips the lids meet about 17 times a minute', () => {
    const frames = 25 * 60;
    let closures = 0;
    for (let i = 0; i < 10; i++) {
      const closed = clip(i, frames).map(({ face }) => (face.actions['eyesClosed.left'] ?? 0) > 0.6);
      closures += closed.filter((now, frame) => now && frame > 0 && !closed[frame - 1]).length;
    }
    expect(closures / 10).toBeGreaterThan(10);
    expect(closures / 10).toBeLessThan(22);
  });

  it('of a drowsy person has lids, jaw and head as the motion says that labels it', () => {
    const frames = 25 * 20;
    const options = { ...anyScene, frames, rate: 25 };
    const tired = sampleClip(new Random(8, 2), head, { ...options, drowsy: true });
    const awake = sampleClip(new Random(8, 2), head, options);
    const motion = drowsyMotion(new Random(8, 2), frames / 25);
    let lowest = 0;
    tired.forEach(({ face, pose }, frame) => {
      const { closed, jaw, drop } = motionAt(motion, frame / 25);
      expect(face.actions['eyesClosed.left'] ?? 0).toBeGreaterThanOrEqual(closed - 0.01);
      expect(face.actions.jawDrop ?? 0).toBeGreaterThanOrEqual(jaw - 0.01);
      expect(awake[frame]!.pose.pitch - pose.pitch).toBeCloseTo(drop, 9);
      lowest = Math.max(lowest, closed);
    });
    expect(lowest).toBe(1);
    expect(tired[0]!.light).toEqual(awake[0]!.light);
  });

  it('leaves a group of variety out of every frame', () => {
    for (const scene of sampleClip(new Random(8, 1), head, {
      ...anyScene,
      frames: 30,
      rate: 25,
      without: ['pose', 'expression'],
    })) {
      expect(scene.pose).toEqual({ yaw: 0, pitch: 0, roll: 0 });
      expect(scene.face.actions).toEqual({});
    }
  });
});
