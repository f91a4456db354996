/** Held-out parts of a generated dataset. Every face is another person, so cutting by index never leaks an identity. */
import type { CameraDomainPart } from '../../render/sampling/camera-domain.js';
import type { GenerationSettings } from './settings.js';

type Fractions = Pick<GenerationSettings, 'validation' | 'test' | 'challenging'>;

/** Training samples first, then validation, then test. */
export function splitOf(
  index: number,
  count: number,
  { validation, test }: Omit<Fractions, 'challenging'>,
): 'train' | 'validation' | 'test' {
  const testStart = count - Math.round(count * test);
  const validationStart = testStart - Math.round(count * validation);
  return index >= testStart ? 'test' : index >= validationStart ? 'validation' : 'train';
}

/** The part of the camera domain that a face belongs to: in the same order, challenging faces last. */
export function cameraPartOf(
  index: number,
  count: number,
  { validation, test, challenging }: Fractions,
): CameraDomainPart {
  const challengingStart = count - Math.round(count * (challenging ?? 0));
  if (index >= challengingStart) return 'challenging';
  const testStart = challengingStart - Math.round(count * test);
  if (index >= testStart) return 'common-test';
  return index >= testStart - Math.round(count * validation) ? 'validation' : 'train';
}
