import { describe, expect, it } from 'vitest';
import type { FacePoints } from '../face.js';
import { createVideoDescriber } from './describe-video.js';
import { defaultHeadPoints } from './head/default-head-points.js';

const head = defaultHeadPoints('ibug68', 'surface');

/** The mean head seen from the front, moved to the right frame by frame. */
function frame(offset: number): FacePoints {
  return {
    set: 'ibug68',
    convention: 'surface',
    unit: 'pixel',
    points: head.names.map((name, k) => {
      const enlarge = 800 / (70 - head.mean[3 * k + 2]!);
      return {
        name,
        x: 320 + offset + enlarge * head.mean[3 * k]!,
        y: 240 - enlarge * head.mean[3 * k + 1]!,
        uncertainty: 1,
      };
    }),
  };
}

describe('createVideoDescriber', () => {
  it('follows a head from frame to frame, and begins anew after a face that is none', () => {
    const describer = createVideoDescriber({ camera: { width: 640, height: 480, focal: 800 } });
    const first = describer.describe(frame(0), 0);
    const second = describer.describe(frame(8), 0.04);
    expect(second.pose!.position[0] - first.pose!.position[0]).toBeCloseTo((8 * 70) / 800, 1);
    expect(second.fatigue.time).toBe(0.04);
    const scattered = frame(0);
    scattered.points.forEach((point, k) => {
      point.x += 60 * Math.sin(7 * k);
      point.y += 60 * Math.cos(11 * k);
    });
    expect(describer.describe(scattered, 0.08).misfit).toBeGreaterThan(3);
    const after = describer.describe(frame(0), 0.12);
    expect(after.misfit).toBeLessThan(1);
    expect(after.pose!.yaw).toBeCloseTo(first.pose!.yaw, 2);
  });
});
