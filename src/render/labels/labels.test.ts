import { describe, expect, test } from 'vitest';
import { identity3, rotationAbout, type Vector3 } from '../../core/vector.js';
import type { HeadTopology } from '../../face/heads/head-model.js';
import { placeOn } from '../../face/heads/surface-place.js';
import { visibility } from '../../landmarks/landmark-set.js';
import type { SurfacePoint } from '../../landmarks/surface.js';
import type { DressedPart } from '../../mesh/dressed-part.js';
import { project } from '../camera/projection.js';
import type { Camera, RenderScene } from '../scene/scene.js';
import { makeScene, quad, rectangle, sphere, squareCamera } from '../simple-scenes.suite.js';
import { createSoftwareRenderer } from '../software/software-renderer.js';
import { labelSurfacePoints } from './labels.js';

const renderer = createSoftwareRenderer();
const middle = [1 / 3, 1 / 3, 1 / 3] as const;

const headOf = (part: DressedPart): { topology: HeadTopology } => ({
  topology: {
    vertexCount: part.positions.length / 3,
    triangles: part.triangles,
    materials: new Uint8Array(part.triangles.length / 3),
    rest: part.rest,
  },
});

/** Labels of points on the first part of a scene. */
function label(
  parts: readonly [DressedPart, ...DressedPart[]],
  points: readonly SurfacePoint[],
  camera: Camera,
  given: Partial<RenderScene> = {},
) {
  const scene = makeScene(parts, camera, given);
  const result = renderer.render(scene, { samples: 1 });
  return labelSurfacePoints({
    head: headOf(parts[0]),
    positions: parts[0].positions,
    scene,
    result,
    points,
  });
}

/** The visibility of the middle of the first triangle. */
const seen = (...parts: [DressedPart, ...DressedPart[]]): number =>
  label(parts, [{ triangle: 0, weights: [0.4, 0.2, 0.4] }], squareCamera(64, 100)).visibility[0]!;

describe('labels', () => {
  test('a point is weighed between its corners, placed with the head and projected', () => {
    const part = rectangle(-4, 6, -2, 8, 1);
    const head = { rotation: rotationAbout([0, 0, 1], Math.PI / 2), translation: [1, 2, -51] as const };
    const point: SurfacePoint = { triangle: 0, weights: [0.5, 0.25, 0.25] };
    expect(placeOn(headOf(part).topology, part.positions, point)).toEqual([1, 0.5, 1]);
    // A quarter turn takes (1, 0.5) to (−0.5, 1).
    const camera = { width: 80, height: 60, focal: 100, cx: 40, cy: 30 };
    const labels = label([part], [point], camera, { head });
    expect(Array.from(labels.camera)).toEqual([0.5, 3, -50]);
    expect(Array.from(labels.pixels)).toEqual([41, 24]);
  });

  test.each([32, 200])(
    'points of a sphere are seen up to its outline and hidden past it, at %i px',
    (size) => {
      const [radius, distance] = [9, 60];
      const part = sphere([0, 0, 0], radius, 90);
      const camera = squareCamera(size, size * 2.4);
      const points = Array.from({ length: part.triangles.length / 3 / 7 }, (_, i) => ({
        triangle: i * 7,
        weights: middle,
      }));
      const head = { rotation: identity3, translation: [0, 0, -distance] as const };
      const labels = label([part], points, camera, { head });
      const counts = [0, 0];
      points.forEach((point, k) => {
        const place = placeOn(headOf(part).topology, part.positions, point);
        // The outline is where the surface's normal is square to the line of sight.
        const beyond =
          (Math.acos(place[2] / Math.hypot(...place)) - Math.acos(radius / distance)) * (180 / Math.PI);
        // A degree and a half past the outline the point lies as far behind the near side as the tolerance reaches.
        if (Math.abs(beyond) < 2) return;
        const expected = beyond < 0 ? visibility.visible : visibility.hiddenBySelf;
        expect(labels.visibility[k], `${beyond}° past the outline`).toBe(expected);
        counts[expected]!++;
      });
      expect(Math.min(...counts)).toBeGreaterThan(1000);
    },
  );

  test('hair is judged by its height above the skin, however slantwise it is looked at', () => {
    const [radius, distance] = [8, 60];
    const skin = sphere([0, 0, 0], radius, 60);
    const points = Array.from({ length: skin.triangles.length / 3 / 5 }, (_, i) => ({
      triangle: i * 5,
      weights: middle,
    }));
    const slant = (point: SurfacePoint): number => {
      const [x, y, z] = placeOn(headOf(skin).topology, skin.positions, point);
      const way: Vector3 = [-x, -y, distance - z];
      return (x * way[0] + y * way[1] + z * way[2]) / Math.hypot(x, y, z) / Math.hypot(...way);
    };
    const grazing = points.filter((point) => slant(point) > 0.03 && slant(point) < 0.12);
    const ahead = points.filter((point) => slant(point) > 0.9);
    expect(Math.min(grazing.length, ahead.length)).toBeGreaterThan(50);
    const kinds = (
      height: number,
      among: readonly SurfacePoint[],
      given: Partial<DressedPart>,
    ): Set<number> => {
      const cover = sphere([0, 0, 0], radius + height, 60, { isHead: false, ...given });
      const head = { rotation: identity3, translation: [0, 0, -distance] as const };
      return new Set(label([skin, cover], among, squareCamera(160, 380), { head }).visibility);
    };
    for (const among of [grazing, ahead]) {
      expect(kinds(0.3, among, { isHair: true })).toEqual(new Set([visibility.visible]));
      expect(kinds(0.5, among, { isHair: true })).toEqual(new Set([visibility.hiddenByOther]));
    }
    // Anything else by the gap along the line of sight, which is centimetres where it grazes the skin.
    expect(kinds(0.25, grazing, {})).toEqual(new Set([visibility.hiddenByOther]));
    expect(kinds(0.25, ahead, {})).toEqual(new Set([visibility.visible]));
    // Hair behind the head hides nothing.
    const behind = rectangle(-12, 12, -12, 12, -20, { isHead: false, isHair: true });
    const head = { rotation: identity3, translation: [0, 0, -distance] as const };
    expect(new Set(label([skin, behind], grazing, squareCamera(160, 380), { head }).visibility)).toEqual(
      new Set([visibility.visible]),
    );
  });

  const face = rectangle(-8, 8, -8, 8, -50);
  const ahead = (gap: number, given: Partial<DressedPart> = {}): DressedPart =>
    rectangle(-3, 3, -3, 3, -50 + gap, { isHead: false, ...given });

  test('what stands well before a point hides it; what lies on it or behind it does not', () => {
    expect(seen(face)).toBe(visibility.visible);
    expect(seen(face, ahead(5))).toBe(visibility.hiddenByOther);
    expect(seen(face, ahead(0.4))).toBe(visibility.hiddenByOther);
    expect(seen(face, ahead(0.2))).toBe(visibility.visible);
    expect(seen(face, ahead(-5))).toBe(visibility.visible);
  });

  test('the face hides itself, whatever else stands there; its thin strands do not', () => {
    expect(seen(face, ahead(5, { isHead: true }))).toBe(visibility.hiddenBySelf);
    expect(seen(face, ahead(9), ahead(5, { isHead: true }))).toBe(visibility.hiddenBySelf);
    expect(seen(face, ahead(5, { isHead: true }), ahead(9))).toBe(visibility.hiddenBySelf);
    expect(seen(face, ahead(0.8, { isHead: true, twoSided: true }))).toBe(visibility.visible);
  });

  test('the back of a one-sided part hides nothing, as it is not drawn; of a two-sided one it does', () => {
    const turned = quad(
      [
        [-3, -3, -40],
        [-3, 3, -40],
        [3, 3, -40],
        [3, -3, -40],
      ],
      { isHead: false },
    );
    expect(seen(face, turned)).toBe(visibility.visible);
    expect(seen(face, { ...turned, twoSided: true })).toBe(visibility.hiddenByOther);
  });

  test('a part of the body hides a point where the body stands', () => {
    const scarf = rectangle(-3, 3, -3, 3, 0, { isHead: false, follows: 'body' });
    const point = [{ triangle: 0, weights: middle }];
    const at = (translation: Vector3) =>
      label([face, scarf], point, squareCamera(64, 100), { body: { rotation: identity3, translation } })
        .visibility[0];
    expect(at([2, -2, -40])).toBe(visibility.hiddenByOther);
    expect(at([-4, 2, -40])).toBe(visibility.visible);
  });

  test('a surface that faces away is hidden, except the fold at the edge of one that is seen', () => {
    const away = quad([
      [-8, -8, -50],
      [-8, 8, -50],
      [8, 8, -50],
      [8, -8, -50],
    ]);
    expect(seen(away)).toBe(visibility.hiddenBySelf);
    expect(seen(away, rectangle(-8, 8, -8, 8, -50.2))).toBe(visibility.visible);
  });

  test('points beyond the frame or behind the camera are outside', () => {
    const camera = squareCamera(64, 100);
    const at = (x: number, y: number, z: number) => rectangle(x - 1, x + 1, y - 1, y + 1, z);
    const of = (part: DressedPart) => label([part], [{ triangle: 0, weights: [0.5, 0, 0.5] }], camera);
    // At 50 cm the frame reaches 32 px, 16 cm, from the axis.
    expect(of(at(15.9, 0, -50)).visibility[0]).toBe(visibility.visible);
    expect(of(at(16.1, 0, -50)).visibility[0]).toBe(visibility.outside);
    expect(of(at(0, -16.1, -50)).visibility[0]).toBe(visibility.outside);
    const behind = of(at(0, 0, 50));
    expect(behind.visibility[0]).toBe(visibility.outside);
    expect(behind.pixels[0]).toBeNaN();
    const beyond = of(at(16.1, 3, -50));
    expect(beyond.pixels[0]).toBeCloseTo(project([16.1, 3, -50], camera)[0], 4);
  });
});
