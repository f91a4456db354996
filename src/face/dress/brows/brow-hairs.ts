/**
 * Eyebrows as single hairs. They grow as real ones do: upwards at the inner end, outwards and a little upwards along the
 * body, outwards and downwards in the tail, the upper rows leaning down and the lower rows leaning up towards the ridge.
 * The inner end is round and fans out in ever fewer, finer hairs.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { Random } from '../../../core/random.js';
import { mix } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import { pointAlong } from '../../../mesh/polyline.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { StripBuilder } from '../../../mesh/strip-builder.js';
import type { HeadShape, HeadTopology } from '../../heads/head-model.js';
import type { BrowDescription, FaceDescription } from '../../person/description.js';
import { skinAlbedo } from '../skin/melanin.js';
import type { EyeFeatures, RestFeatures } from '../skin/rest-features.js';
import { createStrandPainter } from '../strands/strand-painter.js';
import { browStand } from './brow-gaps.js';
import { growSkinHair } from './skin-hair.js';
import { SkinRoots } from './skin-roots.js';

/** Roots a brow at most; a face uses a share of them. */
const rootsPerBrow = 400;
/** Roots between the brows. */
const rootsBetween = 70;
/** Length of a full hair, centimetres. */
const fullLength = 0.72;

interface BrowRoots {
  roots: SkinRoots;
  /** For each root: 0 to 1 from the outer to the inner end, and −1 to 1 from the lower to the upper edge. */
  along: number[];
  across: number[];
  /** For each root: length against a full hair. */
  lengths: number[];
}

export function createBrowGrower(
  topology: HeadTopology,
  features: RestFeatures,
): (shape: HeadShape, face: FaceDescription, detail: LevelOfDetail) => DressedPart {
  const right = plantBrow(topology, features.eyes.right, 'right');
  const left = plantBrow(topology, features.eyes.left, 'left');
  const between = plantBetween(topology, features);
  return (shape, { brows, skin }, detail) => {
    const every = detail === 'coarse' ? 2 : 1;
    const builder = new StripBuilder((rootsPerBrow * 2 + rootsBetween) * 3);
    growBrow(builder, right, shape, brows, 'right', every);
    growBrow(builder, left, shape, brows, 'left', every);
    growBetween(builder, between, shape, brows);
    const painter = createStrandPainter({
      // A hair is finer than its ribbon: some of the skin shows through.
      colour: mix(brows.colour, skinAlbedo(skin.melanin), 0.2),
      segment: segmentClasses.brows,
      grooves: 0,
      variation: 0.3,
      roughness: 0.55,
      selfShade: 0.62,
      rootOpenness: 0.6,
      tipOpenness: 0.95,
    });
    return builder.part('brows', painter, false, true);
  };
}

function plantBrow(topology: HeadTopology, eye: EyeFeatures, side: 'right' | 'left'): BrowRoots {
  const all = [...eye.browUpper, ...eye.browLower];
  const xs = all.map((point) => point[0]);
  const ys = all.map((point) => point[1]);
  const margin = 0.6;
  const roots = new SkinRoots(topology, {
    left: Math.min(...xs) - margin,
    right: Math.max(...xs) + margin,
    bottom: Math.min(...ys) - margin,
    top: Math.max(...ys) + margin,
  });
  const planted: BrowRoots = { roots, along: [], across: [], lengths: [] };
  // The same draws on both sides, mirrored, would look made; each side has its own stream.
  const random = new Random('brow roots', side);
  const loose = random.child('inner end');
  const outward = side === 'left' ? 1 : -1;
  for (let tries = 0; planted.along.length < rootsPerBrow && tries < rootsPerBrow * 4; tries++) {
    const drawn = random.next();
    const across = random.uniform(-1, 1);
    const spread = loose.normal(0, 1);
    const set = loose.next();
    if (loose.next() < 0.7 * smoothStep(0.8, 1, drawn)) continue;
    const along = drawn - smoothStep(0.75, 1, drawn) * (0.06 * across * across + 0.05 * set);
    const upper = pointAlong(eye.browUpper, along);
    const lower = pointAlong(eye.browLower, along);
    // The brow's own line, towards its tail, from neighbouring points of its lower edge.
    const ahead = pointAlong(eye.browLower, Math.max(0, along - 0.1));
    const behind = pointAlong(eye.browLower, Math.min(1, along + 0.1));
    const lineAngle = Math.atan2(ahead[1] - behind[1], Math.abs(ahead[0] - behind[0]));
    const inner = smoothStep(0.72, 1, along);
    const lean = (0.38 - 0.35 * smoothStep(0.5, 0.1, along)) * (1 - inner) + 1.15 * inner;
    // Hairs of the inner end's lower edge stand, those above already turn outwards; some lean towards the nose.
    const fan = inner * (0.3 * spread - 0.25 * across);
    const angle = lineAngle + lean + fan - 0.32 * across * (1 - inner) + random.normal(0, 0.12);
    const ends = 0.6 + 0.4 * smoothStep(0, 0.25, along) * smoothStep(1, 0.8, along);
    const length = ends * random.uniform(0.75, 1.15);
    // The hair's middle, not its root, is spread over the brow, and steep hairs keep to the brow's middle: so the hairs
    // end where the brow's edges are.
    const half = Math.hypot(upper[0] - lower[0], upper[1] - lower[1]) / 2;
    const rise = (fullLength / 2) * length * Math.abs(Math.sin(angle - lineAngle));
    const mid = 0.5 + 0.5 * across * Math.min(1, Math.max(0.1, 1 - rise / half));
    const back = (fullLength / 2) * length;
    // Single hairs stand before the others.
    const before = 0.35 * inner * loose.next() ** 2;
    const x = lower[0] + (upper[0] - lower[0]) * mid - (back * Math.cos(angle) + before) * outward;
    const y = lower[1] + (upper[1] - lower[1]) * mid - back * Math.sin(angle);
    if (!roots.add(x, y, Math.cos(angle) * outward, Math.sin(angle))) continue;
    planted.lengths.push(length);
    planted.along.push(along);
    planted.across.push(across);
  }
  return planted;
}

/** @param every – 1 for all hairs, 2 for every second, twice as broad. */
function growBrow(
  builder: StripBuilder,
  planted: BrowRoots,
  shape: HeadShape,
  brows: BrowDescription,
  side: 'right' | 'left',
  every: number,
): void {
  const { roots } = planted;
  const random = new Random(brows.seed, 'brow', side);
  const share = 0.35 + 0.65 * Math.min(1, Math.max(0, brows.density));
  for (let i = 0; i < roots.count; i++) {
    const kept = random.next();
    const bend = random.uniform(-0.12, 0.12) * (1 + 1.5 * brows.bushiness);
    const wild = random.next() ** 3 * brows.bushiness;
    const tone = random.integer(0, 4095);
    if (i % every !== 0) continue;
    // A thin brow loses its edge rows first.
    const edge = Math.abs(planted.across[i]!);
    const stands = browStand(brows, planted.along[i]!, side === 'right');
    if (kept > stands * share * smoothStep(1.25, 0.9, edge / Math.max(0.3, brows.thickness))) continue;
    growSkinHair(builder, roots, i, shape.positions, {
      reach: fullLength * planted.lengths[i]! * (0.65 + 0.35 * brows.thickness) * (1 + 0.35 * wild),
      halfBreadth:
        0.022 * every * (0.8 + 0.2 * brows.thickness) * (1 - 0.4 * smoothStep(0.75, 1, planted.along[i]!)),
      bend,
      lift: 0.05 + 0.12 * wild,
      tone,
    });
  }
}

/** Roots on the skin between the brows' inner ends, thickest at the sides. */
function plantBetween(topology: HeadTopology, features: RestFeatures): SkinRoots {
  const { right, left } = features.eyes;
  const inner = [right, left].flatMap(({ browUpper, browLower }) => [browUpper.at(-1)!, browLower.at(-1)!]);
  const reach = Math.min(...inner.map((point) => Math.abs(point[0]))) + 0.2;
  const bottom = Math.min(...inner.map((point) => point[1])) - 0.1;
  const top = Math.max(...inner.map((point) => point[1])) - 0.25;
  const roots = new SkinRoots(topology, { left: -reach, right: reach, bottom, top });
  const random = new Random('brow roots', 'between');
  for (let tries = 0; roots.count < rootsBetween && tries < rootsBetween * 4; tries++) {
    const side = random.pick([-1, 1]);
    const x = side * reach * Math.sqrt(random.next());
    const aim = 1.1 + 0.5 * (1 - Math.abs(x) / reach) + random.normal(0, 0.4);
    roots.add(x, random.uniform(bottom, top), Math.cos(aim) * side, Math.sin(aim));
  }
  return roots;
}

function growBetween(
  builder: StripBuilder,
  roots: SkinRoots,
  shape: HeadShape,
  brows: BrowDescription,
): void {
  if (brows.unibrow === 0) return;
  const random = new Random(brows.seed, 'brow', 'between');
  for (let i = 0; i < roots.count; i++) {
    const kept = random.next();
    const reach = fullLength * random.uniform(0.3, 0.6);
    const bend = random.uniform(-0.15, 0.15);
    const tone = random.integer(0, 4095);
    if (kept > brows.unibrow) continue;
    growSkinHair(builder, roots, i, shape.positions, { reach, halfBreadth: 0.014, bend, lift: 0.04, tone });
  }
}
