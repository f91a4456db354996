/** What a face is described with, and what is said of an option that is none. */
import type { OptionNames } from '../../core/settings/known-options.js';
import type { Topic } from './described-face.js';
import type { HeadPoints } from './head/head-points.js';
import type { KnownCamera } from './viewing-camera.js';

export interface DescribeOptions {
  /** What is known of the camera that took the picture; by default what the face's `picture` says. */
  camera?: KnownCamera;
  /** Where the set's points lie on a head; on the embedded head by default. */
  head?: HeadPoints;
  /** All by default. */
  topics?: readonly Topic[];
}

const cameraHint = 'what is known of the camera goes under camera: { width, height, focal, cx, cy }';
/** What people give beside the camera, and belongs into it. */
export const cameraWords: Readonly<Record<string, string>> = {
  focal: cameraHint,
  width: cameraHint,
  height: cameraHint,
};
export const personWords: Readonly<Record<string, string>> = {
  camera: 'each picture has a camera of its own: [{ face, camera }]',
};

export const describeNames: OptionNames<DescribeOptions> = { camera: true, head: true, topics: true };
