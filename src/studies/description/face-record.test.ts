import { expect, it } from 'vitest';
import { csvOf, type FaceRecord } from './face-record.js';

it('writes every measured value beside its deviation, and no probability of an emotion that is none', () => {
  const record = (emotion: 'happiness' | 'unsure'): FaceRecord => ({
    file: 'a.jpg',
    face: 1,
    box: { x: 0, y: 0, width: 9, height: 9 },
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
        emotion: { name: emotion, probabilities: { happiness: { value: 0.8, deviation: 0.1 } } as never },
      },
    },
  });
  const [heading, ...rows] = csvOf([record('happiness'), record('unsure')])
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const said = rows.map((row) => Object.fromEntries(heading!.map((name, i) => [name, row[i]])));
  expect(said[0]).toMatchObject({
    ...{ right_eye: 'open', right_aperture_mm: '9', right_aperture_deviation_mm: '1.5' },
    ...{ left_eye: 'unknown', left_aperture_deviation_mm: '6' },
    ...{ mouth: 'unknown', mouth_opening_mm: '15', mouth_opening_deviation_mm: '8' },
    ...{ emotion: 'happiness', emotion_probability: '0.8', emotion_deviation: '0.1' },
    ...{ AU12_lipCornerPuller_left: '0.7', AU12_lipCornerPuller_left_deviation: '0.2' },
  });
  expect(said[1]).toMatchObject({ emotion: 'unsure', emotion_probability: '', emotion_deviation: '' });
});
