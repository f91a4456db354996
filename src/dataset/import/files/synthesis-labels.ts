/**
 * What files of Synthesis AI say of a face, in all of their versions: `info.json` with landmarks as a list (version 1,
 * `ptnum`), `info.json` with named lists (to 1.5), and `image_metadata.json` with several people (version 2).
 */

import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { isRecord } from '../../../core/settings/is-record.js';
import { parseJsonLabels } from './json-labels.js';
import { readLabelText } from './label-file.js';

export interface Place {
  screen_space_pos: number[];
  camera_space_pos?: number[] | null | undefined;
}

type NumberedPlace = Place & { id?: number | string | undefined; ptnum?: number | undefined };

export interface SynthesisFace {
  /** In files of several people: which one. */
  instance: number | string | undefined;
  /** The lists by name; groups within groups have a dot (`coco.whole_body`). */
  landmarks: ReadonlyMap<string, unknown>;
  pupils: { right: Place; left: Place } | undefined;
  /** Of the picture in pixels, where the camera tells it. */
  size: { width: number; height: number } | undefined;
  /** All else that the file says. */
  attributes: Record<string, unknown>;
}

const placeShape = {
  screen_space_pos: z.array(z.number()).length(2),
  camera_space_pos: z.array(z.number()).length(3).nullish(),
};
const pointsSchema: z.ZodType<NumberedPlace[]> = z.array(
  z.object({
    id: z.union([z.number(), z.string()]).exactOptional(),
    ptnum: z.number().exactOptional(),
    ...placeShape,
  }),
);
const pupilsSchema = z.looseObject({ pupil_right: z.object(placeShape), pupil_left: z.object(placeShape) });
const matrix3 = z.array(z.array(z.number()).length(3)).length(3);
const cameraSchema = z.object({
  // Version 2 has the matrix one level deeper.
  intrinsics: z.union([matrix3, z.object({ mat_3x3: matrix3 }).transform(({ mat_3x3 }) => mat_3x3)]),
  field_of_view: z.object({ x_axis_rads: z.number(), y_axis_rads: z.number() }),
});

const faceShape = {
  landmarks: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
  pupil_coordinates: pupilsSchema.optional(),
};
const oneFaceSchema = z.looseObject(faceShape);
const manyFacesSchema = z.looseObject({
  humans: z.array(z.looseObject({ instance_id: z.union([z.number(), z.string()]), ...faceShape })),
});

export const infoEnding = '.info.json';
export const imageMetadataEnding = '.image_metadata.json';
export const synthesisFiles = 'info.json or image_metadata.json files of Synthesis AI';

export async function readSynthesisFaces(file: string): Promise<SynthesisFace[]> {
  const text = await readLabelText(file, 'the labels');
  if (!file.endsWith(imageMetadataEnding)) {
    const info = parseJsonLabels(oneFaceSchema, text, file, synthesisFiles);
    return [faceOf(info, undefined, {})];
  }
  const { humans, ...scene } = parseJsonLabels(manyFacesSchema, text, file, synthesisFiles);
  return humans.map(({ instance_id, ...human }) => faceOf(human, instance_id, scene));
}

function faceOf(
  { landmarks, pupil_coordinates: pupils, ...rest }: z.infer<typeof oneFaceSchema>,
  instance: SynthesisFace['instance'],
  scene: Record<string, unknown>,
): SynthesisFace {
  return {
    instance,
    // A list has the 68 points of iBUG: version 1 knew no others.
    landmarks: new Map(Array.isArray(landmarks) ? [['ibug68', landmarks]] : listsOf(landmarks, '')),
    size: sizeSeenBy(scene.camera ?? rest.camera),
    pupils: pupils && { right: pupils.pupil_right, left: pupils.pupil_left },
    attributes: { ...scene, ...rest },
  };
}

/** The camera's focal lengths in pixels and its fields of view tell how many pixels it sees. */
function sizeSeenBy(camera: unknown): SynthesisFace['size'] {
  const { data } = cameraSchema.safeParse(camera);
  if (data === undefined) return undefined;
  const { intrinsics, field_of_view: angles } = data;
  const pixels = (focal: number, angle: number): number => Math.round(2 * focal * Math.tan(angle / 2));
  const width = pixels(intrinsics[0]![0]!, angles.x_axis_rads);
  const height = pixels(intrinsics[1]![1]!, angles.y_axis_rads);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function listsOf(groups: Record<string, unknown>, prefix: string): [string, unknown][] {
  return Object.entries(groups).flatMap(([name, value]): [string, unknown][] =>
    isRecord(value)
      ? Object.entries(value).map(([inner, list]): [string, unknown] => [`${prefix}${name}.${inner}`, list])
      : [[`${prefix}${name}`, value]],
  );
}

/** The points of one list in the order of their numbers, of which there must be `pointCount` from 0. */
export function placesOf(face: SynthesisFace, name: string, pointCount: number, file: string): Place[] {
  const list = face.landmarks.get(name);
  if (list === undefined)
    throw new LineamentError(`has no landmarks '${name}'`, {
      file,
      hint: `it has ${[...face.landmarks.keys()].join(', ')}`,
    });
  const parsed = pointsSchema.safeParse(list);
  const numberOf = ({ id, ptnum }: NumberedPlace): number => Number(ptnum ?? id);
  const byNumber = new Map(parsed.data?.map((place) => [numberOf(place), place]));
  const places = Array.from({ length: pointCount }, (_, k) => byNumber.get(k));
  const whole = places.filter((place) => place !== undefined);
  if (whole.length === pointCount && byNumber.size === pointCount) return whole;
  const missing = places.indexOf(undefined);
  throw new LineamentError(
    parsed.success
      ? `landmarks '${name}' ${missing >= 0 ? `lack point ${missing}` : `are ${byNumber.size}, not ${pointCount}`}`
      : `landmarks '${name}': ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    { file, hint: 'name the landmark set that it is labelled with' },
  );
}
