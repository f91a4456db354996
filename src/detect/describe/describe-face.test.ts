import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { multiply, transpose, type Vector3 } from '../../core/vector.js';
import { poseRotation } from '../../face/person/pose-distribution.js';
import { project, toCamera } from '../../render/camera/projection.js';
import type { Camera, Placement } from '../../render/scene/scene.js';
import type { FacePoints } from '../face.js';
import { describeFace, describeFaces, describePerson } from './describe-face.js';
import { createVideoDescriber } from './describe-video.js';
import { defaultHeadPoints } from './head/default-head-points.js';

const degrees = Math.PI / 180;
const camera: Camera = { width: 640, height: 480, focal: 700, cx: 319.5, cy: 239.5 };
const head = defaultHeadPoints('ibug68', 'surface');

/** A face whose points are exactly those of the head of these amounts. */
function faceOf(
  placement: Placement,
  identity: readonly number[],
  expression: readonly number[],
): FacePoints {
  const size = head.mean.length;
  const place = (k: number): Vector3 =>
    [0, 1, 2].map((axis) => {
      const at = 3 * k + axis;
      return (
        head.mean[at]! +
        identity.reduce((sum, amount, p) => sum + amount * head.identity[p * size + at]!, 0) +
        expression.reduce((sum, amount, e) => sum + amount * head.expression[e * size + at]!, 0)
      );
    }) as unknown as Vector3;
  return {
    set: 'ibug68',
    convention: 'surface',
    unit: 'pixel',
    points: head.names.map((name, k) => {
      const [x, y] = project(toCamera(place(k), placement), camera);
      return { name, x, y, uncertainty: 0.05 };
    }),
  };
}

function placed(yaw: number, pitch: number, roll: number): Placement {
  const rotation = poseRotation({ yaw: yaw * degrees, pitch: pitch * degrees, roll: roll * degrees });
  return { rotation, translation: [4, -3, -60] };
}

/** Degrees. */
function angleBetween(a: Placement['rotation'], b: readonly number[]): number {
  const turn = multiply(a, transpose(b as unknown as Placement['rotation']));
  return Math.acos(Math.min(1, (turn[0] + turn[4] + turn[8] - 1) / 2)) / degrees;
}

describe('describeFace', () => {
  const random = new Random(11);
  const identity = head.identityNames.map(() => 0.8 * random.normal());
  const expression = head.actions.map((action) => (action === 'jawDrop' ? 0.6 : 0));

  it.each([
    [0, 0, 0],
    [25, -10, 5],
    [-60, 20, -15],
    [88, 5, 10],
    [-88, -20, 30],
  ])('finds the pose of exact points again: yaw %d°, pitch %d°, roll %d°', (yaw, pitch, roll) => {
    const truth = placed(yaw, pitch, roll);
    const { pose, misfit } = describeFace(faceOf(truth, identity, expression), { camera, topics: ['pose'] });
    expect(angleBetween(truth.rotation, pose!.rotation)).toBeLessThan(1);
    // Distance hangs on the size of the head, of which a standard deviation is some per cent.
    for (const axis of [0, 1]) expect(pose!.position[axis]).toBeCloseTo(truth.translation[axis]!, 0);
    expect(Math.abs(pose!.position[2] + 60)).toBeLessThan(4);
    expect(misfit).toBeLessThan(0.6);
    expect(pose!.deviation / degrees).toBeGreaterThan(0.1);
    expect(pose!.deviation / degrees).toBeLessThan(4);
  });

  it('names yaw, pitch and roll as the renderer does', () => {
    const { pose } = describeFace(faceOf(placed(30, 10, -20), [], []), { camera });
    expect(pose!.yaw / degrees).toBeCloseTo(30, 0);
    expect(pose!.pitch / degrees).toBeCloseTo(10, 0);
    expect(pose!.roll / degrees).toBeCloseTo(-20, 0);
  });

  it('gives a mirrored face a mirrored pose', () => {
    const face = faceOf(placed(35, -8, 12), identity, expression);
    const mirrored = {
      ...face,
      points: face.points.map((point, k) => {
        const other = face.points[head.mirror[k]!]!;
        return { ...point, x: camera.width - 1 - other.x, y: other.y };
      }),
    };
    const [one, other] = [face, mirrored].map((points) => describeFace(points, { camera }).pose!);
    expect(one!.yaw + other!.yaw).toBeCloseTo(0, 2);
    expect(one!.roll + other!.roll).toBeCloseTo(0, 2);
    expect(one!.pitch - other!.pitch).toBeCloseTo(0, 2);
  });

  it('is hardly moved by one point that is far off', () => {
    const truth = placed(10, 5, 0);
    const face = faceOf(truth, identity, expression);
    face.points[30] = { ...face.points[30]!, x: face.points[30]!.x + 60 };
    expect(angleBetween(truth.rotation, describeFace(face, { camera }).pose!.rotation)).toBeLessThan(1.5);
  });

  it('estimates the focal length with its error bar where nobody says it, and the pose all the same', () => {
    const truth = placed(-30, 10, 0);
    const face = faceOf(truth, identity, expression);
    const described = describeFace(face, { camera: { width: 640, height: 480 } });
    expect(described.camera.focalDeviation).toBeGreaterThan(0.02);
    expect(Math.abs(Math.log(described.camera.focal / 700))).toBeLessThan(
      3 * described.camera.focalDeviation,
    );
    expect(angleBetween(truth.rotation, described.pose!.rotation)).toBeLessThan(4);
  });

  it("takes the camera from the face's picture where none is given", () => {
    const { width, height, focal } = camera;
    const told = describeFace(faceOf(placed(20, 5, 0), [], []), { camera: { width, height, focal } });
    const face = { ...faceOf(placed(20, 5, 0), [], []), picture: { width, height, focal } };
    expect(describeFace(face)).toEqual(told);
    expect(describePerson([{ face }])[0]!.camera).toEqual(told.camera);
    expect(createVideoDescriber().describe(face, 0).camera).toEqual(told.camera);
    // Off the middle of the picture, so that without its size the angles differ.
    expect(describeFace({ ...face, picture: { width: 800, height } }).pose!.yaw).not.toBeCloseTo(
      told.pose!.yaw,
      2,
    );
    const given = describeFace(face, { camera: { focal: 900 } }).camera;
    expect([given.focal, given.cx]).toEqual([expect.closeTo(900, 4), 319.5]);
    for (const describing of [
      () => describeFace(face, { camera: { width: 1920, height: 1080 } }),
      () => describePerson([{ face, camera: { width: 1920, height: 1080 } }]),
      () => createVideoDescriber({ camera: { width: 1920, height: 1080 } }).describe(face, 0),
    ])
      expect(describing).toThrow('is of another picture');
  });

  it('reads null, which JSON of other programs has for what is not known', () => {
    const known = faceOf(placed(20, 5, 0), [], []);
    const json = (place: number | null): FacePoints =>
      JSON.parse(
        JSON.stringify({
          ...known,
          picture: null,
          points: known.points.map((point, k) => (k === 3 ? { ...point, x: place } : point)),
        }),
      );
    const unknown = { ...known.points[3]!, x: Number.NaN };
    const told = describeFace({ ...known, points: known.points.with(3, unknown) });
    expect(describeFace(json(null))).toEqual(told);
    expect(describeFaces([json(null)])).toEqual([told]);
    const { width, height } = camera;
    const unsaid = { ...known, picture: { width, height, focal: null } } as unknown as FacePoints;
    expect(describeFace(unsaid)).toEqual(describeFace({ ...known, picture: { width, height } }));
  });

  it('sees an open jaw, and names identity and actions', () => {
    const { reconstruction } = describeFace(faceOf(placed(0, 0, 0), identity, expression), { camera });
    expect(reconstruction!.actions.jawDrop!.value).toBeGreaterThan(0.3);
    expect(Object.keys(reconstruction!.identity)).toEqual(head.identityNames);
  });

  it('goes on without points that are not known', () => {
    const truth = placed(5, 5, 5);
    const face = faceOf(truth, [], []);
    for (let k = 0; k < 68; k += 2) face.points[k] = { ...face.points[k]!, x: Number.NaN };
    expect(angleBetween(truth.rotation, describeFace(face, { camera }).pose!.rotation)).toBeLessThan(1);
  });

  it('takes null in options and cameras for left out, and checks what the picture says', () => {
    const face = { ...faceOf(placed(20, 5, 0), [], []), picture: { width: 640, height: 480 } };
    const nulls = { camera: null, head: null, topics: null } as object;
    expect(describeFace(face, nulls)).toEqual(describeFace(face));
    expect(describeFaces([face], nulls)).toEqual(describeFaces([face]));
    expect(describeFace(face, { camera: { focal: 900, cx: null } as object })).toEqual(
      describeFace(face, { camera: { focal: 900 } }),
    );
    const unsaid = { ...face, picture: { ...face.picture, focal: null } } as unknown as FacePoints;
    const unplaced = { ...face, picture: null } as unknown as FacePoints;
    expect(describeFaces([face, unsaid], { topics: [] })).toHaveLength(2);
    expect(() => describeFaces([unplaced, face])).toThrow('not one that is not known');
    expect(() => describeFace({ ...face, picture: { width: 0, height: 480 } })).toThrow(
      "the face's picture's width must be a positive number, got 0",
    );
  });

  it('refuses a face of too few points, points of another set, and a camera that is none', () => {
    const face = faceOf(placed(0, 0, 0), [], []);
    const none = { ...face, points: face.points.map((point) => ({ ...point, x: Number.NaN })) };
    expect(() => describeFace(none)).toThrow('0 of the 68 points of ibug68 are known');
    expect(() => describeFace({ ...face, points: face.points.slice(1) }, { head })).toThrow(
      'the face has 67 points of ibug68',
    );
    expect(() => describeFace(face, { camera: { focal: -1 } })).toThrow(
      "the camera's focal must be a positive",
    );
  });

  it('refuses options that nobody reads', () => {
    const face = faceOf(placed(0, 0, 0), [], []);
    expect(() => describeFace(face, { topic: ['pose'] } as object)).toThrow(
      'describeFace: topic: no such option; allowed: camera, head, topics (perhaps topics is meant)',
    );
    expect(() => describeFace(face, { focal: 900 } as object)).toThrow(
      'goes under camera: { width, height, focal',
    );
    expect(() => describeFace(face, { camera: { focus: 900 } as object })).toThrow(
      'describe: the camera: focus: no such option; allowed: width, height, focal, cx, cy (perhaps focal is meant)',
    );
    expect(() => describePerson([{ face }], { camera } as object)).toThrow(
      'each picture has a camera of its own',
    );
    expect(() => createVideoDescriber({ heads: head } as object)).toThrow('perhaps head is meant');
    expect(() => createVideoDescriber({ fatigue: { windows: 9 } as object })).toThrow(
      'perhaps window is meant',
    );
  });
});
