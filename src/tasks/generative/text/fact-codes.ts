/**
 * Facts as rows of zeros and ones, one place for each value of each fact: whether a sentence is true of a picture is then a product.
 * F places.
 */
import { type FaceFacts, type FactName, factNames } from '../../../captions/face-facts.js';
import { clothColours, hairColours, lexicon } from '../../../captions/phrases.js';

/** All values of a fact that words can say. */
export function valuesOf(name: FactName): string[] {
  if (name === 'hairColour') return Object.keys(hairColours);
  if (name === 'headwearColour') return Object.keys(clothColours);
  return Object.keys(lexicon[name]);
}

const places = new Map(
  factNames.flatMap((name) => valuesOf(name).map((value) => `${name}: ${value}`)).map((key, i) => [key, i]),
);

/** F. */
export const factPlaces: number = places.size;

/** Writes the row of these facts. @param codes – `[…, F]`, zeros. @param row – which. */
export function writeFacts(facts: FaceFacts, codes: Float32Array, row: number): void {
  for (const [name, value] of Object.entries(facts)) {
    const place = places.get(`${name}: ${value}`);
    // What a picture shows and no words can say is in no sentence either.
    if (place !== undefined) codes[row * factPlaces + place] = 1;
  }
}
