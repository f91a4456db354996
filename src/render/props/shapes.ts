/**
 * Plain things between a face and the camera: a card, a disc, a bar, a cup, a leaf, upright before the camera and
 * coloured by a pattern.
 */
import { add, length, scale, subtract, transform, transpose, type Vector3 } from '../../core/vector.js';
import type { Rgb } from '../../face/person/description.js';
import type { DressedPart, SurfacePainter } from '../../mesh/dressed-part.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { SolidBuilder } from '../../mesh/solid-builder.js';
import { noise3 } from '../../mesh/value-noise.js';
import type { Placement } from '../scene/scene.js';
import type { ShapeProp } from './prop-description.js';

/** Height of a face from brow to chin, which sizes are shares of, and its middle and foremost point, head space. */
const faceHeight = 13.5;
const faceMiddle: Vector3 = [0, -4, 0];
const faceFront = 8;

export function buildShape(prop: ShapeProp, placement: Placement): DressedPart {
  const face = add(transform(placement.rotation, faceMiddle), placement.translation);
  const near = length(face) - faceFront;
  // Nearer to the camera the same picture needs a smaller thing.
  const share = (near * (1 - 0.7 * prop.nearer)) / length(face);
  const [c, s] = [Math.cos(prop.angle), Math.sin(prop.angle)];
  const half = (prop.size * faceHeight) / 2;
  const inverse = transpose(placement.rotation);
  const place = ([u, v, w]: Vector3): Vector3 => {
    const [x, y] = [u * c - v * s + prop.x * faceHeight, u * s + v * c + prop.y * faceHeight];
    const camera = scale(add(face, [x, y, w]), share);
    return transform(inverse, subtract(camera, placement.translation));
  };
  const builder = new SolidBuilder();
  const wide = half * prop.aspect;
  if (prop.form === 'cup') addCup(builder, place, wide, half);
  else addFlat(builder, place, outlines[prop.form], wide, half);
  return builder.part('prop.shape', createShapePainter(prop, half), { twoSided: true });
}

type FlatForm = Exclude<ShapeProp['form'], 'cup'>;

/** Radius factors by angle: a point of the outline in the unit square. */
const outlines: Readonly<Record<FlatForm, (angle: number) => readonly [number, number]>> = {
  disc: (angle) => [Math.cos(angle), Math.sin(angle)],
  card: (angle) => [corner(Math.cos(angle), 0.25), corner(Math.sin(angle), 0.25)],
  bar: (angle) => [0.3 * corner(Math.cos(angle), 0.3), 3 * corner(Math.sin(angle), 0.3)],
  leaf: (angle) => [0.55 * Math.sin(angle) * Math.abs(Math.sin(angle)), -Math.cos(angle)],
};

const corner = (value: number, power: number): number => Math.sign(value) * Math.abs(value) ** power;

function addFlat(
  builder: SolidBuilder,
  place: (point: Vector3) => Vector3,
  outline: (angle: number) => readonly [number, number],
  wide: number,
  half: number,
): void {
  const steps = 36;
  const middle = builder.vertex(place([0, 0, 0.4]), [0, 0, 0]);
  const ring = Array.from({ length: steps }, (_, i) => {
    const [u, v] = outline((i / steps) * 2 * Math.PI);
    return builder.vertex(place([u * wide, v * half, 0]), [u * wide, v * half, 0]);
  });
  ring.forEach((vertex, i) => {
    builder.triangle(middle, vertex, ring[(i + 1) % steps]!);
  });
}

function addCup(builder: SolidBuilder, place: (point: Vector3) => Vector3, wide: number, half: number): void {
  const ring = (v: number, radius: number): Vector3[] =>
    Array.from({ length: 20 }, (_, i) => {
      const angle = (i / 20) * 2 * Math.PI;
      return [radius * Math.sin(angle), v, radius * Math.cos(angle)];
    });
  const rows = [
    ring(half, wide * 0.6),
    ring(half * 0.94, wide * 0.62),
    ring(half * 0.9, wide * 0.56),
    ring(-half, wide * 0.4),
    ring(-half, 0.01),
  ];
  builder.sheet(
    rows.map((row) => row.map(place)),
    true,
    rows,
  );
}

/** Plain, striped or blotched in two colours. */
function createShapePainter({ colour, secondColour, seed, form }: ShapeProp, half: number): SurfacePainter {
  const kind = form === 'leaf' ? 2 : seed % 3;
  const pitch = (0.2 + (seed % 7) * 0.12) * half;
  const slant = ((seed >> 3) % 5) - 2;
  const shift = seed % 31;
  return {
    paint(x, y, z, look) {
      const blotch = noise3((x * 4) / half + shift, (y * 4) / half, (z * 4) / half);
      const stripe = Math.sin(((x + slant * 0.4 * y) / pitch) * 2 * Math.PI) > 0.1 ? 1 : 0;
      const share = kind === 0 ? 0 : kind === 1 ? stripe : Math.min(1, Math.max(0, 0.5 + blotch));
      const channel = (k: 0 | 1 | 2): number =>
        Math.min(0.92, mixed(colour, secondColour, k, share) * (1 + 0.05 * blotch));
      look.red = channel(0);
      look.green = channel(1);
      look.blue = channel(2);
      look.roughness = 0.45 + 0.4 * ((seed % 11) / 10);
      look.specular = 0.04;
      look.wrap = 0;
      look.coat = 0;
      look.segment = segmentClasses.occluder;
      look.openness = 1;
      look.bendX = 0.06 * blotch;
      look.bendY = 0;
      look.bendZ = 0;
    },
  };
}

const mixed = (a: Rgb, b: Rgb, k: 0 | 1 | 2, share: number): number => a[k] + (b[k] - a[k]) * share;
