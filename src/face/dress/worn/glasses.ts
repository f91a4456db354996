/**
 * Glasses: two rims, a bridge, nose pads, hinges, temples that run over the ears, and lenses. Clear lenses are panes (see
 * `GlassPane`): what is behind them stays visible; dark ones are opaque. About 700 triangles.
 */
import type { Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import { createMaterialPainter } from '../../../mesh/material-painter.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { type BarSection, SolidBuilder } from '../../../mesh/solid-builder.js';
import type { GlassesDescription } from '../../person/appearance/worn-description.js';
import type { Rgb } from '../../person/description.js';
import { frameTilt, frameWrap, type GlassesFit } from './glasses-fit.js';
import { lensFigures, lensPoint } from './lens-outline.js';

const outlinePoints = 22;
/** Radius of the lenses' own curvature, centimetres: lets a reflection wander over the lens. */
const lensCurve = 11;
/** Angle of the outline at which hinge and bridge sit, radians. */
const hingeAngle = 0.45;

interface Front {
  fit: GlassesFit;
  glasses: GlassesDescription;
  /** Middle of a lens, outwards from the middle line. */
  middle: number;
  size: number;
}

export function buildGlasses(glasses: GlassesDescription, fit: GlassesFit): DressedPart[] {
  const figures = lensFigures[glasses.frame];
  // Frames come in sizes: wider heads wear wider ones, half the way.
  const size = glasses.size * (0.5 + (0.5 * fit.halfBreadth) / 7.7);
  const bridge = figures.bridge * size + 2 * (fit.halfPupils - 3.1) * 0.5;
  const front: Front = { fit, glasses, size, middle: (figures.breadth * size + bridge) / 2 };
  const frame = new SolidBuilder();
  const lenses = new SolidBuilder();
  for (const side of [-1, 1] as const) {
    addRim(frame, front, side);
    addTemple(frame, front, side);
    addPad(frame, front, side);
    addLens(lenses, front, side);
  }
  addBridge(frame, front);
  const framePart = frame.part('glasses.frame', framePainter(glasses));
  const lensPart = lenses.part('glasses.lenses', lensPainter(glasses), {
    twoSided: true,
    castsShadow: glasses.dark,
  });
  lensPart.normals = lensNormals(lensPart.positions, front);
  if (!glasses.dark)
    lensPart.pane = { transmission: glasses.lens, reflection: glasses.coating, glare: glasses.glare };
  return [framePart, lensPart];
}

function framePainter({ frameColour, metal, rim }: GlassesDescription): DressedPart['painter'] {
  const tortoise = !metal && rim > 0.25 && frameColour[0] > 1.6 * frameColour[2];
  return createMaterialPainter({
    colour: frameColour,
    segment: segmentClasses.glasses,
    roughness: metal ? 0.28 : 0.32,
    specular: metal ? 0.5 : 0.045,
    coat: metal ? 0 : 0.5,
    ...(tortoise && { mottle: 1, secondColour: [0.02, 0.01, 0.006] as Rgb }),
  });
}

function lensPainter({ lens }: GlassesDescription): DressedPart['painter'] {
  return createMaterialPainter({
    colour: lens,
    segment: segmentClasses.glasses,
    roughness: 0.12,
    specular: 0.03,
    coat: 0.5,
  });
}

/** A place of the front, from outwards and up; moved towards the viewer by `lift`. */
function onFront({ fit }: Front, x: number, v: number, lift = 0): Vector3 {
  return [x, fit.height + v, fit.depth - frameWrap * x * x + frameTilt * v + lift];
}

function rimPoint(front: Front, side: number, angle: number, lift = 0): Vector3 {
  const [u, v] = lensPoint(front.glasses.frame, angle, front.size);
  return onFront(front, side * (front.middle + u), v, lift);
}

function addRim(builder: SolidBuilder, front: Front, side: number): void {
  const { rim, frame } = front.glasses;
  const half = frame === 'half-rim';
  // A half rim runs along the upper edge alone.
  const from = half ? -0.25 : 0;
  const span = half ? Math.PI + 0.5 : 2 * Math.PI;
  const count = half ? 14 : outlinePoints;
  const sections: BarSection[] = Array.from({ length: count }, (_, i) => {
    const t = i / (half ? count - 1 : count);
    const angle = side > 0 ? from + t * span : from + (1 - t) * span;
    const heavy = 1 + 0.25 * Math.max(0, Math.sin(angle));
    return { at: rimPoint(front, side, angle), half: [rim > 0.2 ? 0.15 : 0.07, (rim / 2) * heavy] };
  });
  builder.bar(sections, [0, 0, 1], 4, !half);
}

function addBridge(builder: SolidBuilder, front: Front): void {
  const { rim, frame } = front.glasses;
  const angle = frame === 'aviator' ? Math.PI - 0.5 : Math.PI - 0.35;
  const thick = Math.max(0.07, rim * 0.42);
  const span = (lift: number, extra: number): void => {
    const sections: BarSection[] = [-1, -0.6, -0.2, 0.2, 0.6, 1].map((t) => {
      const end = rimPoint(front, 1, angle - extra);
      const arch = 1 - t * t;
      return {
        at: [end[0] * t, end[1] + lift * arch, end[2] + 0.12 * arch],
        half: [thick, Math.max(0.08, thick * 0.8)],
      };
    });
    builder.bar(sections, [0, 1, 0]);
  };
  span(rim > 0.2 ? 0.12 : 0.3, 0);
  if (frame === 'aviator') span(0, 0.75);
}

/** From the rim's inner edge to the flank of the nose. */
function addPad(builder: SolidBuilder, front: Front, side: number): void {
  const { fit, glasses } = front;
  const rim = rimPoint(front, side, Math.PI + 0.25, -0.05);
  const inside: Vector3 = [
    side * Math.max(0.45, Math.abs(rim[0]) - 0.28),
    rim[1] - 0.15,
    Math.min(rim[2] - 0.35, fit.ridge[2] - 0.35),
  ];
  const wire = glasses.rim > 0.2 ? 0.13 : 0.05;
  builder.bar(
    [
      { at: rim, half: [wire, wire] },
      { at: inside, half: [wire, wire] },
    ],
    [0, 1, 0],
  );
  builder.ball(
    inside,
    [
      [0.1, 0, 0],
      [0, 0.32, 0],
      [0, 0, 0.17],
    ],
    5,
    3,
  );
}

/** Hinge, then past the side of the head, over the ear's root and down behind it. */
function addTemple(builder: SolidBuilder, front: Front, side: number): void {
  const { fit, glasses } = front;
  const places = fit.temples[side < 0 ? 'right' : 'left'];
  const root = places.at(-1)!;
  const edge = rimPoint(front, side, hingeAngle);
  const air = 0.14;
  const hingeOut = Math.max(Math.abs(edge[0]) + 0.3, Math.abs(root[0]) - 1.1);
  const corner: Vector3 = [side * hingeOut, edge[1], edge[2] - 0.12];
  const start: Vector3 = [side * (hingeOut + 0.08), edge[1], edge[2] - 0.55];
  const [up, thin] = glasses.metal ? [0.09, 0.06] : [0.16 + 0.35 * glasses.rim, 0.09];
  const half: BarSection['half'] = [up, thin];
  builder.bar(
    [
      { at: edge, half: [up * 0.8, 0.1] },
      { at: corner, half: [up, 0.1] },
    ],
    [0, 1, 0],
  );
  const end: Vector3 = [side * (Math.abs(root[0]) + air), root[1] + 0.12, root[2]];
  const sections: BarSection[] = [
    { at: corner, half },
    { at: start, half },
  ];
  for (const place of places.slice(0, -1)) {
    const t = (start[2] - place[2]) / (start[2] - end[2]);
    if (t < 0.08) continue;
    const straight = Math.abs(start[0]) + (Math.abs(end[0]) - Math.abs(start[0])) * t;
    const out = Math.max(straight, Math.abs(place[0]) + air);
    sections.push({ at: [side * out, start[1] + (end[1] - start[1]) * t, place[2]], half });
  }
  const tip: BarSection['half'] = [Math.max(0.14, up * 0.8), 0.09];
  const behind = (x: number, y: number, z: number): void => {
    sections.push({ at: [end[0] + side * x, end[1] + y, end[2] + z], half: tip });
  };
  behind(0, 0, 0);
  behind(0, -0.12, -0.9);
  behind(-0.1, -0.9, -1.8);
  behind(-0.25, -2.2, -2.3);
  builder.bar(sections, [0, 1, 0]);
}

function addLens(builder: SolidBuilder, front: Front, side: number): void {
  const middle = builder.vertex(onFront(front, side * front.middle, 0, -0.02));
  const inset = 0.985;
  const ring = Array.from({ length: outlinePoints }, (_, i) => {
    const [u, v] = lensPoint(front.glasses.frame, (i / outlinePoints) * 2 * Math.PI, front.size);
    return builder.vertex(onFront(front, side * (front.middle + u * inset), v * inset, -0.02));
  });
  ring.forEach((vertex, i) => {
    const next = ring[(i + 1) % outlinePoints]!;
    if (side > 0) builder.triangle(middle, vertex, next);
    else builder.triangle(middle, next, vertex);
  });
}

/** Each lens bulges as part of a sphere, though its mesh is nearly flat. */
function lensNormals(positions: Float32Array, { fit, middle }: Front): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i]!;
    const out = 2 * frameWrap * x + (x - Math.sign(x) * middle) / lensCurve;
    const up = (positions[i + 1]! - fit.height) / lensCurve - frameTilt;
    const unit = 1 / Math.sqrt(out * out + up * up + 1);
    normals[i] = out * unit;
    normals[i + 1] = up * unit;
    normals[i + 2] = unit;
  }
  return normals;
}
