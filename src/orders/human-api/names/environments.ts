/**
 * The Human API lit its pictures with photographed panoramas. We have none: the words of a panorama's name choose a kind of
 * light and a painted background, and the whole name their seed, so that a name is always the same place.
 */
import { Random } from '../../../core/random.js';
import type { SpecifiedLight } from '../../../render/sampling/specified/specification.js';
import type { Entry, Vocabulary } from '../vocabulary.js';

type Rule = readonly [words: RegExp, light: SpecifiedLight];

const word = (list: string): RegExp => new RegExp(`(^|_|-)(${list})(?=$|_|-|\\d)`);

/** The first that fits. */
const rules: readonly Rule[] = [
  [word('night|moonlit|moonless|moon'), { kind: 'dim', background: 'bokeh' }],
  [word('dawn|dusk|sunset|sunrise|evening'), { kind: 'dusk', background: 'clouds' }],
  [word('studio|photo'), { kind: 'studio', background: 'gradient' }],
  [word('theater|theatre|cinema|circus|stage|music'), { kind: 'stage', background: 'bokeh' }],
  [
    word(
      'hotel|home|bedroom|kitchen|bathroom|office|loft|lounge|suite|living|cabin|house|attic|dining|restaurant|cafeteria|interior',
    ),
    { kind: 'window', background: 'interior' },
  ],
  [
    word(
      'room|hall|hallway|mall|floor|shop|workshop|garage|tunnel|factory|gym|warehouse|hospital|museum|church|lobby|corridor|indoor|station|depot|hangar|canteen|ballroom|pool',
    ),
    { kind: 'room', background: 'interior' },
  ],
  [
    word('forest|park|garden|trees|woods|pines|grove|meadow|arboretum'),
    { kind: 'shade', background: 'foliage' },
  ],
  [word('noon|clear|sun|sunny|beach|desert|veld|field'), { kind: 'sun', background: 'foliage' }],
  [
    word('cloudy|clouds|overcast|misty|fog|snow|snowy|winter|storm|sky'),
    { kind: 'overcast', background: 'clouds' },
  ],
  [
    word('street|road|bridge|square|alley|urban|suburban|parking|piazza|courtyard|city|quarry|lot|buildings'),
    { kind: 'sun', background: 'street' },
  ],
];

/** Where a name says nothing: one of these by the name's own number. */
const otherwise: readonly SpecifiedLight[] = [
  { kind: 'sun', background: 'street' },
  { kind: 'overcast', background: 'clouds' },
  { kind: 'shade', background: 'foliage' },
  { kind: 'room', background: 'interior' },
];

function find(name: string): Entry<SpecifiedLight> {
  const light =
    rules.find(([words]) => words.test(name))?.[1] ?? new Random(0, 'place', name).pick(otherwise);
  return { ours: `${light.kind} light before ${light.background}`, value: light };
}

const places = [
  ...[
    'studio',
    'hotel_room',
    'office',
    'mall_hall',
    'workshop',
    'theater',
    'street',
    'courtyard',
    'park',
    'forest',
  ],
  ...['beach', 'field_noon', 'cloudy_sky', 'snowy_field', 'sunrise', 'sunset', 'street_night', 'garden'],
];

export const environmentNames: Vocabulary<SpecifiedLight> = {
  thing: 'panorama',
  known: 'any name',
  reason:
    'there are no photographed panoramas: the name chooses a kind of light and a painted background, always the same',
  find,
  all: places.map((name) => ({ name, entry: find(name) })),
};
