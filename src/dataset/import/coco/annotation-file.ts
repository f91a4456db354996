/**
 * An annotation file in COCO's shape, however large: read once for its pictures and for where its faces stand, and again
 * face by face. What is broken is kept as a fault of its own; a file that breaks off gives what came before.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { z } from 'zod';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import { firstFault, inOurWords } from '../../../core/settings/schema-words.js';
import { partOf, type Work } from '../../../core/work.js';
import { type JsonElement, jsonElements } from '../files/json-elements.js';
import { type CocoFace, type FaceLayout, flagUse } from './face-layout.js';

export interface CocoPicture {
  file_name: string;
  width?: number | null | undefined;
  height?: number | null | undefined;
}

/** A face of the file, not yet read. */
export interface FaceEntry {
  /** For messages: the file and the annotation. */
  place: string;
  /** The annotation's number; its place in the list where it has none. */
  id: string;
  picture: CocoPicture;
  read(): Promise<CocoFace>;
}

export interface Fault {
  place: string;
  error: LineamentError;
}

export interface AnnotationFile {
  faces: FaceEntry[];
  faults: Fault[];
  /** Annotations without a face. */
  others: number;
  /** K of the first face. */
  pointCount: number | undefined;
  /** Whether v tells hidden points from seen ones: the file has both. */
  tellsHidden: boolean;
  close(): Promise<void>;
}

type Id = string | number;
const idSchema = z.union([z.number(), z.string()]);
const pictureSchema = z.looseObject({
  id: idSchema,
  file_name: z.string().min(1),
  width: z.number().nullish(),
  height: z.number().nullish(),
});
const annotationSchema = z.looseObject({ id: idSchema.nullish(), image_id: idSchema });

interface Found {
  place: string;
  id: string;
  imageId: string;
  element: Pick<JsonElement, 'start' | 'length'>;
  /** What a pipe holds cannot be read again. */
  text: string | undefined;
}

export async function openAnnotations(file: string, layout: FaceLayout, work: Work): Promise<AnnotationFile> {
  const found: Found[] = [];
  const faults: Fault[] = [];
  const pictures = new Map<string, CocoPicture | null>();
  const entry = await stat(file).catch(() => undefined);
  const isFile = entry?.isFile() === true;
  const lists = new Set<string>();
  let others = 0;
  let pointCount: number | undefined;
  const flags = { isHidden: false, isSeen: false };

  const takePicture = ({ text }: JsonElement): void => {
    const { id, ...picture } = checked(pictureSchema, parse(text));
    const known = pictures.get(String(id));
    const isSame = known === undefined || known?.file_name === picture.file_name;
    pictures.set(String(id), isSame ? picture : null);
  };
  const takeAnnotation = (element: JsonElement): void => {
    const content = parse(element.text);
    const face = faceOf(content, layout);
    if (face === null) {
      others++;
      return;
    }
    const { id, image_id } = checked(annotationSchema, content);
    pointCount ??= face.values.length / 3;
    const { isHidden, isSeen } = flagUse(face.values);
    flags.isHidden ||= isHidden;
    flags.isSeen ||= isSeen;
    const name = String(id ?? element.index);
    found.push({
      place: `${file}: annotation ${name}`,
      id: name,
      imageId: String(image_id satisfies Id),
      element: { start: element.start, length: element.length },
      text: isFile ? undefined : (element.text ?? undefined),
    });
  };

  const progress = partOf(work, 'annotations', 'MB');
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);
  try {
    for await (const element of jsonElements(file, ['images', 'annotations'], {
      what: layout.what,
      signal: work.signal,
      onRead: (bytes) => progress.report(megabytes(bytes), megabytes(Math.max(bytes, entry?.size ?? 0))),
    })) {
      lists.add(element.key);
      const place = `${file}: ${element.key}.${element.index}`;
      await keepFault(faults, place, () =>
        element.key === 'images' ? takePicture(element) : takeAnnotation(element),
      );
    }
  } catch (error) {
    if (!(error instanceof LineamentError) || error instanceof StoppedError || lists.size === 0) throw error;
    faults.unshift({ place: file, error });
  }
  if (!lists.has('images') || !lists.has('annotations'))
    throw new LineamentError(`has no list '${lists.has('images') ? 'annotations' : 'images'}'`, {
      file,
      hint: `give ${layout.what}`,
    });

  const handle = isFile ? await open(file) : undefined;
  const faces: FaceEntry[] = [];
  for (const one of found) {
    const picture = pictures.get(one.imageId);
    if (picture)
      faces.push({
        place: one.place,
        id: one.id,
        picture,
        read: async () => {
          const face = faceOf(parse(await textOf(one, handle)), layout);
          if (face === null) throw new LineamentError('the file changed while it was read');
          return face;
        },
      });
    else
      faults.push({
        place: one.place,
        error: new LineamentError(
          picture === null
            ? `is of picture ${one.imageId}, which the file names twice, differently`
            : `names picture ${one.imageId}, which is not listed`,
        ),
      });
  }
  return {
    faces,
    faults,
    others,
    pointCount,
    tellsHidden: flags.isHidden && flags.isSeen,
    close: async () => handle?.close(),
  };
}

async function keepFault(faults: Fault[], place: string, take: () => void): Promise<void> {
  try {
    take();
  } catch (error) {
    if (!(error instanceof LineamentError)) throw error;
    faults.push({ place, error });
  }
}

async function textOf({ element, text }: Found, handle: FileHandle | undefined): Promise<string> {
  if (handle === undefined) return text ?? '';
  const bytes = Buffer.alloc(element.length);
  await handle.read(bytes, 0, element.length, element.start);
  return bytes.toString('utf8');
}

function parse(text: string | null): unknown {
  if (text === null)
    throw new LineamentError('is longer than any annotation', { hint: 'correct or remove it' });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const invalid = /\b(NaN|Infinity)\b/.exec(text)?.[0];
    throw new LineamentError(
      `is not JSON${invalid === undefined ? '' : `: it holds ${invalid}, which is no number`}`,
      { hint: 'correct or remove it', cause },
    );
  }
}

function checked<T>(schema: z.ZodType<T>, content: unknown): T {
  const parsed = schema.safeParse(content, inOurWords);
  if (parsed.success) return parsed.data;
  throw asFault(parsed.error);
}

/** A face of the annotation, its schema's complaints as ours. */
function faceOf(content: unknown, layout: FaceLayout): CocoFace | null {
  try {
    return layout.face(content);
  } catch (error) {
    throw error instanceof z.ZodError ? asFault(error) : error;
  }
}

function asFault(error: z.ZodError): LineamentError {
  return new LineamentError(firstFault(error, 'the element'), {
    hint: 'correct or remove it',
  });
}
