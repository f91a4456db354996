/**
 * What a picture shows, as columns of the table, so that samples can be chosen by it (`Dataset.indices({ where })`).
 * The same values stand in a sample's attributes under `shows`; the columns are written from there and never read back.
 * Photographs have none: null.
 */
import type { SceneAttributes } from '../../render/labels/attributes.js';
import { captionOf, clipOf, isGenerated } from '../attributes.js';
import type { Sample } from '../sample.js';

type ColumnKind = 'number' | 'text' | 'whole';

const shownKinds: Readonly<Record<keyof SceneAttributes, ColumnKind>> = {
  yaw: 'number',
  pitch: 'number',
  roll: 'number',
  gaze_yaw: 'number',
  gaze_pitch: 'number',
  distance: 'number',
  lens: 'number',
  age: 'number',
  masculinity: 'number',
  melanin: 'number',
  expression: 'text',
  brows: 'text',
  brow_arch: 'number',
  brow_breadth: 'number',
  brow_gap: 'number',
  brow_tilt: 'number',
  eyes: 'text',
  mouth: 'text',
  hair: 'text',
  hair_colour: 'text',
  beard: 'text',
  glasses: 'text',
  headwear: 'text',
  headwear_colour: 'text',
  mask: 'text',
  earrings: 'text',
  clothing: 'text',
  in_front: 'text',
  light: 'text',
  background: 'text',
  tone: 'text',
  visible: 'number',
};

/** In what a column's numbers are, where they are not shares, words for people or counts. */
export const columnUnits: Readonly<Partial<Record<string, string>>> = {
  ...{ width: 'px', height: 'px', box_width: 'px', box_height: 'px' },
  ...{ yaw: '°', pitch: '°', roll: '°', gaze_yaw: '°', gaze_pitch: '°', brow_tilt: '°' },
  ...{ distance: 'cm', lens: 'mm', age: 'years' },
  ...{ brow_arch: 'mm', brow_breadth: 'mm', brow_gap: 'mm' },
};

/** Every filterable column: those above, the caption, and of a clip's frame its clip and its place in it. */
export const attributeColumns: readonly { name: string; kind: ColumnKind }[] = [
  ...Object.entries(shownKinds).map(([name, kind]) => ({ name, kind })),
  { name: 'caption', kind: 'text' },
  { name: 'clip', kind: 'whole' },
  { name: 'frame', kind: 'whole' },
];

export type AttributeValue = number | string | null;

/** A sample's value in a column, null where it has none. */
export function attributeValue({ attributes }: Pick<Sample, 'attributes'>, name: string): AttributeValue {
  if (name === 'caption') return captionOf(attributes) ?? null;
  if (name === 'clip') return clipOf(attributes)?.index ?? null;
  if (name === 'frame') return clipOf(attributes)?.frame ?? null;
  // Rows of older generators lack the newer words.
  const shows: Partial<Record<string, AttributeValue>> = isGenerated(attributes)
    ? { ...attributes.shows }
    : {};
  return shows[name] ?? null;
}
