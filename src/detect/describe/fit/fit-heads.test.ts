import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import type { Vector3 } from '../../../core/vector.js';
import { poseRotation } from '../../../face/person/pose-distribution.js';
import { project, toCamera } from '../../../render/camera/projection.js';
import type { HeadPoints } from '../head/head-points.js';
import { fitHeads, type PicturedPoints } from './fit-heads.js';
import { withoutOthers } from './inverse.js';

const random = new Random(21);
const count = 40;
const identities = 5;
const values = (length: number, size: number): Float32Array =>
  Float32Array.from({ length }, () => size * random.normal());
/** A head of our own, with shapes that no other test knows. */
const head: HeadPoints = {
  head: 'small',
  set: 'own',
  convention: 'surface',
  names: Array.from({ length: count }, (_, k) => `p.${k}`),
  mirror: Array.from({ length: count }, (_, k) => k),
  anchors: [],
  parts: new Uint8Array(count),
  mean: values(3 * count, 4),
  identityNames: Array.from({ length: identities }, (_, p) => `mode.${p}`),
  identity: values(3 * count * identities, 0.3),
  actions: ['jawDrop'],
  expression: values(3 * count, 0.5),
  eyes: {
    right: {
      centre: [-3, 0, 0],
      identity: new Float32Array(3 * identities),
      radius: 1.2,
      irisAngle: 0.4,
      pupilAngle: 0.1,
    },
    left: {
      centre: [3, 0, 0],
      identity: new Float32Array(3 * identities),
      radius: 1.2,
      irisAngle: 0.4,
      pupilAngle: 0.1,
    },
  },
};
const camera = { width: 640, height: 480, focal: 800, cx: 320, cy: 240 };
const truth = [1.2, -0.8, 0.5, 1.5, -1.1];

function pictureOf(yaw: number, jaw: number, noise: number): PicturedPoints {
  const placement = {
    rotation: poseRotation({ yaw, pitch: 0.1, roll: 0 }),
    translation: [1, 2, -70] as const,
  };
  const pixels = head.names.flatMap((_, k) => {
    const place = [0, 1, 2].map(
      (axis) =>
        head.mean[3 * k + axis]! +
        truth.reduce((sum, amount, p) => sum + amount * head.identity[3 * (p * count + k) + axis]!, 0) +
        jaw * head.expression[3 * k + axis]!,
    ) as unknown as Vector3;
    const [x, y] = project(toCamera(place, placement), camera);
    return [x + noise * random.normal(), y + noise * random.normal()];
  });
  return {
    camera,
    points: {
      set: 'own',
      convention: 'surface',
      names: head.names,
      points: Float32Array.from(pixels),
      uncertainty: new Float32Array(count).fill(Math.max(0.1, noise)),
      seen: new Float32Array(count).fill(1),
    },
  };
}

const off = (identity: Float64Array): number => Math.hypot(...truth.map((value, p) => value - identity[p]!));

describe('fitHeads', () => {
  it('finds one identity in all pictures, nearer to the truth and surer than one picture does', () => {
    const pictures = [-0.8, -0.3, 0, 0.4, 0.9].map((yaw, i) => pictureOf(yaw, i / 5, 6));
    const views = fitHeads(pictures, head);
    const alone = pictures.map((picture) => fitHeads([picture], head)[0]!.fit);
    const together = views[0]!.fit;
    const mean = alone.reduce((sum, { identity }) => sum + off(identity), 0) / alone.length;
    expect(off(together.identity)).toBeLessThan(0.7 * mean);
    expect(together.identityDeviation[0]).toBeLessThan(0.7 * alone[0]!.identityDeviation[0]!);
    for (const { fit } of views)
      fit.identity.forEach((value, p) => {
        expect(value).toBeCloseTo(together.identity[p]!, 2);
      });
  });

  it('finds identity and jaw of exact points again', () => {
    const [first, second] = fitHeads([pictureOf(-0.4, 0.2, 0), pictureOf(0.5, 0.7, 0)], head);
    expect(off(first!.fit.identity)).toBeLessThan(0.2);
    expect(first!.fit.expression[0]).toBeCloseTo(0.2, 1);
    expect(second!.fit.expression[0]).toBeCloseTo(0.7, 1);
  });
});

describe('withoutOthers', () => {
  it('is the precision that is left when the others are free: 4 − 2·2/2 of [[2, 2], [2, 4]]', () => {
    expect(withoutOthers(Float64Array.of(2, 0, 2, 4), 2, 1, 1)[0]).toBeCloseTo(2, 12);
  });
});
