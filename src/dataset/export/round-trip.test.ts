/** Every format is written from generated faces and read back by the importer that was written from its description. */

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { visibility } from '../../landmarks/landmark-set.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { generateDataset } from '../generate/generate-dataset.js';
import { importCoco } from '../import/coco/coco-wholebody.js';
import { importFaceSynthetics } from '../import/formats/face-synthetics.js';
import { importPts } from '../import/formats/pts/pts.js';
import { importThreeHundredW } from '../import/formats/pts/three-hundred-w.js';
import { importSynthesis } from '../import/formats/synthesis-info.js';
import { importWebDataset } from '../import/formats/webdataset.js';
import { layerNames } from '../layers/registry.js';
import type { LayeredSample } from '../store/columns.js';
import { openDataset } from '../store/store.js';
import { type ExportFormat, exportDataset } from './export-dataset.js';
import { faceSyntheticsClasses as classes } from './formats/face-synthetics.js';

let folder: string;
let stills: LayeredSample[];
let clip: LayeredSample[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-round-trip-'));
  const shared = { head: 'cage', seed: 4, workers: 1, pose: 'frontal' as const };
  const plain = { ...shared, without: ['occluders', 'hair', 'expression'] as const };
  await generateDataset({
    ...plain,
    count: 2,
    size: 96,
    landmarks: 'ibug68',
    layers: layerNames,
    out: join(folder, 'stills'),
  });
  await generateDataset({
    ...shared,
    count: 1,
    frames: 3,
    size: 48,
    landmarks: 'dense243',
    out: join(folder, 'clip'),
  });
  stills = await rowsOf('stills');
  clip = await rowsOf('clip');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rowsOf(name: string): Promise<LayeredSample[]> {
  const dataset = await openDataset(join(folder, name));
  const rows = await dataset.read(await dataset.indices(), { layers: true });
  dataset.close();
  return rows;
}

async function exported(name: string, format: ExportFormat, to = `${name}-${format}`): Promise<string> {
  const dataset = await openDataset(join(folder, name));
  const out = join(folder, to);
  expect(await exportDataset({ dataset, format, out })).toMatchObject({ failures: [] });
  dataset.close();
  return out;
}

/** @param within – of a pixel. */
function expectNear(
  list: ArrayLike<number> | null | undefined,
  wanted: ArrayLike<number>,
  within: number,
): void {
  expect(list?.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(list![i]! - wanted[i]!), `value ${i}`).toBeLessThan(within);
}

const pixelsOf = async ({ image, id }: LayeredSample): Promise<Uint8Array> =>
  Uint8Array.from((await decodeImage(image, id)).data);

describe('300w', () => {
  it.each(['stills', 'clip'])(
    '%s: contour points to a millionth, the picture byte for byte',
    async (name) => {
      const from = await exported(name, '300w');
      const rows = name === 'stills' ? stills : clip;
      const out = join(folder, `${name}-300w-back`);
      await importPts({ folder: from, out, landmarks: rows[0]!.landmarks });
      const back = await rowsOf(`${name}-300w-back`);
      expect(back.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      for (const [i, { points, image }] of back.entries()) {
        expectNear(points.contour, rows[i]!.points.contour!, 1e-4);
        expect(image).toEqual(rows[i]!.image);
      }
    },
  );
});

describe('300w of parts of 300-W', () => {
  it('is read back by the importer of 300-W, splits and all: its folders are the parts', async () => {
    const from = await exported('stills', '300w', 'no-part');
    const source = join(folder, '300W', 'helen', 'testset');
    cpSync(from, source, { recursive: true });
    await importThreeHundredW({ folder: join(folder, '300W'), out: join(folder, 'helen') });
    const again = await exported('helen', '300w');
    await importThreeHundredW({ folder: again, out: join(folder, 'helen-back') });
    const [first, back] = [await rowsOf('helen'), await rowsOf('helen-back')];
    expect(back.map(({ id, split }) => [id, split])).toEqual(first.map(({ id }) => [id, 'common-test']));
    for (const [i, { points }] of back.entries()) expectNear(points.contour, first[i]!.points.contour!, 1e-4);
    // Of anything else it knows no part, and says who does.
    await expect(importThreeHundredW({ folder: from, out: join(folder, 'none') })).rejects.toThrow(
      'use `lineament dataset import pts`',
    );
  });
});

describe('what reads an export back', () => {
  it.each([
    ['300w', 'pts FOLDER --landmarks ibug68'],
    ['coco-wholebody', 'coco-wholebody FOLDER/annotations.json'],
    ['webdataset', 'webdataset FOLDER'],
  ] as const)('is said: %s', async (format, command) => {
    const dataset = await openDataset(join(folder, 'stills'));
    const out = join(folder, `said-${format}`);
    const { readBack } = await exportDataset({ dataset, format, out });
    dataset.close();
    expect(readBack).toBe(`lineament dataset import ${command.replace('FOLDER', out)} --out DATASET`);
  });
});

describe('coco-wholebody', () => {
  it('keeps points, what is seen, boxes and pictures', async () => {
    const from = await exported('stills', 'coco-wholebody');
    await importCoco({ file: join(from, 'annotations.json'), out: join(folder, 'coco-back') });
    for (const [i, sample] of (await rowsOf('coco-back')).entries()) {
      const wanted = stills[i]!;
      expect(sample.id).toBe(wanted.id);
      expect(sample.points.contour).toEqual(wanted.points.contour);
      expect(sample.box).toEqual(wanted.box);
      expect(sample.image).toEqual(wanted.image);
      const seen = (list: Uint8Array | null): boolean[] =>
        Array.from(list!, (value) => value === visibility.visible);
      expect(seen(sample.visibility)).toEqual(seen(wanted.visibility));
    }
  });

  it('writes 68 points of a dense set', async () => {
    const from = await exported('clip', 'coco-wholebody');
    await importCoco({ file: join(from, 'annotations.json'), out: join(folder, 'coco-clip') });
    const back = await rowsOf('coco-clip');
    expect(back.map(({ id }) => id)).toEqual(clip.map(({ id }) => id));
    expect(back[0]!.points.contour).toHaveLength(136);
  });
});

describe('facesynthetics', () => {
  it('keeps surface points, pupils and the picture', async () => {
    const from = await exported('stills', 'facesynthetics');
    await importFaceSynthetics({ folder: from, out: join(folder, 'fs-back') });
    for (const [i, sample] of (await rowsOf('fs-back')).entries()) {
      expectNear(sample.points.surface, stills[i]!.points.surface!, 1e-4);
      expectNear(sample.pupils, stills[i]!.pupils!, 1e-4);
      expect(await pixelsOf(sample)).toEqual(await pixelsOf(stills[i]!));
    }
  });

  it('tells right from left and upper from lower lip where the landmarks say so', async () => {
    for (const [i, { points, width }] of stills.entries()) {
      const file = join(folder, 'stills-facesynthetics', `00000${i}_seg.png`);
      const { data, info } = await sharp(file)
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width, channels: 1 });
      const surface = points.surface!;
      const centre = (first: number, last: number): [number, number] => {
        const [xs, ys] = [0, 1].map((axis) =>
          Array.from({ length: last - first + 1 }, (_, k) => surface[2 * (first + k) + axis]!),
        );
        return [mean(xs!), mean(ys!)];
      };
      const pixels = (value: number): [number, number][] =>
        [...data.keys()].filter((o) => data[o] === value).map((o) => [o % width, Math.floor(o / width)]);
      const away = (value: number, [x, y]: [number, number]): number => {
        const list = pixels(value);
        expect(list.length, `class ${value}`).toBeGreaterThan(3);
        return Math.hypot(
          list.reduce((sum, p) => sum + p[0], 0) / list.length - x,
          list.reduce((sum, p) => sum + p[1], 0) / list.length - y,
        );
      };
      const eyes = surface[2 * 45]! - surface[2 * 36]!;
      expect(eyes).toBeGreaterThan(0); // frontal: the right eye is on the image's left
      expect(away(classes.rightEye, centre(36, 41))).toBeLessThan(0.06 * eyes);
      expect(away(classes.leftEye, centre(42, 47))).toBeLessThan(0.06 * eyes);
      expect(away(classes.rightBrow, centre(17, 21))).toBeLessThan(0.12 * eyes);
      expect(away(classes.leftBrow, centre(22, 26))).toBeLessThan(0.12 * eyes);
      const seam = centre(60, 67)[1];
      for (const [, y] of pixels(classes.topLip)) expect(y).toBeLessThan(seam + 0.05 * eyes);
      for (const [, y] of pixels(classes.bottomLip)) expect(y).toBeGreaterThan(seam - 0.05 * eyes);
      expect(pixels(classes.topLip).length * pixels(classes.bottomLip).length).toBeGreaterThan(0);
      expect(pixels(classes.nose).length).toBeGreaterThan(10);
    }
  });
});

describe('synthesis', () => {
  it.each(['stills', 'clip'])('%s: both conventions, camera space, pupils, picture', async (name) => {
    const from = await exported(name, 'synthesis');
    const rows = name === 'stills' ? stills : clip;
    const back = `${name}-synthesis-back`;
    await importSynthesis({ folder: from, out: join(folder, back), landmarks: rows[0]!.landmarks });
    for (const [i, sample] of (await rowsOf(back)).entries()) {
      const wanted = rows[i]!;
      expect(sample.id).toBe(name === 'stills' ? `${i}.cam_default.f_1` : `0.cam_default.f_${i + 1}`);
      expectNear(sample.points.contour, wanted.points.contour!, 1e-3);
      expectNear(sample.points.surface, wanted.points.surface!, 1e-3);
      expectNear(sample.points3d, wanted.points3d!, 1e-3);
      expectNear(sample.pupils, wanted.pupils!, 1e-3);
      expect(await pixelsOf(sample)).toEqual(await pixelsOf(wanted));
      expect(sample.attributes.caption).toBe(wanted.attributes.caption);
    }
  });

  it('scenes and frames are read back in their order, the tenth after the ninth', async () => {
    const from = join(folder, 'ten-frames');
    const frame = (name: string, ending: string): string => join(from, `${name}.${ending}`);
    mkdirSync(from);
    for (const name of ['2.cam_default.f_1', '10.cam_default.f_1', '2.cam_default.f_10', '2.cam_default.f_9'])
      for (const ending of ['info.json', 'rgb.png'])
        copyFileSync(join(folder, 'stills-synthesis', `0.cam_default.f_1.${ending}`), frame(name, ending));
    await importSynthesis({ folder: from, out: join(folder, 'ten-frames-back') });
    expect((await rowsOf('ten-frames-back')).map(({ id }) => id)).toEqual([
      '2.cam_default.f_1',
      '2.cam_default.f_9',
      '2.cam_default.f_10',
      '10.cam_default.f_1',
    ]);
  });

  it('projects its points by its own intrinsics', () => {
    const info = JSON.parse(
      readFileSync(join(folder, 'stills-synthesis', '0.cam_default.f_1.info.json'), 'utf8'),
    );
    const [[fx, , cx], [, fy, cy]] = info.camera.intrinsics;
    for (const { screen_space_pos: share, camera_space_pos: place } of info.landmarks.ibug68) {
      const [x, y, z] = place;
      // Camera space looks down −z with y up: an OpenCV camera sees (x, −y, −z).
      expect(cx + (fx * x) / -z).toBeCloseTo(share[0] * 96, 3);
      expect(cy + (fy * -y) / -z).toBeCloseTo(share[1] * 96, 3);
    }
  });

  it('says what the service’s readers ask for: version, pupils in space, numbered names', () => {
    const info = JSON.parse(
      readFileSync(join(folder, 'stills-synthesis', '0.cam_default.f_1.info.json'), 'utf8'),
    );
    expect(info.version).toBe('1.5');
    const tone = (stills[0]!.attributes as { shows: { tone: string } }).shows.tone;
    expect(info.render).toEqual({ frame_number: 1, wavelength: tone === 'infrared' ? 'nir' : 'visible' });
    expect(info.landmarks.ibug68[67]).toMatchObject({ id: 67, name: '68', in_frustum: true });
    const [[fx, , cx], [, fy, cy]] = info.camera.intrinsics;
    expect(Math.tan(info.camera.field_of_view.x_axis_rads / 2)).toBeCloseTo(48 / fx);
    for (const [eye, lids] of [
      ['pupil_right', [36, 41]],
      ['pupil_left', [42, 47]],
    ] as const) {
      const { screen_space_pos: share, camera_space_pos: at } = info.pupil_coordinates[eye];
      expect(cx + (fx * at[0]) / -at[2]).toBeCloseTo(share[0] * 96, 3);
      expect(cy + (fy * -at[1]) / -at[2]).toBeCloseTo(share[1] * 96, 3);
      const depths = info.landmarks.ibug68
        .slice(lids[0], lids[1] + 1)
        .map(({ camera_space_pos: place }: { camera_space_pos: number[] }) => place[2]);
      // Within a centimetre of the lids.
      expect(at[2]).toBeGreaterThan(Math.min(...depths) - 0.01);
      expect(at[2]).toBeLessThan(Math.max(...depths) + 0.01);
      expect(info.pupil_coordinates[eye].distance_to_camera).toBeCloseTo(Math.hypot(...at));
    }
    for (const worn of ['glasses', 'headwear', 'mask', 'earrings'])
      expect(info.accessories[worn].style).toEqual(expect.any(String));
    const line = JSON.parse(
      readFileSync(join(folder, 'stills-synthesis', 'metadata.jsonl'), 'utf8').split('\n')[0]!,
    );
    expect(line).toMatchObject({ version: '1.5', render_id: 0, frame_number: 1, camera_name: 'cam_default' });
  });

  it('has the fields of the service’s own output, by name and kind', () => {
    const ours = fieldsOf(
      JSON.parse(readFileSync(join(folder, 'stills-synthesis', '0.cam_default.f_1.info.json'), 'utf8')),
    );
    for (const [path, kind] of Object.entries(serviceFields))
      expect([path, ours.get(path)]).toEqual([path, kind]);
  });

  // The sample that the service left lies beside some checkouts and is no part of this repository.
  it.skipIf(!existsSync(serviceSample))('leaves out of the service’s sample only what is named here', () => {
    const theirs = fieldsOf(JSON.parse(readFileSync(serviceSample, 'utf8')));
    for (const [path, kind] of Object.entries(serviceFields))
      expect([path, theirs.get(path)]).toEqual([path, kind]);
    const missing = [...theirs.keys()].filter((path) => serviceFields[path] === undefined);
    expect(missing.filter((path) => !leftOut.some((start) => path.startsWith(start)))).toEqual([]);
  });

  it('gives gaze in the head’s own frame and the roll of the head as the service counts it', () => {
    const info = JSON.parse(
      readFileSync(join(folder, 'stills-synthesis', '0.cam_default.f_1.info.json'), 'utf8'),
    );
    const rotation = info.head_transform.transform_head2cam.mat_4x4 as number[][];
    for (const eye of ['eye_right', 'eye_left']) {
      const { gaze_vector: vector, horizontal_angle: across, vertical_angle: up } = info.gaze_values[eye];
      const [h, v] = [across, up].map((angle) => (angle * Math.PI) / 180) as [number, number];
      const inHead = [Math.sin(h) * Math.cos(v), Math.sin(v), Math.cos(h) * Math.cos(v)];
      for (const row of [0, 1, 2])
        expect(rotation[row]!.slice(0, 3).reduce((sum, r, i) => sum + r * inHead[i]!, 0)).toBeCloseTo(
          vector[row],
          5,
        );
    }
    // The head's x axis, to the subject's left, falls where the service's roll is negative.
    const { roll, pitch } = info.facial_attributes.head_turn as Record<string, number>;
    expect(rotation[1]![0]!).toBeCloseTo(
      Math.sin((roll! * Math.PI) / 180) * Math.cos((pitch! * Math.PI) / 180),
      3,
    );
    const corners = [36, 39, 42, 45, 30, 48, 54].map((k) => info.landmarks.ibug68[k].screen_space_pos[0]);
    expect(info.eye_nose_mouth_bbox.screen_space.min[0]).toBe(Math.min(...corners));
    expect(info.eye_nose_mouth_bbox.screen_space.max[0]).toBe(Math.max(...corners));
  });

  it('its layers are the dataset’s, stored or rendered again', async () => {
    const raw = (file: Uint8Array | string): Promise<Buffer> => sharp(file).raw().toBuffer();
    const grey = (file: Uint8Array | string): Promise<Buffer> =>
      sharp(file).toColourspace('b-w').raw().toBuffer();
    const name = join(folder, 'stills-synthesis', '1.cam_default.f_1');
    const layers = stills[1]!.layers!;
    // Their classes, pixel for pixel: eyes are where our sclera, iris and pupil are, the right one on the image's left.
    const [theirs, ours] = [await grey(`${name}.segments.png`), await grey(layers.segmentation!)];
    expect(ours).toHaveLength(96 * 96);
    const middle = stills[1]!.points.surface![2 * 27]!;
    for (let o = 0; o < ours.length; o++) {
      const eye = ours[o]! >= 3 && ours[o]! <= 5;
      expect(theirs[o] === 10 || theirs[o] === 11).toBe(eye);
      if (eye) expect(theirs[o]).toBe(o % 96 < middle ? 11 : 10);
      expect(theirs[o] === 0).toBe(ours[o] === 0);
    }
    expect(await raw(`${name}.alpha.png`)).toEqual(await raw(layers.alpha!));
    const depth = (file: Uint8Array | string): Promise<Buffer> =>
      sharp(file).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    expect(await depth(`${name}.depth.png`)).toEqual(await depth(layers.depth!));
    const [written, stored] = [await raw(`${name}.normals.png`), await raw(layers.normals!)];
    for (let i = 0; i < stored.length; i++) expect(Math.abs(written[i]! - stored[i]!)).toBeLessThanOrEqual(1);
    // The clip's dataset stores none: those of a face are not empty.
    const again = await raw(join(folder, 'clip-synthesis', '0.cam_default.f_2.segments.png'));
    expect(new Set(again).size).toBeGreaterThan(4);
  });
});

const serviceSample = join('..', 'shared', 'human-api', 'sample', '24.info.json');

/** Fields of the service's `info.json` that are written, and what they hold; `[]` is each of a list. */
const serviceFields: Record<string, string> = {
  version: 'string',
  'camera.intrinsics[][]': 'number',
  'camera.transform_cam2world.mat_4x4[][]': 'number',
  'camera.transform_world2cam.mat_4x4[][]': 'number',
  'camera.focal_length_mm': 'number',
  'camera.sensor.width_mm': 'number',
  'camera.sensor.height_mm': 'number',
  'camera.field_of_view.x_axis_rads': 'number',
  'camera.field_of_view.y_axis_rads': 'number',
  'eye_nose_mouth_bbox.screen_space.min[]': 'number',
  'eye_nose_mouth_bbox.screen_space.max[]': 'number',
  'eye_nose_mouth_bbox.world_space.min[]': 'number',
  'eye_nose_mouth_bbox.world_space.max[]': 'number',
  ...Object.fromEntries(
    ['pupil_right', 'pupil_left'].flatMap((eye) => [
      [`pupil_coordinates.${eye}.screen_space_pos[]`, 'number'],
      [`pupil_coordinates.${eye}.camera_space_pos[]`, 'number'],
      [`pupil_coordinates.${eye}.world_space_pos[]`, 'number'],
      [`pupil_coordinates.${eye}.distance_to_camera`, 'number'],
    ]),
  ),
  ...Object.fromEntries(
    ['eye_right', 'eye_left'].flatMap((eye) => [
      [`gaze_values.${eye}.gaze_vector[]`, 'number'],
      [`gaze_values.${eye}.horizontal_angle`, 'number'],
      [`gaze_values.${eye}.vertical_angle`, 'number'],
    ]),
  ),
  'head_transform.transform_head2cam.mat_4x4[][]': 'number',
  'head_transform.transform_head2world.mat_4x4[][]': 'number',
  'landmarks.ibug68[].id': 'number',
  'landmarks.ibug68[].name': 'string',
  'landmarks.ibug68[].in_frustum': 'boolean',
  'landmarks.ibug68[].screen_space_pos[]': 'number',
  'landmarks.ibug68[].camera_space_pos[]': 'number',
  'landmarks.ibug68[].world_space_pos[]': 'number',
  'landmarks.ibug68_contour[].id': 'number',
  'landmarks.ibug68_contour[].name': 'string',
  'landmarks.ibug68_contour[].in_frustum': 'boolean',
  'landmarks.ibug68_contour[].screen_space_pos[]': 'number',
  'identity_metadata.age': 'number',
  'identity_metadata.sex': 'string',
  'facial_attributes.expression.name': 'string',
  'facial_attributes.gaze.horizontal_angle': 'number',
  'facial_attributes.gaze.vertical_angle': 'number',
  'facial_attributes.hair.style': 'string',
  'facial_attributes.hair.color': 'string',
  'facial_attributes.facial_hair.style': 'string',
  'facial_attributes.eyebrows.style': 'string',
  'facial_attributes.head_turn.yaw': 'number',
  'facial_attributes.head_turn.pitch': 'number',
  'facial_attributes.head_turn.roll': 'number',
  'accessories.glasses.style': 'string',
  'accessories.headwear.style': 'string',
  'accessories.mask.style': 'string',
  'render.frame_number': 'number',
  'render.wavelength': 'string',
  'segments_mapping.background': 'number',
  'segments_mapping.hair': 'number',
  'segments_mapping.neck': 'number',
  'segments_mapping.nose': 'number',
  'segments_mapping.teeth': 'number',
};

/** What is not written: bodies, garments, settings of the service's own renderer, its persons; segments have our names. */
const leftOut = [
  ...['body.', 'clothing.', 'gesture.', 'hdri.', 'segments_mapping.', 'render.z'],
  ...['landmarks.kinect_v2', 'landmarks.coco', 'landmarks.mediapipe', 'landmarks.mpeg4'],
  // The service's persons had numbers; ours have names.
  'identity_metadata.',
  'facial_attributes.eyes.',
  'facial_attributes.expression.intensity',
  ...['color', 'color_seed', 'relative_length', 'relative_density'].flatMap((key) =>
    ['hair', 'facial_hair', 'eyebrows'].map((what) => `facial_attributes.${what}.${key}`),
  ),
  ...['accessories.glasses.', 'accessories.mask.', 'accessories.headphones.'],
];

/** Each field below an object and the kind of what it holds. */
function fieldsOf(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) for (const one of value) fieldsOf(one, `${path}[]`, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value))
      fieldsOf(one, path === '' ? key : `${path}.${key}`, found);
  else found.set(path, value === null ? 'null' : typeof value);
  return found;
}

describe('webdataset', () => {
  it.each(['stills', 'clip'])('%s come back whole, layers, captions and scenes too', async (name) => {
    const from = await exported(name, 'webdataset');
    expect(readdirSync(from)).toEqual(['shard-000000.tar']);
    const back = `${name}-webdataset-back`;
    await importWebDataset({ source: from, out: join(folder, back) });
    expect(await rowsOf(back)).toEqual(name === 'stills' ? stills : clip);
    expect(existsSync(`${from}.lineament-part`)).toBe(false);
  });
});
