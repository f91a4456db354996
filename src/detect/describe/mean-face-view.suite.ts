/** Views of the embedded head's mean face, for tests of what is read from its points. */
import { defaultHeadPoints } from './head/default-head-points.js';
import type { FaceView } from './head-fit.js';

export interface MeanFaceOptions {
  /** Turn of the head about its own up axis, then of the picture, radians. */
  yaw?: number;
  roll?: number;
  /** Of the head's origin, centimetres: right and up of the camera's axis, which it looks along from 80 away. */
  x?: number;
  y?: number;
  set?: string;
}

/** A pinhole of 800 pixels about (0, 0). */
export function meanFaceView({
  yaw = 0,
  roll = 0,
  x = 0,
  y = 0,
  set = 'dense1001',
}: MeanFaceOptions = {}): FaceView {
  const head = defaultHeadPoints(set, 'contour');
  const count = head.names.length;
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
  const rotation = [cr * c, -sr, cr * s, sr * c, cr, sr * s, -s, 0, c] as const;
  const points = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    const p = head.mean.subarray(3 * k, 3 * k + 3);
    const [u, v, w] = [0, 3, 6].map((row) =>
      [0, 1, 2].reduce((sum, i) => sum + rotation[row + i]! * p[i]!, 0),
    ) as [number, number, number];
    points.set([(800 * (u + x)) / (80 - w), (-800 * (v + y)) / (80 - w)], 2 * k);
  }
  return {
    points: {
      set,
      convention: 'contour',
      names: head.names,
      points,
      uncertainty: new Float32Array(count).fill(1),
      seen: new Float32Array(count).fill(1),
    },
    head,
    camera: { focal: 800, focalDeviation: 0, cx: 0, cy: 0 },
    fit: {
      rotation,
      translation: [x, y, -80],
      // A hundredth, of turns radians, of the position centimetres.
      covariance: Float64Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1e-4 : 0)),
      identity: new Float64Array(head.identityNames.length),
      expression: new Float64Array(head.actions.length),
      expressionDeviation: new Float64Array(head.actions.length).fill(0.1),
      misfit: 1,
    },
  } as unknown as FaceView;
}
