/**
 * What an order is answered with before anything is rendered: every field of the order is in exactly one of the three
 * lists, by its path (`humans[0].accessories.glasses[1].style`), so that nothing is ignored in silence.
 */
import type { GenerationInput } from '../../dataset/generate/settings.js';

/** One dataset of the order: what `generateDataset` takes but for the folder. Parts are rendered one after another. */
export interface OrderPart {
  /** Names the part's folder; `order` where there is one part only. */
  name: string;
  settings: GenerationInput;
}

/** A field that is answered with the nearest thing that there is. */
export interface MappedField {
  path: string;
  /** What the order says there. */
  from: unknown;
  /** What it gets instead, in words. */
  to: string;
  reason: string;
}

/** A field that is left out of what is rendered, if the customer agrees. */
export interface RefusedField {
  path: string;
  reason: string;
  hint: string;
}

export interface OrderAnswer {
  /** Empty where nothing can be rendered. Where fields were refused: what is left without them. */
  parts: OrderPart[];
  /** Pictures of all parts together. */
  pictures: number;
  /** Paths of the fields that are answered as they are. */
  honoured: string[];
  mapped: MappedField[];
  refused: RefusedField[];
}

export interface OrderOptions {
  /** The same seed gives the same pictures bit for bit (1 by default). */
  seed?: number;
  /** Head model, landmark set and label layers of all parts; the generator's defaults. */
  head?: string;
  landmarks?: string;
  layers?: GenerationInput['layers'];
  /** Side of the pictures in pixels, whatever the order says. */
  size?: number;
  samples?: 1 | 2;
}
