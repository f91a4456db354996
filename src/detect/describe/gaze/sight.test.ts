import { describe, expect, it } from 'vitest';
import { dot, normalise, transform, type Vector3 } from '../../../core/vector.js';
import { defaultHeadPoints } from '../head/default-head-points.js';
import type { FaceView } from '../head-fit.js';
import { fromHead, fromSight, sightOf } from './sight.js';

/** The mean head, turned in the picture's plane, by a pinhole; centimetres and pixels. */
function viewOf(roll: number, [x0, y0, z0]: Vector3): FaceView {
  const head = defaultHeadPoints('dense1001', 'contour');
  const count = head.names.length;
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  const points = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    const [x, y, z] = head.mean.subarray(3 * k, 3 * k + 3) as unknown as [number, number, number];
    const place = [c * x - s * y + x0, s * x + c * y + y0, z + z0] as const;
    points.set([320 - (700 * place[0]) / place[2], 240 + (700 * place[1]) / place[2]], 2 * k);
  }
  return {
    head,
    points: { points },
    camera: { focal: 700, cx: 320, cy: 240 },
    fit: { rotation: [c, -s, 0, s, c, 0, 0, 0, 1] },
  } as unknown as FaceView;
}

describe('line of sight', () => {
  it('runs from the eyes to the camera, level with the eyes', () => {
    const place: Vector3 = [12, -9, -60];
    const view = viewOf(0.3, place);
    const { frame, roll } = sightOf(view)!;
    expect(roll).toBeCloseTo(0.3, 2);
    // The middle of the lids lies within a centimetre and a half in front of the head's origin.
    const toCamera = transform(frame, normalise([-place[0], -place[1], -place[2]]));
    expect(toCamera[2]).toBeGreaterThan(Math.cos(0.03));
    // Orthonormal, and right-handed.
    const rows = [0, 3, 6].map((i) => frame.slice(i, i + 3) as unknown as Vector3);
    for (const [i, a] of rows.entries())
      for (const [j, b] of rows.entries()) expect(dot(a, b)).toBeCloseTo(+(i === j), 10);
    // The line of the eyes, right to left, lies along x.
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    expect(transform(frame, [c, s, 0])[0]).toBeGreaterThan(0.95);
    expect(Math.abs(transform(frame, [c, s, 0])[1])).toBeLessThan(0.05);
  });

  it('takes angles there and back', () => {
    const view = viewOf(-0.2, [-5, 4, -45]);
    const sight = sightOf(view)!;
    const there = fromSight(sight, view, { yaw: 0.4, pitch: -0.2 });
    const back = fromHead(sight, view, there);
    expect(back.yaw).toBeCloseTo(0.4, 10);
    expect(back.pitch).toBeCloseTo(-0.2, 10);
    // Straight ahead on the optical axis is a look at the lens.
    const ahead = viewOf(0, [0, 0, -60]);
    const lens = fromSight(sightOf(ahead)!, ahead, { yaw: 0, pitch: 0 });
    expect(lens.yaw).toBeCloseTo(0, 3);
    expect(Math.abs(lens.pitch)).toBeLessThan(0.02);
  });

  it('is not known where an eye has no points', () => {
    const view = viewOf(0, [0, 0, -60]);
    view.points.points.fill(Number.NaN);
    expect(sightOf(view)).toBeUndefined();
  });
});
