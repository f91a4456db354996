/**
 * What each facial action does to the skin at full intensity, as pushes on the left side, written from the muscles'
 * courses (Ekman, Friesen & Hager, Facial Action Coding System, 2002; ranges of motion after Ferrario & Sforza 2007:
 * mouth corner in a smile 10–15 mm, brow lift 8–10 mm). Actions of the lids and of the jaw are in `lids.ts` and `jaw.ts`.
 */
import type { Push } from './push.js';

/** Paired actions by name without side, and the pushes of the side that acts. */
export const pairedPushes: Readonly<Record<string, readonly Push[]>> = {
  // Frontalis, medial part.
  innerBrowRaiser: [
    { at: [1.3, 2.4, 2.6], reach: [2.6, 2.4, 4], move: [0.03, 0.75, 0.02] },
    { at: [1.2, 4.6, 2.2], reach: [2.8, 3, 4], move: [0, 0.25, 0] },
  ],
  // Frontalis, lateral part.
  outerBrowRaiser: [
    { at: [4.7, 2.3, 1.2], reach: [2.7, 2.3, 4], move: [0.05, 0.75, 0] },
    { at: [4.5, 4.4, 1], reach: [3, 3, 4], move: [0, 0.25, 0] },
  ],
  // Corrugator and depressor supercilii.
  browLowerer: [
    { at: [1.7, 2.2, 2.5], reach: [2.5, 2.1, 4], move: [-0.35, -0.5, 0.06] },
    { at: [4, 2.3, 1.6], reach: [2.4, 2, 4], move: [-0.15, -0.3, 0] },
    { at: [0, 1.6, 2.8], reach: [1, 1.6, 3], move: [0, -0.15, 0.06] },
  ],
  // Orbicularis oculi, orbital part.
  cheekRaiser: [
    { at: [3.7, -2.8, 1.7], reach: [2.8, 2.4, 3.5], move: [0, 0.55, 0.22] },
    { at: [5.4, -0.4, 0.1], reach: [1.9, 2, 2.5], move: [-0.2, 0.12, 0.04] },
  ],
  // Levator labii superioris alaeque nasi.
  noseWrinkler: [
    { at: [1.6, -3.9, 3], reach: [1.6, 1.8, 2.5], move: [0.08, 0.42, -0.08] },
    { at: [1.2, -1.2, 2.2], reach: [1.4, 1.6, 2.5], move: [0, 0.15, 0.1] },
    { at: [1.2, -6.1, 3.4], reach: [1.8, 1.3, 2.5], move: [0, 0.2, 0.03], only: 'upperLip' },
    { at: [1, 1.9, 2.6], reach: [1.8, 1.8, 3], move: [-0.1, -0.3, 0.05] },
  ],
  // Levator labii superioris.
  upperLipRaiser: [
    { at: [1.2, -6.3, 3.3], reach: [2, 1.9, 2.8], move: [0.03, 0.55, -0.06], only: 'upperLip' },
    { at: [2.3, -4.7, 2.5], reach: [1.8, 1.7, 2.5], move: [0.1, 0.3, 0.12] },
  ],
  // Zygomaticus major.
  lipCornerPuller: [
    { at: [2.55, -7, 2.1], reach: [2.5, 1.9, 3.2], move: [0.75, 0.7, -0.5] },
    { at: [3.9, -4, 1.7], reach: [2.6, 2.4, 3], move: [0.12, 0.4, 0.28] },
    { at: [4.6, -7.2, 0.4], reach: [2, 2.4, 3], move: [0.2, 0.15, 0.05] },
  ],
  // Buccinator.
  dimpler: [{ at: [2.6, -7.1, 2.1], reach: [1.9, 1.6, 2.6], move: [0.3, 0.06, -0.45] }],
  // Depressor anguli oris.
  lipCornerDepressor: [
    { at: [2.55, -7.1, 2.1], reach: [2.1, 1.7, 3], move: [0.1, -0.55, -0.1] },
    { at: [2.9, -8.8, 1.8], reach: [1.9, 1.8, 2.5], move: [0, -0.2, 0.06] },
  ],
  // Depressor labii inferioris.
  lowerLipDepressor: [
    { at: [1, -7.4, 3.3], reach: [1.9, 1.9, 2.8], move: [0.08, -0.55, 0], only: 'lowerLip' },
  ],
  // Risorius.
  lipStretcher: [
    { at: [2.55, -7.1, 2.1], reach: [2.6, 1.8, 3.2], move: [0.7, -0.14, -0.42] },
    { at: [3.6, -9, 0.8], reach: [2.2, 2.2, 3], move: [0.2, -0.2, 0] },
  ],
  // Orbicularis oris, tightening both vermilions.
  lipPressor: [
    { at: [1.1, -6, 3.6], reach: [1.7, 0.9, 2.5], move: [0, -0.25, -0.1], only: 'upperLipSkin' },
    { at: [1.1, -7.8, 3.3], reach: [1.7, 0.9, 2.5], move: [0, 0.25, -0.1], only: 'lowerLipSkin' },
  ],
};

/** Actions of both sides at once: each push acts on either side. */
export const midlinePushes: Readonly<Record<string, readonly Push[]>> = {
  // Mentalis.
  chinRaiser: [
    { at: [0.8, -9.4, 3], reach: [2.6, 1.9, 3], move: [0, 0.4, 0.12] },
    { at: [0.6, -7.3, 3.4], reach: [2.2, 1.7, 3], move: [0, 0.22, 0.1] },
  ],
  // Incisivii labii and orbicularis oris.
  lipPucker: [
    { at: [2.5, -7.1, 2.2], reach: [2.1, 1.7, 3], move: [-0.95, 0, 0.5] },
    { at: [0.5, -6.9, 3.4], reach: [1.9, 1.9, 3], move: [-0.04, 0, 0.38] },
  ],
  // Orbicularis oris, outer part.
  lipFunneler: [
    { at: [2.5, -7.1, 2.2], reach: [2.1, 1.7, 3], move: [-0.6, 0, 0.4] },
    { at: [0.6, -6.4, 3.6], reach: [1.8, 1.6, 3], move: [0, 0.22, 0.3], only: 'upperLip' },
    { at: [0.6, -7.5, 3.4], reach: [1.8, 1.6, 3], move: [0, -0.22, 0.3], only: 'lowerLip' },
  ],
  lipSuckUpper: [{ at: [0.6, -6.6, 3.4], reach: [2.3, 1.1, 3], move: [0, -0.14, -0.32], only: 'upperLip' }],
  lipSuckLower: [{ at: [0.6, -7.3, 3.3], reach: [2.3, 1.1, 3], move: [0, 0.14, -0.32], only: 'lowerLip' }],
  // Air in the cheeks.
  cheekPuff: [
    { at: [4.4, -6.4, 0.8], reach: [3, 2.9, 4], move: [0.75, 0, 0.5] },
    { at: [1.8, -6.4, 3], reach: [2, 1.8, 3], move: [0, 0, 0.12] },
  ],
};
