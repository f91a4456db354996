/**
 * What a renderer must do, in closed forms: where things land, what hides what, how bright they are, and that the
 * same scene gives the same bits. Run by the software renderer's test.
 */
import { describe, expect, test } from 'vitest';
import { normalise, rotationAbout, type Vector3 } from '../core/vector.js';
import { project, unproject } from './camera/projection.js';
import { encodeByte, linearOfByte, toneCurve } from './camera/tone-curve.js';
import type { KeyLight, Renderer, RenderResult } from './scene/scene.js';
import {
  makePart,
  makeScene,
  quad,
  rectangle,
  shadedScene,
  sphere,
  squareCamera,
  uniformEnvironment,
} from './simple-scenes.suite.js';

const dark = (...keys: KeyLight[]) => ({ environment: new Float32Array(27), keys });
const byteOf = (radiance: number): number => encodeByte(toneCurve(radiance));

/** The red byte of a pixel. */
const red = (result: RenderResult, x: number, y: number): number => result.rgb[(y * result.width + x) * 3]!;

export function rendererSuite(name: string, create: () => Renderer): void {
  describe(`${name}: where things land`, () => {
    test('a sphere has the outline of a pinhole picture: radius f·r/√(d² − r²)', () => {
      const [radius, distance, focal] = [9, 60, 300];
      const scene = makeScene([sphere([0, 0, -distance], radius, 150)], squareCamera(128, focal));
      const { segmentation } = create().render(scene);
      const outline = (focal * radius) / Math.sqrt(distance ** 2 - radius ** 2);
      const covered = segmentation.reduce((sum, id) => sum + (id === 1 ? 1 : 0), 0);
      expect(covered / (Math.PI * outline ** 2)).toBeCloseTo(1, 2);
      const middle = Array.from(segmentation.subarray(64 * 128, 65 * 128));
      const width = Math.sqrt(outline ** 2 - 0.5 ** 2) * 2;
      expect(Math.abs(middle.filter((id) => id === 1).length - width)).toBeLessThanOrEqual(1);
    });

    test('a triangle covers a pixel centre exactly where its projected corners say, to 0.01 px', () => {
      const corners: Vector3[] = [
        [-7.3, -5.1, -48],
        [8.2, -3.3, -71],
        [-0.7, 7.9, -55],
      ];
      const camera = { width: 96, height: 80, focal: 260, cx: 45.2, cy: 41.7 };
      const { partIds } = create().render(makeScene([makePart(corners.flat(), [0, 1, 2])], camera));
      const pixels = corners.map((corner) => project(corner, camera));
      let inside = 0;
      for (let y = 0; y < camera.height; y++)
        for (let x = 0; x < camera.width; x++) {
          const depths = pixels.map(([u, v], i) => {
            const [s, t] = pixels[(i + 1) % 3]!;
            return ((x - u) * (t - v) - (y - v) * (s - u)) / Math.hypot(s - u, t - v);
          });
          const depth = Math.min(...depths);
          if (Math.abs(depth) < 0.01) continue;
          expect(partIds[y * camera.width + x], `pixel ${x}, ${y}, ${depth} px inside`).toBe(
            depth > 0 ? 1 : 0,
          );
          if (depth > 0) inside++;
        }
      expect(inside).toBeGreaterThan(500);
    });

    test('depth and place of a tilted plane are those of the ray that meets it', () => {
      const normal = normalise([0.4, -0.3, 1]);
      const plane = quad([
        [-30, -30, -80 + (0.4 * 30 - 0.3 * 30)],
        [30, -30, -80 + (-0.4 * 30 - 0.3 * 30)],
        [30, 30, -80 + (-0.4 * 30 + 0.3 * 30)],
        [-30, 30, -80 + (0.4 * 30 + 0.3 * 30)],
      ]);
      const camera = squareCamera(64, 200);
      const { depth, normals } = create().render(makeScene([plane], camera));
      for (let y = 0; y < 64; y++)
        for (let x = 0; x < 64; x++) {
          const ray = unproject([x, y], 1, camera);
          const expected = (-80 * normal[2]) / (normal[0] * ray[0] + normal[1] * ray[1] + normal[2] * ray[2]);
          expect(depth[y * 64 + x]).toBeCloseTo(expected, 3);
          expect(normals[(y * 64 + x) * 3]).toBeCloseTo(normal[0], 5);
          expect(normals[(y * 64 + x) * 3 + 1]).toBeCloseTo(normal[1], 5);
        }
    });

    test.each([
      ['given', (part: ReturnType<typeof sphere>) => part, 1e-3],
      ['computed', (part: ReturnType<typeof sphere>) => ({ ...part, normals: null }), 0.02],
    ] as const)('normals of a sphere (%s) point from its centre', (_, change, tolerance) => {
      const camera = squareCamera(64, 200);
      const part = change(sphere([1, -1, -60], 8, 80));
      const { depth, normals } = create().render(makeScene([part], camera));
      let seen = 0;
      for (let o = 0; o < 64 * 64; o++) {
        if (depth[o] === 0) continue;
        seen++;
        const place = unproject([o % 64, Math.floor(o / 64)], depth[o]!, camera);
        [1, -1, -60].forEach((centre, axis) => {
          expect(Math.abs(normals[o * 3 + axis]! - (place[axis]! - centre) / 8)).toBeLessThan(tolerance);
        });
      }
      expect(seen).toBeGreaterThan(1500);
    });

    test('head and body parts stand where their placements say', () => {
      const camera = squareCamera(64, 100);
      const part = rectangle(-2, 2, -2, 2, 0);
      const scene = makeScene([part, { ...part, follows: 'body' }], camera, {
        head: { rotation: rotationAbout([0, 0, 1], Math.PI / 4), translation: [-8, 0, -50] },
        body: { rotation: rotationAbout([0, 0, 1], 0), translation: [8, 4, -50] },
      });
      const { partIds } = create().render(scene);
      const box = (id: number) => {
        const places = Array.from(partIds.keys()).filter((o) => partIds[o] === id);
        const xs = places.map((o) => o % 64);
        const ys = places.map((o) => Math.floor(o / 64));
        return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      };
      // 4 cm are 8 px; the head's square stands on its corner and spans 8·√2 = 11.3 px, 10.3 px half a pixel
      // beside its middle, where the nearest row of pixel centres is.
      expect(box(1)).toEqual([11, 20, 27, 36]);
      expect(box(2)).toEqual([44, 51, 20, 27]);
    });
  });

  describe(`${name}: what hides what`, () => {
    test('the nearer surface wins whatever the order, and the layers name it', () => {
      const near = rectangle(-3, 3, -3, 3, -50, { look: { segment: 7 } });
      const far = rectangle(-20, 20, -20, 20, -90, { look: { segment: 3 } });
      const camera = squareCamera(32, 100);
      for (const parts of [
        [near, far],
        [far, near],
      ]) {
        const result = create().render(makeScene(parts, camera));
        const middle = 12 * 32 + 18;
        expect(result.segmentation[middle]).toBe(7);
        expect(result.partIds[middle]).toBe(parts.indexOf(near) + 1);
        expect(result.depth[middle]).toBeCloseTo(50, 4);
        expect(result.segmentation[2]).toBe(3);
        expect(result.partIds[2]).toBe(parts.indexOf(far) + 1);
        // Corners run bottom left, bottom right, top right, top left: triangle 0 is the lower right half.
        expect(result.triangleIds[16 * 32 + 18]).toBe(0);
        expect(result.triangleIds[15 * 32 + 13]).toBe(1);
      }
    });

    test('the back of a part is drawn only where it is two-sided, with its normal towards the camera', () => {
      const back = (twoSided: boolean) =>
        quad(
          [
            [-5, -5, -50],
            [-5, 5, -50],
            [5, 5, -50],
            [5, -5, -50],
          ],
          { twoSided },
        );
      const camera = squareCamera(16, 50);
      expect(Math.max(...create().render(makeScene([back(false)], camera)).partIds)).toBe(0);
      const { partIds, normals } = create().render(makeScene([back(true)], camera));
      expect(partIds[8 * 16 + 8]).toBe(1);
      expect(normals[(8 * 16 + 8) * 3 + 2]).toBeCloseTo(1, 6);
    });

    test('a floor that runs under and behind the camera is cut, not folded over the sky', () => {
      const floor = quad([
        [-400, -10, 300],
        [400, -10, 300],
        [400, -10, -900],
        [-400, -10, -900],
      ]);
      const camera = squareCamera(64, 40);
      const { depth, partIds } = create().render(makeScene([floor], camera));
      for (let y = 0; y < 64; y++)
        for (let x = 0; x < 64; x += 7) {
          const below = y - camera.cy;
          const expected = (10 * 40) / below;
          const there = below > 0 && expected < 900 && (Math.abs(x - camera.cx) / 40) * expected < 400;
          expect(partIds[y * 64 + x], `pixel ${x}, ${y}`).toBe(there ? 1 : 0);
          if (there) expect(depth[y * 64 + x]! / expected).toBeCloseTo(1, 4);
        }
    });

    test('a closed mesh of tiny triangles has no holes', () => {
      const camera = squareCamera(96, 210);
      const part = sphere([0, 0, -50], 10, 120, { look: { red: 0, green: 0, blue: 0 } });
      const background = new Uint8Array(96 * 96 * 3).fill(255);
      const result = create().render(makeScene([part], camera, { background }));
      const outline = (210 * 10) / Math.sqrt(50 ** 2 - 10 ** 2);
      for (let y = 0; y < 96; y++)
        for (let x = 0; x < 96; x++)
          if (Math.hypot(x - camera.cx, y - camera.cy) < outline - 1.5) expect(red(result, x, y)).toBe(0);
    });

    test('nothing drawn leaves the background as it is and the layers empty', () => {
      const camera = squareCamera(8, 20);
      const background = Uint8Array.from({ length: 192 }, (_, i) => i);
      const behind = rectangle(-5, 5, -5, 5, 40, { twoSided: true });
      const result = create().render(makeScene([behind], camera, { background }));
      expect(result.rgb).toEqual(background);
      expect(result.segmentation.every((value) => value === 0)).toBe(true);
      expect(result.depth.every((value) => value === 0)).toBe(true);
      expect(result.albedo.every((value) => value === 0)).toBe(true);
      expect(result.alpha.every((value) => value === 0)).toBe(true);
    });

    test('albedo is the surface alone, whatever the light; alpha is the covered share of a pixel', () => {
      const camera = squareCamera(16, 50);
      // The left edge runs through the middle of the pixels at x = 4.
      const left = -((camera.cx - 4) * 50) / 50;
      const part = rectangle(left, 20, -20, 20, -50, { look: { red: 0.5, green: 0.18, blue: 0.02 } });
      for (const exposure of [0.2, 1, 5]) {
        const { albedo, alpha } = create().render(makeScene([part], camera, { exposure }));
        const o = 8 * 16 + 10;
        expect([...albedo.subarray(o * 3, o * 3 + 3)]).toEqual([0.5, 0.18, 0.02].map(sRgbByte));
        expect(alpha[o]).toBe(255);
        expect(alpha[8 * 16 + 4]).toBe(128);
        expect(alpha[8 * 16 + 3]).toBe(0);
      }
    });
  });

  /** The sRGB transfer function as the standard writes it (IEC 61966-2-1). */
  function sRgbByte(light: number): number {
    return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  }

  describe(`${name}: how bright things are`, () => {
    const camera = squareCamera(32, 64);

    test('albedo 0.5 under an environment of radiance 1 sends back 0.5', () => {
      const result = create().render(makeScene([sphere([0, 0, -40], 12, 60)], camera));
      for (const [x, y] of [
        [16, 16],
        [5, 16],
        [16, 26],
      ] as const)
        expect(red(result, x, y)).toBe(byteOf(0.5));
    });

    test.each([
      { specular: 0.04, roughness: 0.3, coat: 0 },
      { specular: 0.028, roughness: 0.6, coat: 1 },
      { specular: 0.6, roughness: 0.1, coat: 0.5 },
    ])('a white furnace keeps its energy: $specular, $roughness, $coat', (look) => {
      const white = { red: 1, green: 1, blue: 1, ...look };
      const result = create().render(makeScene([sphere([0, 0, -40], 12, 60, { look: white })], camera));
      for (let x = 0; x < 32; x++)
        if (result.partIds[16 * 32 + x] === 1)
          expect(Math.abs(red(result, x, 16) - byteOf(1))).toBeLessThan(2);
    });

    test('a key light gives a white matt surface its colour times the cosine, and exposure scales it', () => {
      const direction = normalise([0, 0.6, 0.8]);
      const lighting = dark({ direction, colour: [0.9, 0.6, 0.3], softness: 0 });
      const white = { red: 1, green: 1, blue: 1 };
      const wall = rectangle(-40, 40, -40, 40, -80, { look: white });
      for (const exposure of [1, 0.25]) {
        const { rgb } = create().render(makeScene([wall], camera, { lighting, exposure }));
        const pixel = Array.from(rgb.subarray((10 * 32 + 20) * 3, (10 * 32 + 20) * 3 + 3));
        expect(pixel).toEqual([0.9, 0.6, 0.3].map((colour) => byteOf(colour * 0.8 * exposure)));
      }
    });

    test('openness dims the environment, not the key light', () => {
      const lighting = { ...dark(), environment: uniformEnvironment(1) };
      const wall = (openness: number) => rectangle(-40, 40, -40, 40, -80, { look: { openness } });
      expect(red(create().render(makeScene([wall(0.4)], camera, { lighting })), 9, 9)).toBe(byteOf(0.2));
      const key = dark({ direction: [0, 0, 1], colour: [1, 1, 1], softness: 0 });
      expect(red(create().render(makeScene([wall(0.4)], camera, { lighting: key })), 9, 9)).toBe(byteOf(0.5));
    });

    test('a bent normal turns with the head and changes the light, not the normals layer', () => {
      const lighting = dark({ direction: [0, 1, 0], colour: [1, 1, 1], softness: 0 });
      const wall = rectangle(-40, 40, -40, 40, 0, { look: { bendX: 1 }, castsShadow: false });
      // The bend to +x becomes +y: the shading normal is (0, 1, 1)/√2.
      const head = { rotation: rotationAbout([0, 0, 1], Math.PI / 2), translation: [0, 0, -80] as const };
      const result = create().render(makeScene([wall], camera, { lighting, head }));
      expect(red(result, 16, 16)).toBe(byteOf(0.5 * Math.SQRT1_2));
      expect(result.normals[(16 * 32 + 16) * 3 + 2]).toBeCloseTo(1, 6);
    });

    test('wrapped light reaches past the terminator: a quarter of its width at the terminator, red furthest', () => {
      const lighting = dark({ direction: [1, 0, 0], colour: [1, 1, 1], softness: 0 });
      const skin = sphere([0, 0, -40], 12, 120, { look: { wrap: 0.5 } });
      const { rgb } = create().render(makeScene([skin], squareCamera(33, 64), { lighting }));
      const at = (16 * 33 + 16) * 3;
      expect(rgb[at]).toBe(byteOf((0.5 * 0.5) / 4));
      expect(rgb[at + 1]!).toBeLessThan(rgb[at]!);
      expect(rgb[at + 2]!).toBeLessThan(rgb[at + 1]!);
      expect(rgb[at + 2]!).toBeGreaterThan(0);
    });

    test('a pixel half covered is half background, mixed as light', () => {
      const small = squareCamera(8, 40);
      // At 40 cm a centimetre is a pixel: the right edge at x = 0.5 cm runs through the middle of pixel 4.
      const part = rectangle(-10, 0.5, -10, 10, -40);
      const background = new Uint8Array(8 * 8 * 3).fill(200);
      const result = create().render(makeScene([part], small, { background }));
      expect(red(result, 3, 4)).toBe(byteOf(0.5));
      expect(red(result, 4, 4)).toBe(encodeByte((toneCurve(0.5) + linearOfByte[200]!) / 2));
      expect(red(result, 5, 4)).toBe(200);
    });
  });

  describe(`${name}: shadows`, () => {
    const camera = squareCamera(128, 400);
    const wall = rectangle(-40, 40, -40, 40, -100, { castsShadow: false });
    // Lit from the right at 45°: the square stands 10 cm before the wall, so its shadow lies 10 cm further left.
    const light = (softness: number) =>
      dark({ direction: normalise([1, 0, 1]), colour: [1, 1, 1], softness });
    const square = rectangle(5, 12, -4, 4, -90, { look: { segment: 2 } });
    /** Pixel of a place on the wall. */
    const onWall = (x: number, y: number) => {
      const [u, v] = project([x, y, -100], camera);
      return [Math.round(u), Math.round(v)] as const;
    };

    test('the shadow of a square lands where the light sends it', () => {
      const result = create().render(makeScene([wall, square], camera, { lighting: light(0) }));
      const lit = byteOf(0.5 * Math.SQRT1_2);
      for (const [x, y] of [
        [-4.6, 0],
        [1.6, 0],
        [-1, 3.6],
        [-1, -3.6],
      ] as const)
        expect(red(result, ...onWall(x, y)), `in shadow at ${x}, ${y}`).toBe(0);
      for (const [x, y] of [
        [-5.4, 0],
        [2.4, 0],
        [-1, 4.4],
        [-1, -4.4],
      ] as const)
        expect(red(result, ...onWall(x, y)), `in light at ${x}, ${y}`).toBe(lit);
    });

    test('a softer light blurs the edge and keeps the core', () => {
      const result = create().render(makeScene([wall, square], camera, { lighting: light(1) }));
      expect(red(result, ...onWall(-1.5, 0))).toBe(0);
      let partial = 0;
      for (let x = -7; x < -3; x += 0.25) {
        const value = red(result, ...onWall(x, 0));
        if (value > 0 && value < byteOf(0.5 * Math.SQRT1_2)) partial++;
      }
      expect(partial).toBeGreaterThanOrEqual(4);
    });

    test('a part that casts none leaves the wall lit; a lit sphere does not shade its own lit side', () => {
      const none = create().render(
        makeScene([wall, { ...square, castsShadow: false }], camera, { lighting: light(0) }),
      );
      expect(red(none, ...onWall(-1, 0))).toBe(byteOf(0.5 * Math.SQRT1_2));
      const direction = normalise([1, 0, 1]);
      const ball = sphere([0, 0, -60], 8, 100);
      const result = create().render(makeScene([ball], camera, { lighting: light(0.5) }));
      for (let o = 0; o < 128 * 128; o++) {
        const cosine = direction.reduce((sum, value, axis) => sum + value * result.normals[o * 3 + axis]!, 0);
        const inner = result.partIds[o] === 1 && result.normals[o * 3 + 2]! > 0.3;
        if (inner && cosine > 0.15)
          expect(Math.abs(result.rgb[o * 3]! - byteOf(0.5 * cosine)), `cosine ${cosine}`).toBeLessThan(4);
      }
    });
  });

  describe(`${name}: the same bits`, () => {
    test('a renderer gives the same bits again, also after another scene, and leaves old results alone', () => {
      const renderer = create();
      const scene = shadedScene();
      const first = renderer.render(scene);
      const copy = structuredClone(first);
      renderer.render(makeScene([rectangle(-50, 50, -50, 50, -70)], squareCamera(48, 60)));
      renderer.render(makeScene([rectangle(-50, 50, -50, 50, -70)], scene.camera));
      const again = renderer.render(scene);
      expect(first).toEqual(copy);
      expect(again).toEqual(copy);
      expect(create().render(scene)).toEqual(copy);
    });

    test('label layers do not depend on the samples of the image', () => {
      const one = create().render(shadedScene(), { samples: 1 });
      const two = create().render(shadedScene(), { samples: 2 });
      for (const layer of ['segmentation', 'depth', 'normals', 'partIds', 'triangleIds'] as const)
        expect(one[layer]).toEqual(two[layer]);
      expect(one.rgb).not.toEqual(two.rgb);
    });

    test('a background of the wrong size is refused', () => {
      const scene = makeScene([], squareCamera(8, 10), { background: new Uint8Array(10) });
      expect(() => create().render(scene)).toThrow('background of a 8 × 8 image has 192 bytes, got 10');
    });
  });
}
