import { describe, expect, it } from 'vitest';
import { createCageHead } from '../../../face/heads/cage/cage-head.js';
import type { DescribedFace } from '../described-face.js';
import { encodeGlb } from './encode-glb.js';
import { encodeObj } from './encode-obj.js';
import { headMesh } from './head-mesh.js';

const head = createCageHead();
const described: DescribedFace = {
  camera: { focal: 500, focalDeviation: 0, cx: 99.5, cy: 149.5 },
  misfit: 1,
  reconstruction: {
    head: 'cage',
    identity: { faceLength: { value: 2, deviation: 0.1 } },
    actions: { jawDrop: { value: 0.5, deviation: 0.1 } },
    placement: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], position: [0, 0, -50] },
  },
};
const mesh = headMesh(described, head, { width: 200, height: 300 });
const triangle = {
  positions: Float32Array.of(0, 0, 0, 100, 0, 0, 0, 200, 0),
  normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
  textureCoordinates: Float32Array.of(0, 1, 1, 1, 0, 0.25),
  triangles: Uint32Array.of(0, 1, 2),
};

describe('headMesh', () => {
  it('is the shaped head with outward normals', () => {
    const shaped = head.shape({
      identity: head.identityNames.map((name) => (name === 'faceLength' ? 2 : 0)),
      actions: { jawDrop: 0.5 },
      gaze: { right: { yaw: 0, pitch: 0 }, left: { yaw: 0, pitch: 0 } },
    });
    const lowest = (values: Float32Array): number =>
      values.reduce((low, y, i) => (i % 3 === 1 ? Math.min(low, y) : low), 0);
    expect(lowest(mesh.positions)).toBeCloseTo(lowest(shaped.positions), 5);
    // The foremost vertex, the nose's tip, looks forwards.
    let tip = 0;
    for (let v = 0; v < mesh.positions.length; v += 3)
      if (mesh.positions[v + 2]! > mesh.positions[tip + 2]!) tip = v;
    expect(mesh.normals[tip + 2]).toBeGreaterThan(0.8);
  });

  it('wears the photograph where the camera saw each vertex', () => {
    const [x, y, z] = mesh.positions;
    expect(mesh.textureCoordinates[0]).toBeCloseTo((99.5 + (500 * x!) / (50 - z!) + 0.5) / 200, 5);
    expect(mesh.textureCoordinates[1]).toBeCloseTo((149.5 - (500 * y!) / (50 - z!) + 0.5) / 300, 5);
  });

  it('refuses another head', () => {
    const other = { ...described, reconstruction: { ...described.reconstruction!, head: 'ict-facekit' } };
    expect(() => headMesh(other, head, { width: 1, height: 1 })).toThrow('got ict-facekit');
    const { placement: _, ...earlier } = described.reconstruction!;
    expect(() =>
      headMesh({ ...described, reconstruction: earlier as never }, head, { width: 1, height: 1 }),
    ).toThrow('does not say where the head lies');
  });
});

describe('encodeGlb', () => {
  it('writes chunks that lie where the header says, in metres', () => {
    const photograph = Uint8Array.of(1, 2, 3, 4, 5);
    const file = encodeGlb(triangle, { bytes: photograph, type: 'image/png' });
    const view = new DataView(file.buffer);
    expect(new TextDecoder().decode(file.subarray(0, 4))).toBe('glTF');
    expect(view.getUint32(8, true)).toBe(file.length);
    const jsonLength = view.getUint32(12, true);
    const json = JSON.parse(new TextDecoder().decode(file.subarray(20, 20 + jsonLength)));
    const binary = file.subarray(28 + jsonLength);
    expect(binary.length).toBe(view.getUint32(20 + jsonLength, true));
    expect(json.buffers[0].byteLength).toBe(binary.length);
    expect(json.accessors[0]).toMatchObject({ count: 3, max: [1, 2, 0], min: [0, 0, 0] });
    const floats = (accessor: number): number[] => {
      const { byteOffset, byteLength } = json.bufferViews[json.accessors[accessor].bufferView];
      return [...new Float32Array(binary.slice(byteOffset, byteOffset + byteLength).buffer)];
    };
    expect(floats(0)).toEqual([0, 0, 0, 1, 0, 0, 0, 2, 0]);
    expect(floats(2)).toEqual([...triangle.textureCoordinates]);
    const { byteOffset, byteLength } = json.bufferViews[json.images[0].bufferView];
    expect(binary.subarray(byteOffset, byteOffset + byteLength)).toEqual(photograph);
    for (const { byteOffset: at } of json.bufferViews) expect(at % 4).toBe(0);
  });
});

describe('encodeObj', () => {
  it('counts from one, and the picture from its bottom', () => {
    const { obj, mtl } = encodeObj(triangle, { material: 'a.mtl', photograph: 'a.jpg' });
    expect(obj.split('\n').slice(0, 9)).toEqual([
      'mtllib a.mtl',
      'o head',
      'usemtl photograph',
      'v 0 0 0',
      'v 100 0 0',
      'v 0 200 0',
      'vt 0 0',
      'vt 1 0',
      'vt 0 0.75',
    ]);
    expect(obj).toContain('f 1/1/1 2/2/2 3/3/3\n');
    expect(mtl).toContain('map_Kd a.jpg');
  });
});
