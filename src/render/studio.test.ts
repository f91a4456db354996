import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../core/random.js';
import { createCageHead } from '../face/heads/cage/cage-head.js';
import type { HeadModel } from '../face/heads/head-model.js';
import { loadIctFacekit } from '../face/heads/ict-facekit/load.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { segmentClasses } from '../mesh/segment-classes.js';
import { project } from './camera/projection.js';
import { anyScene } from './sampling/scene-options.suite.js';
import { sampleScene } from './sampling/scene-sampling.js';
import type { SceneDescription } from './scene/scene-description.js';
import { createSoftwareRenderer } from './software/software-renderer.js';
import { createStudio, type Shot, type Studio } from './studio.js';

const assets = '../shared/assets/ict-facekit-light';
const size = 96;

const heads: readonly { name: string; there: boolean; load: () => HeadModel | Promise<HeadModel> }[] = [
  { name: 'cage', there: true, load: createCageHead },
  { name: 'ict-facekit (needs ../shared)', there: existsSync(assets), load: () => loadIctFacekit(assets) },
];

for (const { name, there, load } of heads)
  describe.skipIf(!there)(`studio with ${name}`, () => {
    let studio: Studio;
    let scene: SceneDescription;
    let shot: Shot;
    beforeAll(async () => {
      studio = createStudio({ head: await load(), set: ibug68 });
      scene = sampleScene(new Random(4, 2), studio.head, { ...anyScene, pose: 'frontal' });
      shot = studio.shoot(scene, { size });
    });

    test('the same description gives the same bits, and survives JSON', () => {
      const again = studio.shoot(JSON.parse(JSON.stringify(scene)), { size });
      expect(Buffer.compare(again.rgb, shot.rgb)).toBe(0);
      expect(again.points.contour).toEqual(shot.points.contour);
      expect(again.visibility).toEqual(shot.visibility);
    });

    test('what is composed is what is shot', () => {
      const { segmentation, depth } = createSoftwareRenderer().render(studio.compose(scene, { size }));
      expect(Buffer.compare(segmentation, shot.segmentation)).toBe(0);
      expect(depth).toEqual(shot.depth);
    });

    test("the landmarks' box has the described size and place", () => {
      const { box } = shot;
      expect(Math.max(box.width, box.height)).toBeCloseTo(scene.camera.fill * size, 3);
      expect(box.x + box.width / 2).toBeCloseTo((size - 1) / 2 + scene.camera.offsetX * size, 3);
      expect(box.y + box.height / 2).toBeCloseTo((size - 1) / 2 + scene.camera.offsetY * size, 3);
    });

    test('pixels are the projection of the camera-space points', () => {
      for (let k = 0; k < 68; k++) {
        const [x, y, z] = shot.points3d.subarray(3 * k, 3 * k + 3);
        const [u, v] = project([x!, y!, z!], shot.camera);
        expect(shot.points.surface[2 * k]).toBeCloseTo(u, 3);
        expect(shot.points.surface[2 * k + 1]).toBeCloseTo(v, 3);
      }
    });

    test('a visible point lies on what is drawn at its pixel', () => {
      const isHair = (segment: number): boolean =>
        segment === segmentClasses.hair || segment === segmentClasses.facialHair;
      let [visible, underHair] = [0, 0];
      for (let k = 0; k < 68; k++) {
        if (shot.visibility[k] !== 0) continue;
        visible++;
        const [column, row] = [
          Math.round(shot.points.surface[2 * k]!),
          Math.round(shot.points.surface[2 * k + 1]!),
        ];
        const around = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => (row + y) * size + column + x));
        const gaps = around.map((pixel) => Math.abs(shot.depth[pixel]! + shot.points3d[3 * k + 2]!));
        // A pixel spans about 3 mm of the face.
        if (Math.min(...gaps) < 0.4) continue;
        // Hair that lies close to the skin hides no point, and stands far before it where it is looked at slantwise.
        expect(
          around.some((pixel) => isHair(shot.segmentation[pixel]!)),
          `point ${k}`,
        ).toBe(true);
        underHair++;
      }
      expect(visible).toBeGreaterThan(40);
      // The jaw's upper ends, beside the ears.
      expect(underHair).toBeLessThanOrEqual(6);
    });

    test("the subject's right is on the image's left, brows above eyes above mouth", () => {
      const at = (k: number): [number, number] => [
        shot.points.contour[2 * k]!,
        shot.points.contour[2 * k + 1]!,
      ];
      expect(at(36)[0]).toBeLessThan(at(45)[0]);
      expect(at(48)[0]).toBeLessThan(at(54)[0]);
      expect(at(19)[1]).toBeLessThan(at(37)[1]);
      expect(at(39)[1]).toBeLessThan(at(51)[1]);
      expect(shot.pupils[0]).toBeLessThan(shot.pupils[2]!);
    });

    test('a turned head changes the picture and hides the far side', () => {
      const turned = studio.shoot({ ...scene, pose: { yaw: 1.1, pitch: 0, roll: 0 } }, { size });
      expect(Buffer.compare(turned.rgb, shot.rgb)).not.toBe(0);
      // Turned to the subject's left, the left jaw (points 14–16) is away from the camera.
      const hidden = [14, 15, 16].filter((k) => turned.visibility[k] !== 0);
      expect(hidden).toHaveLength(3);
      const slid = [13, 14, 15].filter(
        (k) => Math.abs(turned.points.contour[2 * k]! - turned.points.surface[2 * k]!) > 1,
      );
      expect(slid.length).toBeGreaterThan(0);
    });

    test('scenes of different streams differ, of the same stream do not', () => {
      const other = sampleScene(new Random(4, 3), studio.head, anyScene);
      expect(other.face.identity).not.toEqual(scene.face.identity);
      expect(sampleScene(new Random(4, 2), studio.head, { ...anyScene, pose: 'frontal' })).toEqual(scene);
    });
  });
