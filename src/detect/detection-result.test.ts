import { expect, it } from 'vitest';
import { exampleMetadata } from '../networks/model-file/metadata-example.suite.js';
import { faceResult, resultLine, resultOf } from './detection-result.js';
import { faceOf } from './face.js';

const metadata = exampleMetadata({
  landmarks: { set: 'two', names: ['a', 'b'], mirror: [1, 0], convention: 'surface' },
});
const seeing = { ...metadata, architecture: { ...metadata.architecture, visibility: true } };
const face = faceOf(
  {
    points: Float32Array.of(1.23456, 2.34567, 3, 4),
    uncertainty: Float32Array.of(0.123456, 1),
    visibility: Float32Array.of(0.98765, 0.01, 0.002, 0, 0.3333, 0.6667, 0, 0),
    box: { x: 0.12345, y: 1.98765, width: 9.00001, height: 8, roll: 12.3456 },
    usedWholeImage: false,
    wrong: 0.123456,
    score: 0.87654,
  },
  metadata.landmarks,
  metadata.landmarks.names,
  { picture: { width: 20, height: 10, focal: 33.3333 } },
);
const written = {
  box: { x: 0.12, y: 1.99, width: 9, height: 8, roll: 12.35 },
  usedWholeImage: false,
  picture: { width: 20, height: 10, focal: 33.33 },
  score: 0.88,
  wrong: 0.12,
  points: [
    [1.23, 2.35],
    [3, 4],
  ],
  uncertainty: [0.12, 1],
  visibility: [
    [0.99, 0.01, 0, 0],
    [0.33, 0.67, 0, 0],
  ],
};

it('writes a face of a picture and one that is followed alike, in hundredths', () => {
  expect(resultOf('a.jpg', [face])).toEqual({ image: 'a.jpg', faces: [written] });
  expect(faceResult({ ...face, id: 3 })).toEqual({ id: 3, ...written });
});

it('names the kinds of visibility in a line of its own where the model tells them', () => {
  const kinds = ['visible', 'hiddenBySelf', 'hiddenByOther', 'outside'];
  expect(JSON.parse(resultLine({ metadata: seeing }, { frame: 1 }, [faceResult(face)]))).toEqual({
    ...{ frame: 1, faces: [written], set: 'two', convention: 'surface', unit: 'pixel' },
    visibilityKinds: kinds,
  });
  expect(JSON.parse(resultLine({ metadata }, {}, []))).not.toHaveProperty('visibilityKinds');
});
