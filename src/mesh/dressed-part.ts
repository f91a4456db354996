/**
 * A head that is ready to be drawn: meshes in head space, each with a painter that says what its surface looks like.
 * `face/` makes them (`dressHead`), `render/` draws them; neither knows the other's inside.
 */

import type { Rgb } from './colour.js';

/**
 * What a surface is like at one place. A painter overwrites every field: the object is reused for every pixel.
 * Colours are linear.
 */
export interface SurfaceLook {
  red: number;
  green: number;
  blue: number;
  /** GGX roughness, 0.05 to 1. */
  roughness: number;
  /** Reflectance at normal incidence: 0.028 skin, 0.04 cloth and teeth. */
  specular: number;
  /** How far light bleeds past the terminator as a cosine, 0 (Lambert) to about 0.25 (pale skin), red furthest. */
  wrap: number;
  /** Strength of a second, mirror-like highlight: wet eyes and lips, 0 to 1. */
  coat: number;
  /** One of `segmentClasses` (see `segment-classes.ts`). */
  segment: number;
  /** 0 to 1: light blocked by nearby surface (inner mouth, nostrils, eye sockets); multiplies the ambient light. */
  openness: number;
  /** Bend of the shading normal, head space: added to the geometric normal before it is normalised. */
  bendX: number;
  bendY: number;
  bendZ: number;
  /**
   * Strength of fibres' highlights in place of a smooth surface's: 1 is that of clean hair, 0 a smooth surface. Whoever
   * asks a painter sets 0 before: only hair writes it, and with it the fields below.
   */
  fibre: number;
  /** Direction in which fibres run, from root to tip, in rest coordinates, of any length. */
  alongX: number;
  alongY: number;
  alongZ: number;
  /** Tilt of the fibres' scales towards their roots, radians: moves the white highlight to the root. */
  tilt: number;
}

/**
 * Paints a surface from its rest coordinates. Pure, and fast: it runs once a pixel, on the processor. Code, not data: see
 * the decision in docs/architecture.md.
 */
export interface SurfacePainter {
  paint(restX: number, restY: number, restZ: number, look: SurfaceLook): void;
}

/** Clear glass: what lies behind a part that is a pane stays visible, in the picture and in every label. */
export interface GlassPane {
  /** Share of the light behind it that passes, R, G, B. */
  transmission: Rgb;
  /** Colour that a coating gives to what it mirrors. */
  reflection: Rgb;
  /**
   * A bright window that the pane mirrors: radiance against the mean of the surroundings, 0 for none; where its middle
   * stands from the mirrored camera (x right, y up) and its half extents, radians.
   */
  glare: { strength: number; x: number; y: number; width: number; height: number };
}

/** A mesh in head space with one painter. */
export interface DressedPart {
  /** For messages and debugging: "skin", "hair". */
  name: string;
  /** `[V, 3]` head space, centimetres. */
  positions: Float32Array;
  /** `[V, 3]` unit normals, or null to have them computed from the triangles, area-weighted. */
  normals: Float32Array | null;
  /** `[V, 3]` coordinates handed to the painter, interpolated over the triangle. */
  rest: Float32Array;
  /** `[T, 3]`, counter-clockwise seen from outside. */
  triangles: Uint32Array;
  painter: SurfacePainter;
  /** Both sides are drawn (hair strips, lashes, cloth edges). */
  twoSided: boolean;
  castsShadow: boolean;
  /** Whether a landmark behind this part counts as hidden by the face itself (skin, eyes, teeth) or by something else. */
  isHead: boolean;
  /** The part follows the head's rotation (`head`) or stays with the body (`body`: shoulders and clothing). */
  follows: 'head' | 'body';
  /**
   * Grows on the skin, as hair of the head and beards do: hides a landmark where it stands off from the skin
   * (`render/labels/labels.ts`), not wherever the line of sight passes through it. Hair that hangs or is tied is like any other thing.
   */
  isHair?: true;
  /** Lies on the skin: hides a landmark however close before it (else what is nearer than a few millimetres does not). */
  clings?: true;
  /** Set for clear glass, which is drawn over the finished picture and hides nothing. */
  pane?: GlassPane;
}
