/**
 * How strongly a face does what points show best – jaw, smile, brows – read from the points themselves by a small network that
 * has seen what the detector makes of synthetic faces (`scripts/fit-from-points.ts`): a fitted head shrinks towards its priors
 * and takes a person's low brows for lowered ones.
 */
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import type { FaceView } from '../head-fit.js';
import { isFittedFor } from '../networks-input.js';
import { applyBothWays, type SmallNetwork, unpackSmallNetwork } from '../small-network.js';
import { actionFeatures } from './action-features.js';
import { packedActionMap } from './action-map.js';
import { mirrorOrder } from './fit-features.js';
import { type Measured, measuredShare } from './measured.js';

/** What the network answers: the actions in this order, then the logarithms of their deviations. */
export const networkActions: readonly FacialAction[] = [
  'jawDrop',
  'lipCornerPuller.right',
  'lipCornerPuller.left',
  'innerBrowRaiser.right',
  'innerBrowRaiser.left',
  'outerBrowRaiser.right',
  'outerBrowRaiser.left',
  'browLowerer.right',
  'browLowerer.left',
];

const swapped = mirrorOrder(networkActions);

let unpacked: SmallNetwork | undefined;

/** @returns undefined for points or a head that the network was not fitted for, and where a point is not known. */
export function askedActions(view: FaceView): Map<FacialAction, Measured> | undefined {
  if (!isFittedFor(view)) return undefined;
  unpacked ??= unpackSmallNetwork(packedActionMap.data, packedActionMap.units);
  return applyActionNetwork(unpacked, view);
}

/** The mean of what it says of the face and of its mirror image. */
export function applyActionNetwork(
  network: SmallNetwork,
  view: FaceView,
): Map<FacialAction, Measured> | undefined {
  const { features, mirrored } = actionFeatures(view);
  const answers = applyBothWays(network, features, mirrored);
  if (answers === undefined) return undefined;
  const [own, other] = answers;
  const both = (from: number, e: number): number => (own[from + e]! + other[from + swapped[e]!]!) / 2;
  return new Map(
    networkActions.map((action, e) => [action, measuredShare(both(0, e), both(networkActions.length, e))]),
  );
}
