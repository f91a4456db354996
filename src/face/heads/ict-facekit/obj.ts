/**
 * A reader for Wavefront OBJ meshes as ICT-FaceKit publishes them: vertices, polygons of any size (fanned into
 * triangles) and `usemtl` materials. Normals, texture coordinates, groups and smoothing are skipped. Broken files are
 * refused with file, line and the offending text.
 */
import { LineamentError } from '../../../core/errors.js';
import { readFileOr } from '../../../node/files.js';

export interface ObjMesh {
  /** `[V, 3]` */
  readonly positions: Float64Array;
  /** `[T, 3]` */
  readonly triangles: Uint32Array;
  /** `[T]` index into `materialNames`. */
  readonly materials: Uint8Array;
  readonly materialNames: readonly string[];
}

const noMaterial = 'none';

export async function readObj(file: string): Promise<ObjMesh> {
  const text = (await readFileOr(file, 'OBJ mesh')).toString('latin1');
  const positions: number[] = [];
  const triangles: number[] = [];
  const materials: number[] = [];
  const names: string[] = [];
  let material = -1;
  eachLine(text, (line, number) => {
    const fail = (what: string): never => {
      throw new LineamentError(`OBJ line ${number}: ${what}, got '${line}'`, {
        file,
        hint: 'fetch the file again',
      });
    };
    if (line.startsWith('v ')) readVertex(line, positions, fail);
    else if (line.startsWith('usemtl ')) {
      const name = line.slice(7).trim();
      material = names.indexOf(name);
      if (material < 0) material = names.push(name) - 1;
    } else if (line.startsWith('f ')) {
      if (material < 0) material = names.push(noMaterial) - 1;
      const corners = line
        .slice(2)
        .trim()
        .split(/\s+/)
        .map((corner) => cornerOf(corner, positions.length / 3, fail));
      if (corners.length < 3) fail('a face needs at least three corners');
      for (let k = 2; k < corners.length; k++) {
        triangles.push(corners[0]!, corners[k - 1]!, corners[k]!);
        materials.push(material);
      }
    }
  });
  if (positions.length === 0)
    throw new LineamentError('OBJ mesh holds no vertex', { file, hint: 'fetch the file again' });
  return {
    positions: Float64Array.from(positions),
    triangles: Uint32Array.from(triangles),
    materials: Uint8Array.from(materials),
    materialNames: names,
  };
}

/** The vertices alone. @param count – how many the file must hold. */
export async function readObjPositions(file: string, count: number): Promise<Float64Array> {
  const text = (await readFileOr(file, 'OBJ mesh')).toString('latin1');
  const positions: number[] = [];
  eachLine(text, (line, number) => {
    if (!line.startsWith('v ')) return;
    readVertex(line, positions, (what) => {
      throw new LineamentError(`OBJ line ${number}: ${what}, got '${line}'`, {
        file,
        hint: 'fetch the file again',
      });
    });
  });
  if (positions.length !== 3 * count)
    throw new LineamentError(
      `OBJ mesh must have ${count} vertices like the neutral mesh, got ${positions.length / 3}`,
      {
        file,
        hint: 'take all files from one version of ICT-FaceKit',
      },
    );
  return Float64Array.from(positions);
}

function eachLine(text: string, visit: (line: string, number: number) => void): void {
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    visit(text.charCodeAt(end - 1) === 13 ? text.slice(start, end - 1) : text.slice(start, end), number);
    start = end + 1;
  }
}

function readVertex(line: string, positions: number[], fail: (what: string) => never): void {
  const values = line.slice(2).trim().split(/\s+/).slice(0, 3).map(Number);
  if (values.length !== 3 || !values.every(Number.isFinite)) fail('a vertex needs three numbers');
  positions.push(...values);
}

/** "7", "7/3" or "7/3/9": the vertex number, from 1; negative ones count from the end. */
function cornerOf(corner: string, vertexCount: number, fail: (what: string) => never): number {
  const number = Number(corner.split('/')[0]);
  const index = number < 0 ? vertexCount + number : number - 1;
  if (!Number.isInteger(number) || index < 0 || index >= vertexCount)
    return fail(`a face names vertex '${corner}' of ${vertexCount}`);
  return index;
}
