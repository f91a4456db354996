/**
 * Expressions by the Human API's names as facial actions of ours: emotions, mouths of speech, and single movements of one
 * side or both.
 */
import {
  expressionLibrary,
  type LibraryExpression,
  type Mixture,
  visemes,
} from '../../../face/person/expression-library.js';
import type { SpecifiedExpression } from '../../../render/sampling/specified/specification.js';
import type { Entry, Vocabulary } from '../vocabulary.js';

const emotions: Readonly<Record<string, LibraryExpression>> = {
  happy: 'open smile',
  angry: 'anger',
  sad: 'sadness',
  disgusted: 'disgust',
  scared: 'fear',
  circumspect: 'doubt',
  thinking: 'concentration',
  oops: 'grimace',
  smile_lips_closed: 'smile',
};

const speech: Readonly<Record<string, keyof typeof visemes>> = {
  ae_ax_ah_01: 'a',
  aa_02: 'a',
  ao_03: 'o',
  ey_eh_uh_04: 'e',
  er_05: 'r',
  y_iy_ih_ix_06: 'i',
  w_uw_07: 'u',
  ow_08: 'o',
  aw_09: 'o',
  oy_10: 'o',
  ay_11: 'a',
  h_12: 'a',
  r_13: 'r',
  l_14: 'nl',
  s_z_15: 'sz',
  sh_ch_jh_zh_16: 'tsh',
  th_dh_17: 'th',
  f_v_18: 'fv',
  d_t_n_19: 'td',
  k_g_ng_20: 'kg',
  p_b_m_21: 'pbm',
};

/** With `_left` or `_right` behind the name, of that side alone. */
const movements: Readonly<Record<string, Mixture>> = {
  eyebrows_raised: { innerBrowRaiser: 0.9, outerBrowRaiser: 0.9 },
  eyebrows_lower: { browLowerer: 0.7 },
  eyebrows_frown: { browLowerer: 1 },
  eyes_squint: { lidTightener: 0.9, cheekRaiser: 0.4 },
  eyes_closed: { eyesClosed: 1 },
  eyes_closed_max: { eyesClosed: 1, lidTightener: 0.6, cheekRaiser: 0.5 },
  eyes_opened_max: { upperLidRaiser: 1 },
  upper_eyelid_up: { upperLidRaiser: 0.8 },
  upper_eyelid_dn: { eyesClosed: 0.5 },
  lower_eyelid_up: { lidTightener: 0.7 },
  lower_eyelid_squint: { lidTightener: 0.9 },
  eye_closed: { eyesClosed: 1 },
  eye_closed_max: { eyesClosed: 1, lidTightener: 0.6 },
  cheeks_raised: { cheekRaiser: 1 },
  cheeks_contracted: { dimpler: 0.8 },
  nostrils_raised_global: { noseWrinkler: 0.8 },
  nostrils_sneer: { noseWrinkler: 1 },
  opened_closedteeth: { lipStretcher: 0.4, upperLipRaiser: 0.6, lowerLipDepressor: 0.8 },
  mouth_closed_corner_lower: { lipCornerDepressor: 0.9 },
  frown: { lipCornerDepressor: 0.9 },
  lips_up_raised: { upperLipRaiser: 0.9 },
  lips_up_raised_m: { upperLipRaiser: 0.9 },
  lips_up_corner_tight: { dimpler: 0.7 },
  lips_dn_corner_tight: { dimpler: 0.7 },
  lips_up_corner_wide: { lipStretcher: 0.8 },
  lips_dn_corner_wide: { lipStretcher: 0.8 },
  lips_up_tighten: { lipPressor: 0.8 },
  lips_dn_tighten: { lipPressor: 0.8 },
  lips_dimple: { dimpler: 0.9 },
  lips_dn_lower: { lowerLipDepressor: 0.9 },
  lips_dn_lower_m: { lowerLipDepressor: 0.9 },
  lips_inner: { lipSuckUpper: 0.7, lipSuckLower: 0.8 },
  lips_closed_blown: { cheekPuff: 0.8, lipPressor: 0.3 },
  lips_push_up: { chinRaiser: 0.8 },
  lips_push_dn: { lowerLipDepressor: 0.4 },
  chin_raised: { chinRaiser: 0.9 },
  mouth_little_opened: { jawDrop: 0.25 },
  mouth_large_opened: { jawDrop: 1 },
  mouth_wide_opened: { jawDrop: 0.8, lipStretcher: 0.5 },
  jaw_out: { jawThrust: 0.9 },
  jaw_lower: { jawDrop: 0.5 },
  jaw_dn_upper: { jawDrop: 0.15, upperLipRaiser: 0.3 },
  chew: { jawDrop: 0.2, jawLeft: 0.4 },
  compressed: {
    browLowerer: 1,
    lidTightener: 1,
    cheekRaiser: 0.8,
    noseWrinkler: 0.6,
    eyesClosed: 0.8,
    lipPressor: 0.9,
  },
  uncompressed: { innerBrowRaiser: 0.9, outerBrowRaiser: 0.9, upperLidRaiser: 0.9, jawDrop: 0.7 },
  revulsion: { noseWrinkler: 1, upperLipRaiser: 0.8, browLowerer: 0.7, tongueOut: 0.8, jawDrop: 0.4 },
  see_a_spider: {
    innerBrowRaiser: 1,
    outerBrowRaiser: 0.7,
    upperLidRaiser: 1,
    lipStretcher: 0.8,
    jawDrop: 0.6,
  },
  // These act on both sides with us: lips and jaw are one.
  kiss: { lipPucker: 1, lipFunneler: 0.3 },
  opened_global: { jawDrop: 0.5 },
  lips_up_in: { lipSuckUpper: 0.8 },
  lips_dn_in: { lipSuckLower: 0.8 },
  lips_up_bite: { lipSuckUpper: 0.9 },
  lips_dn_bite: { lipSuckLower: 0.9 },
  lips_up_out: { lipFunneler: 0.5 },
  lips_dn_out: { lipFunneler: 0.5 },
  lips_up_funnel: { lipFunneler: 0.7 },
  lips_dn_funnel: { lipFunneler: 0.7 },
  lips_dn_raised: { chinRaiser: 0.6 },
  cheeks_puffed: { cheekPuff: 0.8 },
  mouth_closed_move_left: { jawLeft: 0.5, lipPressor: 0.3 },
  mouth_closed_move_right: { jawRight: 0.5, lipPressor: 0.3 },
  mouth_closed_jaw_move_left: { jawLeft: 0.8 },
  mouth_closed_jaw_move_right: { jawRight: 0.8 },
  chew_left: { jawDrop: 0.2, jawLeft: 0.6 },
  chew_right: { jawDrop: 0.2, jawRight: 0.6 },
};

/** Actions that have no sides, or whose name has one already. */
const single = new Set([
  'jawDrop',
  'jawLeft',
  'jawRight',
  'jawThrust',
  'chinRaiser',
  'cheekPuff',
  'tongueOut',
  'lipPucker',
  'lipFunneler',
  'lipSuckUpper',
  'lipSuckLower',
]);

const words = (actions: Mixture): string => Object.keys(actions).join(' + ');

function find(name: string): Entry<SpecifiedExpression> | undefined {
  const emotion = emotions[name];
  if (emotion !== undefined)
    return { ours: `expression '${emotion}'`, value: { name: emotion, actions: expressionLibrary[emotion] } };
  const viseme = speech[name];
  if (viseme !== undefined)
    return { ours: `mouth of speech '${viseme}'`, value: { name: 'speaking', actions: visemes[viseme]! } };
  const whole = movements[name];
  if (whole !== undefined) return { ours: words(whole), value: { name: 'mixed', actions: whole } };
  const [, base, side] = /^(.*)_(left|right)$/.exec(name) ?? [];
  const both = base === undefined ? undefined : movements[base];
  if (both === undefined) return undefined;
  const actions = Object.fromEntries(
    Object.entries(both).map(([action, weight]) => [
      single.has(action) ? action : `${action}.${side}`,
      weight,
    ]),
  );
  return { ours: words(actions), value: { name: 'mixed', actions } };
}

const listed = [...Object.keys(emotions), ...Object.keys(movements), ...Object.keys(speech)];

export const expressionVocabulary: Vocabulary<SpecifiedExpression> = {
  thing: 'expression',
  known:
    'emotions (happy, angry, sad, …), mouths of speech (aa_02, …) and movements (eyes_closed, mouth_large_opened, …)',
  reason: 'the facial actions of ours that make it',
  find,
  all: listed.map((name) => ({ name, entry: find(name)! })),
  none: { name: 'neutral', actions: {} },
};
