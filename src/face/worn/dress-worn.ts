/** Everything that a head wears, fitted to the shape at hand. What does not change from face to face is found once. */
import type { DressedPart } from '../dressed-part.js';
import type { HeadModel, HeadShape } from '../head-model.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { buildGlasses } from './glasses.js';
import { createGlassesFitter } from './glasses-fit.js';
import { SkinCast } from './skin-cast.js';
import type { WornDescription } from './worn-description.js';

export type WornDresser = (shape: HeadShape, worn: WornDescription) => DressedPart[];

export function createWornDresser(head: HeadModel, features: RestFeatures): WornDresser {
  const cast = new SkinCast(head.topology);
  const once = <T>(make: () => T): (() => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const glassesFitter = once(() => createGlassesFitter(head, features, cast));
  return (shape, worn) => [
    ...(worn.glasses === null ? [] : buildGlasses(worn.glasses, glassesFitter()(shape, worn.glasses.slip))),
  ];
}
