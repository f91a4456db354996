/**
 * Bakes a published ICT-FaceKit folder (one OBJ mesh a mode) into the compact form of `baked.ts`. Half floats keep the
 * modes within 0.01 mm for offsets under a centimetre.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { toHalfFloat } from '../../../core/bytes/half-float.js';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import type { Work } from '../../../core/work.js';
import { readFileOr } from '../../../node/files.js';
import type { BakedHeader } from './baked.js';
import { readObj, readObjPositions } from './obj.js';

export const neutralFile = 'generic_neutral_mesh.obj';
const landmarksFile = 'vertex_indices.json';
const landmarksSchema = z.object({
  idx_to_landmark_verts: z.array(z.number().int().nonnegative()).length(68),
});

/** What the head model needs of the published data. */
export interface FacekitNeeds {
  readonly vertexCount: number;
  readonly expressions: readonly string[];
}

/** @param folder – holds the OBJ files. */
export async function bakeFacekit(
  folder: string,
  needs: FacekitNeeds,
  work: Work,
): Promise<{ header: BakedHeader; data: Uint8Array }> {
  const neutral = await readObj(join(folder, neutralFile));
  const count = neutral.positions.length / 3;
  if (count !== needs.vertexCount)
    throw new LineamentError(`the neutral mesh must have ${needs.vertexCount} vertices, got ${count}`, {
      file: join(folder, neutralFile),
      hint: 'use the FaceXModel folder of ICT-FaceKit as published',
    });
  const landmarks = await readLandmarks(join(folder, landmarksFile), count);
  const { identityNames, expressionNames } = await findModes(folder, needs.expressions);
  const names = [...identityNames, ...expressionNames];
  const modes = new Uint16Array(names.length * 3 * count);
  for (const [i, name] of names.entries()) {
    if (work.signal.aborted) throw new StoppedError(`${i} of ${names.length} modes are baked`);
    const positions = await readObjPositions(join(folder, `${name}.obj`), count);
    for (let k = 0; k < positions.length; k++)
      modes[i * 3 * count + k] = toHalfFloat(positions[k]! - neutral.positions[k]!);
    work.report(i + 1, names.length);
  }
  const split = identityNames.length * 3 * count;
  const parts = {
    base: { dtype: 'float32', shape: [count, 3], bytes: bytesOf(Float32Array.from(neutral.positions)) },
    tri: {
      dtype: 'uint16',
      shape: [neutral.materials.length, 3],
      bytes: bytesOf(Uint16Array.from(neutral.triangles)),
    },
    triMaterial: { dtype: 'uint8', shape: [neutral.materials.length], bytes: neutral.materials },
    identity: {
      dtype: 'float16',
      shape: [identityNames.length, count, 3],
      bytes: bytesOf(modes.subarray(0, split)),
    },
    expression: {
      dtype: 'float16',
      shape: [expressionNames.length, count, 3],
      bytes: bytesOf(modes.subarray(split)),
    },
  } as const;
  let offset = 0;
  const section = ({ dtype, shape, bytes }: (typeof parts)[keyof typeof parts]) => {
    const placed = { offset, bytes: bytes.length, dtype, shape: [...shape] };
    offset += bytes.length;
    return placed;
  };
  const sections = {
    base: section(parts.base),
    tri: section(parts.tri),
    triMaterial: section(parts.triMaterial),
    identity: section(parts.identity),
    expression: section(parts.expression),
  };
  const header: BakedHeader = {
    source: 'ICT-VGL/ICT-FaceKit, MIT, (c) 2020 USC ICT',
    units: 'cm',
    vertices: count,
    triangles: neutral.materials.length,
    materials: [...neutral.materialNames],
    landmarks68: landmarks,
    identityNames,
    expressionNames,
    sections,
  };
  const data = await promisify(gzip)(Buffer.concat(Object.values(parts).map(({ bytes }) => bytes)));
  return { header, data };
}

const bytesOf = (array: Float32Array | Uint16Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

async function readLandmarks(file: string, vertexCount: number): Promise<number[]> {
  const text = (await readFileOr(file, 'landmark vertices')).toString('utf8');
  const hint = 'use the file as published with ICT-FaceKit';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new LineamentError('landmark vertices are not JSON', { file, hint, cause });
  }
  const parsed = landmarksSchema.safeParse(json);
  if (!parsed.success)
    throw new LineamentError('idx_to_landmark_verts must be a list of 68 vertex numbers', { file, hint });
  const numbers = parsed.data.idx_to_landmark_verts;
  const beyond = numbers.find((v) => v >= vertexCount);
  if (beyond !== undefined)
    throw new LineamentError(`idx_to_landmark_verts names vertex ${beyond} of ${vertexCount}`, {
      file,
      hint,
    });
  return numbers;
}

/** Every mode in the folder: identity000.obj and on without a gap, and all other meshes as expressions. */
async function findModes(
  folder: string,
  needed: readonly string[],
): Promise<{ identityNames: string[]; expressionNames: string[] }> {
  const names = (await readdir(folder))
    .filter((file) => file.endsWith('.obj') && file !== neutralFile)
    .map((file) => file.slice(0, -'.obj'.length))
    .sort();
  const identityNames = names.filter((name) => /^identity\d+$/.test(name));
  const expressionNames = names.filter((name) => !identityNames.includes(name));
  const missing = [
    ...Array.from(
      { length: Math.max(1, identityNames.length) },
      (_, i) => `identity${String(i).padStart(3, '0')}`,
    ),
    ...needed,
  ].filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new LineamentError(
      `${missing.length} mode${missing.length > 1 ? 's are' : ' is'} missing: ${missing
        .slice(0, 5)
        .map((name) => `${name}.obj`)
        .join(', ')}`,
      {
        file: folder,
        hint: 'fetch the whole FaceXModel folder of ICT-FaceKit',
      },
    );
  return { identityNames, expressionNames };
}
