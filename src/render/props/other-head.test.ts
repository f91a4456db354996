import { expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { identity3 } from '../../core/vector.js';
import { createDresser } from '../../face/dress/dress-head.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { headParameters } from '../../face/person/description.js';
import { anyScene } from '../sampling/scene-options.suite.js';
import { sampleScene } from '../sampling/scene-sampling.js';
import { buildOtherHead } from './other-head.js';

it("another person's hair is a thing like any other, not hair of the face that is labelled", () => {
  const head = createCageHead();
  const { face, pose } = sampleScene(new Random(1), head, anyScene);
  face.hair.style = 'short';
  const shape = head.shape(headParameters(face));
  const dress = createDresser(head);
  expect(dress(shape, face).filter(({ isHair }) => isHair).length).toBeGreaterThan(0);
  const placement = { rotation: identity3, translation: [0, 0, -60] as const };
  const prop = { kind: 'head', face, pose, side: 1, apart: 12, higher: 0, nearer: 0.1 } as const;
  const parts = buildOtherHead(prop, { head, shape, face, placement, dress });
  expect(parts.map(({ name }) => name)).toContain('prop.head.hair.body');
  expect(parts.filter(({ isHair }) => isHair)).toEqual([]);
});
