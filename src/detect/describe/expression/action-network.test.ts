import { describe, expect, it } from 'vitest';
import type { FaceView } from '../head-fit.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import type { SmallNetwork } from '../small-network.js';
import { actionFeatures } from './action-features.js';
import { applyActionNetwork, askedActions, networkActions } from './action-network.js';
import { mirroredAction } from './action-units.js';
import { estimateActions } from './estimate-actions.js';

/** Points of `dense243` that do not lie on an eyeball: 18 of its 243 do. */
const read = 225;
const places = (view: FaceView): number[] => [...actionFeatures(view).features.subarray(0, 2 * read)];
const close = (a: readonly number[], b: readonly number[], digits = 6): void => {
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, digits);
};

/** A small thing that no symmetry hides: the right mouth corner's neighbourhood drawn up. */
function lopsided(options: Parameters<typeof meanFaceView>[0] = {}): FaceView {
  const view = meanFaceView(options);
  for (const [k, name] of view.head.names.entries())
    if (/^lip\..*\.[12]\d\d?$/.test(name)) view.points.points[2 * k + 1]! -= 9;
  return view;
}

/** The same face in a mirrored picture. */
function mirroredPicture(view: FaceView): FaceView {
  const mirrored = lopsided();
  view.head.mirror.forEach((other, k) => {
    const [x, y] = view.points.points.subarray(2 * other, 2 * other + 2) as unknown as [number, number];
    mirrored.points.points.set([-x, y], 2 * k);
  });
  return mirrored;
}

describe('features of actions', () => {
  it('are of the places on the face, not in the picture: shifted, turned and enlarged they stay', () => {
    const view = lopsided();
    const moved = lopsided();
    const [c, s] = [1.7 * Math.cos(0.4), 1.7 * Math.sin(0.4)];
    for (let k = 0; k < view.head.names.length; k++) {
      const [x, y] = view.points.points.subarray(2 * k, 2 * k + 2) as unknown as [number, number];
      moved.points.points.set([c * x - s * y + 40, s * x + c * y - 7], 2 * k);
      moved.points.uncertainty[k]! *= 1.7;
    }
    const features = places(view);
    expect(features).toHaveLength(2 * read);
    close(places(moved), features, 4);
    // Of size 1 about their middle.
    const squares = features.reduce((sum, value) => sum + value * value, 0);
    expect(squares / read).toBeCloseTo(1, 6);
    const sure = (of: FaceView) => [...actionFeatures(of).features.subarray(2 * read, 2 * read + 6)];
    close(sure(moved), sure(view), 5);
  });

  it('of the mean face are the mean face, but for perspective', () => {
    const view = meanFaceView({ x: 3, y: -2 });
    const { mean, names, parts } = view.head;
    const known = names.flatMap((_, k) => (k < 243 && parts[k] === 0 ? [k] : []));
    const middle = [0, 1].map((axis) => known.reduce((sum, k) => sum + mean[3 * k + axis]!, 0) / read);
    const size = Math.sqrt(
      known.reduce(
        (sum, k) => sum + (mean[3 * k]! - middle[0]!) ** 2 + (mean[3 * k + 1]! - middle[1]!) ** 2,
        0,
      ) / read,
    );
    const features = places(view);
    for (const [i, k] of known.entries()) {
      expect(Math.abs(features[2 * i]! - (mean[3 * k]! - middle[0]!) / size)).toBeLessThan(0.15);
      expect(Math.abs(features[2 * i + 1]! + (mean[3 * k + 1]! - middle[1]!) / size)).toBeLessThan(0.15);
    }
  });

  it('of the mirror image are those of a mirrored picture', () => {
    const view = lopsided();
    const mirrored = mirroredPicture(view);
    close([...actionFeatures(view).mirrored], [...actionFeatures(mirrored).features]);
    expect(
      Math.max(...places(view).map((value, i) => Math.abs(value - places(mirrored)[i]!))),
    ).toBeGreaterThan(0.02);
  });
});

/** One layer: its bias, and the first feature of the whole times `slope` in the first output. */
function constant(view: FaceView, bias: readonly number[], slope = 0): SmallNetwork {
  const features = actionFeatures(view).features.length;
  const weight = new Float64Array(features * bias.length);
  weight[0] = slope;
  return {
    mean: new Float64Array(features),
    deviation: new Float64Array(features).fill(1),
    layers: [{ weight, bias: Float64Array.from(bias) }],
  };
}

describe('the network of actions', () => {
  const values = [0.3, 0.8, 0.2, 0.1, 0.1, 0.1, 0.1, 1.4, 1.2];
  const logs = [0.1, 0.05, 0.2, 9, 9, 0.1, 0.1, 0.001, 0.001].map(Math.log);

  it('gives the mean of the face and its mirror image, sides swapped, within 0 and 1', () => {
    const view = meanFaceView();
    const told = applyActionNetwork(constant(view, [...values, ...logs]), view)!;
    expect([...told.keys()]).toEqual(networkActions);
    expect(told.get('jawDrop')!.value).toBeCloseTo(0.3, 10);
    expect(told.get('jawDrop')!.deviation).toBeCloseTo(0.1, 10);
    for (const side of ['right', 'left'] as const) {
      expect(told.get(`lipCornerPuller.${side}`)!.value).toBeCloseTo(0.5, 10);
      expect(told.get(`lipCornerPuller.${side}`)!.deviation).toBeCloseTo(0.1, 10);
      expect(told.get(`innerBrowRaiser.${side}`)!.deviation).toBe(0.5);
      expect(told.get(`browLowerer.${side}`)).toEqual({ value: 1, deviation: 0.02 });
    }
  });

  it('reads both looks: what moves the first feature moves the answer by half of it', () => {
    const view = lopsided();
    const { features, mirrored } = actionFeatures(view);
    const told = applyActionNetwork(constant(view, [...values, ...logs], 0.1), view)!;
    expect(told.get('jawDrop')!.value).toBeCloseTo(0.3 + 0.05 * (features[0]! + mirrored[0]!), 10);
  });

  it('tells sides apart: a mirrored picture has mirrored actions', () => {
    const view = lopsided();
    const mirrored = mirroredPicture(view);
    const [own, other] = [askedActions(view)!, askedActions(mirrored)!];
    for (const action of networkActions)
      expect(other.get(mirroredAction(action))!.value).toBeCloseTo(own.get(action)!.value, 5);
    const apart = networkActions.map((action) =>
      Math.abs(own.get(action)!.value - own.get(mirroredAction(action))!.value),
    );
    expect(Math.max(...apart)).toBeGreaterThan(1e-3);
  });

  it('is what is said of these actions, where it knows the points', () => {
    const asked = (view: FaceView): number[] => {
      const said = estimateActions(view);
      return networkActions.map((action) => said.get(action)!.value);
    };
    const view = lopsided();
    expect(asked(view)).toEqual([...askedActions(view)!.values()].map(({ value }) => value));
    const unknown = lopsided();
    unknown.points.points[2 * view.head.names.indexOf('nose.base.500')] = Number.NaN;
    expect(asked(unknown)).not.toEqual(asked(view));
    expect(asked(unknown).every(Number.isFinite)).toBe(true);
  });

  it('says nothing of other sets, nor where a point is not known', () => {
    expect(askedActions(meanFaceView({ set: 'dense490' }))).toBeUndefined();
    const view = meanFaceView();
    expect(askedActions(view)!.size).toBe(networkActions.length);
    const unknown = meanFaceView();
    unknown.points.points[2 * view.head.names.indexOf('nose.base.500')] = Number.NaN;
    expect(askedActions(unknown)).toBeUndefined();
  });
});
