import { validateBytes } from 'gltf-validator';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeGlb } from '../src/detect/describe/reconstruction/encode-glb.js';

describe('a head as binary glTF', () => {
  it('has neither errors nor warnings for the Khronos validator', async () => {
    const photograph = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#987' } })
      .png()
      .toBuffer();
    const mesh = {
      positions: Float32Array.of(0, 0, 0, 10, 0, 0, 0, 20, 0),
      normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
      textureCoordinates: Float32Array.of(0, 1, 1, 1, 0, 0.25),
      triangles: Uint32Array.of(0, 1, 2),
    };
    const file = encodeGlb(mesh, { bytes: photograph, type: 'image/png' });
    const { issues } = await validateBytes(file);
    expect(issues.messages).toEqual([]);
    // What is broken is seen.
    const broken = file.slice();
    broken[8]! += 4;
    expect((await validateBytes(broken)).issues.numErrors).toBeGreaterThan(0);
  });
});
