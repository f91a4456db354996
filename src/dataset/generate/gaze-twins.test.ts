import { expect, it } from 'vitest';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { cameraDirection } from '../../face/person/gaze-distribution.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { gazeTwins } from './gaze-twins.js';
import { parseSceneOrder } from './scene-order.js';

it('makes scenes in twos of which the gaze alone differs, and differs enough to be learnt from', () => {
  const options = { count: 40, size: 64, pose: 'in-the-wild', set: landmarkSet('ibug68') } as const;
  const order = gazeTwins(createCageHead(), { ...options, seed: 3 });
  // A stored order is what `generate --order` reads.
  expect(parseSceneOrder(JSON.parse(JSON.stringify(order))).scenes).toHaveLength(80);
  let turned = 0;
  for (let i = 0; i < 80; i += 2) {
    const [first, second] = [order.scenes[i]!, order.scenes[i + 1]!];
    expect(second.again).toBe(first.id);
    const { gaze, ...face } = first.scene.face;
    const { gaze: other, ...sameFace } = second.scene.face;
    expect({ ...second.scene, face: sameFace }).toEqual({ ...first.scene, face });
    expect(Math.abs(gaze.left.yaw)).toBeLessThan(0.35);
    expect(gaze.left).toEqual(gaze.right);
    turned += Math.abs(gaze.left.yaw - other.left.yaw) / 40;
  }
  // The mean of the distance between two draws from −20° to 20° is a third of 40°.
  expect((turned * 180) / Math.PI).toBeGreaterThan(9);
  expect((turned * 180) / Math.PI).toBeLessThan(18);
  expect(gazeTwins(createCageHead(), { ...options, seed: 4 })).not.toEqual(order);
});

it('turns eyes as far as they can where that is asked for, half of them to the camera where they reach it', () => {
  const order = gazeTwins(createCageHead(), {
    ...{ count: 100, size: 64, pose: 'in-the-wild', turns: 'wide', set: landmarkSet('ibug68'), seed: 5 },
  });
  expect(parseSceneOrder(JSON.parse(JSON.stringify(order))).scenes).toHaveLength(200);
  const off = order.scenes.map(({ scene: { pose, face } }) => {
    const camera = cameraDirection(pose);
    return {
      reached: Math.abs(camera.yaw) < 0.69 && Math.abs(camera.pitch) < 0.41,
      by: Math.hypot(face.gaze.left.yaw - camera.yaw, face.gaze.left.pitch - camera.pitch),
    };
  });
  const reached = off.filter((one) => one.reached);
  const atCamera = reached.filter(({ by }) => by < 0.16).length / reached.length;
  expect(atCamera).toBeGreaterThan(0.45);
  expect(atCamera).toBeLessThan(0.7);
  const yaws = order.scenes.map(({ scene }) => Math.abs(scene.face.gaze.left.yaw));
  expect(Math.max(...yaws)).toBeGreaterThan(0.6);
});
