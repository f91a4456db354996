/**
 * The dense sets of 243, 460, 490 and 1001 points, in the spirit of Synthesis AI's "Synthetic Data Case Study: Facial
 * Landmarks" (2022), whose layouts are not published: the numbers are theirs, the points ours. Each set begins with the
 * points of the coarser ones, in their order: `dense490.points.slice(0, 243)` is `dense243`.
 *
 * dense243 has every feature and a few points of the skin between; dense460 twice as many along the features; dense490
 * adds the ears; dense1001 covers the whole face. Limits: spacing is even by arc length on the mean face, not where
 * iBUG's annotators click (see `correspondence.ts`).
 */

import type { LandmarkSet } from '../landmark-set.js';
import { type Density, densities, type LaidPoint, patch, patchPair, rail, row } from './dense-layout.js';
import { mirrorPairs } from './mirror-pairs.js';

const features: readonly LaidPoint[] = [
  // The oval of the face
  ...row('contour', 'jaw', { 243: 32, 1001: 64 }),
  ...row('contour', 'oval.upper', { 243: 16, 460: 32 }, 'none'),
  // Brows
  ...row('brows', 'brow.*.upper', { 243: 8, 460: 16 }),
  ...row('brows', 'brow.*.lower', { 243: 8, 460: 16 }),
  // Eyes: corners belong to the upper lid
  ...row('eyes', 'lid.*.upper', { 243: 8, 460: 16, 1001: 32 }),
  ...row('eyes', 'lid.*.lower', { 243: 8, 460: 16 }, 'none'),
  ...row('eyes', 'iris.*', { 243: 8, 460: 16 }, 'first'),
  ...row('eyes', 'iris.*.across', { 243: 2 }, 'none'),
  ...row('eyes', 'pupil.*', { 460: 4, 1001: 8 }, 'first'),
  ...row('eyes', 'crease.*', { 460: 8, 1001: 16 }, 'none'),
  ...row('eyes', 'socket.*', { 1001: 8 }, 'first'),
  ...row('eyes', 'lash.*.upper', { 1001: 16 }, 'none'),
  ...row('eyes', 'lash.*.lower', { 1001: 8 }, 'none'),
  // Nose
  ...row('nose', 'nose.bridge', { 243: 6, 460: 12 }),
  ...row('nose', 'nose.septum', { 243: 2, 1001: 4 }, 'none'),
  ...row('nose', 'nose.base', { 243: 8 }),
  ...row('nose', 'wing.*', { 243: 4, 460: 8 }, 'first'),
  ...row('nose', 'nostril.*', { 243: 6, 460: 12 }, 'first'),
  ...row('nose', 'flank.*', { 460: 4, 1001: 8 }, 'first'),
  // Mouth: corners belong to the upper edges
  ...row('mouth', 'lip.outer.upper', { 243: 12, 460: 24 }),
  ...row('mouth', 'lip.outer.lower', { 243: 12, 460: 24 }, 'none'),
  ...row('mouth', 'lip.inner.upper', { 243: 10, 1001: 20 }),
  ...row('mouth', 'lip.inner.lower', { 243: 10, 1001: 20 }, 'none'),
  ...row('mouth', 'philtrum.*', { 243: 3, 1001: 6 }, 'none'),
  ...row('mouth', 'philtrum.middle', { 1001: 4 }, 'none'),
  ...row('skin', 'fold.*', { 460: 4, 1001: 8 }, 'first'),
  ...row('skin', 'chin.crease', { 243: 4, 1001: 8 }),
  // Ears
  ...row('ears', 'ear.*.rim', { 490: 8, 1001: 16 }),
  ...row('ears', 'ear.*.fold', { 490: 4, 1001: 8 }),
  ...row('ears', 'ear.*.front', { 490: 2, 1001: 8 }, 'none'),
];

const skin: readonly LaidPoint[] = [
  ...patchPair({
    name: 'cheek',
    region: 'skin',
    from: rail('fold.right', 0, 1),
    to: rail('jaw', 0.03, 0.34),
    cuts: { 243: [2, 3], 460: [4, 3], 1001: [8, 6] },
  }),
  ...patchPair({
    name: 'forehead',
    region: 'skin',
    from: rail('brow.right.upper', 0, 1),
    to: rail('oval.upper', 0.16, 0.46),
    cuts: { 243: [2, 2], 460: [2, 4], 1001: [4, 8] },
  }),
  ...patch({
    name: 'forehead.middle',
    region: 'skin',
    from: rail('nose.bridge', 0, 0),
    to: rail('oval.upper', 0.5, 0.5),
    cuts: { 243: [0, 2], 460: [0, 4], 1001: [0, 8] },
  }),
  ...patchPair({
    name: 'temple',
    region: 'skin',
    from: rail('lid.right.upper', 0, 0),
    to: rail('oval.upper', 0.12, 0),
    cuts: { 1001: [2, 4] },
  }),
  ...patch({
    name: 'chin',
    region: 'skin',
    from: rail('chin.crease', 0, 1),
    to: rail('jaw', 0.38, 0.62),
    cuts: { 460: [4, 2], 1001: [8, 4] },
  }),
  ...patchPair({
    name: 'lip.skin',
    region: 'mouth',
    from: rail('philtrum.right', 0.2, 1),
    to: rail('fold.right', 0.35, 1),
    cuts: { 1001: [2, 3] },
  }),
  ...patch({
    name: 'lip.upper',
    region: 'mouth',
    from: rail('lip.outer.upper', 0, 1),
    to: rail('lip.inner.upper', 0, 1),
    cuts: { 1001: [16, 2] },
    ends: 'none',
  }),
  ...patch({
    name: 'lip.lower',
    region: 'mouth',
    from: rail('lip.outer.lower', 0, 1),
    to: rail('lip.inner.lower', 0, 1),
    cuts: { 1001: [16, 2] },
    ends: 'none',
  }),
  ...patchPair({
    name: 'brow',
    region: 'brows',
    from: rail('brow.right.upper', 0, 1),
    to: rail('brow.right.lower', 0, 1),
    cuts: { 1001: [8, 2] },
    ends: 'none',
  }),
  ...patchPair({
    name: 'lid.skin',
    region: 'eyes',
    from: rail('crease.right', 0, 1),
    to: rail('brow.right.lower', 0, 1),
    cuts: { 1001: [8, 2] },
  }),
  ...patchPair({
    name: 'nose.side',
    region: 'nose',
    from: rail('nose.bridge', 0, 1),
    to: rail('flank.right', 0, 1),
    cuts: { 460: [2, 2], 1001: [4, 4] },
  }),
  ...patchPair({
    name: 'nose.ball',
    region: 'nose',
    from: rail('nose.bridge', 1, 1),
    to: rail('wing.right', 0, 0.5),
    cuts: { 1001: [2, 3] },
  }),
];

const laid = [...features, ...skin];

/** The points of a set: those of the coarser sets first. */
function dense(density: Density): LandmarkSet {
  const upTo = densities.slice(0, densities.indexOf(density) + 1);
  const points = upTo.flatMap((level) =>
    laid.filter((point) => point.density === level).map(({ point }) => point),
  );
  return { name: `dense${density}`, points, mirror: mirrorPairs(points) };
}

export const dense243: LandmarkSet = dense(243);
export const dense460: LandmarkSet = dense(460);
export const dense490: LandmarkSet = dense(490);
export const dense1001: LandmarkSet = dense(1001);
