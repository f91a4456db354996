/** What an order says of faces themselves: expression, gaze, head turn, hair, beard, brows, eyes. */
import type { Sex, SpecifiedGroup } from '../../render/sampling/specified/specification.js';
import type { Field } from './field.js';
import type { FacialAttributes as Attributes } from './job-file.js';
import { hairColours } from './names/colours.js';
import { expressionVocabulary } from './names/expressions.js';
import { beardStyles, browStyles, hairStyles, irisColours } from './names/grown.js';

type Grown = NonNullable<Attributes['hair']>[number];

/** How many of a group's persons are of each sex. */
export type PersonsBySex = Readonly<Record<Sex, number>>;

type Specified = Pick<SpecifiedGroup, 'expression' | 'gaze' | 'turn' | 'hair' | 'beard' | 'brows' | 'eyes'>;

export function translateFace(
  attributes: Attributes | undefined,
  field: Field,
  persons: PersonsBySex,
): Specified {
  if (attributes === undefined) return {};
  const { expression, gaze, head_turn: turn, hair, facial_hair: beard, eyebrows: brows, eyes } = attributes;
  return {
    ...(expression && { expression: translateExpression(expression, field.at('expression')) }),
    ...(gaze && {
      gaze: gaze.map((entry, i) => {
        const at = field.at('gaze').item(i);
        const limits = { low: -45, high: 45 };
        return {
          percent: at.percent(entry.percent),
          ...given('yaw', at.numbers('horizontal_angle', entry.horizontal_angle, limits)),
          ...given('pitch', at.numbers('vertical_angle', entry.vertical_angle, limits)),
        };
      }),
    }),
    ...(turn && {
      turn: turn.map((entry, i) => {
        const at = field.at('head_turn').item(i);
        return {
          percent: at.percent(entry.percent),
          ...given('yaw', at.numbers('yaw', entry.yaw, { low: -90, high: 90 })),
          ...given('pitch', at.numbers('pitch', entry.pitch, { low: -60, high: 60 })),
          // Theirs is positive to the other shoulder, as the head of the sample that the service left shows.
          ...given('roll', at.numbers('roll', entry.roll, { low: -60, high: 60, factor: -1 })),
        };
      }),
    }),
    ...(hair && { hair: hair.map((entry, i) => translateHair(entry, field.at('hair').item(i))) }),
    ...(beard && { beard: translateBeards(beard, field.at('facial_hair'), persons) }),
    ...(brows && { brows: brows.map((entry, i) => translateBrows(entry, field.at('eyebrows').item(i))) }),
    ...(eyes && { eyes: eyes.map((entry, i) => translateEyes(entry, field.at('eyes').item(i))) }),
  };
}

/** A key only where it has a value: optional keys are exact. */
function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { [K in Key]?: NonNullable<Value> } {
  return value === undefined || value === null
    ? {}
    : ({ [key]: value } as { [K in Key]?: NonNullable<Value> });
}

function translateExpression(
  shares: NonNullable<Attributes['expression']>,
  field: Field,
): NonNullable<Specified['expression']> {
  return shares.map((entry, i) => {
    const at = field.item(i);
    return {
      percent: at.percent(entry.percent),
      ...given('looks', at.looks('name', entry.name, expressionVocabulary)),
      ...given('intensity', at.numbers('intensity', entry.intensity, { low: 0, high: 1 })),
    };
  });
}

/** What hair, beard and brows have in common. `color_seed` chose among hues of one name. */
function translateGrown(
  entry: Grown,
  at: Field,
  likeHair: boolean,
): Omit<NonNullable<Specified['hair']>[number], 'percent' | 'looks'> {
  if (entry.color_seed !== undefined)
    at.at('color_seed').map(
      entry.color_seed,
      'no effect',
      'a colour name is one colour here: there are no hues to choose among',
    );
  const tints = at.looks('color', entry.color, hairColours);
  if (likeHair && tints !== undefined)
    at.at('color').map(
      entry.color,
      'the colour of the hair of the head',
      'match_hair_color goes before color',
    );
  return {
    ...(likeHair ? { likeHair } : given('tints', tints)),
    ...given('length', at.numbers('relative_length', entry.relative_length, { low: 0, high: 2 })),
    ...given('density', at.numbers('relative_density', entry.relative_density, { low: 0, high: 1.2 })),
  };
}

/** Whether styles go by sex: the old service's default is yes. */
export function matchSex(entry: { sex_matched_only?: boolean | undefined }, at: Field): boolean {
  if (entry.sex_matched_only !== undefined) at.at('sex_matched_only').honour();
  return entry.sex_matched_only ?? true;
}

function translateHair(
  entry: NonNullable<Attributes['hair']>[number],
  at: Field,
): NonNullable<Specified['hair']>[number] {
  if (entry.ethnicity_matched_only === true)
    at.at('ethnicity_matched_only').map(
      true,
      'no effect',
      'persons have no ethnicity here: pigments and shapes vary on their own, and styles are given to anyone',
    );
  else if (entry.ethnicity_matched_only === false) at.at('ethnicity_matched_only').honour();
  const grown = translateGrown(entry, at, false);
  if (entry.relative_length !== undefined)
    at.at('relative_length').map(
      entry.relative_length,
      'length of what hangs',
      'of long styles it is the length; short styles have one length',
    );
  if (entry.relative_density !== undefined)
    at.at('relative_density').map(
      entry.relative_density,
      'volume',
      'hair of the head has volume instead of a density',
    );
  return {
    percent: at.percent(entry.percent),
    ...given('looks', at.looks('style', entry.style, hairStyles, { matchSex: matchSex(entry, at) })),
    ...grown,
  };
}

/**
 * Beards go to masculine persons where these are enough for the percentages, else to anyone: the old service's identities had a
 * known sex, and orders for beards named men.
 */
function translateBeards(
  shares: NonNullable<Attributes['facial_hair']>,
  field: Field,
  persons: PersonsBySex,
): NonNullable<Specified['beard']> {
  const bearded = shares.reduce(
    (sum, { style, percent }) => sum + (style?.every((name) => name === 'none') ? 0 : percent),
    0,
  );
  const share = (100 * persons.masculine) / Math.max(1, persons.masculine + persons.feminine);
  const enough = bearded <= share + 1e-9;
  return shares.map((entry, i) => {
    const at = field.item(i);
    const said = entry.sex_matched_only !== undefined;
    const matched = matchSex(entry, at) && (said || enough);
    const like = entry.match_hair_color;
    if (like !== undefined) at.at('match_hair_color').honour();
    return {
      percent: at.percent(entry.percent),
      ...given('looks', at.looks('style', entry.style, beardStyles, { matchSex: matched })),
      ...translateGrown(entry, at, like ?? entry.color === undefined),
    };
  });
}

function translateBrows(
  entry: NonNullable<Attributes['eyebrows']>[number],
  at: Field,
): NonNullable<Specified['brows']>[number] {
  const like = entry.match_hair_color;
  if (like !== undefined) at.at('match_hair_color').honour();
  const { sex_matched_only: matched } = entry;
  if (matched === true)
    at.at('sex_matched_only').map(
      true,
      'no effect',
      'no brow of ours is made for one sex: where a brow is and its arch belong to the person',
    );
  else if (matched === false) at.at('sex_matched_only').honour();
  return {
    percent: at.percent(entry.percent),
    ...given('looks', at.looks('style', entry.style, browStyles, { matchSex: false })),
    ...translateGrown(entry, at, like ?? entry.color === undefined),
  };
}

function translateEyes(
  entry: NonNullable<Attributes['eyes']>[number],
  at: Field,
): NonNullable<Specified['eyes']>[number] {
  const { pupil_dilation: dilation } = entry;
  const pupil = at.numbers('pupil_dilation', dilation, { low: 0, high: 1 });
  // 0 is the narrowest pupil of ours, 1 the widest.
  const width = (one: number): number => 0.6 + 1.2 * one;
  const widths =
    pupil && ('min' in pupil ? { min: width(pupil.min), max: width(pupil.max) } : pupil.map(width));
  return {
    percent: at.percent(entry.percent),
    ...given('looks', at.looks('iris_color', entry.iris_color, irisColours)),
    ...given('pupil', widths),
    ...given('redness', at.numbers('redness', entry.redness, { low: 0, high: 1 })),
  };
}
