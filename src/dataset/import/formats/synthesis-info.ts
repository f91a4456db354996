/**
 * Imports outputs of Synthesis AI's Human API (as its published reader, face_api_dataset, takes version 1 files):
 * `N.cam_default.f_F.info.json` beside `N.cam_default.f_F.rgb.png`. Points are shares of the picture from its top left
 * corner, places in camera space are metres. Points of `NAME` are on the surface, those of `NAME_contour` on the visible
 * outline; the first file decides whether the dataset has both. The layers beside the picture are left aside.
 */
import { parse, relative, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { readFileOr } from '../../../node/files.js';
import { openLandmarkSet } from '../../landmark-set-file.js';
import type { LayeredSample } from '../../store/columns.js';
import { parseJsonLabels } from '../files/json-labels.js';
import { readLabelText } from '../files/label-file.js';
import { listFiles } from '../files/list-files.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportPlan, type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox } from '../photograph-sample.js';

export interface SynthesisImportOptions extends Pick<ImportPlan, 'signal' | 'onProgress'> {
  folder: string;
  out: string;
  /** Name of the landmark set to read (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** The samples' split (`train` by default). */
  split?: string;
}

interface Place {
  screen_space_pos: number[];
  camera_space_pos?: number[] | null | undefined;
}

interface Info {
  landmarks: Record<string, unknown>;
  pupil_coordinates?: { pupil_right: Place; pupil_left: Place } | undefined;
}

const placeShape = {
  screen_space_pos: z.array(z.number()).length(2),
  camera_space_pos: z.array(z.number()).length(3).nullish(),
};
const pointsSchema: z.ZodType<(Place & { id: number | string })[]> = z.array(
  z.object({ id: z.union([z.number(), z.string()]), ...placeShape }),
);
const infoSchema: z.ZodType<Info> = z.looseObject({
  landmarks: z.record(z.string(), z.unknown()),
  pupil_coordinates: z
    .looseObject({ pupil_right: z.object(placeShape), pupil_left: z.object(placeShape) })
    .optional(),
});

const ending = '.info.json';
const what = 'info.json files of Synthesis AI';
/** Metres to centimetres. */
const centimetres = 100;

interface Target {
  folder: string;
  landmarks: string;
  pointCount: number;
  split: string;
  both: boolean;
}

export async function importSynthesis(options: SynthesisImportOptions): Promise<ImportResult> {
  const { folder, out, split = 'train', signal, onProgress } = options;
  const set = await openLandmarkSet(options.landmarks ?? 'ibug68');
  const files = (await listFiles(folder, signal))
    .filter((file) => file.endsWith(ending))
    .sort(bySceneAndFrame);
  if (files.length === 0)
    throw new LineamentError(`there is no file *${ending} in the folder`, {
      file: folder,
      hint: `give the folder of ${what}`,
    });
  const first = parseJsonLabels(infoSchema, await readLabelText(files[0]!, 'the labels'), files[0]!, what);
  const target: Target = {
    folder,
    landmarks: set.name,
    pointCount: set.points.length,
    split,
    both: `${set.name}_contour` in first.landmarks,
  };
  return importDataset({
    out,
    landmarks: set,
    conventions: target.both ? ['surface', 'contour'] : ['surface'],
    origin: {
      kind: 'imported',
      format: 'synthesis',
      source: resolve(folder),
      landmarks: set.name,
      split,
    },
    items: files.map((file) => ({ file, read: () => readSample(file, target) })),
    total: files.length,
    signal,
    onProgress,
  });
}

/** Scene 10 after scene 9, and a clip's frames in their order. */
function bySceneAndFrame(a: string, b: string): number {
  const order = (file: string): [folder: string, scene: number, frame: number] => {
    const { dir, base } = parse(file);
    const [, scene, frame] = /^(\d+)\..*\.f_(\d+)\.info\.json$/.exec(base) ?? [];
    return [dir, Number(scene ?? Infinity), Number(frame ?? Infinity)];
  };
  const [[folderA, sceneA, frameA], [folderB, sceneB, frameB]] = [order(a), order(b)];
  if (folderA !== folderB) return folderA < folderB ? -1 : 1;
  if (sceneA !== sceneB) return sceneA < sceneB ? -1 : 1;
  if (frameA !== frameB) return frameA < frameB ? -1 : 1;
  return a < b ? -1 : 1;
}

async function readSample(file: string, target: Target): Promise<LayeredSample> {
  const { folder, landmarks, split, both } = target;
  const info = parseJsonLabels(infoSchema, await readLabelText(file, 'the labels'), file, what);
  const path = `${file.slice(0, -ending.length)}.rgb.png`;
  const image = await storableImage(await readFileOr(path, 'the image'), path);
  const { width, height } = image;
  const pixels = ({ screen_space_pos: [x, y] }: Place): number[] => [x! * width - 0.5, y! * height - 0.5];
  const surface = pointsOf(info, landmarks, target, file);
  const contour = both ? pointsOf(info, `${landmarks}_contour`, target, file) : undefined;
  const places = surface.map(({ camera_space_pos: place }) => place ?? []);
  const pupils = info.pupil_coordinates;
  const points = {
    surface: Float32Array.from(surface.flatMap(pixels)),
    ...(contour && { contour: Float32Array.from(contour.flatMap(pixels)) }),
  };
  const { landmarks: _, pupil_coordinates: __, ...attributes } = info;
  return {
    id: relative(folder, file).slice(0, -ending.length).split('\\').join('/'),
    image: image.bytes,
    width,
    height,
    landmarks,
    points,
    points3d: places.every((place) => place.length === 3)
      ? Float32Array.from(places.flat(), (value) => value * centimetres)
      : null,
    visibility: null,
    labelQuality: null,
    box: faceBox(points.contour ?? points.surface, file),
    split,
    pupils: pupils ? Float32Array.from([...pixels(pupils.pupil_right), ...pixels(pupils.pupil_left)]) : null,
    attributes: { source: relative(folder, path), ...attributes },
  };
}

/** The points of one list, by their numbers. */
function pointsOf(info: Info, name: string, { pointCount }: Target, file: string): Place[] {
  const names = Object.keys(info.landmarks);
  if (!names.includes(name))
    throw new LineamentError(`has no landmarks '${name}'`, { file, hint: `it has ${names.join(', ')}` });
  const parsed = pointsSchema.safeParse(info.landmarks[name]);
  const byNumber = new Map(parsed.data?.map((place) => [Number(place.id), place]));
  const places = Array.from({ length: pointCount }, (_, k) => byNumber.get(k));
  const missing = places.indexOf(undefined);
  if (missing >= 0 || byNumber.size !== pointCount)
    throw new LineamentError(
      `landmarks '${name}' ${missing >= 0 ? `lack point ${missing}` : `are ${byNumber.size}, not ${pointCount}`}`,
      { file, hint: 'name the landmark set that it is labelled with' },
    );
  return places as Place[];
}
