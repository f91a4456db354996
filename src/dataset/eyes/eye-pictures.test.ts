import { describe, expect, it } from 'vitest';
import { mirrorAffine } from '../../core/affine.js';
import { warpImage } from '../../core/image.js';
import { Random } from '../../core/random.js';
import { tightBox } from '../../landmarks/face-crop.js';
import { dense1001 } from '../../landmarks/sets/dense-sets.js';
import { eye151, eyePointsOf } from '../../landmarks/sets/eye-set.js';
import { pointNames } from '../../landmarks/sets/named-set.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { viewOfEyes } from './close-up.js';
import { cutEye, type LabelledFace } from './cut-eye.js';

const names = pointNames(dense1001);
const size = 90;
const points = Float32Array.from({ length: 2 * names.length }, (_, i) => 30 + ((i * 31) % 23));
/** A picture of noise with points here and there. */
const face: LabelledFace = {
  id: 'face',
  split: 'train',
  image: {
    width: size,
    height: size,
    channels: 3,
    data: Uint8Array.from({ length: 3 * size * size }, (_, i) => (i * 7919) % 251),
  },
  points: { surface: points },
  visibility: Uint8Array.from({ length: names.length }, (_, k) => k % 4),
};

describe('a cut-out eye', () => {
  it('has its pixels and labels as they are', async () => {
    const eye = (await cutEye(face, names, 'right'))!;
    const cut = await decodeImage(eye.image, eye.id);
    const [index] = eyePointsOf(names, 'right');
    const left = face.points.surface![2 * index!]! - eye.points.surface![0]!;
    const top = face.points.surface![2 * index! + 1]! - eye.points.surface![1]!;
    expect(cut.data.subarray(0, 3)).toEqual(
      face.image.data.subarray((top * size + left) * 3, (top * size + left) * 3 + 3),
    );
    expect(eye.visibility![0]).toBe(index! % 4);
    expect(eye.points.surface).toHaveLength(2 * eye151.points.length);
  });

  it('is the same of a left eye as of the right one of the mirrored picture', async () => {
    const swap = (from: ArrayLike<number>, of: number): number[] =>
      names.flatMap((_, k) => Array.from({ length: of }, (_, c) => from[dense1001.mirror[k]! * of + c]!));
    const mirrored: LabelledFace = {
      ...face,
      image: warpImage(face.image, mirrorAffine(size), size, size),
      points: {
        surface: Float32Array.from(swap(face.points.surface!, 2), (value, i) =>
          i % 2 === 0 ? size - 1 - value : value,
        ),
      },
      visibility: Uint8Array.from(swap(face.visibility!, 1)),
    };
    const left = (await cutEye(face, names, 'left'))!;
    const right = (await cutEye(mirrored, names, 'right'))!;
    expect(left.points).toEqual(right.points);
    expect(left.visibility).toEqual(right.visibility);
    expect(left.box).toEqual(right.box);
    expect((await decodeImage(left.image, '')).data).toEqual((await decodeImage(right.image, '')).data);
  });

  it('is none where it is too small or beside the picture', async () => {
    const moved = (change: (value: number) => number): LabelledFace => ({
      ...face,
      points: { surface: face.points.surface!.map(change) },
    });
    expect(
      await cutEye(
        moved((value) => value / 10),
        names,
        'right',
      ),
    ).toBeNull();
    expect(
      await cutEye(
        moved((value) => value + 200),
        names,
        'right',
      ),
    ).toBeNull();
  });
});

describe('a close-up', () => {
  it('shows the places of both eyes large and in the middle, through the same camera', () => {
    const camera = { width: size, height: size, focal: 120, cx: 40, cy: 50 };
    const { focal, cx, cy } = viewOfEyes(
      { camera, points: { surface: points, contour: points } },
      dense1001,
      new Random(1),
    );
    const eyes = (['right', 'left'] as const).flatMap((side) => eyePointsOf(names, side));
    // A place of the old picture lies in the same direction from the camera in the new one.
    const seen = eyes.map((k) =>
      [0, 1].map((axis) => {
        const [old, now] = axis === 0 ? [camera.cx, cx] : [camera.cy, cy];
        return size * (now + ((points[2 * k + axis]! - old) / camera.focal) * focal) - 0.5;
      }),
    );
    const box = tightBox(Float32Array.from(seen.flat()))!;
    expect(Math.max(box.width, box.height) / size).toBeGreaterThanOrEqual(0.6);
    expect(Math.max(box.width, box.height) / size).toBeLessThanOrEqual(0.9);
    for (const middle of [box.x + box.width / 2, box.y + box.height / 2])
      expect(Math.abs(middle - (size - 1) / 2)).toBeLessThan(0.07 * size);
  });
});
