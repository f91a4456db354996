/**
 * Everything that makes one picture, as plain JSON: stored with each sample, enough to render it again bit for bit.
 * `scene-sampling.ts` draws it; `studio.ts` shoots it. Colours are linear RGB, angles radians, lengths centimetres.
 */
import type { Vector3 } from '../core/vector.js';
import type { FaceDescription, HeadPose, Rgb } from '../face/description.js';

export interface CameraDescription {
  /** From the camera to the midpoint between the eyes: sets the perspective. */
  distance: number;
  /** Longer side of the landmarks' box as a share of the image's side; with the distance it sets the focal length. */
  fill: number;
  /** Shift of the box's centre from the image's centre, as a share of the image's side. */
  offsetX: number;
  offsetY: number;
  /** Where the head stands in the (larger) frame that the image is cut from: angles off the optical axis. */
  offAxisX: number;
  offAxisY: number;
}

/** A lamp without a shadow: a soft lobe of the environment. */
export interface SoftLamp {
  /** Unit vector towards the lamp, camera space. */
  direction: Vector3;
  colour: Rgb;
}

export const lightKinds = [
  'studio',
  'overcast',
  'sun',
  'room',
  'window',
  'flash',
  'dusk',
  'backlight',
] as const;
export type LightKind = (typeof lightKinds)[number];

export interface LightDescription {
  kind: LightKind;
  /** Radiance from straight above, from the horizon and from below. */
  sky: Rgb;
  horizon: Rgb;
  ground: Rgb;
  lamps: readonly SoftLamp[];
  /** The lamp that casts shadows; its colour is the radiance a white matt surface facing it sends back. */
  key: { direction: Vector3; colour: Rgb; softness: number };
  /** Stops above (+) or below (−) a well-exposed face. */
  exposureStops: number;
}

export const backgroundKinds = [
  'plain',
  'gradient',
  'bokeh',
  'room',
  'foliage',
  'clouds',
  'stripes',
] as const;
export type BackgroundKind = (typeof backgroundKinds)[number];

export interface BackgroundDescription {
  kind: BackgroundKind;
  colours: readonly [Rgb, Rgb, Rgb];
  /** 0 sharp to 1 fully out of focus. */
  blur: number;
  seed: number;
}

/** What the camera does to the picture after the light has fallen in. */
export interface PhotographDescription {
  /** Gains of red, green and blue. */
  whiteBalance: Rgb;
  /** 1 unchanged. */
  contrast: number;
  saturation: number;
  /** Standard deviation of the defocus blur, as a share of the image's side. */
  defocus: number;
  /** Length of the motion blur, as a share of the image's side, and its direction. */
  motion: number;
  motionAngle: number;
  /** Standard deviation of the sensor noise in sRGB bytes at mid grey. */
  noise: number;
  /** Darkening of the corners, 0 to 1. */
  vignette: number;
  monochrome: boolean;
  jpegQuality: number;
  seed: number;
}

export interface SceneDescription {
  face: FaceDescription;
  pose: HeadPose;
  /** How far the body follows the head's pose, 0 to 1. */
  bodyFollows: number;
  camera: CameraDescription;
  light: LightDescription;
  background: BackgroundDescription;
  photograph: PhotographDescription;
}
