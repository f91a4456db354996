import { expect, it } from 'vitest';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import { createFaceDetector } from '../face-detector.js';
import { createTracker } from '../tracker/create-tracker.js';
import { adaptedDetector } from './adapted-detector.js';
import type { Detector } from './detector.js';
import { mappedDetector } from './mapped-detector.js';
import { transferredDetector } from './transferred-detector.js';

const metadata = exampleMetadata();
const own: Detector = { metadata, detect: async () => Promise.reject(new Error('no face')) };
/** What `openDetector` opens. */
const faces = createFaceDetector(own, metadata.landmarks.names, {
  decode: async () => ({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) }),
  openFinder: async () => Promise.reject(new Error('no finder')),
  close: async () => {},
});
const finder = { find: async () => [] };
const none = {} as never;

it.each([
  ['createTracker', (detector: Detector) => createTracker({ detector, finder }), 'call openTracker'],
  ['createTracker', (detector: Detector) => createTracker({ detector } as never), 'call openTracker'],
  [
    'adaptedDetector',
    (detector: Detector) => adaptedDetector(detector, none),
    'openDetector(model, { adapter })',
  ],
  [
    'mappedDetector',
    (detector: Detector) => mappedDetector(detector, none),
    'openDetector(model, { landmarks: map })',
  ],
  ['transferredDetector', (detector: Detector) => transferredDetector(detector), '`transferred`'],
])('%s tells what openDetector opens from a landmark detector', (name, make, remedy) => {
  const message = (given: unknown): string => {
    try {
      make(given as Detector);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(message(faces)).toContain(
    `${name}: the detector is one of whole pictures, which openDetector opens`,
  );
  expect(message(faces)).toContain(remedy);
  expect(message(undefined)).toContain(`${name}: the detector is missing`);
  expect(message('dense1001')).toContain(`${name}: the detector is none`);
});

it('says where a tracker has no finder, or an option that nobody reads', () => {
  expect(() => createTracker({ detector: own } as never)).toThrow(
    'the finder is missing (give what openFinder opens',
  );
  expect(() => createTracker({ detector: own, finder: 'face-finder.onnx' } as never)).toThrow(
    'the finder is none',
  );
  expect(() => createTracker({ detector: own, finder, smoth: true } as never)).toThrow(
    'createTracker: smoth: no such option; allowed: detector, finder, smooth, searchEvery, remember, mostFaces, cuts (perhaps smooth is meant)',
  );
});
