/**
 * Imports outputs of Synthesis AI's Human API: `N.cam_default.f_F.info.json` beside `.rgb.png` (versions 1 to 1.5) and
 * `S.C.F.image_metadata.json` beside `.rgb.npz` (version 2, several people a picture). Points are shares of the picture
 * from its top left corner, places in camera space are metres. Points of `NAME` are on the surface, those of
 * `NAME_contour` on the visible outline; the first file decides whether the dataset has both. The layers beside the
 * picture are left aside.
 */
import { existsSync } from 'node:fs';
import { parse, relative, resolve } from 'node:path';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import { defaultLandmarkSet } from '../../../landmarks/sets/registry.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { listFiles } from '../files/list-files.js';
import { pictureOfNpz } from '../files/npz-picture.js';
import { type StorableImage, storableImage } from '../files/storable-image.js';
import {
  imageMetadataEnding,
  infoEnding,
  type Place,
  placesOf,
  readSynthesisFaces,
  type SynthesisFace,
  synthesisFiles,
} from '../files/synthesis-labels.js';
import { type ImportDefaults, type ImportItem, type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox } from '../photograph-sample.js';
import { placeLabels } from '../stated-size.js';

export interface SynthesisImportOptions {
  folder: string;
  out: string;
  /** Name of the landmark set to read (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** The samples' split (`train` by default). */
  split?: string;
}

/** What the picture is called in `rgb.npz`: by the service, and by NumPy where nobody names it, which one of its readers takes. */
const pictureArrays = ['image', 'arr_0'] as const;

/** Metres to centimetres. */
const centimetres = 100;

interface Target {
  folder: string;
  landmarks: string;
  pointCount: number;
  split: string;
  both: boolean;
}

export const synthesisDefaults: ImportDefaults = { landmarks: defaultLandmarkSet, split: 'train' };

export async function importSynthesis(
  options: SynthesisImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out, split = synthesisDefaults.split } = options;
  const set = await openLandmarkSet(options.landmarks ?? synthesisDefaults.landmarks);
  const files = (await listFiles(folder, work.signal)).filter(isLabelFile).sort(bySceneAndFrame);
  if (files.length === 0)
    throw new LineamentError(`there is no file *${infoEnding} or *${imageMetadataEnding} in the folder`, {
      file: folder,
      hint: `give the folder of ${synthesisFiles}`,
    });
  const first = await firstFaceOf(files);
  const target: Target = {
    folder,
    landmarks: set.name,
    pointCount: set.points.length,
    split,
    both: first?.landmarks.has(`${set.name}_contour`) ?? false,
  };
  const items = await itemsOf(files, target, work.signal);
  return importDataset(
    {
      out,
      landmarks: set,
      conventions: target.both ? ['surface', 'contour'] : ['surface'],
      origin: { kind: 'imported', format: 'synthesis', source: resolve(folder), landmarks: set.name, split },
      items,
      total: items.length,
    },
    work,
  );
}

/** Of the first file that can be read; where there is none, the first says why. */
async function firstFaceOf(files: readonly string[]): Promise<SynthesisFace | undefined> {
  for (const file of files) {
    const [face] = await readSynthesisFaces(file).catch((): SynthesisFace[] => []);
    if (face !== undefined) return face;
  }
  return (await readSynthesisFaces(files[0]!))[0];
}

function isLabelFile(file: string): boolean {
  return file.endsWith(infoEnding) || file.endsWith(imageMetadataEnding);
}

function stemOfLabels(file: string): string {
  return file.slice(0, -(file.endsWith(infoEnding) ? infoEnding : imageMetadataEnding).length);
}

/** A face each: files of several people are looked into beforehand. */
async function itemsOf(files: readonly string[], target: Target, signal: AbortSignal): Promise<ImportItem[]> {
  const items: ImportItem[] = [];
  for (const file of files) {
    if (signal.aborted)
      throw new StoppedError(`${items.length} faces were found`, {
        file: target.folder,
        hint: 'run the same command again; it starts over',
      });
    // What cannot be read is met again, and listed, when its turn comes.
    const count = file.endsWith(infoEnding)
      ? 1
      : await readSynthesisFaces(file).then(
          (faces) => faces.length,
          () => 1,
        );
    for (let i = 0; i < count; i++)
      items.push({
        file: count === 1 ? file : `${file}: person ${i + 1}`,
        read: async () => readSample(file, (await readSynthesisFaces(file))[i], target),
      });
  }
  return items;
}

/** Scene 10 after scene 9, and a clip's frames in their order. */
function bySceneAndFrame(a: string, b: string): number {
  const order = (file: string): [folder: string, scene: number, frame: number] => {
    const { dir, base } = parse(file);
    const [, scene, frame] =
      /^(\d+)\.(?:.*\.f_|[^.]*\.)(\d+)\.(?:info|image_metadata)\.json$/.exec(base) ?? [];
    return [dir, Number(scene ?? Infinity), Number(frame ?? Infinity)];
  };
  const [[folderA, sceneA, frameA], [folderB, sceneB, frameB]] = [order(a), order(b)];
  if (folderA !== folderB) return folderA < folderB ? -1 : 1;
  if (sceneA !== sceneB) return sceneA < sceneB ? -1 : 1;
  if (frameA !== frameB) return frameA < frameB ? -1 : 1;
  return a < b ? -1 : 1;
}

async function readSample(
  file: string,
  face: SynthesisFace | undefined,
  target: Target,
): Promise<LayeredSample> {
  const { folder, landmarks, pointCount, split, both } = target;
  if (face === undefined) throw new LineamentError('holds no person', { file });
  const { path, image } = await pictureOf(file);
  const { width, height } = image;
  const stated = face.size ?? image;
  const placement = placeLabels(stated, image);
  const turned = stated.width > stated.height !== width > height;
  const pixels = (places: readonly Place[]): Float32Array =>
    placement.points(
      Float32Array.from(
        places.flatMap(({ screen_space_pos: [x, y] }) => [x! * stated.width - 0.5, y! * stated.height - 0.5]),
      ),
    );
  const surface = placesOf(face, landmarks, pointCount, file);
  const contour = both ? placesOf(face, `${landmarks}_contour`, pointCount, file) : undefined;
  const places = surface.map(({ camera_space_pos: place }) => place ?? []);
  const { pupils, instance } = face;
  const points = {
    surface: pixels(surface),
    ...(contour && { contour: pixels(contour) }),
  };
  const stem = stemOfLabels(relative(folder, file)).split('\\').join('/');
  return {
    id: instance === undefined ? stem : `${stem}#${instance}`,
    image: image.bytes,
    width,
    height,
    landmarks,
    points,
    // A picture that was turned is not the camera's any more.
    points3d:
      !turned && places.every((place) => place.length === 3)
        ? Float32Array.from(places.flat(), (value) => value * centimetres)
        : null,
    visibility: null,
    labelQuality: null,
    box: faceBox(points.contour ?? points.surface, file),
    split,
    pupils: pupils ? pixels([pupils.right, pupils.left]) : null,
    attributes: {
      source: relative(folder, path),
      ...(instance !== undefined && { instance }),
      ...face.attributes,
    },
  };
}

/** `rgb.png`, or the arrays of version 2. */
async function pictureOf(file: string): Promise<{ path: string; image: StorableImage }> {
  const arrays = `${stemOfLabels(file)}.rgb.npz`;
  const isArray = file.endsWith(imageMetadataEnding) && existsSync(arrays);
  const path = isArray ? arrays : `${stemOfLabels(file)}.rgb.png`;
  const bytes = await readFileOr(path, 'the image');
  return {
    path,
    image: await storableImage(isArray ? await pictureOfNpz(bytes, pictureArrays, path) : bytes, path),
  };
}
