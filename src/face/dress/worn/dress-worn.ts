/**
 * Everything that a head wears, fitted to the shape at hand, and what it does to the hair. What does not change from
 * face to face is found on the mean face when first needed; faces that wear nothing cost nothing.
 */
import type { Vector3 } from '../../../core/vector.js';
import type { DressedPart } from '../../../mesh/dressed-part.js';
import type { HeadModel, HeadShape } from '../../heads/head-model.js';
import type {
  HeadwearDescription,
  MaskDescription,
  WornDescription,
} from '../../person/appearance/worn-description.js';
import type { BodySurface } from '../clothing/body-surface.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { SkinCast, type SkinPlace } from '../skin/skin-cast.js';
import type { DirectionGrid } from '../strands/direction-grid.js';
import { buildEarrings } from './earrings.js';
import { buildGlasses } from './glasses.js';
import { createGlassesFitter } from './glasses-fit.js';
import { buildHat, hatFigures, hatRim, hatRows } from './hats.js';
import { HeadCrown } from './head-crown.js';
import { buildHeadphones } from './headphones.js';
import { buildHeadscarf, createHoodPatch } from './headscarf.js';
import { buildMask, createMaskPatch, pressUnderMask } from './masks.js';

export interface WornParts {
  parts: DressedPart[];
  /** Scalp hair and beard as they lie under what is worn. */
  hair: DressedPart[];
  beard: DressedPart[];
}

/** Everything of a face that worn things touch. */
export interface Wearer {
  shape: HeadShape;
  body: BodySurface;
  hair: DressedPart[];
  beard: DressedPart[];
}

export type WornDresser = (worn: WornDescription, wearer: Wearer) => WornParts;

export function createWornDresser(
  head: HeadModel,
  features: RestFeatures,
  scalp: DirectionGrid,
): WornDresser {
  const cast = new SkinCast(head.topology);
  const glassesFitter = once(() => createGlassesFitter(head, features, cast));
  const ears = once(() => findEars(cast, features));
  const maskPatches = [0, 0.5, 1].map((slip) => once(() => createMaskPatch(cast, features, slip)));
  const hoodPatches = [0, 0.5, 1].map((low) => once(() => createHoodPatch(cast, features, low)));

  const wearHeadwear = (worn: HeadwearDescription, wearer: Wearer): WornParts => {
    const { shape, body, hair, beard } = wearer;
    if (worn.style === 'headscarf') {
      const patch = hoodPatches[Math.round(worn.low * 2)]!();
      return { parts: buildHeadscarf(worn, patch, shape.positions, body), hair: [], beard };
    }
    const placed = scalp.place(shape.positions);
    if (worn.style === 'headphones') {
      // An upright crown whose quarter turns lie over the ears.
      const crown = new HeadCrown(scalp, placed, features, { front: -1.5, back: -0.5 });
      const places = ears().map(({ outermost }) => outermost(shape.positions)) as [Vector3, Vector3];
      const fit = { ears: places, arch: archOver(crown) };
      return { parts: buildHeadphones(worn, fit), hair: pressBand(hair, fit.arch), beard };
    }
    const crown = new HeadCrown(scalp, placed, features, hatRim(worn));
    const [from, to] = hatRows(worn);
    const { press } = hatFigures[worn.style];
    return {
      parts: [buildHat(worn, crown)],
      hair: hair.map((part) => crown.press(part, from, to, press)),
      beard,
    };
  };

  const wearMask = (mask: MaskDescription, { shape, beard }: Wearer): Pick<WornParts, 'parts' | 'beard'> => {
    const patch = maskPatches[Math.round(mask.slip * 2)]!();
    const roots = ears().map(({ root }) => root(shape.positions)) as [Vector3, Vector3];
    const parts = buildMask(mask, patch, shape.positions, roots);
    return { parts, beard: beard.map((part) => pressUnderMask(part, patch.origin, parts[0]!)) };
  };

  return (worn, wearer) => {
    const result: WornParts = { parts: [], hair: wearer.hair, beard: wearer.beard };
    const { glasses, headwear, mask, earrings } = worn;
    if (glasses !== null)
      result.parts.push(...buildGlasses(glasses, glassesFitter()(wearer.shape, glasses.slip)));
    if (headwear !== null) {
      const { parts, hair } = wearHeadwear(headwear, wearer);
      result.parts.push(...parts);
      result.hair = hair;
    }
    if (mask !== null) {
      const { parts, beard } = wearMask(mask, wearer);
      result.parts.push(...parts);
      result.beard = beard;
    }
    const covered = headwear?.style === 'headscarf' || headwear?.style === 'headphones';
    if (earrings !== null && !covered) {
      const lobes = ears().map(({ lobe }) => lobe(wearer.shape.positions)) as [Vector3, Vector3];
      result.parts.push(buildEarrings(earrings, lobes));
    }
    return result;
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface EarPlaces {
  /** Front of the ear where it meets the head, lowest point of the lobe, and what stands out furthest. */
  root: SkinPlace;
  lobe: SkinPlace;
  outermost: SkinPlace;
}

/** Right and left, by where ears lie against the jaw curve's ends. */
function findEars(cast: SkinCast, { earFoot }: RestFeatures): readonly EarPlaces[] {
  return [-1, 1].map((side) => {
    const towards = (y: number, z: number): SkinPlace => {
      const place = cast.furthest([side * 2, y, z], [side, 0, 0]);
      return place ?? (() => [side * earFoot[0], y, z]);
    };
    const [, y, z] = earFoot;
    return {
      root: towards(y + 0.2, z - 1),
      lobe: towards(y - 5.2, z - 2.6),
      outermost: towards(y - 1.8, z - 3.6),
    };
  });
}

/** From the right ear over the top to the left. */
function archOver(crown: HeadCrown): Vector3[] {
  const arch: Vector3[] = [];
  const quarter = 10;
  for (let row = 9; row >= 1; row--) arch.push(crown.place(row, 3 * quarter, 0.5));
  arch.push(crown.place(0, 0, 0.5));
  for (let row = 1; row <= 9; row++) arch.push(crown.place(row, quarter, 0.5));
  return arch;
}

/** Presses hair down under a band over the head. */
function pressBand(hair: DressedPart[], arch: readonly Vector3[]): DressedPart[] {
  const middle = arch.reduce((sum, [, , z]) => sum + z, 0) / arch.length;
  return hair.map((part) => {
    const positions = part.positions.slice();
    for (let v = 0; v < positions.length; v += 3) {
      const off = Math.abs(positions[v + 2]! - middle);
      if (off > 3 || positions[v + 1]! < 1) continue;
      const [x, y] = [positions[v]!, positions[v + 1]! - 2];
      const angle = Math.atan2(x, y);
      const place = (angle / Math.PI + 0.5) * (arch.length - 1);
      const near = arch[Math.min(arch.length - 1, Math.max(0, Math.round(place)))]!;
      const most = Math.hypot(near[0], near[1] - 2) + 0.3 + Math.max(0, off - 1.4) * 0.9;
      const distance = Math.hypot(x, y);
      if (distance <= most) continue;
      positions[v] = (x * most) / distance;
      positions[v + 1] = 2 + (y * most) / distance;
    }
    return { ...part, positions };
  });
}
