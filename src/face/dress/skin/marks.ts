/**
 * Single marks on the skin at places of their own: moles, age spots, blemishes and the pits that old ones leave, scars.
 * How many there are grows with each share of the description; where they are follows from the face's seed.
 */
import { Random } from '../../../core/random.js';
import type { SkinDescription } from '../../person/description.js';
import type { DetailMap } from './detail-map.js';
import type { RestFeatures } from './rest-features.js';

type Marks = Pick<SkinDescription, 'moles' | 'ageSpots' | 'blemishes' | 'pits' | 'scars' | 'seed'>;

/** How many of each there are at most. */
const most = { moles: 14, ageSpots: 22, blemishes: 34, pits: 110, scars: 3 } as const;

export function drawMarks(map: DetailMap, features: RestFeatures, skin: Marks): void {
  const { foreheadFoot, chin, noseTip, mouth } = features;
  const anywhere = (random: Random): [number, number] => [
    random.uniform(-6.3, 6.3),
    random.uniform(chin[1] - 0.5, foreheadFoot + 5),
  ];
  /** Where glands are: cheeks, chin, forehead. */
  const oily = (random: Random): [number, number] => {
    const side = random.pick([-1, 1]);
    const place = random.weighted({ cheek: 0.55, chin: 0.2, forehead: 0.25 });
    if (place === 'cheek') return [side * random.normal(4.1, 1), random.normal(mouth[1] + 2.2, 1.4)];
    if (place === 'chin') return [random.normal(0, 1.2), random.normal(chin[1] + 1.8, 0.7)];
    return [random.normal(0, 2.2), random.normal(foreheadFoot + 2.4, 1)];
  };
  const stream = (kind: string): Random => new Random(skin.seed, 'marks', kind);

  const moles = stream('moles');
  for (let i = Math.round(skin.moles * most.moles); i > 0; i--) {
    const [x, y] = anywhere(moles);
    const size = 0.07 + 0.12 * moles.next() ** 2;
    map.addDisc({
      x,
      y,
      width: size,
      height: size * moles.uniform(0.8, 1.2),
      melanin: moles.uniform(0.22, 0.5),
      blood: 0.1,
      tilt: moles.chance(0.35) ? 0.35 : 0,
      edge: 1.6,
    });
  }
  const spots = stream('age spots');
  for (let i = Math.round(skin.ageSpots * most.ageSpots); i > 0; i--) {
    const [x, y] = [
      spots.pick([-1, 1]) * spots.uniform(2, 6.5),
      spots.uniform(noseTip[1] - 1.5, foreheadFoot + 5),
    ];
    const size = 0.1 + 0.32 * spots.next() ** 1.6;
    map.addDisc({
      x,
      y,
      width: size,
      height: size * spots.uniform(0.6, 1.4),
      melanin: spots.uniform(0.04, 0.13),
      blood: 0,
      tilt: 0,
      edge: 1.5,
    });
  }
  const blemishes = stream('blemishes');
  for (let i = Math.round(skin.blemishes * most.blemishes); i > 0; i--) {
    const [x, y] = oily(blemishes);
    const size = blemishes.uniform(0.09, 0.2);
    const raised = blemishes.chance(0.6);
    map.addDisc({
      x,
      y,
      width: size,
      height: size,
      melanin: blemishes.uniform(0, 0.06),
      blood: blemishes.uniform(0.25, raised ? 0.85 : 0.5),
      tilt: raised ? 0.32 : 0,
      edge: 1.1,
    });
  }
  const pits = stream('pits');
  for (let i = Math.round(skin.pits * most.pits); i > 0; i--) {
    const [x, y] = oily(pits);
    const size = pits.uniform(0.07, 0.16);
    map.addDisc({
      x,
      y,
      width: size,
      height: size * pits.uniform(0.8, 1.5),
      melanin: 0.015,
      blood: 0.05,
      tilt: -pits.uniform(0.15, 0.45),
      edge: 1,
    });
  }
  const scars = stream('scars');
  for (let i = Math.round(skin.scars * most.scars); i > 0; i--) {
    const [x, y] = anywhere(scars);
    const angle = scars.uniform(-1.5, 1.5);
    const length = scars.uniform(0.7, 2.4);
    const bow = scars.uniform(-0.15, 0.15);
    const fresh = scars.chance(0.3);
    map.addGroove({
      points: Array.from({ length: 7 }, (_, k) => {
        const t = k / 6;
        const aside = bow * Math.sin(Math.PI * t) + scars.uniform(-0.02, 0.02);
        return [
          x + length * t * Math.cos(angle) - aside * Math.sin(angle),
          y + length * t * Math.sin(angle) + aside * Math.cos(angle),
        ] as const;
      }),
      width: scars.uniform(0.06, 0.11),
      tilt: scars.pick([-0.3, 0.3, 0.4]),
      shade: 0,
      melanin: fresh ? 0 : -0.07,
      blood: fresh ? 0.5 : -0.12,
    });
  }
}
