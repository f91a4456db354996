/**
 * The baked form of ICT-FaceKit Light (Li et al., "Learning Formation of Physically-Based Face Attributes", CVPR
 * 2020; MIT licence): a JSON header beside one gzipped binary. Sections, little-endian, at the header's offsets:
 * base [V, 3] f32, tri [T, 3] u16, triMaterial [T] u8, identity [P, V, 3] f16, expression [E, V, 3] f16; others are
 * left alone. The modes are offsets from the base in centimetres. `bake.ts` writes it.
 */
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { firstFault, inOurWords } from '../../../core/settings/schema-words.js';
import { readFileOr } from '../../../node/files.js';

export const bakedFiles = { header: 'ict_light_f16.json', data: 'ict_light_f16.bin.gz' } as const;
interface BakedSection {
  /** Bytes from the start of the unpacked file. */
  offset: number;
  bytes: number;
  dtype: 'float32' | 'float16' | 'uint16' | 'uint8';
  shape: number[];
}

export interface BakedHeader {
  source: string;
  units: 'cm';
  vertices: number;
  triangles: number;
  materials: string[];
  /** Vertex numbers of the published 68 landmarks. */
  landmarks68: number[];
  identityNames: string[];
  expressionNames: string[];
  sections: Record<'base' | 'tri' | 'triMaterial' | 'identity' | 'expression', BakedSection>;
}

const sectionSchema = z.object({
  offset: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  dtype: z.enum(['float32', 'float16', 'uint16', 'uint8']),
  shape: z.array(z.number().int().positive()),
});
const headerSchema: z.ZodType<BakedHeader> = z.object({
  source: z.string(),
  units: z.literal('cm'),
  vertices: z.number().int().positive(),
  triangles: z.number().int().positive(),
  materials: z.array(z.string()),
  landmarks68: z.array(z.number().int().nonnegative()).length(68),
  identityNames: z.array(z.string()),
  expressionNames: z.array(z.string()),
  sections: z.object({
    base: sectionSchema,
    tri: sectionSchema,
    triMaterial: sectionSchema,
    identity: sectionSchema,
    expression: sectionSchema,
  }),
});
type SectionName = keyof BakedHeader['sections'];

export interface BakedFacekit {
  readonly header: BakedHeader;
  /** `[V, 3]` */
  readonly base: Float32Array;
  /** `[T, 3]` */
  readonly triangles: Uint16Array;
  /** `[T]` index into the header's materials. */
  readonly materials: Uint8Array;
  /** `[P, V, 3]` bits of half floats. */
  readonly identity: Uint16Array;
  /** `[E, V, 3]` bits of half floats. */
  readonly expression: Uint16Array;
}

const hint = 'install it again with: lineament assets install ict-facekit';

export async function readBaked(folder: string): Promise<BakedFacekit> {
  const headerPath = join(folder, bakedFiles.header);
  const dataPath = join(folder, bakedFiles.data);
  const header = parseHeader(
    (await readFileOr(headerPath, 'ict-facekit header')).toString('utf8'),
    headerPath,
  );
  let data: Buffer;
  try {
    data = await promisify(gunzip)(await readFileOr(dataPath, 'ict-facekit data'));
  } catch (cause) {
    if (cause instanceof LineamentError) throw cause;
    throw new LineamentError('ict-facekit data is not a whole gzip file', { file: dataPath, hint, cause });
  }
  return splitSections(header, data, dataPath);
}

function parseHeader(text: string, file: string): BakedHeader {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new LineamentError('ict-facekit header is not JSON', { file, hint, cause });
  }
  const parsed = headerSchema.safeParse(json, inOurWords);
  if (parsed.success) return parsed.data;
  throw new LineamentError(`ict-facekit header: ${firstFault(parsed.error, 'the whole')}`, { file, hint });
}

function splitSections(header: BakedHeader, data: Buffer, file: string): BakedFacekit {
  const { vertices: v, triangles: t } = header;
  const take = (name: SectionName, dtype: string, ...shape: number[]): ArrayBuffer => {
    const section = header.sections[name];
    const size = { float32: 4, float16: 2, uint16: 2, uint8: 1 }[section.dtype];
    const bytes = size * section.shape.reduce((product, n) => product * n, 1);
    if (section.dtype !== dtype || section.shape.join() !== shape.join() || bytes !== section.bytes)
      throw new LineamentError(
        `ict-facekit section '${name}' must be ${dtype} [${shape.join(', ')}], got ${section.dtype} [${section.shape.join(', ')}]`,
        { file, hint },
      );
    if (section.offset + bytes > data.length)
      throw new LineamentError(
        `ict-facekit section '${name}' ends at byte ${section.offset + bytes}, the data has ${data.length}`,
        { file, hint },
      );
    return Uint8Array.from(data.subarray(section.offset, section.offset + bytes)).buffer;
  };
  const baked: BakedFacekit = {
    header,
    base: new Float32Array(take('base', 'float32', v, 3)),
    triangles: new Uint16Array(take('tri', 'uint16', t, 3)),
    materials: new Uint8Array(take('triMaterial', 'uint8', t)),
    identity: new Uint16Array(take('identity', 'float16', header.identityNames.length, v, 3)),
    expression: new Uint16Array(take('expression', 'float16', header.expressionNames.length, v, 3)),
  };
  if (baked.triangles.some((index) => index >= v))
    throw new LineamentError(`ict-facekit triangles name vertices beyond ${v - 1}`, { file, hint });
  if (baked.base.some((value) => !Number.isFinite(value)))
    throw new LineamentError('ict-facekit base holds a value that is not a number', { file, hint });
  return baked;
}
