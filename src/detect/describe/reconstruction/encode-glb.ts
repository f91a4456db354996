/**
 * A mesh with its photograph as one binary glTF 2.0 file (https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html, section 4:
 * a header, a chunk of JSON, a chunk of binary data). Metres, y up, the face along +z, as the format wants it.
 */
import type { HeadMesh } from './head-mesh.js';

export interface MeshTexture {
  /** The encoded photograph. */
  bytes: Uint8Array;
  type: 'image/jpeg' | 'image/png';
}

const float = 5126;
const unsignedInt = 5125;
const arrayBuffer = 34962;
const elementArrayBuffer = 34963;
const clampToEdge = 33071;
const metres = 0.01;

export function encodeGlb(mesh: HeadMesh, texture: MeshTexture, name = 'head'): Uint8Array {
  const positions = mesh.positions.map((value) => metres * value);
  const blocks = [positions, mesh.normals, mesh.textureCoordinates, mesh.triangles].map(bytesOf);
  const views: { buffer: 0; byteOffset: number; byteLength: number; target?: number }[] = [];
  let offset = 0;
  for (const [i, block] of [...blocks, texture.bytes].entries()) {
    const target = i < 3 ? arrayBuffer : i === 3 ? elementArrayBuffer : undefined;
    views.push({
      buffer: 0,
      byteOffset: offset,
      byteLength: block.length,
      ...(target !== undefined && { target }),
    });
    offset += padded(block.length);
  }
  const vertices = positions.length / 3;
  const json = {
    asset: { version: '2.0', generator: 'lineament' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ name, mesh: 0 }],
    meshes: [
      {
        name,
        primitives: [{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 }, indices: 3, material: 0 }],
      },
    ],
    materials: [
      {
        name: 'photograph',
        pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0, roughnessFactor: 1 },
        doubleSided: true,
      },
    ],
    textures: [{ sampler: 0, source: 0 }],
    samplers: [{ wrapS: clampToEdge, wrapT: clampToEdge }],
    images: [{ bufferView: 4, mimeType: texture.type }],
    accessors: [
      { bufferView: 0, componentType: float, count: vertices, type: 'VEC3', ...bounds(positions) },
      { bufferView: 1, componentType: float, count: vertices, type: 'VEC3' },
      { bufferView: 2, componentType: float, count: vertices, type: 'VEC2' },
      { bufferView: 3, componentType: unsignedInt, count: mesh.triangles.length, type: 'SCALAR' },
    ],
    bufferViews: views,
    buffers: [{ byteLength: offset }],
  };
  const text = new TextEncoder().encode(JSON.stringify(json));
  const jsonLength = padded(text.length);
  const file = new Uint8Array(12 + 8 + jsonLength + 8 + offset);
  const header = new DataView(file.buffer);
  const word = (at: number, ...values: number[]): void => {
    values.forEach((value, i) => {
      header.setUint32(at + 4 * i, value, true);
    });
  };
  word(0, 0x46546c67, 2, file.length); // 'glTF'
  word(12, jsonLength, 0x4e4f534a); // 'JSON'
  file.fill(0x20, 20, 20 + jsonLength);
  file.set(text, 20);
  word(20 + jsonLength, offset, 0x004e4942); // 'BIN'
  [...blocks, texture.bytes].forEach((block, i) => {
    file.set(block, 28 + jsonLength + views[i]!.byteOffset);
  });
  return file;
}

/** Chunks and their parts begin at multiples of four. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** Typed arrays are little-endian wherever this runs. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function bounds(positions: Float32Array): { min: number[]; max: number[] } {
  const [min, max] = [
    [0, 1, 2].map(() => Number.POSITIVE_INFINITY),
    [0, 1, 2].map(() => Number.NEGATIVE_INFINITY),
  ] as const;
  positions.forEach((value, i) => {
    min[i % 3] = Math.min(min[i % 3]!, value);
    max[i % 3] = Math.max(max[i % 3]!, value);
  });
  return { min, max };
}
