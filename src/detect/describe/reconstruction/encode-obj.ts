/** A mesh as Wavefront .obj with its material file, which names the photograph. Centimetres, y up. */
import type { HeadMesh } from './head-mesh.js';

/** @param files – names of the material file and of the photograph, as they lie beside the .obj. */
export function encodeObj(
  { positions, normals, textureCoordinates, triangles }: HeadMesh,
  files: { material: string; photograph: string },
): { obj: string; mtl: string } {
  const lines = [`mtllib ${files.material}`, 'o head', 'usemtl photograph'];
  const rows = (word: string, values: Float32Array, width: number): void => {
    for (let i = 0; i < values.length; i += width)
      lines.push(`${word} ${[...values.subarray(i, i + width)].map((value) => +value.toFixed(5)).join(' ')}`);
  };
  rows('v', positions, 3);
  // The format counts from the bottom of the picture.
  rows(
    'vt',
    textureCoordinates.map((value, i) => (i % 2 === 0 ? value : 1 - value)),
    2,
  );
  rows('vn', normals, 3);
  for (let t = 0; t < triangles.length; t += 3)
    lines.push(
      `f ${[...triangles.subarray(t, t + 3)]
        .map((v) =>
          Array(3)
            .fill(v + 1)
            .join('/'),
        )
        .join(' ')}`,
    );
  const mtl = ['newmtl photograph', 'Ka 0 0 0', 'Kd 1 1 1', 'Ks 0 0 0', `map_Kd ${files.photograph}`];
  return { obj: `${lines.join('\n')}\n`, mtl: `${mtl.join('\n')}\n` };
}
