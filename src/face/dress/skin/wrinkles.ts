/**
 * The lines of a face, each family where its muscle folds the skin: lines that age has left, and lines that the
 * expression of the moment makes or deepens (Hatzis 2004, "The wrinkle and its measurement"; Lemperle et al. 2001 name
 * the same families). Every face and each of its sides has its own course of them.
 */
import { Random } from '../../../core/random.js';
import type { Side } from '../../../landmarks/surface.js';
import type { FacialAction } from '../../heads/facial-actions.js';
import type { HeadParameters } from '../../heads/head-model.js';
import type { DetailMap, Groove } from './detail-map.js';
import type { RestFeatures } from './rest-features.js';

export interface WrinkleStrength {
  /** Lines that stay when the face rests, 0 to 1. */
  wrinkles: number;
  /** How deep lines of expression go, 0 to 1. */
  lines: number;
  seed: number;
}

type Place = readonly [number, number];

/** Tilt of the flanks and light lost at the bottom of a line of strength 1. */
const deepest = { tilt: 0.68, shade: 0.27 } as const;
/** Lines fainter than this are not drawn. */
const faintest = 0.03;

export function drawWrinkles(
  map: DetailMap,
  features: RestFeatures,
  { wrinkles, lines, seed }: WrinkleStrength,
  actions: HeadParameters['actions'],
): void {
  const draw = (points: readonly Place[], width: number, strength: number): void => {
    if (strength < faintest) return;
    const depth = strength / (1 + 0.45 * strength);
    const groove: Groove = {
      points,
      width,
      tilt: deepest.tilt * depth,
      shade: deepest.shade * depth,
      blood: 0.2 * depth,
    };
    map.addGroove(groove);
  };
  for (const side of ['right', 'left'] as const) {
    const random = new Random(seed, 'wrinkles', side);
    const act = (name: string): number => actions[`${name}.${side}` as FacialAction] ?? 0;
    const face: SideOfFace = { features, sign: side === 'left' ? 1 : -1, side, random };
    const squeezed = Math.min(
      1,
      0.9 * act('cheekRaiser') + 0.5 * act('lidTightener') + 0.25 * act('lipCornerPuller'),
    );
    const raised = Math.max(act('outerBrowRaiser'), act('innerBrowRaiser'));
    for (const { points, width, share } of foreheadLines(face))
      draw(points, width, share * (0.8 * wrinkles + lines * raised));
    for (const { points, width, share } of crowsFeet(face))
      draw(points, width, share * (0.75 * wrinkles + 0.9 * lines * squeezed));
    for (const { points, width, share } of frownLines(face))
      draw(points, width, share * (0.6 * wrinkles + lines * act('browLowerer')));
    for (const { points, width, share } of underEyeLines(face))
      draw(points, width, share * (0.6 * wrinkles + 0.4 * lines * squeezed));
    const sneer = Math.max(act('noseWrinkler'), 0.7 * act('upperLipRaiser'));
    const smiles = Math.max(act('lipCornerPuller'), 0.6 * act('lipStretcher'), sneer);
    const [fold, cheek] = smileFolds(face);
    draw(fold!.points, fold!.width, 0.1 + 0.75 * wrinkles + 0.75 * (0.35 + 0.65 * lines) * smiles);
    draw(
      cheek!.points,
      cheek!.width,
      lines * Math.max(0, act('lipCornerPuller') - 0.3) * 0.7 + 0.25 * wrinkles ** 2,
    );
    const down = Math.max(act('lipCornerDepressor'), 0.5 * act('lipPressor'));
    for (const { points, width, share } of mouthCornerLines(face))
      draw(points, width, share * (0.85 * wrinkles ** 1.3 + 0.6 * lines * down));
    for (const { points, width, share } of noseLines(face))
      draw(points, width, share * (0.9 * act('noseWrinkler') * (0.3 + 0.7 * lines)));
    for (const { points, width, share } of lipLines(face))
      draw(
        points,
        width,
        share * (0.9 * Math.max(0, wrinkles - 0.45) + 0.4 * lines * (actions.lipPucker ?? 0)),
      );
  }
  const random = new Random(seed, 'wrinkles', 'middle');
  draw(chinCrease(features, random), 0.3, 0.08 + 0.3 * wrinkles + 0.5 * (actions.chinRaiser ?? 0));
}

interface SideOfFace {
  features: RestFeatures;
  side: Side;
  /** +1 on the subject's left, −1 on the right. */
  sign: 1 | -1;
  random: Random;
}

interface Line {
  points: readonly Place[];
  width: number;
  /** Strength against the family's. */
  share: number;
}

/** Points along a curve given by fractions 0 to 1. */
function course(steps: number, place: (t: number) => Place): Place[] {
  return Array.from({ length: steps + 1 }, (_, i) => place(i / steps));
}

/** Frontalis: three to five waving lines, each half of a forehead with its own breaks. */
function foreheadLines({ features: { foreheadFoot }, sign, random }: SideOfFace): Line[] {
  const count = random.integer(3, 5);
  return Array.from({ length: count }, (_, k) => {
    const height = foreheadFoot + 1 + (3.6 * (k + random.uniform(-0.2, 0.2))) / count;
    const reach = random.uniform(3, 4.6);
    const start = random.chance(0.25) ? random.uniform(0.2, 0.8) : -0.3;
    const wave = random.uniform(0.04, 0.12);
    const phase = random.uniform(0, 6.3);
    const arch = random.uniform(-0.05, 0.32);
    const points = course(12, (t) => {
      const x = start + (reach - start) * t;
      return [
        sign * x,
        height + arch * Math.sin(0.34 * x * 2) + wave * Math.sin(2.3 * x + phase) - 0.035 * x * x,
      ];
    });
    return { points, width: random.uniform(0.12, 0.2), share: random.uniform(0.45, 1) };
  });
}

/** Orbicularis oculi: rays from beyond the outer corner of the eye. */
function crowsFeet({ features, side, sign, random }: SideOfFace): Line[] {
  const [x, y] = features.eyes[side].upperLid[0]!;
  const count = random.integer(3, 5);
  return Array.from({ length: count }, (_, k) => {
    const angle = -0.75 + (1.35 * (k + random.uniform(0, 0.8))) / count;
    const from = random.uniform(0.45, 0.75);
    const length = random.uniform(0.8, 1.7);
    const bend = -0.25 * angle + random.uniform(-0.12, 0.12);
    const points = course(6, (t) => {
      const out = from + length * t;
      const turned = angle + bend * t;
      return [x + sign * out * Math.cos(turned), y + out * Math.sin(turned)];
    });
    return { points, width: random.uniform(0.09, 0.14), share: random.uniform(0.5, 1) };
  });
}

/** Corrugator: one or two upright lines beside the root of the nose. */
function frownLines({ features: { foreheadFoot }, sign, random }: SideOfFace): Line[] {
  return Array.from({ length: random.integer(1, 2) }, (_, k) => {
    const x = random.uniform(0.45, 0.8) + 0.5 * k;
    const top = foreheadFoot + random.uniform(0.1, 0.8) - 0.4 * k;
    const bottom = foreheadFoot - random.uniform(1, 1.6);
    const lean = random.uniform(-0.15, 0.2);
    return {
      points: course(6, (t) => [sign * (x + lean * t), bottom + (top - bottom) * t]),
      width: random.uniform(0.13, 0.2),
      share: random.uniform(0.6, 1) / (1 + k),
    };
  });
}

/** The hollow from the inner corner along the socket's edge, and finer lines above it. */
function underEyeLines({ features, side, random }: SideOfFace): Line[] {
  const lid = features.eyes[side].lowerLid;
  const outer = lid[0]!;
  const inner = lid.at(-1)!;
  const line = (gap: number, from: number, to: number, width: number, share: number): Line => ({
    points: course(8, (t) => {
      const s = from + (to - from) * t;
      const x = inner[0] + (outer[0] - inner[0]) * s;
      const sag = Math.sin(Math.PI * Math.min(1, Math.max(0, 0.12 + 0.8 * s)));
      return [x, inner[1] + (outer[1] - inner[1]) * s - gap * (0.35 + 0.65 * sag)];
    }),
    width,
    share,
  });
  return [
    line(random.uniform(1, 1.3), 0.02, random.uniform(0.6, 0.8), 0.22, 0.9),
    line(random.uniform(0.62, 0.75), 0.1, random.uniform(0.75, 0.95), 0.11, random.uniform(0.4, 0.8)),
    line(random.uniform(0.4, 0.5), 0.3, random.uniform(0.9, 1.05), 0.09, random.uniform(0.2, 0.5)),
  ];
}

/** The nasolabial fold, and the second fold that a broad smile makes in the cheek. */
function smileFolds({ features, sign, random }: SideOfFace): Line[] {
  const wing = Math.abs(features.noseBase[0]![0]);
  const top = features.noseTip[1] - 0.35;
  const corner = Math.abs(features.lipInnerUpper[0]![0]);
  const bottom = features.mouth[1] - random.uniform(0, 0.7);
  const out = random.uniform(0.65, 0.95);
  const bow = random.uniform(0.1, 0.35);
  const fold = course(12, (t) => {
    const x = wing + 0.55 + (corner + out - wing - 0.55) * t ** 0.85 + bow * Math.sin(Math.PI * t);
    return [sign * x, top + (bottom - top) * t];
  });
  const aside = random.uniform(1.5, 1.9);
  const cheek = course(10, (t) => [
    sign * (corner + aside + 0.45 * Math.sin(Math.PI * t) - 0.2 * t),
    features.noseTip[1] - 1.5 + (features.mouth[1] - features.noseTip[1] + 1) * t,
  ]);
  return [
    { points: fold, width: random.uniform(0.22, 0.3), share: 1 },
    { points: cheek, width: 0.26, share: 1 },
  ];
}

/** Marionette lines, from the corners of the mouth down. */
function mouthCornerLines({ features, sign, random }: SideOfFace): Line[] {
  const corner = Math.abs(features.lipInnerUpper[0]![0]);
  const top = features.mouth[1] - 0.35;
  const length = random.uniform(1, 2);
  const out = random.uniform(0.1, 0.45);
  return [
    {
      points: course(8, (t) => [sign * (corner + 0.22 + out * t + 0.1 * Math.sin(3 * t)), top - length * t]),
      width: random.uniform(0.15, 0.24),
      share: random.uniform(0.6, 1),
    },
  ];
}

/** "Bunny lines" over the side of the nose, of the moment only. */
function noseLines({ features: { noseTip }, sign, random }: SideOfFace): Line[] {
  return [0, 1, 2].map((k) => {
    const y = noseTip[1] + 1.5 + 0.45 * k + random.uniform(-0.1, 0.1);
    return {
      points: course(5, (t) => [sign * (0.25 + 0.75 * t), y - 0.45 * t + 0.1 * Math.sin(3 * t)]),
      width: 0.12,
      share: random.uniform(0.4, 1),
    };
  });
}

/** Fine upright lines over the upper lip. */
function lipLines({ features: { mouth }, sign, random }: SideOfFace): Line[] {
  return [0, 1, 2, 3].map((k) => {
    const x = 0.35 + 0.5 * k + random.uniform(-0.15, 0.15);
    const bottom = mouth[1] + 0.75 - 0.1 * k;
    return {
      points: course(4, (t) => [sign * (x + 0.08 * t), bottom + random.uniform(0.5, 0.8) * t]),
      width: 0.09,
      share: random.uniform(0.3, 0.8),
    };
  });
}

function chinCrease({ mouth }: RestFeatures, random: Random): Place[] {
  const y = mouth[1] - random.uniform(1.55, 1.85);
  return course(8, (t) => {
    const x = -1.5 + 3 * t;
    return [x, y - 0.09 * x * x];
  });
}
