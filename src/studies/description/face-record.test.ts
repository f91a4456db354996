import { expect, it } from 'vitest';
import { emotions } from '../../detect/describe/expression/emotion.js';
import { faceWords } from './face-record.js';

/** The end of the line about a face that shows this. */
const saidOf = (name: (typeof emotions)[number] | 'unsure' | undefined): string =>
  faceWords({
    file: 'a.jpg',
    face: 1,
    box: { x: 0, y: 0, width: 9, height: 9 },
    described: {
      camera: { focal: 99, focalDeviation: 0, cx: 49, cy: 49 },
      misfit: 1,
      ...(name !== undefined && {
        expression: { coefficients: {}, actionUnits: [], emotion: { name, probabilities: {} as never } },
      }),
    },
  })
    .split('; ')
    .at(-1)!;

it('says in plain English what a face looks like', () => {
  expect(emotions.map(saidOf)).toEqual(
    ['neutral', 'happy', 'sad', 'surprised', 'afraid', 'angry', 'disgusted'].map((word) => `looks ${word}`),
  );
  expect(saidOf('unsure')).toBe('expression unsure');
  expect(saidOf(undefined)).toBe('expression unknown');
});
