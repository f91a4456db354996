import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { silentWork } from '../../core/work.js';
import { patchReading } from '../../detect/landmarks/feature-patches.js';
import { secondLookBox } from '../../detect/landmarks/point-adapter.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { type FaceBox, tightBox } from '../../landmarks/face-crop.js';
import { dense243 } from '../../landmarks/sets/dense-sets.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { fromFrame, frontalTemplate } from '../../landmarks/shape-frame.js';
import { fitByLooks, type GlancedFace } from './fit-by-looks.js';

const context = {
  from: dense243,
  to: ibug68,
  convention: 'contour' as const,
  seed: 3,
  strength: 0.3,
  fittedOn: (count: number) => `${count} toy faces`,
};
const template = frontalTemplate(dense243);
const subset = nearestSubset(dense243, ibug68);

/** Faces whose annotators mark every point a tenth lower; each lies elsewhere, and no two are alike. */
function toyFaces(count: number): GlancedFace[] {
  const random = new Random(5, 'toy faces');
  return Array.from({ length: count }, (_, i) => {
    const shape = template.map((value) => value + random.normal(0, 0.02));
    const target = Float32Array.from(subset.flatMap((k) => [shape[2 * k]!, shape[2 * k + 1]! + 0.1]));
    const frame = { a: 50, b: 0, x: 100 + 30 * i, y: 90 };
    return {
      id: `face ${i}`,
      person: `person ${i}`,
      points: fromFrame(frame, shape),
      target: fromFrame(frame, target),
      uncertainty: new Float32Array(243).fill(1),
    };
  });
}

/** @returns what the fit asked for, and the adapter. */
async function fitted(way: 'ridge-affine' | 'ridge-features', faces: GlancedFace[]) {
  const asked: { glances: number; boxes: ReadonlyMap<string, FaceBox>[] } = { glances: 0, boxes: [] };
  const random = new Random(6, 'patches');
  const patches = (): Float32Array =>
    Float32Array.from({ length: 68 * 2 * patchReading.components }, () => random.normal(0, 1));
  const { adapter } = await fitByLooks(
    way,
    {
      async glance() {
        asked.glances++;
        return faces;
      },
      async look(boxes) {
        asked.boxes.push(boxes);
        return faces.map((face) => ({ ...face, patches: { plain: patches(), mirrored: patches() } }));
      },
    },
    context,
  );
  return { ...asked, adapter: adapter! };
}

describe('an adapter that reads features', () => {
  const faces = toyFaces(12);

  it('is fitted through the boxes of its first look, each without what the labels of its person say', async () => {
    const { glances, boxes, adapter } = await fitted('ridge-features', faces);
    expect(glances).toBe(1);
    expect(adapter.firstLook).toHaveLength(1);
    expect(adapter.fittedOn).toBe('12 toy faces');
    expect(adapter.uncertainty).toBeDefined();
    for (const { id, points, target } of faces) {
      const [box, labels] = [boxes[0]!.get(id)!, tightBox(target)!];
      // Near those of the labels, a tenth of 50 pixels below the model's own points.
      expect(Math.abs(box.y + box.height / 2 - labels.y - labels.height / 2)).toBeLessThan(2.5);
      expect(Math.abs(box.width / labels.width - 1)).toBeLessThan(0.06);
      // Not as the map that has seen the face gives it.
      expect(secondLookBox(adapter, points)).not.toEqual(box);
    }
    const others = await fitted('ridge-features', [
      // Labels a quarter of the face to the left: of no weight for the face's own box.
      { ...faces[0]!, target: faces[0]!.target.map((value, i) => (i % 2 === 0 ? value - 25 : value)) },
      ...faces.slice(1),
    ]);
    const strayed = others.boxes[0]!.get('face 0')!;
    expect(Math.abs(strayed.x - boxes[0]!.get('face 0')!.x)).toBeLessThan(0.5);
    expect(secondLookBox(others.adapter, faces[0]!.points)!.x).toBeLessThan(strayed.x - 0.5);
  });

  it('can be stopped', async () => {
    const work = { ...silentWork, signal: AbortSignal.abort() };
    const looks = { glance: async () => faces, look: async () => faces };
    await expect(fitByLooks('ridge-features', looks, context, work)).rejects.toThrow('first look, after 0');
  });
});

it('one that reads points alone is fitted through the boxes of the labels', async () => {
  const { glances, boxes, adapter } = await fitted('ridge-affine', toyFaces(6));
  expect(glances).toBe(0);
  expect(boxes[0]!.size).toBe(0);
  expect(adapter.firstLook).toBeUndefined();
});
