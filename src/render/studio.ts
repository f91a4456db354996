/**
 * From a scene's description to a labelled picture: shapes the head, dresses it, frames it, renders it and reads the
 * labels off. Pure: the same description and size give the same bits. K landmarks, H = W = size.
 */
import { internalError } from '../core/errors.js';
import { add, scale, subtract, transform, transpose, type Vector3 } from '../core/vector.js';
import { slideToContour } from '../face/contour.js';
import { poseRotation } from '../face/distributions.js';
import { createDresser } from '../face/dress-head.js';
import type { HeadModel, HeadShape } from '../face/head-model.js';
import { placeOn } from '../face/surface-place.js';
import { type FaceBox, tightBox } from '../landmarks/face-crop.js';
import { ibug68 } from '../landmarks/ibug68.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { resolveSet } from '../landmarks/resolve.js';
import { paintBackground } from './background.js';
import { labelSurfacePoints } from './labels.js';
import { buildLighting, exposureFor } from './lighting.js';
import { finishPhotograph } from './photograph.js';
import { project, toCamera } from './projection.js';
import type { Camera, Placement, RenderedLayers, Renderer, RenderScene } from './scene.js';
import type { SceneDescription } from './scene-description.js';
import { createSoftwareRenderer } from './software/software-renderer.js';

export interface ShotOptions {
  /** Side of the square image, pixels. */
  size: number;
  /** Samples a pixel along each axis. */
  samples?: 1 | 2;
}

export interface Shot extends RenderedLayers {
  /** `[K, 2]` pixels, in both conventions. */
  points: { surface: Float32Array; contour: Float32Array };
  /** `[K, 3]` camera space, centimetres: the surface points. */
  points3d: Float32Array;
  /** `[K]` see `visibility` in landmarks/: of the surface points. */
  visibility: Uint8Array;
  /** Tight box of the 68 iBUG points' contour convention, whatever the set: left, top, width, height; pixels. */
  box: FaceBox;
  /** `[right x, y, left x, y]` pixels. */
  pupils: Float32Array;
  /** Unit gaze directions `[right x, y, z, left x, y, z]`, camera space. */
  gaze: Float32Array;
  camera: Camera;
  head: Placement;
}

export interface Studio {
  readonly head: HeadModel;
  readonly set: LandmarkSet;
  shoot(description: SceneDescription, options: ShotOptions): Shot;
}

/** Where head and body turn against each other, head space: the top of the neck. */
const neckPivot: Vector3 = [0, -9, -7];

export function createStudio(options: { head: HeadModel; set: LandmarkSet; renderer?: Renderer }): Studio {
  const { head, set } = options;
  const renderer = options.renderer ?? createSoftwareRenderer();
  const dress = createDresser(head);
  const resolved = resolveSet(set, head);
  // Whatever the set, a face is framed and boxed by the same 68 points: a seed gives the same pictures with every set,
  // and detectors of all sets see faces through the same boxes.
  const framing = resolveSet(ibug68, head);

  function shoot(description: SceneDescription, { size, samples = 2 }: ShotOptions): Shot {
    const { face } = description;
    const shape = head.shape({ identity: face.identity, actions: face.actions, gaze: face.gaze });
    const placement = placeHead(description);
    const viewpoint = transform(transpose(placement.rotation), scale(placement.translation, -1));
    const outline = slideToContour(head, shape.positions, viewpoint, set, resolved);
    const outlinePositions = outline.map((point) =>
      toCamera(placeOn(head.topology, shape.positions, point), placement),
    );
    const framePositions =
      set.name === ibug68.name
        ? outlinePositions
        : slideToContour(head, shape.positions, viewpoint, ibug68, framing).map((point) =>
            toCamera(placeOn(head.topology, shape.positions, point), placement),
          );
    const camera = frame(description, size, framePositions);
    const lighting = buildLighting(description.light);
    const scene: RenderScene = {
      parts: dress(shape, face),
      head: placement,
      body: placeBody(description, placement),
      camera,
      lighting,
      background: paintBackground(description.background, size, size),
      exposure: exposureFor(description.light, lighting, 0.5 * Math.exp(-2 * face.skin.melanin)),
    };
    const result = renderer.render(scene, { samples });
    const labels = labelSurfacePoints({ head, positions: shape.positions, scene, result, points: resolved });
    const contour = Float32Array.from(outlinePositions.flatMap((position) => project(position, camera)));
    const box = tightBox(
      Float32Array.from(framePositions.flatMap((position) => project(position, camera))),
    );
    if (box === null) throw internalError('no landmark lies before the camera');
    finishPhotograph(result.rgb, size, size, description.photograph);
    return {
      width: size,
      height: size,
      rgb: result.rgb,
      segmentation: result.segmentation,
      depth: result.depth,
      normals: result.normals,
      albedo: result.albedo,
      alpha: result.alpha,
      points: { surface: labels.pixels, contour },
      points3d: labels.camera,
      visibility: labels.visibility,
      box,
      ...labelEyes(shape, placement, camera),
      camera,
      head: placement,
    };
  }

  return { head, set, shoot };
}

function placeHead({ camera, pose }: SceneDescription): Placement {
  const { distance, offAxisX, offAxisY } = camera;
  return {
    rotation: poseRotation(pose),
    translation: [distance * Math.tan(offAxisX), distance * Math.tan(offAxisY), -distance],
  };
}

/** The body turns part of the way with the head and stays joined to it at the neck. */
function placeBody({ pose, bodyFollows }: SceneDescription, head: Placement): Placement {
  const rotation = poseRotation({
    yaw: pose.yaw * bodyFollows,
    pitch: pose.pitch * bodyFollows * 0.4,
    roll: pose.roll * bodyFollows * 0.6,
  });
  const pivot = add(transform(head.rotation, neckPivot), head.translation);
  return { rotation, translation: subtract(pivot, transform(rotation, neckPivot)) };
}

/** Cuts the image out of the larger frame: the box of the landmarks gets its described size and place. */
function frame({ camera }: SceneDescription, size: number, points: readonly Vector3[]): Camera {
  const unit: Camera = { width: size, height: size, focal: 1, cx: 0, cy: 0 };
  const pixels = points.map((point) => project(point, unit));
  const xs = pixels.map(([x]) => x);
  const ys = pixels.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const focal = (camera.fill * size) / Math.max(right - left, bottom - top);
  const middle = (size - 1) / 2;
  return {
    width: size,
    height: size,
    focal,
    cx: middle + camera.offsetX * size - (focal * (left + right)) / 2,
    cy: middle + camera.offsetY * size - (focal * (top + bottom)) / 2,
  };
}

function labelEyes(shape: HeadShape, placement: Placement, camera: Camera): Pick<Shot, 'pupils' | 'gaze'> {
  const sides = [shape.eyes.right, shape.eyes.left];
  const pupils = sides.map((eye) =>
    project(toCamera(add(eye.centre, scale(eye.axis, eye.radius)), placement), camera),
  );
  const gaze = sides.map((eye) => transform(placement.rotation, eye.axis));
  return { pupils: Float32Array.from(pupils.flat()), gaze: Float32Array.from(gaze.flat()) };
}
