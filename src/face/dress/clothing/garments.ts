/**
 * Garments by their cut: each is one or more sheets over the body's surface, given as direction around (0 front, ±π
 * behind, positive to the subject's left), rings down, and lift over the body. A garment's upper edge dips back to the
 * skin, so that no gap shows under it.
 */

import { noise3 } from '../../../mesh/value-noise.js';
import type { ClothingDescription } from '../../person/description.js';
import { bodyRings } from './body-surface.js';

/** A place of a sheet: around, down, lift. */
export type ClothPlace = readonly [around: number, down: number, lift: number];

export interface ClothSheet {
  name: string;
  /** The first or second colour leads; `plain` leaves the pattern out. */
  cloth: 'garment' | 'second' | 'plain' | 'tie';
  columns: number;
  rows: number;
  /** @param u – −1 to 1 across (all the way round unless the sheet is narrower). @param share – 0 to 1 down. */
  place: (u: number, share: number) => ClothPlace;
}

const last = bodyRings - 1;
const facing = (around: number): number => Math.max(0, Math.cos(around));

/** The sheets of a garment. */
export function cutGarment(clothing: ClothingDescription): ClothSheet[] {
  return cuts[clothing.style](clothing, (clothing.seed % 8) / 7);
}

/** A shirt's body from a neckline down. @param lift – over the body. */
function bodySheet(
  clothing: ClothingDescription,
  neckline: (around: number) => number,
  cloth: ClothSheet['cloth'] = 'garment',
  lift = 0.42,
): ClothSheet {
  const shift = clothing.seed % 41;
  return {
    name: 'garment',
    cloth,
    columns: 40,
    rows: 18,
    place: (u, share) => {
      const around = u * Math.PI;
      const start = neckline(around);
      const hem = share === 0 ? 0.05 : lift;
      const wrinkle =
        0.25 * noise3(Math.sin(around) * 4 + shift, share * 7, Math.cos(around) * 4) * Math.min(1, share * 4);
      return [around, start + (last - start) * share, hem + wrinkle];
    },
  };
}

const crewLine =
  (spread: number) =>
  (around: number): number =>
    3.3 + 0.5 * spread + 0.5 * facing(around) ** 2;

type Cut = (clothing: ClothingDescription, spread: number) => ClothSheet[];

const shirt: Cut = (clothing, spread) => {
  const sheets = [
    bodySheet(clothing, (around) => 3.4 + (0.4 + 1.6 * spread) * Math.max(0, 1 - Math.abs(around) / 0.5)),
    foldedCollar,
    placket,
  ];
  return clothing.tie ? [...sheets, tieBlade, tieKnot] : sheets;
};

const cuts: Readonly<Record<ClothingDescription['style'], Cut>> = {
  crew: (clothing, spread) => {
    const line = crewLine(spread);
    return [bodySheet(clothing, line), ribbedEdge(line, 0.45)];
  },
  vneck: (clothing, spread) => {
    const line = (around: number): number =>
      3.5 + 0.4 * spread + (2.2 + spread) * Math.max(0, 1 - Math.abs(around) / 0.95);
    return [bodySheet(clothing, line)];
  },
  collar: shirt,
  turtleneck: (clothing) => [
    bodySheet(clothing, (around) => 3.2 + 0.2 * facing(around)),
    {
      name: 'roll',
      cloth: 'plain',
      columns: 40,
      rows: 6,
      place: (u, share) => {
        // Up the neck on the inside, then folded down over itself.
        const around = u * Math.PI;
        const profile: readonly (readonly [number, number])[] = [
          [2, 0.1],
          [1.55, 0.25],
          [1.4, 0.55],
          [1.6, 0.85],
          [2.3, 0.98],
          [3, 1],
          [3.5, 0.7],
        ];
        const [down, lift] = profile[Math.round(share * 6)]!;
        return [around, down + 0.25 * facing(around), lift + 0.1 * noise3(around * 2, share * 3, 7)];
      },
    },
  ],
  hoodie: (clothing, spread) => {
    const shift = clothing.seed % 23;
    return [
      bodySheet(clothing, crewLine(spread), 'garment', 0.75),
      {
        name: 'hood',
        cloth: 'plain',
        columns: 40,
        rows: 9,
        place: (u, share) => {
          // The hood lies behind the neck as a thick roll that runs out in front.
          const around = u * Math.PI;
          const behind = (1 - Math.cos(around)) / 2;
          const thick = 0.75 + 2 * behind ** 1.5 + 0.25 * noise3(around * 2 + shift, share * 2, 1);
          const angle = (share - 0.12) * 1.15 * Math.PI;
          const down = 3.3 + 1.3 * (1 - behind) ** 3 - Math.sin(angle) * thick * (0.4 + 0.45 * behind);
          return [around, down, 0.2 + (1 - Math.cos(angle)) * thick * 0.9];
        },
      },
      drawstring(-0.2),
      drawstring(0.2),
    ];
  },
  strap: (clothing, spread) => {
    const width = 0.05 + 0.1 * spread;
    return [
      bodySheet(clothing, (around) => 5.4 + 0.5 * facing(2 * around) - 0.35 * Math.cos(around)),
      shoulderStrap(-1, width),
      shoulderStrap(1, width),
    ];
  },
  jacket: (clothing, spread) => [
    ...(clothing.tie || clothing.seed % 3 === 0
      ? shirt(clothing, spread).map(
          (sheet): ClothSheet => ({
            ...sheet,
            cloth: sheet.cloth === 'tie' ? 'tie' : 'second',
          }),
        )
      : [bodySheet(clothing, crewLine(spread), 'second')]),
    {
      name: 'jacket',
      cloth: 'garment',
      columns: 40,
      rows: 16,
      place: (u, share) => {
        // Open in front down to the button.
        const open = 0.62 * (1 - share) ** 0.8 + 0.04;
        const start = 3.15 + 0.25 * (1 - Math.abs(u));
        const around = Math.sign(u || 1) * (Math.PI - (1 - Math.abs(u)) * (Math.PI - open));
        const fold = noise3(around * 2 + (clothing.seed % 19), share * 6, 2);
        return [around, start + (last - start) * share, (share === 0 ? 0.5 : 1.3) + 0.15 * fold];
      },
    },
    lapel(-1),
    lapel(1),
  ],
};

function ribbedEdge(line: (around: number) => number, lift: number): ClothSheet {
  return {
    name: 'neckband',
    cloth: 'plain',
    columns: 40,
    rows: 3,
    place: (u, share) => {
      const around = u * Math.PI;
      return [
        around,
        line(around) - 0.12 + 0.42 * share,
        [0.02, lift + 0.12, lift + 0.14, lift - 0.1][Math.round(share * 3)]!,
      ];
    },
  };
}

/** Stands up around the neck, then folds over outwards; its points spread in front. */
const foldedCollar: ClothSheet = {
  name: 'collar',
  cloth: 'garment',
  columns: 40,
  rows: 4,
  place: (u, share) => {
    const around = u * Math.PI;
    const front = facing(around) ** 2;
    const k = Math.round(share * 4);
    const down = [
      3.5 + 0.7 * front,
      2.2 + 1.3 * front,
      2 + 1.6 * front,
      3.2 + 1.5 * front,
      3.9 + 1.9 * front,
    ];
    const lift = [0.1, 0.55, 0.9, 1.05, 0.75];
    return [Math.sign(around || 1) * Math.max(Math.abs(around), 0.16 + 0.1 * share), down[k]!, lift[k]!];
  },
};

/** The strip with the buttons. */
const placket: ClothSheet = {
  name: 'placket',
  cloth: 'garment',
  columns: 2,
  rows: 10,
  place: (u, share) => [0.07 * u, 4.6 + (last - 4.6) * share, u === 0 ? 0.72 : 0.5],
};

const tieBlade: ClothSheet = {
  name: 'tie',
  cloth: 'tie',
  columns: 2,
  rows: 10,
  place: (u, share) => [
    u * (0.075 + 0.07 * Math.min(1, share * 1.4)),
    4.5 + (last - 4.5) * share,
    u === 0 ? 1 : 0.72,
  ],
};

const tieKnot: ClothSheet = {
  name: 'tie.knot',
  cloth: 'tie',
  columns: 6,
  rows: 4,
  place: (u, share) => [
    u * (0.16 - 0.06 * share),
    3.75 + 0.85 * share,
    0.6 + 0.75 * Math.sqrt(Math.max(0, 1 - u * u)) * Math.sin(Math.PI * Math.min(0.95, 0.15 + 0.8 * share)),
  ],
};

function drawstring(around: number): ClothSheet {
  return {
    name: 'drawstring',
    cloth: 'second',
    columns: 2,
    rows: 6,
    place: (u, share) => [around + 0.018 * u, 4.6 + 2.4 * share, (u === 0 ? 1.3 : 1.15) + 0.3 * (1 - share)],
  };
}

function shoulderStrap(side: -1 | 1, width: number): ClothSheet {
  return {
    name: 'strap',
    cloth: 'plain',
    columns: 2,
    rows: 14,
    place: (u, share) => {
      // From the front over the shoulder to the back.
      const around = side * (0.62 + 1.95 * share + width * u * (1 + 0.3 * Math.sin(Math.PI * share)));
      const over = Math.sin(Math.PI * share);
      return [around, 5.75 - 1.15 * over, u === 0 ? 0.3 : 0.14];
    },
  };
}

function lapel(side: -1 | 1): ClothSheet {
  return {
    name: 'lapel',
    cloth: 'garment',
    columns: 3,
    rows: 14,
    place: (u, share) => {
      // From behind the neck round to the front and down to the button, broadest above the chest, with a notch.
      const t = share;
      const around =
        side * (t < 0.45 ? Math.PI - (t / 0.45) * (Math.PI - 0.66) : 0.66 - ((t - 0.45) / 0.55) * 0.55);
      const down = t < 0.45 ? 3 + 0.4 * (t / 0.45) : 3.4 + ((t - 0.45) / 0.55) * 4.2;
      const notch = Math.abs(t - 0.62) < 0.04 ? 0.6 : 1;
      const breadth =
        (t < 0.45 ? 0.5 : 0.75 + 0.5 * Math.sin(Math.PI * Math.min(1, (t - 0.45) / 0.5))) * notch;
      const out = (u + 1) / 2;
      return t < 0.45
        ? [around, down + breadth * 1.2 * out, 1.4 + 0.35 * (1 - out)]
        : [around + side * 0.26 * breadth * out * (1.2 - t), down + 0.25 * out, 1.75 - 0.2 * out];
    },
  };
}
