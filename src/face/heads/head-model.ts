/**
 * A head that can be shaped: identity and facial actions in, a posed-free mesh out, with named feature curves and
 * everything that rendering needs to dress it. Sources: `cage/` (ours, embedded) and `ict-facekit/` (installed by the user).
 * `head-model.suite.ts` holds the conformance tests that every source passes.
 *
 * Head space: centimetres, origin midway between the eyeballs' centres of the mean face; x towards the subject's left,
 * y up, z out of the face. V vertices, T triangles (counter-clockwise seen from outside), P identity parameters.
 */
import type { Vector3 } from '../../core/vector.js';
import type {
  ContourPath,
  LandmarkSurface,
  Side,
  SurfaceCurve,
  SurfacePoint,
} from '../../landmarks/surface.js';
import type { EyeSizes } from './eye-sizes.js';
import type { FacialAction } from './facial-actions.js';

/** What a triangle is made of; the segmentation map and the shading follow from it. */
export const headMaterials = [
  'skin',
  'sclera', // the whole eyeball, iris and pupil included: they are painted by direction from the eye's centre
  'cornea', // transparent shell, tear line and the like: not drawn, kept so that meshes need no surgery
  'gums', // gums and inner mouth
  'tongue',
  'teeth',
  'lashes',
] as const;
export type HeadMaterial = (typeof headMaterials)[number];

export interface HeadTopology {
  readonly vertexCount: number;
  /** `[T, 3]` vertex numbers. */
  readonly triangles: Uint32Array;
  /** `[T]` index into {@link headMaterials}. */
  readonly materials: Uint8Array;
  /**
   * `[V, 3]` position of each vertex on the neutral mean face, head space. Skin is painted in this space (solid
   * texturing), so paint stays in place under identity and expression and needs no texture coordinates.
   */
  readonly rest: Float32Array;
}

export interface Gaze {
  /** Radians; positive turns the eye to the subject's left. */
  yaw: number;
  /** Radians; positive turns the eye up. */
  pitch: number;
}

export interface HeadParameters {
  /** `[P]`: each parameter is in standard deviations of the population, 0 is the mean face. */
  identity: readonly number[];
  /** Intensity 0 to 1 of each facial action that is not 0. */
  actions: Readonly<Partial<Record<FacialAction, number>>>;
  gaze: Readonly<Record<Side, Gaze>>;
  /** Sizes of iris and pupil; the mean ones by default. */
  eyes?: EyeSizes;
}

export interface Eyeball {
  /** Centre of rotation, head space. */
  centre: Vector3;
  /** Centimetres. */
  radius: number;
  /** Unit vector from the centre through the pupil, gaze applied. */
  axis: Vector3;
  /** Angle in radians, seen from the centre, between the axis and the iris's outer edge. */
  irisAngle: number;
  /** The same for the pupil's edge. */
  pupilAngle: number;
}

export interface HeadShape {
  /** `[V, 3]` head space, centimetres; eyeballs rotated by the gaze. */
  positions: Float32Array;
  eyes: Readonly<Record<Side, Eyeball>>;
}

/** How a person's traits shift identity (`identity-traits.ts`), `[P]` each: the mean change of the identity parameters for one standard deviation of the trait. */
export interface IdentityTraits {
  readonly masculinity: readonly number[];
  readonly age: readonly number[];
}

export interface HeadModel extends LandmarkSurface {
  readonly topology: HeadTopology;
  /** Names of the P identity parameters. */
  readonly identityNames: readonly string[];
  /** Absent where nothing is known about that. */
  readonly identityTraits?: IdentityTraits;
  /** The facial actions this head can perform. */
  readonly actions: readonly FacialAction[];
  /** `[V]` mirror image of each vertex of the mean face, for the symmetry test; absent where the mesh has none. */
  readonly mirrorVertices?: Uint32Array;
  /** Pure: the same parameters give the same bits. */
  shape(parameters: HeadParameters): HeadShape;
}

/** What a source builds once on its mean face. */
export interface HeadFeatures {
  curves: Map<string, SurfaceCurve>;
  contourPaths: ContourPath[];
  closestSkin(place: Vector3): SurfacePoint;
}

export const straightGaze: Readonly<Record<Side, Gaze>> = {
  right: { yaw: 0, pitch: 0 },
  left: { yaw: 0, pitch: 0 },
};

/** Neutral, mean face looking straight ahead. */
export function neutralParameters(head: Pick<HeadModel, 'identityNames'>): HeadParameters {
  return { identity: head.identityNames.map(() => 0), actions: {}, gaze: straightGaze };
}
