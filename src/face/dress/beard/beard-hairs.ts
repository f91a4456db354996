/**
 * Beards. Up to a few millimetres they are single hairs on the skin; longer ones get a body (`beard-body.ts`) with hairs
 * laid on it, which fray its outline. Hairs grow downwards and away from the middle, those of the moustache sideways.
 * Limits: hair follows the head and does not know the chest.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { Random } from '../../../core/random.js';
import { cross, mix, normalise, type Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { StripBuilder } from '../../../mesh/strip-builder.js';
import type { HeadShape, HeadTopology } from '../../heads/head-model.js';
import type { BeardDescription, FaceDescription, Rgb, SkinDescription } from '../../person/description.js';
import { bloodDepth, skinAlbedo } from '../skin/melanin.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { DirectionGrid, jawLayout } from '../strands/direction-grid.js';
import { createStrandPainter } from '../strands/strand-painter.js';
import { drawTone } from '../strands/strand-tone.js';
import { beardBody, bodyFrom, raiseBeard } from './beard-body.js';
import type { BeardCover, BeardMap } from './beard-map.js';
import { createBeardPainter, fullness } from './beard-painter.js';

/** Hairs of a dense beard on the skin, and on a body. */
const hairsOnSkin = 1300;
const hairsOnBody = 620;
const sections = 3;

/** Where a hair may grow: a cell of the grid, and the place in it. */
interface Root {
  node: number;
  across: number;
  down: number;
  rest: Vector3;
}

export function createBeardGrower(
  topology: HeadTopology,
  features: RestFeatures,
  map: BeardMap,
): (shape: HeadShape, face: FaceDescription, cover: BeardCover, detail: LevelOfDetail) => DressedPart[] {
  const grid = new DirectionGrid(topology, jawLayout(features));
  const roots = plantRoots(grid, map.cover(everywhere));
  return (shape, { beard, skin }, cover, detail) => {
    if (beard.style === 'none') return [];
    const placed = grid.place(shape.positions);
    const parts: DressedPart[] = [];
    let ground = placed;
    const grows = hasBody(beard);
    if (grows) {
      const grown = coverNodes(grid, cover, beard);
      ground = raiseBeard(grid, features, placed, grown, beard);
      parts.push(
        beardBody(grid, ground, grown, createBeardPainter(beard, features, cover, cheekColour(skin))),
      );
    }
    const builder = new StripBuilder((grows ? hairsOnBody : hairsOnSkin) * sections);
    growHairs(builder, grid, ground, roots, features, cover, beard, detail === 'coarse' ? 2 : 1);
    const painter = createStrandPainter({
      // A hair is finer than its ribbon: some of the skin shows through.
      colour: grows ? beard.colour : mix(beard.colour, skinAlbedo(skin.melanin), 0.15),
      segment: segmentClasses.facialHair,
      grooves: 0,
      variation: 0.35,
      roughness: 0.6,
      selfShade: grows ? 0.72 : 0.65,
      rootOpenness: 0.5,
      tipOpenness: 0.9,
    });
    parts.push(builder.part('beard.hairs', painter, false, true));
    return parts;
  };
}

/** The skin about a beard, without its spots. */
function cheekColour({ melanin, tint, blood }: SkinDescription): Rgb {
  const plain = skinAlbedo(melanin);
  const channel = (k: 0 | 1 | 2): number => plain[k] * tint[k] * Math.exp(-0.4 * blood * bloodDepth[k]);
  return [channel(0), channel(1), channel(2)];
}

/** Thin beards stay single hairs for longer. */
const hasBody = ({ length, patchiness, density }: BeardDescription): boolean =>
  length >= bodyFrom + 0.5 * Math.max(patchiness, 1 - density);

const everywhere: BeardDescription = {
  style: 'full',
  colour: [0, 0, 0],
  white: 0,
  length: 1,
  density: 1,
  patchiness: 0,
  cheek: 1,
  curl: 0,
  shadow: 0,
  seed: 0,
};

/** Roots of a full beard, evenly over its area, in a random order. */
function plantRoots(grid: DirectionGrid, cover: BeardCover): Root[] {
  const random = new Random('beard roots');
  const { columns, rows, lowest } = grid.layout;
  const roots: Root[] = [];
  for (let tries = 0; roots.length < hairsOnSkin && tries < hairsOnSkin * 20; tries++) {
    const colatitude = Math.acos(random.uniform(Math.cos(lowest), 1));
    const row = Math.min(rows - 1.001, (colatitude / lowest) * rows);
    const column = random.uniform(0, columns - 0.001);
    const kept = random.next();
    const node = Math.floor(row) * grid.stride + Math.floor(column);
    const [across, down] = [column - Math.floor(column), row - Math.floor(row)];
    const rest = placeIn(grid, grid.rest, node, across, down);
    if (kept < cover.grownAt(...rest)) roots.push({ node, across, down, rest });
  }
  return roots;
}

/** A place in a cell of a laid grid. */
function placeIn(
  grid: DirectionGrid,
  laid: Float32Array,
  node: number,
  across: number,
  down: number,
): Vector3 {
  const a = node * 3;
  const b = (node + grid.stride) * 3;
  const at = (axis: 0 | 1 | 2): number =>
    (laid[a + axis]! * (1 - across) + laid[a + 3 + axis]! * across) * (1 - down) +
    (laid[b + axis]! * (1 - across) + laid[b + 3 + axis]! * across) * down;
  return [at(0), at(1), at(2)];
}

/** `[nodes]` cover, ragged along its border. */
function coverNodes(grid: DirectionGrid, cover: BeardCover, beard: BeardDescription): Float32Array {
  const random = new Random(beard.seed, 'beard border');
  const values = new Float32Array(grid.nodes);
  for (let node = 0, at = 0; node < grid.nodes; node++, at += 3) {
    const grown = cover.grownAt(grid.rest[at]!, grid.rest[at + 1]!, grid.rest[at + 2]!);
    const rough = random.uniform(0.85, 1.15);
    values[node] = grown * rough * fullness(beard);
  }
  return values;
}

/** @param every – 1 for all hairs, 2 for every second, twice as broad. */
function growHairs(
  builder: StripBuilder,
  grid: DirectionGrid,
  ground: Float32Array,
  roots: readonly Root[],
  features: RestFeatures,
  cover: BeardCover,
  beard: BeardDescription,
  every: number,
): void {
  const { mouth } = features;
  const grows = hasBody(beard);
  const random = new Random(beard.seed, 'beard');
  const most = grows ? hairsOnBody : hairsOnSkin;
  const count = Math.round((0.45 + 0.55 * beard.density) * most);
  const long = Math.min(beard.length, 5);
  let grown = 0;
  for (const root of roots) {
    if (grown >= count) break;
    const kept = random.next();
    const jitter = random.normal(0, 0.22 + 0.3 * beard.curl);
    const reach = (grows ? 0.4 + 0.26 * long : beard.length) * random.uniform(0.55, 1.25);
    const bend = random.normal(0, 0.2 + 0.25 * beard.curl);
    const stand = random.uniform(0.05, 0.35) + 0.25 * beard.curl * random.next();
    const tone = drawTone(random, beard.white);
    const [x, y] = root.rest;
    // On a body, hairs are wanted most along its edge.
    const cut = cover.grownAt(...root.rest);
    if (kept > (grows ? Math.sqrt(cut) : cut)) continue;
    grown++;
    if (grown % every !== 0) continue;
    const here = placeIn(grid, ground, root.node, root.across, root.down);
    const normal = normalIn(grid, ground, root);
    const lip = smoothStep(mouth[1] - 0.2, mouth[1] + 0.25, y) * smoothStep(4, 2.5, Math.abs(x));
    // Down, fanning out from the middle; the moustache to the sides.
    const fan = x / (Math.abs(x) + 0.5);
    const flow: Vector3 = [fan * (0.25 + 0.9 * lip) + jitter, -1 + 0.25 * lip, 0.1];
    const along = tangent(flow, normal);
    const aside = cross(along, normal);
    const thick = every * (grows ? 0.034 : 0.013 + 0.012 * smoothStep(0.05, 0.4, beard.length));
    builder.begin();
    for (let k = 0; k < sections; k++) {
      const share = k / (sections - 1);
      const ahead = reach * share;
      const lift = k === 0 ? (grows ? -0.04 : 0.004) : stand * reach * (k === 1 ? 0.75 : 0.9);
      const side = bend * reach * share * share;
      const half = thick * (k === sections - 1 ? 0.25 : 1);
      builder.section(
        here[0] + along[0] * ahead + aside[0] * side + normal[0] * lift,
        here[1] + along[1] * ahead + aside[1] * side + normal[1] * lift,
        here[2] + along[2] * ahead + aside[2] * side + normal[2] * lift,
        aside[0] * half,
        aside[1] * half,
        aside[2] * half,
        normal[0] + 0.3 * aside[0],
        normal[1] + 0.3 * aside[1],
        normal[2] + 0.3 * aside[2],
        share,
        tone,
      );
    }
  }
}

/** The laid grid's unit normal in a root's cell. */
function normalIn(grid: DirectionGrid, laid: Float32Array, { node }: Root): Vector3 {
  const a = node * 3;
  const b = (node + grid.stride) * 3;
  // The diagonals: at the pole, one edge of a cell has no length.
  const first: Vector3 = [laid[b + 3]! - laid[a]!, laid[b + 4]! - laid[a + 1]!, laid[b + 5]! - laid[a + 2]!];
  const second: Vector3 = [laid[a + 3]! - laid[b]!, laid[a + 4]! - laid[b + 1]!, laid[a + 5]! - laid[b + 2]!];
  return normalise(cross(first, second));
}

/** The unit direction square to the normal that is nearest to a flow. */
function tangent(flow: Vector3, normal: Vector3): Vector3 {
  const off = flow[0] * normal[0] + flow[1] * normal[1] + flow[2] * normal[2];
  return normalise([flow[0] - off * normal[0], flow[1] - off * normal[1], flow[2] - off * normal[2]]);
}
