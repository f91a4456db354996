/** A published-looking ICT-FaceKit folder of a few vertices, written by the tests that need one. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FacekitNeeds } from './bake.js';

export const tinyNeutral: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0.5],
];
export const tinyModes: Readonly<Record<string, readonly [number, number, number]>> = {
  identity000: [0.125, 0, 0],
  identity001: [0, -0.25, 0],
  jawOpen: [0, -1.5, -0.75],
  eyeBlink_L: [0, 0, 0.0625],
};
export const tinyNeeds: FacekitNeeds = { vertexCount: 4, expressions: ['jawOpen', 'eyeBlink_L'] };

/** Every mode moves vertex 2 by its offset. */
export function tinyMesh(offset: readonly [number, number, number] = [0, 0, 0]): string {
  const vertices = tinyNeutral.map((place, v) =>
    place.map((value, k) => (v === 2 ? value + offset[k]! : value)),
  );
  return [
    '# a quad and a triangle',
    ...vertices.map((place) => `v ${place.join(' ')}`),
    'vt 0 0',
    'usemtl M_Face',
    's 1',
    'f 1/1 2/1 3/1 4/1',
    'usemtl M_Teeth',
    'f -4 -3 -2',
    '',
  ].join('\r\n');
}

export async function writeTinyFacekit(folder: string): Promise<void> {
  const model = join(folder, 'FaceXModel');
  await mkdir(model, { recursive: true });
  await writeFile(join(folder, 'LICENSE'), 'MIT License');
  await writeFile(join(model, 'generic_neutral_mesh.obj'), tinyMesh());
  for (const [name, offset] of Object.entries(tinyModes))
    await writeFile(join(model, `${name}.obj`), tinyMesh(offset));
  const landmarks = Array.from({ length: 68 }, (_, i) => i % 4);
  await writeFile(join(model, 'vertex_indices.json'), JSON.stringify({ idx_to_landmark_verts: landmarks }));
}
