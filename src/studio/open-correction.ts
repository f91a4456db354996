/** The correction model for what a detector gives: the one that is shipped beside its model, for any set, or nearness alone. Node only. */
import { parseCorrections } from '../annotation/correction-file.js';
import { type CorrectionModel, joinedCorrection, nearestCorrection } from '../annotation/correction-model.js';
import { defaultRank, modelOf } from '../annotation/error-modes.js';
import { nearnessModel } from '../annotation/nearness-model.js';
import { shippedCorrectionsFile } from '../detect/node/shipped-model-file.js';
import { nearestSubset } from '../landmarks/correspondence.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { landmarkSet } from '../landmarks/sets/registry.js';
import { readTextOr } from '../node/files.js';

/**
 * Photographs are missed in more ways than synthetic faces. Chosen on the validation part of photographs in the wild, corrections a
 * face at the mean: 10.9 with the fitted model alone, 10.5 with nearness alone, 9.95 with both, from 0.3 to 1.
 */
const nearnessShare = 0.6;

/** @param model – the name of a shipped model, or a path. @param set – of the points that are asked for. */
export async function openCorrection(model: string, set: LandmarkSet): Promise<CorrectionModel> {
  const file = shippedCorrectionsFile(model);
  if (file === undefined) return nearnessModel(set);
  const { set: own, model: shipped } = parseCorrections(await readTextOr(file, 'correction model'), file);
  const fitted = nearestCorrection(shipped, nearestSubset(landmarkSet(own), set));
  // As many modes as can be conditioned while a hand drags; what they do not hold is each point's own.
  const { modes, residual } = joinedCorrection(fitted, nearnessModel(set), nearnessShare);
  const few = modelOf(modes, defaultRank);
  return { modes: few.modes, residual: few.residual.map((own, k) => own + residual[k]!) };
}
