import { beforeAll, describe, expect, it } from 'vitest';
import { angleBetweenVectors, normalise, scale, transform, type Vector3 } from '../../../core/vector.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import { estimateEyes } from '../eyes/eyes.js';
import { defaultHeadPoints } from '../head/default-head-points.js';
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import { calibratedGaze, calibrateGaze } from './calibrate-gaze.js';
import { gazeDirection } from './eyeball-fit.js';
import { estimateGaze } from './gaze.js';

const degrees = Math.PI / 180;
let head: HeadPoints;
beforeAll(() => {
  head = defaultHeadPoints('dense490', 'surface');
});

/** The mean face before a camera, with the eyes turned: every point where it is, by the closed form. */
function view(
  pose: { yaw: number; pitch: number; roll: number },
  gaze: { yaw: number; pitch: number },
  { seen = 1, closed = 0 } = {},
): FaceView {
  const rotation = poseRotation(pose);
  const translation: Vector3 = [4, -3, -80];
  const camera = { focal: 1500, focalDeviation: 0, cx: 320, cy: 240 };
  const count = head.names.length;
  const actions = (['eyesClosed.right', 'eyesClosed.left'] as const).map((name) =>
    head.actions.indexOf(name),
  );
  const places = new Float64Array(3 * count);
  const points = new Float32Array(2 * count);
  const size = head.mean.length;
  for (let k = 0; k < count; k++) {
    let place: Vector3 = [head.mean[3 * k]!, head.mean[3 * k + 1]!, head.mean[3 * k + 2]!];
    for (const e of actions) {
      const at = e * size + 3 * k;
      place = [
        place[0] + closed * head.expression[at]!,
        place[1] + closed * head.expression[at + 1]!,
        place[2] + closed * head.expression[at + 2]!,
      ];
    }
    places.set(place, 3 * k);
    const part = head.parts[k]!;
    if (part > 0) place = turnedAbout(head.eyes[part === 1 ? 'right' : 'left'].centre, place, gaze);
    const p = transform(rotation, place);
    const depth = -(p[2] + translation[2]);
    points[2 * k] = camera.cx + (camera.focal * (p[0] + translation[0])) / depth;
    points[2 * k + 1] = camera.cy - (camera.focal * (p[1] + translation[1])) / depth;
  }
  return {
    points: {
      set: head.set,
      convention: 'surface',
      names: head.names,
      points,
      uncertainty: new Float32Array(count).fill(0.3),
      seen: Float32Array.from(head.parts, (part) => (part > 0 ? seen : 1)),
    },
    head,
    camera,
    fit: {
      rotation,
      translation,
      covariance: new Float64Array(36),
      identity: new Float64Array(head.identityNames.length),
      expression: new Float64Array(head.actions.length),
      identityDeviation: new Float64Array(head.identityNames.length),
      expressionDeviation: new Float64Array(head.actions.length),
      places,
      eyeCentres: { right: head.eyes.right.centre, left: head.eyes.left.centre },
      trust: new Float64Array(count).fill(1),
      misfit: 1,
    },
  };
}

function turnedAbout(
  centre: Vector3,
  place: Vector3,
  { yaw, pitch }: { yaw: number; pitch: number },
): Vector3 {
  const [x, y, z] = [place[0] - centre[0], place[1] - centre[1], place[2] - centre[2]];
  const [up, out] = [Math.cos(pitch) * y + Math.sin(pitch) * z, Math.cos(pitch) * z - Math.sin(pitch) * y];
  return [
    centre[0] + Math.cos(yaw) * x + Math.sin(yaw) * out,
    centre[1] + up,
    centre[2] + Math.cos(yaw) * out - Math.sin(yaw) * x,
  ];
}

const angle = (a: Vector3, b: Vector3): number => angleBetweenVectors(a, b) / degrees;
const frontal = { yaw: 0, pitch: 0, roll: 0 };

describe('gaze', () => {
  it.each([
    [0, 0, 0, 0],
    [20, 0, 0, 0],
    [-15, 10, 30, -10],
    [10, -12, -40, 15],
  ])(
    'follows eyes turned by %d° and %d° on a head turned by %d° and %d°',
    (yaw, pitch, headYaw, headPitch) => {
      const pose = { yaw: headYaw * degrees, pitch: headPitch * degrees, roll: 0.1 };
      const gaze = estimateGaze(view(pose, { yaw: yaw * degrees, pitch: pitch * degrees }))!;
      const truth = transform(poseRotation(pose), gazeDirection(yaw * degrees, pitch * degrees));
      // What the priors on vergence and size of turn leave.
      expect(angle(gaze.joined.direction!, truth)).toBeLessThan(1);
      for (const side of ['right', 'left'] as const)
        expect(angle(gaze[side].direction!, truth)).toBeLessThan(2.5);
      expect(gaze.joined.deviation! / degrees).toBeGreaterThan(0.5);
      expect(gaze.joined.deviation!).toBeLessThanOrEqual(gaze.right.deviation! + 1e-9);
    },
  );

  it('of a mirrored picture is mirrored', () => {
    const pose = { yaw: 0.3, pitch: -0.1, roll: 0.05 };
    const given = view(pose, { yaw: 0.2, pitch: 0.1 });
    const mirrored = view({ yaw: -0.3, pitch: -0.1, roll: -0.05 }, { yaw: -0.2, pitch: 0.1 });
    const [a, b] = [estimateGaze(given)!.joined.direction!, estimateGaze(mirrored)!.joined.direction!];
    expect(angle([-a[0], a[1], a[2]], b)).toBeLessThan(1);
  });

  it('is hidden behind dark glasses and closed lids, and unknown without points of the iris', () => {
    const dark = estimateGaze(view(frontal, { yaw: 0, pitch: 0 }, { seen: 0.05 }))!;
    expect([dark.right.state, dark.left.state, dark.joined.state]).toEqual(['hidden', 'hidden', 'hidden']);
    expect(dark.joined.direction).toBeUndefined();
    const shut = estimateGaze(view(frontal, { yaw: 0, pitch: 0 }, { closed: 1 }))!;
    expect(shut.joined.state).toBe('hidden');
    const given = view(frontal, { yaw: 0, pitch: 0 });
    expect(
      estimateGaze({ ...given, head: { ...head, parts: new Uint8Array(head.parts.length) } }),
    ).toBeUndefined();
  });
});

describe('openings', () => {
  it('of eyes are the same millimetres from every side, and none where lids are closed', () => {
    const truth = 10 * (middle('upper') - middle('lower'));
    for (const [yaw, pitch] of [
      [0, 0],
      [0.6, 0],
      [-0.5, 0.3],
      [0, -0.4],
    ]) {
      const { right } = estimateEyes(view({ yaw: yaw!, pitch: pitch!, roll: 0 }, { yaw: 0, pitch: 0 }))!;
      expect(right.state).toBe('open');
      expect(Math.abs(right.aperture - truth)).toBeLessThan(0.6);
      expect(right.deviation).toBeGreaterThan(0.1);
    }
    const { left } = estimateEyes(view(frontal, { yaw: 0, pitch: 0 }, { closed: 1 }))!;
    expect(left.state).toBe('closed');
  });
});

/** Height of a lid's margin about the middle of the right eye: its points at three, four and five eighths. */
function middle(lid: 'upper' | 'lower'): number {
  const heights = ['375', '500', '625'].map(
    (at) => head.mean[3 * head.names.indexOf(`lid.right.${lid}.${at}`) + 1]!,
  );
  return heights.reduce((sum, height) => sum + height, 0) / heights.length;
}

describe('calibration', () => {
  it('finds the offset and gain of a person exactly but for its prior, and says what is left', () => {
    const pose = { rotation: [...poseRotation(frontal)] };
    const looks = [
      [0, 0],
      [0.2, 0.1],
      [-0.2, 0.1],
      [0.2, -0.1],
      [-0.2, -0.1],
    ].map(([yaw, pitch]) => ({ yaw: yaw!, pitch: pitch! }));
    const faceOf = ({ yaw, pitch }: { yaw: number; pitch: number }): never =>
      ({
        pose,
        gaze: {
          joined: {
            state: 'seen',
            direction: gazeDirection((yaw - 0.05) / 1.1, (pitch + 0.03) / 0.95),
            deviation: 0.1,
            origin: [0, 0, -60],
          },
        },
      }) as never;
    const calibration = calibrateGaze(
      looks.map((look) => {
        const [x, y, z] = scale(gazeDirection(look.yaw, look.pitch), 60);
        return { face: faceOf(look), target: [x, y, z - 60] as const };
      }),
    );
    expect(calibration.deviation).toBeLessThan(0.01);
    const wanted = gazeDirection(0.1, 0.05);
    const corrected = calibratedGaze(faceOf({ yaw: 0.1, pitch: 0.05 }), calibration)!;
    expect(angle(normalise(corrected.direction!), wanted)).toBeLessThan(0.4);
    expect(() => calibrateGaze([{ face: {}, target: [0, 0, 0] }])).toThrow('looks with the eyes seen');
  });
});
