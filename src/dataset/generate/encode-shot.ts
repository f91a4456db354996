/**
 * A shot as a sample: the picture as a JPEG of the described quality, the wanted layers as PNGs, the labels as they
 * are, the scene description and the camera as attributes. K landmarks, H = W = size.
 */
import sharp from 'sharp';
import { sceneAttributes } from '../../render/labels/attributes.js';
import { caption } from '../../render/labels/caption.js';
import { type SceneDescription, sceneVersion } from '../../render/scene/scene-description.js';
import type { Shot } from '../../render/studio.js';
import type { ClipPlace, GeneratedAttributes } from '../attributes.js';
import { encodeLayers, type LayerName } from '../layers/registry.js';
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
    ...(layers.length > 0 && { layers: encodeLayers(shot, layers) }),
  };
}
