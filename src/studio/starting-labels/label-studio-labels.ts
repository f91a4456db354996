/**
 * Label Studio's JSON, whole (`annotations` of each task) or small (JSON-MIN: one list of marks a task). Places are per cent of the
 * picture. A face is what one annotation holds, or of it what stands on one region (`parentID`, a box around each face).
 */
import { z } from 'zod';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { isPictureName } from '../../node/pictures/picture-endings.js';
import { addFace, type FacesByPicture, placesOf } from './starting-face.js';

interface MarkValue {
  x?: number | undefined;
  y?: number | undefined;
  keypointlabels?: string[] | undefined;
}
const valueSchema: z.ZodType<MarkValue> = z.looseObject({
  x: z.number().optional(),
  y: z.number().optional(),
  keypointlabels: z.array(z.string()).optional(),
});
interface LabelStudioRegion {
  type: string;
  parentID?: string | null | undefined;
  value?: MarkValue | undefined;
}
export interface LabelStudioTask {
  data?: Record<string, unknown> | undefined;
  annotations?: { result: LabelStudioRegion[] }[] | undefined;
  [control: string]: unknown;
}
const taskSchema: z.ZodType<LabelStudioTask> = z.looseObject({
  data: z.record(z.string(), z.unknown()).optional(),
  annotations: z
    .array(
      z.looseObject({
        result: z.array(
          z.looseObject({
            type: z.string(),
            parentID: z.string().nullish(),
            value: valueSchema.optional(),
          }),
        ),
      }),
    )
    .optional(),
});
export const labelStudioSchema: z.ZodType<LabelStudioTask[]> = z.array(taskSchema);

interface Mark {
  x: number;
  y: number;
  label: string;
  parent: string;
}

export function labelStudioFaces(tasks: LabelStudioTask[], file: string, set: LandmarkSet): FacesByPicture {
  const faces: FacesByPicture = new Map();
  for (const task of tasks) {
    const picture = pictureOf(task.data ?? task);
    if (picture === undefined) continue;
    const marks = task.annotations === undefined ? smallMarks(task) : marksOf(task.annotations);
    for (const parent of new Set(marks.map((mark) => mark.parent))) {
      const own = marks.filter((mark) => mark.parent === parent);
      const order = placesOf(
        own.map(({ label }) => label),
        file,
        set,
      );
      addFace(faces, picture, ({ width, height }) => {
        const points = new Float32Array(2 * set.points.length).fill(Number.NaN);
        for (const [i, { x, y }] of own.entries())
          points.set([(x / 100) * width - 0.5, (y / 100) * height - 0.5], 2 * order[i]!);
        return { points, visibility: null };
      });
    }
  }
  return faces;
}

/** Of several annotations the last. */
function marksOf(annotations: NonNullable<LabelStudioTask['annotations']>): Mark[] {
  return (annotations.at(-1)?.result ?? [])
    .filter(({ type }) => type === 'keypointlabels')
    .map(({ value, parentID }) => markOf(value ?? {}, parentID ?? ''));
}

/** The lists of a task that hold marks, whatever their control is named. */
function smallMarks(task: LabelStudioTask): Mark[] {
  const lists = Object.values(task).filter((value) => Array.isArray(value));
  return lists.flatMap((list) =>
    list.flatMap((entry: unknown) => {
      const { success, data } = valueSchema.safeParse(entry);
      return success && data.keypointlabels !== undefined ? [markOf(data, '')] : [];
    }),
  );
}

const markOf = ({ x = 0, y = 0, keypointlabels }: MarkValue, parent: string): Mark => ({
  x,
  y,
  label: keypointlabels?.[0] ?? '',
  parent,
});

/** Of a task's texts the one that names a picture; without the server's address and the hash before an upload's name. */
function pictureOf(data: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.values(data)
    .filter((value) => typeof value === 'string')
    .map((text) => decoded(text.replace(/^.*[?&]d=/, '').replace(/[?#].*$/, '')));
  const name = names.find(isPictureName) ?? names[0];
  return name?.replace(/(^|\/)[0-9a-f]{8}-(?=[^/]*$)/, '$1');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A name with a per cent sign of its own.
    return text;
  }
}
