import { describe, expect, it } from 'vitest';
import type { FaceView } from '../head-fit.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import type { SmallNetwork } from '../small-network.js';
import { placeFeatures, readPoints } from './action-features.js';
import { emotionKinds, emotions } from './emotion.js';
import { applyEmotionNetwork, askedEmotion, softmax } from './emotion-network.js';
import { emotionOfActions } from './emotion-of-actions.js';
import { estimateActions } from './estimate-actions.js';
import { estimateEmotion } from './estimate-emotion.js';

const happiness = emotionKinds.indexOf('happiness');
const logits = [0, 2, 0, 0, 0, 0, 0, 1];

/** One layer: these logits, and the place of the point that is read as the `first` times `slope` in that of happiness. */
function linear(view: FaceView, { bias = logits, slope = 0, first = 0 } = {}): SmallNetwork {
  const features = placeFeatures(view).features.length;
  const weight = new Float64Array(features * bias.length);
  weight[2 * first * bias.length + happiness] = slope;
  return {
    mean: new Float64Array(features),
    deviation: new Float64Array(features).fill(1),
    layers: [{ weight, bias: Float64Array.from(bias) }],
  };
}

/** Of the shares where the logit of happiness has so much more. */
const sharesWith = (more: number): Float64Array =>
  softmax(Float64Array.from(logits, (logit, k) => logit + (k === happiness ? more : 0)));

/** The right half of the mouth drawn up, which no symmetry hides. */
function lopsided(): FaceView {
  const view = meanFaceView();
  for (const [k, name] of view.head.names.entries())
    if (/^lip\..*\.[12]\d\d?$/.test(name)) view.points.points[2 * k + 1]! -= 3;
  return view;
}

describe('the network of emotions', () => {
  it('shares what it says among emotions and none of them', () => {
    const view = meanFaceView();
    const { name, probabilities } = applyEmotionNetwork(linear(view), view)!;
    const sum = 6 + Math.exp(2) + Math.exp(1);
    expect(probabilities.happiness.value).toBeCloseTo(Math.exp(2) / sum, 10);
    expect(probabilities.fear.value).toBeCloseTo(1 / sum, 10);
    expect(probabilities.fear.deviation).toBe(0);
    expect(name).toBe('unsure');
    const surer = logits.map((logit) => 2 * logit);
    expect(applyEmotionNetwork(linear(view, { bias: surer }), view)!.name).toBe('happiness');
    // Faces that show no emotion are nobody's.
    const none = emotionKinds.map((kind) => (kind === 'none' ? 9 : 0));
    expect(applyEmotionNetwork(linear(view, { bias: none }), view)!.name).toBe('unsure');
  });

  it('says the mean of the face and its mirror image, and how far the errors of the points change it', () => {
    const view = lopsided();
    const { indices, size } = readPoints(view);
    // A point of one side: in the mirror another one is read in its place.
    const first = indices.findIndex((k) => /^lip\..*\.[12]\d\d?$/.test(view.head.names[k]!));
    const point = indices[first]!;
    const image = view.head.mirror[point]!;
    expect(image).not.toBe(point);
    const slope = 3;
    const network = linear(view, { slope, first });
    const { features, mirrored } = placeFeatures(view);
    const [own, other] = [features, mirrored].map((of) => sharesWith(slope * of[2 * first]!)) as [
      Float64Array,
      Float64Array,
    ];
    expect(Math.abs(own[happiness]! - other[happiness]!)).toBeGreaterThan(1e-4);
    const { probabilities } = applyEmotionNetwork(network, view)!;
    expect(probabilities.happiness.value).toBeCloseTo((own[happiness]! + other[happiness]!) / 2, 10);
    // The softmax's own derivative, half from each look; 225 points count as 50.
    const slopeOf = (shares: Float64Array) => (slope * shares[happiness]! * (1 - shares[happiness]!)) / 2;
    const sigma = view.points.uncertainty[point]! / size;
    const expected = Math.sqrt(225 / 50) * sigma * Math.hypot(slopeOf(own), slopeOf(other));
    expect(probabilities.happiness.deviation).toBeCloseTo(expected, 10);
    view.points.uncertainty[image]! *= 2;
    expect(applyEmotionNetwork(network, view)!.probabilities.happiness.deviation).toBeCloseTo(
      Math.sqrt(225 / 50) * sigma * Math.hypot(slopeOf(own), 2 * slopeOf(other)),
      10,
    );
  });

  it('is asked where it knows the points, and says that a mean face rests', () => {
    const view = meanFaceView();
    const actions = estimateActions(view);
    expect(estimateEmotion(view, actions)).toEqual(askedEmotion(view));
    const { name, probabilities } = askedEmotion(view)!;
    expect(name).toBe('neutral');
    expect(emotions.reduce((sum, emotion) => sum + probabilities[emotion].value, 0)).toBeLessThanOrEqual(1);
    const other = meanFaceView({ set: 'dense490' });
    expect(askedEmotion(other)).toBeUndefined();
    expect(estimateEmotion(other, actions)).toEqual(emotionOfActions(actions));
    const unknown = meanFaceView();
    unknown.points.points[2 * view.head.names.indexOf('nose.base.500')] = Number.NaN;
    expect(askedEmotion(unknown)).toBeUndefined();
  });
});
