/** The one value that a group of variety has where it is left out (see `face/variety.ts`): everything around the face. */
import type {
  BackgroundDescription,
  CameraDescription,
  LightDescription,
  PhotographDescription,
} from './scene-description.js';

export const plainCamera: CameraDescription = {
  distance: 100,
  fill: 0.58,
  offsetX: 0,
  offsetY: 0,
  offAxisX: 0,
  offAxisY: 0,
};

export const plainLight: LightDescription = {
  kind: 'studio',
  sky: [1.1, 1.1, 1.1],
  horizon: [0.7, 0.7, 0.7],
  ground: [0.37, 0.37, 0.37],
  lamps: [],
  key: { direction: [0.35, 0.4, 0.85], colour: [0.6, 0.6, 0.6], softness: 0.7 },
  exposureStops: 0,
};

export const plainBackground: BackgroundDescription = {
  kind: 'plain',
  colours: [
    [0.2, 0.2, 0.2],
    [0.2, 0.2, 0.2],
    [0.2, 0.2, 0.2],
  ],
  blur: 0,
  seed: 1,
};

export const plainPhotograph: PhotographDescription = {
  whiteBalance: [1, 1, 1],
  contrast: 1,
  saturation: 1,
  defocus: 0,
  motion: 0,
  motionAngle: 0,
  noise: 0,
  vignette: 0,
  monochrome: false,
  jpegQuality: 92,
  seed: 1,
};
