import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { identity3 } from '../../core/vector.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { sceneAttributes } from '../../render/labels/attributes.js';
import { caption } from '../../render/labels/caption.js';
import { anyScene } from '../../render/sampling/scene-options.suite.js';
import { sampleScene } from '../../render/sampling/scene-sampling.js';
import { sceneVersion } from '../../render/scene/scene-description.js';
import type { Shot } from '../../render/studio.js';
import { encodeShot } from './encode-shot.js';

const [width, height] = [9, 9];
const pixels = width * height;

function shot(): Shot {
  const normals = new Float32Array(3 * pixels);
  normals.set([0.8, -0.6, 0], 3);
  normals.set([0, 0, 1], 6);
  const depth = new Float32Array(pixels);
  depth.set([0, 47.1234, 250.008]);
  return {
    width,
    height,
    rgb: new Uint8Array(3 * pixels).fill(120),
    segmentation: Uint8Array.from({ length: pixels }, (_, i) => i % 20),
    depth,
    normals,
    albedo: Uint8Array.from({ length: 3 * pixels }, (_, i) => (i * 31) % 256),
    alpha: Uint8Array.from({ length: pixels }, (_, i) => (i * 3) % 256),
    points: { surface: Float32Array.of(1, 2), contour: Float32Array.of(3, 4) },
    points3d: Float32Array.of(1, 2, -50),
    visibility: Uint8Array.of(1),
    box: { x: 1, y: 2, width: 3, height: 4 },
    pupils: Float32Array.of(1, 2, 3, 4),
    gaze: Float32Array.of(0, 0, 1, 0.5, 0, 0.75),
    brows: { arch: 0.9, breadth: 0.7, gap: 2.4, tilt: -0.1 },
    camera: { width, height, focal: 20, cx: 4, cy: 4 },
    head: { rotation: identity3, translation: [0, 0, -60] },
  };
}

describe('encodeShot', () => {
  const scene = sampleScene(new Random(1), createCageHead(), anyScene);
  const context = { id: 'face-1', split: 'train', landmarks: 'one' };

  it('keeps every label and the whole scene', async () => {
    const sample = await encodeShot(shot(), scene, { ...context, layers: [] });
    expect(sample).toMatchObject({ ...context, width, height, points: shot().points, box: shot().box });
    expect(sample.visibility).toEqual(Uint8Array.of(1));
    expect(sample.layers).toBeUndefined();
    expect(JSON.parse(JSON.stringify(sample.attributes))).toEqual({
      sceneVersion,
      scene,
      camera: shot().camera,
      head: shot().head,
      gaze: [0, 0, 1, 0.5, 0, 0.75],
      shows: sceneAttributes(scene, shot()),
      caption: caption(sceneAttributes(scene, shot())),
    });
  });

  it('compresses the picture as the scene says', async () => {
    const size = async (jpegQuality: number): Promise<number> => {
      const noisy = { ...shot(), rgb: Uint8Array.from({ length: 3 * pixels }, (_, i) => (i * 97) % 256) };
      const described = { ...scene, photograph: { ...scene.photograph, jpegQuality } };
      return (await encodeShot(noisy, described, { ...context, layers: [] })).image.length;
    };
    expect(await size(95)).toBeGreaterThan(await size(40));
  });

  it('stores layers that decode to what was rendered', async () => {
    const { layers } = await encodeShot(shot(), scene, {
      ...context,
      layers: ['segmentation', 'depth', 'normals', 'albedo', 'alpha'],
    });
    const segmentation = await sharp(layers?.segmentation).toColourspace('b-w').raw().toBuffer();
    expect([...segmentation]).toEqual([...shot().segmentation]);
    const alpha = await sharp(layers?.alpha).toColourspace('b-w').raw().toBuffer();
    expect([...alpha]).toEqual([...shot().alpha]);
    expect([...(await sharp(layers?.albedo).raw().toBuffer())]).toEqual([...shot().albedo]);
    const depthFile = sharp(layers?.depth);
    expect((await depthFile.metadata()).depth).toBe('ushort');
    const depth = await depthFile.toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    const steps = new Uint16Array(depth.buffer, depth.byteOffset, pixels);
    expect([...steps.subarray(0, 4)]).toEqual([0, 4712, 25001, 0]); // hundredths of a centimetre
    const normals = await sharp(layers?.normals).raw().toBuffer();
    expect([...normals.subarray(0, 9)]).toEqual([0, 0, 0, 230, 51, 128, 128, 128, 255]);
  });
});
