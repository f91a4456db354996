/**
 * From a scene's description to a labelled picture: shapes the head, dresses it, frames it, renders it and reads the
 * labels off. Pure: the same description and size give the same bits. K landmarks, H = W = size.
 */
import { internalError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { add, scale, transform, transpose, type Vector3 } from '../core/vector.js';
import { createDresser, type Dresser } from '../face/dress/dress-head.js';
import { type BrowMeasures, createBrowMeasurer } from '../face/heads/brow-measures.js';
import { slideToContour } from '../face/heads/curves/contour.js';
import type { HeadModel, HeadShape } from '../face/heads/head-model.js';
import { placeOn } from '../face/heads/surface-place.js';
import { headParameters } from '../face/person/description.js';
import { type FaceBox, tightBox } from '../landmarks/face-crop.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { resolveSet } from '../landmarks/resolve.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import type { SurfacePoint } from '../landmarks/surface.js';
import { levelOfDetail } from '../mesh/level-of-detail.js';
import { paintBackground } from './background/background.js';
import { discRadius, type Lens } from './camera/lens-blur.js';
import { finishPhotograph } from './camera/photograph.js';
import { project, toCamera } from './camera/projection.js';
import { labelSurfacePoints } from './labels/labels.js';
import { buildProps } from './props/build-props.js';
import { buildLighting, exposureFor } from './scene/lighting.js';
import { cameraTurn, placeBody, placeHead, turnOfBody } from './scene/placement.js';
import type { Camera, Placement, RenderedLayers, RenderScene } from './scene/scene.js';
import type { CameraView, SceneDescription } from './scene/scene-description.js';
import { createSoftwareRenderer } from './software/software-renderer.js';

export interface ShotOptions {
  /** Side of the square image, pixels. */
  size: number;
  /** Samples a pixel along each axis. */
  samples?: 1 | 2;
  /** The decoded picture that the scene's background names, where it names one. */
  picture?: Image;
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
  /** Of the face at rest. */
  brows: BrowMeasures;
  camera: Camera;
  head: Placement;
}

export interface Studio {
  readonly head: HeadModel;
  readonly set: LandmarkSet;
  shoot(description: SceneDescription, options: ShotOptions): Shot;
  /** What is drawn for a shot: parts, light, camera and background. */
  compose(description: SceneDescription, options: ShotOptions): RenderScene;
  /** Points, box, camera and the head's place of a shot of this size, the same bits, without rendering it. */
  locate(description: SceneDescription, size: number): Pick<Shot, 'points' | 'box' | 'camera' | 'head'>;
}

/** What stands behind is this far away from the face, for the lens, centimetres. */
const behind = 250;

/** Seconds of work, which studios that only locate points do without and those of the same head share. */
const dressers = new WeakMap<HeadModel, Dresser>();
function dresserOf(head: HeadModel): Dresser {
  const dress = dressers.get(head) ?? createDresser(head);
  dressers.set(head, dress);
  return dress;
}

export function createStudio({ head, set }: { head: HeadModel; set: LandmarkSet }): Studio {
  const renderer = createSoftwareRenderer();
  const resolved = resolveSet(set, head);
  // Whatever the set, a face is framed and boxed by the same 68 points: a seed gives the same pictures with every set,
  // and detectors of all sets see faces through the same boxes.
  const framing = resolveSet(ibug68, head);
  // Made with the first shot: studios that only locate points do without.
  let measureBrows: ReturnType<typeof createBrowMeasurer> | undefined;

  /** Everything that labels need but the renderer's answer. */
  function arrange(
    description: SceneDescription,
    size: number,
  ): {
    shape: HeadShape;
    placement: Placement;
    camera: Camera;
    contour: Float32Array;
    box: FaceBox;
  } {
    const shape = head.shape(headParameters(description.face));
    const placement = placeHead(description);
    const viewpoint = transform(transpose(placement.rotation), scale(placement.translation, -1));
    const place = (points: readonly SurfacePoint[]): Vector3[] => inCamera(shape, placement, points);
    const outlinePositions = place(slideToContour(head, shape.positions, viewpoint, set, resolved));
    const framePositions =
      set.name === ibug68.name
        ? outlinePositions
        : place(slideToContour(head, shape.positions, viewpoint, ibug68, framing));
    const camera = frame(description, size, framePositions);
    const box = tightBox(pixels(framePositions, camera));
    if (box === null) throw internalError('no landmark lies before the camera');
    return { shape, placement, camera, contour: pixels(outlinePositions, camera), box };
  }

  function inCamera(shape: HeadShape, placement: Placement, points: readonly SurfacePoint[]): Vector3[] {
    return points.map((point) => toCamera(placeOn(head.topology, shape.positions, point), placement));
  }

  function stage(
    description: SceneDescription,
    { size, picture }: ShotOptions,
  ): ReturnType<typeof arrange> & { scene: RenderScene; lens: Lens } {
    const { face } = description;
    const arranged = arrange(description, size);
    const { shape, placement, camera } = arranged;
    const lens = {
      aperture: description.camera.aperture,
      focus: -placement.translation[2],
      focal: camera.focal,
    };
    const lighting = buildLighting(description.light, cameraTurn(description.camera));
    const body = placeBody(description, placement);
    const detail = levelOfDetail(lens.focal / lens.focus);
    const dress = dresserOf(head);
    const dressed: Dresser = (bare, person, turn) => dress(bare, person, turn, detail);
    const scene: RenderScene = {
      parts: [
        ...dressed(shape, face, turnOfBody(placement, body)),
        ...buildProps(description.props, { head, shape, face, placement, dress: dressed }),
      ],
      head: placement,
      body,
      camera,
      lighting,
      background: paintBackground(description.background, size, size, {
        lensBlur: discRadius(lens, lens.focus + behind),
        ...(picture !== undefined && { picture }),
      }),
      exposure: exposureFor(description.light, lighting, skinAlbedo(description)),
      spectrum: description.photograph.spectrum,
    };
    return { ...arranged, scene, lens };
  }

  function shoot(description: SceneDescription, options: ShotOptions): Shot {
    const { face, photograph } = description;
    const { size, samples } = options;
    const { shape, placement, camera, contour, box, scene, lens } = stage(description, options);
    const result = renderer.render(scene, { samples });
    measureBrows ??= createBrowMeasurer(head);
    const labels = labelSurfacePoints({ head, positions: shape.positions, scene, result, points: resolved });
    finishPhotograph(result.rgb, size, size, photograph, { depth: result.depth, lens });
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
      brows: measureBrows(face.identity),
      camera,
      head: placement,
    };
  }

  return {
    head,
    set,
    shoot,
    compose: (description, options) => stage(description, options).scene,
    locate: (description, size) => {
      const { shape, placement, camera, contour, box } = arrange(description, size);
      const surface = pixels(inCamera(shape, placement, resolved), camera);
      return { points: { surface, contour }, box, camera, head: placement };
    },
  };
}

function pixels(positions: readonly Vector3[], camera: Camera): Float32Array {
  return Float32Array.from(positions.flatMap((position) => project(position, camera)));
}

/** About what a camera meters: melanin hardly absorbs near infrared. */
function skinAlbedo({ face, photograph }: SceneDescription): number {
  return photograph.spectrum === 'visible' ? 0.5 * Math.exp(-2 * face.skin.melanin) : 0.5;
}

/** A camera as shares of its image's side: the same view at any size. */
export function cameraView({ width, focal, cx, cy }: Camera): CameraView {
  return { focal: focal / width, cx: (cx + 0.5) / width, cy: (cy + 0.5) / width };
}

/** Cuts the image out of the larger frame: the box of the landmarks gets its described size and place. */
function frame({ camera }: SceneDescription, size: number, points: readonly Vector3[]): Camera {
  if (camera.view !== undefined) {
    const { focal, cx, cy } = camera.view;
    return { width: size, height: size, focal: focal * size, cx: cx * size - 0.5, cy: cy * size - 0.5 };
  }
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
