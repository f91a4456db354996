/** The one value that a group of variety has where it is left out (see `face/person/variety.ts`): everything around the face. */
import type {
  BackgroundDescription,
  CameraDescription,
  LightDescription,
  PhotographDescription,
} from './scene-description.js';

export const plainCamera: CameraDescription = {
  lens: 70,
  distance: 100,
  fill: 0.58,
  offsetX: 0,
  offsetY: 0,
  offAxisX: 0,
  offAxisY: 0,
  roll: 0,
  aperture: 0,
};

export const plainLight: LightDescription = {
  kind: 'studio',
  sky: [1.1, 1.1, 1.1],
  horizon: [0.7, 0.7, 0.7],
  ground: [0.37, 0.37, 0.37],
  lamps: [],
  keys: [{ direction: [0.35, 0.4, 0.85], colour: [0.6, 0.6, 0.6], softness: 0.7, panel: false }],
  panels: [],
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
  brightness: 1,
  seed: 1,
};

export const plainPhotograph: PhotographDescription = {
  exposure: 0,
  whiteBalance: [1, 1, 1],
  contrast: 1,
  haze: 0,
  shoulder: 1,
  saturation: 1,
  defocus: 0,
  motion: 0,
  motionAngle: 0,
  iso: 0,
  colourNoise: 0,
  vignette: 0,
  sharpening: 0,
  resolution: 1,
  monochrome: false,
  spectrum: 'visible',
  jpegQuality: 92,
  seed: 1,
};
