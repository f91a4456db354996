/** What an order has people wear: glasses, headwear, headphones, masks, outfits. */
import type { SpecifiedGroup } from '../../render/sampling/specified/specification.js';
import type { Field } from './field.js';
import type { Accessories, Human } from './job-file.js';
import { lensColours } from './names/colours.js';
import { glassesStyles, headphonesStyles, headwearStyles, maskStyles, outfitNames } from './names/worn.js';
import { matchSex } from './translate-face.js';

type Specified = Pick<SpecifiedGroup, 'glasses' | 'headwear' | 'mask' | 'clothing'>;
type Headwear = NonNullable<Specified['headwear']>;

export function translateAccessories(accessories: Accessories | undefined, field: Field): Specified {
  if (accessories === undefined) return {};
  const { glasses, masks } = accessories;
  const headwear = translateOnHead(accessories, field);
  return {
    ...(glasses && {
      glasses: glasses.map((entry, i) => translateGlasses(entry, field.at('glasses').item(i))),
    }),
    ...(headwear && { headwear }),
    ...(masks && { mask: masks.map((entry, i) => translateMask(entry, field.at('masks').item(i))) }),
  };
}

function translateGlasses(
  entry: NonNullable<Accessories['glasses']>[number],
  at: Field,
): NonNullable<Specified['glasses']>[number] {
  const looks = at.looks('style', entry.style, glassesStyles, { matchSex: matchSex(entry, at) });
  const named = entry.lens_color;
  const tints = at.looks('lens_color', named, lensColours);
  const onlyDefault = named?.every((name) => name === 'default') ?? true;
  const metal = at.numbers('metalness', entry.metalness, { low: 0, high: 1 });
  const clear = at.numbers('transparency', entry.transparency, { low: 0, high: 1 });
  return {
    percent: at.percent(entry.percent),
    ...(looks && { looks }),
    ...(tints && !onlyDefault && { tints }),
    ...(metal && { metal }),
    ...(clear && { clear }),
  };
}

/** Hats and headphones share the head: a face has one of them, and both keep their percentages where these fit side by side. */
function translateOnHead(accessories: Accessories, field: Field): Headwear | undefined {
  const hats = accessories.headwear?.map((entry, i) => {
    const at = field.at('headwear').item(i);
    const looks = at.looks('style', entry.style, headwearStyles, { matchSex: matchSex(entry, at) });
    return { percent: at.percent(entry.percent), ...(looks && { looks }) };
  });
  const phones = accessories.headphones?.map((entry, i) => {
    const at = field.at('headphones').item(i);
    const looks = at.looks('style', entry.style, headphonesStyles);
    return { percent: at.percent(entry.percent), ...(looks && { looks }) };
  });
  if (hats === undefined || phones === undefined) return hats ?? phones;
  const worn = (list: Headwear): Headwear =>
    list.filter(({ looks }) => looks?.some(({ value }) => value !== null));
  const sum = (list: Headwear): number => list.reduce((total, { percent }) => total + percent, 0);
  const [onHead, onEars] = [worn(hats), worn(phones)];
  const room = 100 - sum(onHead);
  const factor = sum(onEars) <= room ? 1 : room / sum(onEars);
  if (factor < 1)
    for (const [i, { percent }] of (accessories.headphones ?? []).entries())
      field
        .at('headphones')
        .item(i)
        .at('percent')
        .map(
          percent,
          `${Math.round(percent * factor * 100) / 100} at most`,
          'a head wears a hat or headphones, not both: hats go first',
        );
  const fitted = onEars.map((share) => ({ ...share, percent: share.percent * factor }));
  const rest = 100 - sum(onHead) - sum(fitted);
  return [
    ...onHead,
    ...fitted,
    ...(rest > 1e-9 ? [{ percent: rest, looks: [{ name: 'none', value: null }] }] : []),
  ];
}

function translateMask(
  entry: NonNullable<Accessories['masks']>[number],
  at: Field,
): NonNullable<Specified['mask']>[number] {
  const looks = at.looks('style', entry.style, maskStyles);
  const { position, variant } = entry;
  const positions = position?.flatMap((name) => (name === 'all' ? ['0', '1', '2', '3', '4'] : [name]));
  const unknown = positions?.find((name) => !/^[0-4]$/.test(name));
  const slip = unknown === undefined ? positions?.map((name) => Number(name) / 4) : undefined;
  if (unknown !== undefined)
    at.at('position').refuse(`there is no mask position '${unknown}'`, 'known are 0, 1, 2, 3, 4 and all');
  else if (position !== undefined)
    at.at('position').map(
      position,
      'from over the bridge of the nose (0) to under its tip (4)',
      'what the numbers meant is not documented; ours say how low the mask sits',
    );
  if (variant !== undefined)
    at.at('variant').map(
      variant,
      'colours of our own',
      'the old variants were textures; ours have colours, drawn anew for each mask',
    );
  return {
    percent: at.percent(entry.percent),
    ...(looks && { looks }),
    ...(slip && { slip }),
  };
}

export function translateClothing(shares: Human['clothing'], field: Field): Specified {
  if (shares === undefined) return {};
  return {
    clothing: shares.map((entry, i) => {
      const at = field.item(i);
      const looks = at.looks('outfit', entry.outfit, outfitNames, { matchSex: matchSex(entry, at) });
      return { percent: at.percent(entry.percent), ...(looks && { looks }) };
    }),
  };
}
