/**
 * A shot as a sample: the picture as a JPEG of the described quality, the wanted layers as PNGs, the labels as they
 * are, the scene description and the camera as attributes. K landmarks, H = W = size.
 */
import sharp from 'sharp';
import { encodePng } from '../../node/png.js';
import { sceneAttributes } from '../../render/labels/attributes.js';
import { caption } from '../../render/labels/caption.js';
import { type SceneDescription, sceneVersion } from '../../render/scene/scene-description.js';
import type { Shot } from '../../render/studio.js';
import type { ClipPlace, GeneratedAttributes } from '../attributes.js';
import { depthStep, type EncodedLayers, type LayerName } from '../layers.js';
import type { LayeredSample } from '../store/columns.js';

export interface ShotContext {
  id: string;
  split: string;
  landmarks: string;
  layers: readonly LayerName[];
  /** Samples a pixel along each axis, 2 by default: with the scene, what the picture is made from again. */
  samples?: 1 | 2;
  /** Of a frame: its clip's number, its place in it, and frames a second. */
  clip?: ClipPlace;
}

/** A sample that carries its scene. */
export interface GeneratedSample extends LayeredSample {
  attributes: GeneratedAttributes;
}

export async function encodeShot(
  shot: Shot,
  scene: SceneDescription,
  { id, split, landmarks, layers, samples, clip }: ShotContext,
): Promise<GeneratedSample> {
  const { width, height } = shot;
  const image = await sharp(shot.rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: scene.photograph.jpegQuality })
    .toBuffer();
  const encoded: EncodedLayers = {};
  for (const layer of layers) encoded[layer] = encodeLayer(shot, layer);
  const shows = sceneAttributes(scene, shot);
  return {
    id,
    image,
    width,
    height,
    landmarks,
    points: shot.points,
    points3d: shot.points3d,
    visibility: shot.visibility,
    labelQuality: null,
    box: shot.box,
    split,
    pupils: shot.pupils,
    attributes: {
      sceneVersion,
      scene,
      camera: shot.camera,
      head: shot.head,
      gaze: Array.from(shot.gaze),
      shows,
      caption: caption(shows),
      ...(samples === 1 && { samples }),
      ...(clip !== undefined && { clip }),
    },
    ...(layers.length > 0 && { layers: encoded }),
  };
}

function encodeLayer(shot: Shot, layer: LayerName): Uint8Array {
  const { width, height } = shot;
  switch (layer) {
    case 'albedo':
      return encodePng({ width, height, channels: 3, data: shot.albedo }, true);
    case 'segmentation':
    case 'alpha':
      return encodePng({ width, height, channels: 1, data: shot[layer] }, false);
    case 'depth':
      return encodePng({ width, height, channels: 1, data: depthSteps(shot.depth) }, true);
    case 'normals':
      return encodePng({ width, height, channels: 3, data: normalBytes(shot.normals) }, true);
  }
}

function depthSteps(depth: Float32Array): Uint16Array {
  const steps = new Uint16Array(depth.length);
  for (let i = 0; i < steps.length; i++) {
    const step = Math.floor(depth[i]! / depthStep + 0.5);
    steps[i] = step > 65535 ? 65535 : step;
  }
  return steps;
}

function normalBytes(normals: Float32Array): Uint8Array {
  const bytes = new Uint8Array(normals.length);
  for (let i = 0; i < bytes.length; i += 3) {
    const x = normals[i]!;
    const y = normals[i + 1]!;
    const z = normals[i + 2]!;
    if (x === 0 && y === 0 && z === 0) continue;
    bytes[i] = (x + 1) * 127.5 + 0.5;
    bytes[i + 1] = (y + 1) * 127.5 + 0.5;
    bytes[i + 2] = (z + 1) * 127.5 + 0.5;
  }
  return bytes;
}
