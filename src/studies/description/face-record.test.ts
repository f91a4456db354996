import { expect, it } from 'vitest';
import { type Emotion, type EmotionEstimate, emotions } from '../../detect/describe/expression/emotion.js';
import { csvOf, type FaceRecord } from './face-record.js';

const shares = (values: Partial<Record<Emotion, number>>): EmotionEstimate['probabilities'] =>
  Object.fromEntries(
    emotions.map((name) => [name, { value: values[name] ?? 0, deviation: 0.1 }]),
  ) as EmotionEstimate['probabilities'];

it('writes every measured value beside its deviation, and the likeliest emotion where none is sure', () => {
  const record = (emotion: 'happiness' | 'unsure'): FaceRecord => ({
    file: 'a.jpg',
    face: 1,
    box: { x: 0, y: 0, width: 9, height: 9 },
    ...(emotion === 'unsure' && { wrong: 0.93 }),
    described: {
      camera: { focal: 99, focalDeviation: 0, cx: 49, cy: 49 },
      misfit: 1,
      eyes: {
        right: { state: 'open', aperture: 9, deviation: 1.5, seen: 1 },
        left: { state: 'unknown', aperture: 4, deviation: 6, seen: 0.2 },
        mouth: { state: 'unknown', opening: 15, deviation: 8 },
      },
      expression: {
        coefficients: {},
        actionUnits: [
          { unit: 'AU12', name: 'lipCornerPuller', side: 'left', intensity: 0.7, deviation: 0.2 },
        ],
        emotion: {
          name: emotion,
          probabilities: shares({ happiness: emotion === 'unsure' ? 0.4 : 0.8, anger: 0.2 }),
        },
      },
    },
  });
  const [heading, ...rows] = csvOf([record('happiness'), record('unsure')])
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const said = rows.map((row) => Object.fromEntries(heading!.map((name, i) => [name, row[i]])));
  expect(said.map(({ wrong }) => wrong)).toEqual(['', '0.93']);
  expect(said[0]).toMatchObject({
    ...{ right_eye: 'open', right_aperture_mm: '9', right_aperture_deviation_mm: '1.5' },
    ...{ left_eye: 'unknown', left_aperture_deviation_mm: '6' },
    ...{ mouth: 'unknown', mouth_opening_mm: '15', mouth_opening_deviation_mm: '8' },
    ...{ emotion: 'happiness', likeliest_emotion: 'happiness', emotion_probability: '0.8' },
    ...{ emotion_deviation: '0.1' },
    ...{ AU12_lipCornerPuller_left: '0.7', AU12_lipCornerPuller_left_deviation: '0.2' },
  });
  expect(said[1]).toMatchObject({
    ...{ emotion: 'unsure', likeliest_emotion: 'happiness' },
    ...{ emotion_probability: '0.4', emotion_deviation: '0.1' },
  });
});
