/** Names of the outputs that `feature-maps.ts` adds to a model; apart from it, so that who only reads them loads no network. */

/** `[1, C, H, W]`, each with channels of its own. */
export const featureMapOutputs = ['earlyFeatures', 'lastFeatures'] as const;
/** `[1]`: H. */
export const featureSideOutput = 'featureSide';
