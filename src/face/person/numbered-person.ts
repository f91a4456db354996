/**
 * Persons by number: the same number is the same person (shape, skin, eyes, hair, beard, clothes) on the same head, whatever
 * the seed of a dataset. At rest, looking straight ahead, wearing nothing but clothes.
 */
import { Random } from '../../core/random.js';
import type { HeadModel } from '../heads/head-model.js';
import { nothingWorn } from './appearance/worn-description.js';
import type { FaceDescription, PersonDescription } from './description.js';
import { sampleFace } from './distributions.js';
import { samplePerson } from './person-distribution.js';
import { plainExpression } from './plain-face.js';

const streamOf = (number: number): Random => new Random(0, 'person', number);

export function numberedPerson(number: number, head: HeadModel): FaceDescription {
  return { ...sampleFace(streamOf(number), head), ...plainExpression, worn: nothingWorn };
}

/** Age and masculinity alone, which are the same on every head. */
export function traitsOfPerson(number: number): PersonDescription {
  return samplePerson(streamOf(number).child('person'));
}
