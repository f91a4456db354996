import { expect, it } from 'vitest';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { emotions } from '../../detect/describe/expression/emotion.js';
import { faceWords } from './face-words.js';

const camera = { focal: 99, focalDeviation: 0, cx: 49, cy: 49 };

/** The end of the line about a face that shows this. */
const saidOf = (name: (typeof emotions)[number] | 'unsure' | undefined): string =>
  faceWords({
    ...{ camera, misfit: 1 },
    ...(name !== undefined && {
      expression: {
        coefficients: {},
        actionUnits: [],
        emotion: { name, probabilities: { [name]: { value: 0.713, deviation: 0.1 } } as never },
      },
    }),
  })
    .split('; ')
    .at(-1)!;

it('says in plain English what a face looks like, and how probably', () => {
  expect(emotions.map(saidOf)).toEqual(
    ['neutral', 'happy', 'sad', 'surprised', 'afraid', 'angry', 'disgusted'].map(
      (word) => `looks ${word} (71 %)`,
    ),
  );
  expect(saidOf('unsure')).toBe('expression unsure');
  expect(saidOf(undefined)).toBe('expression unknown');
});

it('says whether the mouth is open, and the strongest actions by name', () => {
  const unit = (name: string, intensity: number, deviation = 0.1, side?: 'left' | 'right') =>
    ({ unit: 'AU0', name, intensity, deviation, ...(side && { side }) }) as never;
  const face = (mouth: { state: 'closed' | 'wide' | 'unknown'; opening: number }): DescribedFace => ({
    ...{ camera, misfit: 1 },
    eyes: {
      right: { state: 'open', aperture: 9, deviation: 1.5, seen: 1 },
      left: { state: 'unknown', aperture: 4, deviation: 6, seen: 0.2 },
      mouth: { ...mouth, deviation: 2 },
    },
    expression: {
      coefficients: {},
      actionUnits: [
        unit('jawDrop', 0.5),
        unit('lipCornerPuller', 0.7, 0.1, 'left'),
        unit('dimpler', 0.3, 0.3),
        ...[unit('cheekRaiser', 0.4, 0.1, 'right'), unit('cheekRaiser', 0.46, 0.1, 'left')],
      ],
      emotion: { name: 'unsure', probabilities: {} as never },
    },
  });
  expect(faceWords(face({ state: 'wide', opening: 22.6 }))).toBe(
    'head unknown; gaze unknown; eyes right open, left unknown; mouth wide (23 mm); expression unsure; ' +
      'lip corner puller left (AU0) 0.70; jaw drop (AU0) 0.50; cheek raiser (AU0) 0.43',
  );
  expect(faceWords(face({ state: 'closed', opening: 0.4 }))).toContain('; mouth closed; ');
  // Of lips that are hidden a distance says nothing.
  expect(faceWords(face({ state: 'unknown', opening: 15 }))).toContain('; mouth unknown; ');
});
