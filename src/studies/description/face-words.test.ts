import { expect, it } from 'vitest';
import type { Vector3 } from '../../core/vector.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { type EmotionEstimate, emotions } from '../../detect/describe/expression/emotion.js';
import { faceWords, recordWords } from './face-words.js';

const shares = (
  values: Partial<Record<(typeof emotions)[number], number>>,
): EmotionEstimate['probabilities'] =>
  Object.fromEntries(
    emotions.map((name) => [name, { value: values[name] ?? 0, deviation: 0.1 }]),
  ) as EmotionEstimate['probabilities'];

const camera = { focal: 99, focalDeviation: 0, cx: 49, cy: 49 };

/** The beginning of the line about a face that shows this. */
const saidOf = (
  name: EmotionEstimate['name'] | undefined,
  values: Partial<Record<(typeof emotions)[number], number>> = {},
): string =>
  faceWords({
    ...{ camera, misfit: 1 },
    ...(name !== undefined && {
      expression: { coefficients: {}, actionUnits: [], emotion: { name, probabilities: shares(values) } },
    }),
  }).split('; ')[0]!;

it('says by the names of JSON and CSV what a face looks like, and how probably', () => {
  expect(emotions.map((name) => saidOf(name, { [name]: 0.713 }))).toEqual(
    ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'anger', 'disgust'].map(
      (word) => `expression ${word} (71 %)`,
    ),
  );
  expect(saidOf(undefined)).toBe('expression unknown');
});

it('says what an unsure expression is nearest to: two emotions at most, a fifth at least', () => {
  expect(saidOf('unsure', { neutral: 0.38, happiness: 0.452 })).toBe(
    'expression unsure (happiness 45 %, neutral 38 %)',
  );
  expect(saidOf('unsure', { fear: 0.25, anger: 0.26, sadness: 0.27 })).toBe(
    'expression unsure (sadness 27 %, anger 26 %)',
  );
  expect(saidOf('unsure', { disgust: 0.55, neutral: 0.19 })).toBe('expression unsure (disgust 55 %)');
  expect(saidOf('unsure', { surprise: 0.1 })).toBe('expression unsure');
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
      emotion: { name: 'unsure', probabilities: shares({}) },
    },
  });
  expect(faceWords(face({ state: 'wide', opening: 22.6 }))).toBe(
    'expression unsure; mouth wide (23 mm); eyes right open, left unknown; gaze unknown; head unknown; ' +
      'lip corner puller left (AU0) 0.70; jaw drop (AU0) 0.50; cheek raiser (AU0) 0.43',
  );
  expect(faceWords(face({ state: 'closed', opening: 0.4 }))).toContain('; mouth closed; ');
  // Of lips that are hidden a distance says nothing.
  expect(faceWords(face({ state: 'unknown', opening: 15 }))).toContain('; mouth unknown; ');
});

it('says first where the model takes what it was given for no face', () => {
  const described = { camera, misfit: 1 };
  expect(recordWords({ described, wrong: 0.97 })).toBe(
    `probably no face, or its points are wrong (97 %); ${faceWords(described)}`,
  );
  for (const doubt of [{}, { wrong: 0.89 }])
    expect(recordWords({ described, ...doubt })).toBe(faceWords(described));
});

it('says where somebody looks, and whether that is into the lens', () => {
  const told = (direction: Vector3, deviation: number): string => {
    const eye = { state: 'seen', origin: [60, 0, -80], direction, deviation } as const;
    return faceWords({ camera, misfit: 1, gaze: { right: eye, left: eye, joined: eye } });
  };
  const degree = Math.PI / 180;
  const at = (yaw: number): Vector3 => [Math.sin(yaw), 0, Math.cos(yaw)];
  // From the right of the picture the lens lies 37° to the left.
  expect(told(at(-32 * degree), 3 * degree)).toContain(
    'gaze yaw -32°, pitch 0° (± 3°), into the lens or near it;',
  );
  expect(told(at(-30 * degree), 3 * degree)).toContain('gaze yaw -30°, pitch 0° (± 3°), 7° from the lens;');
  expect(told(at(0), 3 * degree)).toContain('gaze yaw 0°, pitch 0° (± 3°), 37° from the lens;');
});
