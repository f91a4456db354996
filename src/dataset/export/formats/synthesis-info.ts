/**
 * The outputs of Synthesis AI's Human API as its own readers take them (face_api_dataset, synthesisai; version 1.5): for a scene's
 * frame `N.cam_default.f_F.info.json` and the layers extracted from it, here all as PNG: rgb, segments (8 bits, named by
 * `segments_mapping`), depth (16 bits), normals and alpha (8 bits); and `metadata.jsonl` with a line a picture.
 *
 * Screen places are shares of the picture, (0, 0) its top left corner. Camera space is x right, y up, z towards the
 * viewer, as ours, in metres; the world is the camera. Identity, hair and expression carry Lineament's own names.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { LineamentError } from '../../../core/errors.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import type { Camera, Placement } from '../../../render/scene/scene.js';
import { clipOf, isGenerated } from '../../attributes.js';
import { depthStep } from '../../layers/depth.js';
import type { LayeredSample } from '../../store/columns.js';
import { type ClassMapping, mapClasses } from '../map-classes.js';
import type { ExportSource, PixelLayers, SampleWriter } from '../sample-writer.js';
import { allSixtyEightOf, type SixtyEight } from '../sixty-eight.js';

/** Centimetres to metres. */
const metres = 0.01;
const degrees = 180 / Math.PI;

/** The segments that are written, by the names and numbers of their reader's default; `occluder` is ours. */
const segments = {
  background: 0,
  beard: 1,
  brow: 3,
  clothing: 7,
  ear_left: 8,
  ear_right: 9,
  eye_left: 10,
  eye_right: 11,
  eyelashes: 12,
  glasses: 16,
  hair: 17,
  head: 18,
  headwear: 20,
  lip_lower: 23,
  lip_upper: 24,
  mouthbag: 27,
  neck: 29,
  nose: 30,
  teeth: 35,
  tongue: 37,
  occluder: 39,
} as const;

const eyes = { right: segments.eye_right, left: segments.eye_left };

const mapping: ClassMapping = {
  background: segments.background,
  skin: segments.head,
  brows: segments.brow,
  sclera: eyes,
  iris: eyes,
  pupil: eyes,
  lips: { top: segments.lip_upper, bottom: segments.lip_lower },
  innerMouth: segments.mouthbag,
  teeth: segments.teeth,
  tongue: segments.tongue,
  nose: segments.nose,
  ears: { right: segments.ear_right, left: segments.ear_left },
  hair: segments.hair,
  facialHair: segments.beard,
  neck: segments.neck,
  clothing: segments.clothing,
  glasses: segments.glasses,
  hat: segments.headwear,
  occluder: segments.occluder,
  lashes: segments.eyelashes,
};

/** The version of the files that are written: both public readers demand one. */
const version = '1.5';

interface Place {
  screen_space_pos: number[];
  in_frustum?: boolean;
  /** Points on the outline have none. */
  camera_space_pos?: number[];
  world_space_pos?: number[];
}

interface Bounds {
  min: number[];
  max: number[];
}

/** What `info.json` holds, as far as it is written. */
export interface SynthesisInfo {
  version: typeof version;
  camera: {
    intrinsics: number[][];
    focal_length_mm: number;
    sensor: { width_mm: number; height_mm: number };
    field_of_view: { x_axis_rads: number; y_axis_rads: number };
    transform_cam2world: Transform;
    transform_world2cam: Transform;
  };
  head_transform: { transform_head2cam: Transform; transform_head2world: Transform };
  landmarks: Record<string, ({ id: number; name?: string } & Place)[]>;
  pupil_coordinates: { pupil_right: PupilPlace; pupil_left: PupilPlace };
  gaze_values: { eye_right: GazeValues; eye_left: GazeValues };
  /** Around eye corners, nose and corners of the mouth. */
  eye_nose_mouth_bbox: { screen_space: Bounds; world_space: Bounds };
  segments_mapping: Record<string, number>;
  identity_metadata: { id: string; age: number; sex: 'female' | 'male' };
  facial_attributes: {
    expression: { name: string };
    hair: { style: string; color: string };
    facial_hair: { style: string };
    eyebrows: { style: string };
    gaze: { horizontal_angle: number; vertical_angle: number };
    head_turn: { pitch: number; yaw: number; roll: number };
  };
  accessories: Record<'glasses' | 'headwear' | 'mask' | 'earrings', { style: string }>;
  render: { frame_number: number; wavelength: 'visible' | 'nir' };
  caption: string;
  units: { length: 'metre'; angle: 'degree'; depth_png: 'tenth of a millimetre' };
}

type PupilPlace = Place & { distance_to_camera: number };

interface Transform {
  mat_4x4: number[][];
}

interface GazeValues {
  gaze_vector: number[];
  horizontal_angle: number;
  vertical_angle: number;
}

export function createSynthesisWriter({ folder, set, layersOf }: ExportSource): SampleWriter {
  const sixtyEight = allSixtyEightOf(set);
  const metadata: string[] = [];
  return {
    async write(sample, number) {
      const labels = sixtyEight(sample);
      const { scene, frame } = sceneAndFrame(sample, number);
      const layers = await layersOf(sample);
      const info = describe(sample, labels, { setName: set.name, frame, layers });
      const name = join(folder, `${scene}.cam_default.f_${frame}`);
      const { width, height } = sample;
      const picture = await decodeImage(sample.image, `sample ${sample.id}`);
      const rgb = (data: Uint8Array) => sharp(data, { raw: { width, height, channels: 3 } }).png();
      const grey = (data: Uint8Array) =>
        sharp(data, { raw: { width, height, channels: 1 } })
          .toColourspace('b-w')
          .png();
      const steps = Uint16Array.from(layers.depth, (depth) => Math.min(65535, Math.round(depth / depthStep)));
      const depth = sharp(steps, { raw: { width, height, channels: 1 } })
        .toColourspace('grey16')
        .png();
      await writeFile(`${name}.rgb.png`, await rgb(new Uint8Array(picture.data)).toBuffer());
      await writeFile(`${name}.normals.png`, await rgb(codedNormals(layers.normals)).toBuffer());
      await writeFile(
        `${name}.segments.png`,
        await grey(mapClasses(layers, sample, labels, mapping)).toBuffer(),
      );
      await writeFile(`${name}.alpha.png`, await grey(layers.alpha).toBuffer());
      await writeFile(`${name}.depth.png`, await depth.toBuffer());
      await writeFile(`${name}.info.json`, `${JSON.stringify(info)}\n`);
      metadata.push(
        JSON.stringify({
          version,
          render_id: scene,
          frame_number: frame,
          camera_name: 'cam_default',
          frame,
          scene_id: sample.id,
          caption: info.caption,
          ...info.facial_attributes,
          // Where the service's own lines have them.
          scene: {
            identity_metadata: info.identity_metadata,
            facial_attributes: info.facial_attributes,
            accessories: info.accessories,
          },
        }),
      );
    },
    async finish() {
      await writeFile(join(folder, 'metadata.jsonl'), `${metadata.join('\n')}\n`);
    },
  };
}

/** A clip is one scene of many frames; frames are counted from 1. */
function sceneAndFrame({ attributes }: LayeredSample, number: number): { scene: number; frame: number } {
  const clip = clipOf(attributes);
  return clip === undefined ? { scene: number, frame: 1 } : { scene: clip.index, frame: clip.frame + 1 };
}

function codedNormals(normals: Float32Array): Uint8Array {
  return Uint8Array.from(normals, (value, i) => {
    const o = i - (i % 3);
    const empty = normals[o] === 0 && normals[o + 1] === 0 && normals[o + 2] === 0;
    return empty ? 0 : Math.round((value + 1) * 127.5);
  });
}

function describe(
  sample: LayeredSample,
  labels: SixtyEight,
  { setName, frame, layers }: { setName: string; frame: number; layers: PixelLayers },
): SynthesisInfo {
  const { width, height, id, points, points3d, pupils } = sample;
  const { attributes } = sample;
  if (!isGenerated(attributes) || pupils === null)
    throw new LineamentError(
      `sample ${id} was not generated by this version: its camera and gaze are not known`,
      {
        hint: 'generate the dataset again, or export as 300w, coco-wholebody or webdataset',
      },
    );
  const { camera, head, gaze, shows, caption } = attributes;
  const place = (list: Float32Array, list3d: Float32Array | null, k: number): Place => {
    const at = list3d && Array.from(list3d.subarray(3 * k, 3 * k + 3), (value) => value * metres);
    const [x, y] = [(list[2 * k]! + 0.5) / width, (list[2 * k + 1]! + 0.5) / height];
    return {
      screen_space_pos: [x, y],
      in_frustum: x >= 0 && y >= 0 && x <= 1 && y <= 1,
      ...(at && { camera_space_pos: at, world_space_pos: at }),
    };
  };
  const all = (list: Float32Array, list3d: Float32Array | null): SynthesisInfo['landmarks'][string] =>
    Array.from({ length: list.length / 2 }, (_, k) => ({
      id: k,
      name: String(k + 1),
      ...place(list, list3d, k),
    }));
  const transform = matrix(head);
  // Their vectors are of the world, their angles of the head, as an order asks for them.
  const eye = (at: number): GazeValues => {
    const vector = gaze.slice(at, at + 3);
    return { gaze_vector: vector, ...anglesInHead(vector, head.rotation) };
  };
  const looking = [0, 1, 2].map((axis) => gaze[axis]! + gaze[axis + 3]!);
  const landmarks = all(labels.surface ?? labels.points, labels.points3d);
  const pupil = (k: number, lids: readonly number[]): PupilPlace => {
    const at = pupilPlace(pupils.subarray(2 * k, 2 * k + 2), camera, layers, lidDepth(labels, lids));
    const metric = at.map((value) => value * metres);
    return {
      ...place(pupils, null, k),
      ...{ camera_space_pos: metric, world_space_pos: metric, distance_to_camera: Math.hypot(...metric) },
    };
  };
  return {
    version,
    camera: {
      // Of pixels counted from the corner, as OpenCV's users expect of a picture's middle at half its width.
      intrinsics: [
        [camera.focal, 0, camera.cx + 0.5],
        [0, camera.focal, camera.cy + 0.5],
        [0, 0, 1],
      ],
      // A camera here is known by its angle: its sensor is as wide as the service's.
      focal_length_mm: (camera.focal * sensorWidth) / width,
      sensor: { width_mm: sensorWidth, height_mm: (sensorWidth * height) / width },
      field_of_view: {
        x_axis_rads: 2 * Math.atan(width / 2 / camera.focal),
        y_axis_rads: 2 * Math.atan(height / 2 / camera.focal),
      },
      transform_cam2world: identity(),
      transform_world2cam: identity(),
    },
    head_transform: { transform_head2cam: transform, transform_head2world: transform },
    landmarks: {
      ibug68: landmarks,
      ibug68_contour: all(labels.points, null),
      ...(setName !== 'ibug68' && {
        [setName]: all(points.surface ?? points.contour!, points3d),
        ...(points.contour && { [`${setName}_contour`]: all(points.contour, null) }),
      }),
    },
    pupil_coordinates: {
      pupil_right: pupil(0, [36, 37, 38, 39, 40, 41]),
      pupil_left: pupil(1, [42, 43, 44, 45, 46, 47]),
    },
    gaze_values: { eye_right: eye(0), eye_left: eye(3) },
    eye_nose_mouth_bbox: {
      screen_space: bounds(boxed.map((k) => landmarks[k]!.screen_space_pos)),
      world_space: bounds(
        boxed.flatMap((k) => [landmarks[k]!.world_space_pos ?? []]).filter((at) => at.length > 0),
      ),
    },
    segments_mapping: { ...segments },
    identity_metadata: { id, age: shows.age, sex: shows.masculinity < 0.5 ? 'female' : 'male' },
    facial_attributes: {
      expression: { name: shows.expression },
      hair: { style: shows.hair, color: shows.hair_colour },
      facial_hair: { style: shows.beard },
      eyebrows: { style: shows.brows },
      gaze: anglesInHead(looking, head.rotation),
      // Their roll is positive to the other shoulder.
      head_turn: { pitch: shows.pitch, yaw: shows.yaw, roll: -shows.roll },
    },
    accessories: {
      glasses: { style: shows.glasses },
      headwear: { style: shows.headwear },
      mask: { style: shows.mask },
      earrings: { style: shows.earrings },
    },
    render: { frame_number: frame, wavelength: shows.tone === 'infrared' ? 'nir' : 'visible' },
    caption: caption ?? '',
    units: { length: 'metre', angle: 'degree', depth_png: 'tenth of a millimetre' },
  };
}

/** Millimetres. */
const sensorWidth = 33;

/** Corners of the eyes and of the mouth, tip of the nose. */
const boxed = [36, 39, 42, 45, 30, 48, 54];

function bounds(places: readonly number[][]): Bounds {
  const ends = (end: (...values: number[]) => number): number[] =>
    (places[0] ?? []).map((_, axis) => end(...places.map((place) => place[axis]!)));
  return { min: ends(Math.min), max: ends(Math.max) };
}

/** @param vector – camera space. @param r – head space to camera space. */
function anglesInHead(
  [x = 0, y = 0, z = 0]: readonly number[],
  r: readonly number[],
): { horizontal_angle: number; vertical_angle: number } {
  const [across, up, ahead] = [0, 1, 2].map((axis) => r[axis]! * x + r[3 + axis]! * y + r[6 + axis]! * z) as [
    number,
    number,
    number,
  ];
  return {
    horizontal_angle: Math.atan2(across, ahead) * degrees,
    vertical_angle: Math.atan2(up, Math.hypot(across, ahead)) * degrees,
  };
}

const eyeClasses: readonly number[] = [segmentClasses.sclera, segmentClasses.iris, segmentClasses.pupil];

/**
 * Where a pupil is in camera space, centimetres: on its ray, as deep as the surface of the eye that is seen there, or as
 * its lids where lids or things hide the eye.
 */
function pupilPlace(
  at: Float32Array,
  { width, height, focal, cx, cy }: Camera,
  { segmentation, depth }: PixelLayers,
  lids: number,
): number[] {
  const [x, y] = [at[0]!, at[1]!];
  const [column, row] = [Math.round(x), Math.round(y)];
  const inside = column >= 0 && row >= 0 && column < width && row < height;
  const o = row * width + column;
  const seen = inside && eyeClasses.includes(segmentation[o]!) ? depth[o]! : lids;
  return [((x - cx) * seen) / focal, ((cy - y) * seen) / focal, -seen];
}

/** Mean depth of an eye's lids, centimetres. */
function lidDepth({ points3d }: SixtyEight, lids: readonly number[]): number {
  return lids.reduce((sum, k) => sum - points3d![3 * k + 2]!, 0) / lids.length;
}

function identity(): Transform {
  return { mat_4x4: [0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((column) => (row === column ? 1 : 0))) };
}

function matrix({ rotation: r, translation: t }: Placement): Transform {
  const row = (i: number): number[] => [r[3 * i]!, r[3 * i + 1]!, r[3 * i + 2]!, t[i]! * metres];
  return { mat_4x4: [row(0), row(1), row(2), [0, 0, 0, 1]] };
}
