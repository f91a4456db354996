/**
 * Feature curves that follow from others, the same way on every head: the oval's upper half along the hairline, lash
 * lines, lid folds, the grooves under the eyes and beside the nose, the philtrum, the chin's furrow. Guides are laid
 * off from curves that the head gives and brought to its outer skin.
 *
 * Distances are those of an average adult (Farkas, Anthropometry of the Head and Face, 1994: the lid's fold 3–5 mm
 * above the margin, the hairline a little less than a third of the face above the brows). Limits: one hairline for
 * everyone, whatever hair the face wears.
 */
import { internalError } from '../../../core/errors.js';
import { add, dot, mix, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { CurveName, Side, SurfaceCurve, SurfacePoint } from '../../../landmarks/surface.js';
import { browDrop } from '../after-photographs.js';
import { type Eyeball, type HeadTopology, headMaterials } from '../head-model.js';
import { MeanSurface, ringDirections } from './curves.js';

type Curves = ReadonlyMap<string, SurfaceCurve>;
const sides = ['right', 'left'] as const;

/** How squarely outer skin faces away from the middle of the head; the back of lids and lips looks inwards. */
const outward = 0.1;
const headMiddle: Vector3 = [0, -3, -6];
/** Centimetres from x = 0. */
const midline = 1e-3;

/** The skin without its inner folds: behind the lids, in the mouth and the nostrils. */
export function outerSkin({ rest, triangles, materials }: HeadTopology): MeanSurface {
  const skin = headMaterials.indexOf('skin');
  return new MeanSurface(rest, triangles, (t) => {
    if (materials[t] !== skin) return false;
    const [a, b, c] = [0, 1, 2].map((k) => {
      const v = 3 * triangles[3 * t + k]!;
      return [rest[v]!, rest[v + 1]!, rest[v + 2]!] as const;
    }) as [Vector3, Vector3, Vector3];
    const [p, q] = [subtract(b, a), subtract(c, a)];
    const normal = normalise([
      p[1] * q[2] - p[2] * q[1],
      p[2] * q[0] - p[0] * q[2],
      p[0] * q[1] - p[1] * q[0],
    ]);
    const away = normalise(subtract(a, headMiddle));
    return normal[0] * away[0] + normal[1] * away[1] + normal[2] * away[2] > outward;
  });
}

/**
 * The nearest point of the skin; what starts on the midline stays on it. (Where the skin is hollow, the nearest point
 * of a place before it lies to one side.)
 */
export function projectionTo(skin: MeanSurface): (place: Vector3) => SurfacePoint {
  return (place) => {
    let point = skin.closest(place);
    if (Math.abs(place[0]) > midline) return point;
    for (let round = 0; round < 20; round++) {
      const [x, y, z] = skin.position(point);
      if (Math.abs(x) < midline) break;
      point = skin.closest([0, y, z]);
    }
    return point;
  };
}

/**
 * @param skin – {@link outerSkin}. @param base – the curves that the head gives: the first 19 and `wing.*`.
 */
export function derivedCurves(skin: MeanSurface, base: Curves): Map<CurveName, SurfaceCurve> {
  const onSkin = projectionTo(skin);
  const at = (name: CurveName, fraction: number): Vector3 => placeAt(skin, base, name, fraction);
  const guided = (guides: readonly Vector3[]): SurfaceCurve =>
    skin.alongGuides(guides.map((guide) => skin.position(skin.closest(guide))));
  /** From one place to the other over the skin, by way of points of the chord. */
  const chord = (from: Vector3, to: Vector3, count = 6): SurfaceCurve =>
    guided(steps(count).map((t) => mix(from, to, t)));
  const middle = (from: Vector3, to: Vector3): SurfaceCurve => {
    const places = steps(6).map((t): Vector3 => {
      const [, y, z] = skin.position(onSkin(mix([0, from[1], from[2]], [0, to[1], to[2]], t)));
      return [0, y, z];
    });
    return skin.alongGuides(places);
  };

  const curves = new Map<CurveName, SurfaceCurve>();
  curves.set('jaw', skin.alongGuides(jawEdge((fraction) => at('jaw.front', fraction))));
  curves.set('oval.upper', skin.alongGuides(hairline(skin, at)));
  const septum = middle(at('nose.bridge', 1), at('nose.base', 0.5));
  curves.set('nose.septum', septum);
  curves.set('philtrum.middle', middle(at('nose.base', 0.5), at('lip.outer.upper', 0.5)));
  curves.set(
    'chin.crease',
    guided(
      steps(8).map((t) =>
        mix(
          at('lip.outer.lower', 0.12 + 0.76 * t),
          at('jaw.front', 0.41 + 0.18 * t),
          0.3 + 0.05 * (2 * t - 1) ** 2,
        ),
      ),
    ),
  );
  for (const side of sides) {
    const out = side === 'left' ? 1 : -1;
    const lid = (edge: 'upper' | 'lower') => (t: number) => at(`lid.${side}.${edge}`, t);
    const opening = mix(lid('upper')(0.5), lid('lower')(0.5), 0.5);
    for (const edge of ['upper', 'lower'] as const)
      curves.set(`lash.${side}.${edge}`, guided(lashLine(lid(edge), opening)));
    curves.set(
      `crease.${side}`,
      guided(steps(12).map((t) => add(lid('upper')(t), [0, 0.16 + 0.26 * bow(t), 0.1]))),
    );
    curves.set(
      `socket.${side}`,
      guided(steps(12).map((t) => add(lid('lower')(t), [0, -0.55 - 0.55 * bow(t), 0.2]))),
    );
    const wingTop = at(`wing.${side}`, 0);
    const besideRoot = mix(at('nose.bridge', 0.05), lid('upper')(1), 0.55);
    curves.set(`flank.${side}`, chord(besideRoot, wingTop));
    const besideMouth = add(at('lip.outer.upper', side === 'right' ? 0 : 1), [0.75 * out, -0.1, 0.2]);
    const besideWing = add(at(`wing.${side}`, 0.3), [0.2 * out, 0, 0]);
    curves.set(
      `fold.${side}`,
      guided(steps(6).map((t) => add(mix(besideWing, besideMouth, t), [0.2 * out * bow(t), 0, 0]))),
    );
    const ridge = side === 'right' ? 0.37 : 0.63;
    const peak = side === 'right' ? 0.395 : 0.605;
    curves.set(`philtrum.${side}`, chord(at('nose.base', ridge), at('lip.outer.upper', peak)));
  }
  return curves;
}

/** The iris's level chord over the ball, through the pupil's middle: outermost to innermost. */
export function irisChord(ball: MeanSurface, eye: Eyeball, side: Side): SurfaceCurve {
  const [outer] = ringDirections(eye.axis, Math.PI / 2, side === 'left' ? 1 : -1, 4);
  const points = steps(24).map((t) => {
    const angle = eye.irisAngle * (1 - 2 * t);
    return ball.alongRay(eye.centre, add(scale(eye.axis, Math.cos(angle)), scale(outer!, Math.sin(angle))));
  });
  return ball.curve(points, false);
}

/**
 * Guides of the lower jaw's edge, from above the ear's lobe to the chin and on: behind and below the front outline, by
 * distances (centimetres) that were calibrated on turned faces: see docs/landmarks.md.
 */
function jawEdge(front: (fraction: number) => Vector3): Vector3[] {
  const right = jawEdgeOffsets.map(([fraction, x, y, z]) => add(front(fraction), [-x, y, z]));
  const left = jawEdgeOffsets
    .slice(0, -1)
    .map(([fraction, x, y, z]) => add(front(1 - fraction), [x, y, z]))
    .reverse();
  return [...right, ...left];
}

/** Fraction of the front outline's right half; from there outwards, up and forwards. */
const jawEdgeOffsets: readonly (readonly [number, number, number, number])[] = [
  [0, 0.06, -0.37, -0.54],
  [0.064, -0.03, -0.54, -0.59],
  [0.125, -0.04, -0.78, -0.84],
  [0.184, -0.1, -0.92, -0.91],
  [0.256, -0.09, -0.5, -0.69],
  [0.331, 0, -0.21, -0.65],
  [0.39, -0.08, -0.3, -0.47],
  [0.453, -0.08, -0.4, -0.53],
  [0.5, 0, -0.16, -0.3],
];

const browEdges = ['upper', 'lower'] as const;

/** Guides of the oval's upper half: heights above the brows by direction around the head, as shares of the forehead. */
function hairline(skin: MeanSurface, at: (name: CurveName, fraction: number) => Vector3): Vector3[] {
  const start = at('jaw.front', 0);
  // The hairline stays where it was before brows were lowered.
  const [upper, lower] = browEdges.map((edge) => {
    const [x, y] = at(`brow.right.${edge}`, 0.5);
    return y + browDrop(x, edge);
  }) as [number, number];
  const brow = (upper + lower) / 2;
  const forehead = 0.88 * (brow - at('nose.base', 0.5)[1]);
  const axis = start[2] - 4.4;
  const widest = Math.atan2(-start[0], start[2] - axis);
  const line: readonly (readonly [number, number])[] = [
    [0.99, 0.02],
    [0.95, 0.24],
    [0.86, 0.44],
    [0.72, 0.66],
    [0.52, 0.86],
    [0.27, 0.97],
    [0, 1],
  ];
  const place = (share: number, height: number, side: 1 | -1): Vector3 => {
    const turn = share * widest;
    const origin: Vector3 = [0, brow + height * forehead, axis];
    return alongDirection(skin, origin, [side * Math.sin(turn), 0, Math.cos(turn)]);
  };
  const right = line.map(([share, height]) => place(share, height, -1));
  const left = line
    .slice(0, -1)
    .map(([share, height]) => place(share, height, 1))
    .reverse();
  return [start, ...right, ...left, at('jaw.front', 1)];
}

/** Where a ray leaves the smooth, bulging skin: the foot of the nearest point is followed until it stands still. */
function alongDirection(skin: MeanSurface, origin: Vector3, direction: Vector3): Vector3 {
  let reach = 10;
  for (let round = 0; round < 12; round++) {
    const nearest = skin.position(skin.closest(add(origin, scale(direction, reach))));
    reach = dot(subtract(nearest, origin), direction);
  }
  return skin.position(skin.closest(add(origin, scale(direction, reach))));
}

/** Just outside the lid's margin, away from the opening; it meets the margin in the corners. */
function lashLine(lid: (t: number) => Vector3, opening: Vector3): Vector3[] {
  const breadth = 0.13;
  return steps(16).map((t) => {
    const place = lid(t);
    const along = subtract(lid(Math.min(1, t + 0.04)), lid(Math.max(0, t - 0.04)));
    const from = subtract(place, opening);
    // Square to the margin in the frontal plane, on the side away from the opening.
    const square = normalise([-along[1], along[0], 0]);
    const sign = square[0] * from[0] + square[1] * from[1] > 0 ? 1 : -1;
    const share = breadth * Math.min(1, 5 * t, 5 * (1 - t));
    return add(place, add(scale(square, sign * share), [0, 0, 0.5 * share]));
  });
}

function placeAt(skin: MeanSurface, curves: Curves, name: CurveName, fraction: number): Vector3 {
  const curve = curves.get(name);
  if (curve === undefined) throw internalError(`derived curves need '${name}'`);
  const { points, fractions } = curve;
  let i = 0;
  while (i + 2 < points.length && fractions[i + 1]! < fraction) i++;
  const t = (fraction - fractions[i]!) / (fractions[i + 1]! - fractions[i]!);
  return mix(skin.position(points[i]!), skin.position(points[i + 1]!), t);
}

/** `count` + 1 fractions from 0 to 1. */
function steps(count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => i / count);
}

/** 0 at both ends, 1 in the middle. */
function bow(t: number): number {
  return Math.sin(Math.PI * t);
}
