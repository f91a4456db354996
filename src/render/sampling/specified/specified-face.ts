/** The face of a picture that a specification asks for: the numbered person with what is dealt to it. */

import { Random } from '../../../core/random.js';
import { type FacialAction, facialActions } from '../../../face/heads/facial-actions.js';
import type { HeadModel } from '../../../face/heads/head-model.js';
import type { GlassesDescription } from '../../../face/person/appearance/worn-description.js';
import {
  sampleGlasses,
  sampleHeadwear,
  sampleMask,
} from '../../../face/person/appearance/worn-distribution.js';
import type {
  BeardDescription,
  FaceDescription,
  HairDescription,
  Rgb,
} from '../../../face/person/description.js';
import { numberedPerson } from '../../../face/person/numbered-person.js';
import { dealLook, dealNumber, dealShare, type Hand, type SexHand } from './deal.js';
import type { SpecifiedPlace } from './place-in-specification.js';
import type { Look, Numbers, Sex, Share, SpecifiedExpression, Tint } from './specification.js';

const degrees = Math.PI / 180;

/** What the customer calls what was dealt: `hair`, `hair.tint`, `glasses`, …; numbers as they were dealt. */
export type DealtNames = Record<string, string | number>;

/** The deals of one face; remembers the names of what it deals. */
export class Dealer {
  readonly names: DealtNames = {};
  readonly #hand: Hand;
  readonly #sex: SexHand;

  constructor(hand: Hand, sex: SexHand) {
    this.#hand = hand;
    this.#sex = sex;
  }

  share<S extends { percent: number; looks?: readonly Look<unknown>[] }>(
    name: string,
    shares: readonly S[] | undefined,
  ): Dealt<S> | undefined {
    if (shares === undefined) return undefined;
    const dealt = dealShare(shares, this.#hand, this.#sex, name);
    return dealt && new Dealt(dealt.share, name, dealt.hand, this.#sex.sex, this.names);
  }
}

/** The share of one attribute that a face has, and what its lists give. */
export class Dealt<S> {
  readonly share: S;
  readonly #name: string;
  readonly #hand: Hand;
  readonly #sex: Sex;
  readonly #names: DealtNames;

  constructor(share: S, name: string, hand: Hand, sex: Sex, names: DealtNames) {
    this.share = share;
    this.#name = name;
    this.#hand = hand;
    this.#sex = sex;
    this.#names = names;
  }

  look<Value>(looks: readonly Look<Value>[] | undefined, list = ''): Look<Value> | undefined {
    const look = looks && dealLook(looks, this.#hand, list, this.#sex);
    if (look?.name !== undefined) this.#names[list === '' ? this.#name : `${this.#name}.${list}`] = look.name;
    return look;
  }

  number(numbers: Numbers | undefined, list: string): number | undefined {
    if (numbers === undefined) return undefined;
    const value = dealNumber(numbers, this.#hand, list);
    this.#names[`${this.#name}.${list}`] = value;
    return value;
  }

  /** A stream of the face's own for what no list says. */
  stream(): Random {
    return new Random(...this.#hand.seed, 'rest', this.#hand.rank);
  }
}

export function specifiedFace(
  { group, person }: SpecifiedPlace,
  head: HeadModel,
  dealer: Dealer,
): FaceDescription {
  const face = numberedPerson(person, head);
  const hair = specifiedHair(face.hair, dealer.share('hair', group.hair));
  const beard = specifiedBeard(face.beard, hair, dealer.share('beard', group.beard));
  return {
    ...face,
    hair,
    beard,
    brows: specifiedBrows(face, hair, dealer),
    eyes: specifiedEyes(face, dealer),
    ...specifiedExpression(face, head, dealer),
    gaze: specifiedGaze(face, dealer),
    clothing: specifiedClothing(face, dealer),
    worn: specifiedWorn(dealer),
  };

  function specifiedEyes({ eyes }: FaceDescription, from: Dealer): FaceDescription['eyes'] {
    const dealt = from.share('eyes', group.eyes);
    if (dealt === undefined) return eyes;
    const { looks, pupil, redness } = dealt.share;
    return {
      ...eyes,
      ...dealt.look(looks)?.value,
      ...(pupil && { pupilScale: dealt.number(pupil, 'pupil')! }),
      ...(redness && { redness: dealt.number(redness, 'redness')! }),
    };
  }

  function specifiedBrows(
    { brows }: FaceDescription,
    { colour }: HairDescription,
    from: Dealer,
  ): FaceDescription['brows'] {
    const dealt = from.share('brows', group.brows);
    if (dealt === undefined) return brows;
    const { looks, tints, likeHair, length, density } = dealt.share;
    const own = { ...brows, ...dealt.look(looks)?.value };
    const tint = dealt.look(tints, 'tint')?.value.colour;
    return {
      ...own,
      colour: likeHair ? colour : (tint ?? own.colour),
      thickness: own.thickness * (dealt.number(length, 'length') ?? 1),
      density: own.density * (dealt.number(density, 'density') ?? 1),
    };
  }

  function specifiedClothing({ clothing }: FaceDescription, from: Dealer): FaceDescription['clothing'] {
    const dealt = from.share('clothing', group.clothing);
    return { ...clothing, ...dealt?.look(dealt.share.looks)?.value };
  }

  function specifiedWorn(from: Dealer): FaceDescription['worn'] {
    const headwear = from.share('headwear', group.headwear);
    const hat = headwear?.look(headwear.share.looks)?.value;
    const mask = from.share('mask', group.mask);
    const cover = mask?.look(mask.share.looks)?.value;
    const slip = mask?.number(mask.share.slip, 'slip');
    return {
      glasses: specifiedGlasses(from),
      headwear: headwear && hat ? { ...sampleHeadwear(headwear.stream()), ...hat } : null,
      mask:
        mask && cover
          ? { ...sampleMask(mask.stream()), ...cover, ...(slip !== undefined && { slip }) }
          : null,
      earrings: null,
    };
  }

  function specifiedGlasses(from: Dealer): GlassesDescription | null {
    const dealt = from.share('glasses', group.glasses);
    const look = dealt?.look(dealt.share.looks)?.value;
    if (dealt === undefined || look === undefined || look === null) return null;
    const { tints, metal, clear } = dealt.share;
    const glasses = { ...sampleGlasses(dealt.stream()), dark: false, lens: clearLens, slip: 0, ...look };
    const tint = dealt.look(tints, 'tint')?.value;
    const metalness = dealt.number(metal, 'metal');
    return {
      ...glasses,
      ...lensOf(tint ?? glasses.lens, dealt.number(clear, 'clear') ?? 1),
      ...(metalness !== undefined && frameOf(glasses.frameColour, metalness)),
    };
  }

  function specifiedGaze({ gaze }: FaceDescription, from: Dealer): FaceDescription['gaze'] {
    const dealt = from.share('gaze', group.gaze);
    if (dealt === undefined) return gaze;
    const yaw = (dealt.number(dealt.share.yaw, 'yaw') ?? 0) * degrees;
    const pitch = (dealt.number(dealt.share.pitch, 'pitch') ?? 0) * degrees;
    return { right: { yaw, pitch }, left: { yaw, pitch } };
  }

  function specifiedExpression(
    { expression, actions }: FaceDescription,
    { actions: able }: HeadModel,
    from: Dealer,
  ): Pick<FaceDescription, 'expression' | 'actions'> {
    const dealt = from.share('expression', group.expression);
    const look = dealt?.look(dealt.share.looks)?.value;
    if (dealt === undefined || look === undefined) return { expression, actions };
    const intensity = dealt.number(dealt.share.intensity, 'intensity') ?? 1;
    if (intensity <= 0) return { expression, actions };
    return { expression: look.name, actions: actionsOf(look, intensity, able) };
  }
}

/** Clear glass passes nearly all light. */
const clearLens: Rgb = [0.95, 0.95, 0.95];

/** A lens that passes hardly any light hides the eyes. */
function lensOf(passes: Rgb, clear: number): Pick<GlassesDescription, 'dark' | 'lens'> {
  const lens = passes.map((part) => part * clear) as [number, number, number];
  return { dark: Math.max(...lens) < 0.15, lens };
}

/** Metal shows its own grey through the frame's colour. */
function frameOf(colour: Rgb, metalness: number): Pick<GlassesDescription, 'metal' | 'frameColour'> {
  const mixed = (part: number): number => part + (0.55 - part) * metalness;
  return { metal: metalness >= 0.5, frameColour: [mixed(colour[0]), mixed(colour[1]), mixed(colour[2])] };
}

type HairShare = Dealt<Share<Partial<HairDescription>> & TintedShare>;
type BeardShare = Dealt<Share<Partial<BeardDescription>> & TintedShare>;
interface TintedShare {
  tints?: readonly Look<Tint>[];
  likeHair?: boolean;
  length?: Numbers;
  density?: Numbers;
}

function specifiedHair(own: HairDescription, dealt: HairShare | undefined): HairDescription {
  if (dealt === undefined) return own;
  const { looks, tints, length, density } = dealt.share;
  const hair = { ...own, ...dealt.look(looks)?.value };
  const tint = dealt.look(tints, 'tint')?.value;
  return {
    ...hair,
    ...(tint && {
      colour: tint.colour,
      highlight: tint.colour,
      highlights: 0,
      white: tint.white ?? 0,
      whiteTemples: tint.whiteTemples ?? tint.white ?? 0,
    }),
    length: hair.length * (dealt.number(length, 'length') ?? 1),
    volume: hair.volume * (dealt.number(density, 'density') ?? 1),
  };
}

function specifiedBeard(
  own: BeardDescription,
  hair: HairDescription,
  dealt: BeardShare | undefined,
): BeardDescription {
  if (dealt === undefined) return own;
  const { looks, tints, likeHair, length, density } = dealt.share;
  const beard = { ...own, ...dealt.look(looks)?.value };
  const tint: Tint | undefined = likeHair ? hair : dealt.look(tints, 'tint')?.value;
  return {
    ...beard,
    ...(tint && { colour: tint.colour, white: tint.white ?? 0 }),
    length: beard.length * (dealt.number(length, 'length') ?? 1),
    density: beard.density * (dealt.number(density, 'density') ?? 1),
  };
}

function actionsOf(
  { actions }: SpecifiedExpression,
  intensity: number,
  able: readonly FacialAction[],
): FaceDescription['actions'] {
  const result: Partial<Record<FacialAction, number>> = {};
  for (const [name, weight] of Object.entries(actions)) {
    const names = name in facialActions ? [name] : [`${name}.right`, `${name}.left`];
    for (const action of names as FacialAction[])
      if (able.includes(action)) result[action] = Math.min(1, weight * intensity);
  }
  return result;
}
