/** What a model file says of the data that it was trained on. */
import { shortPlace } from './warm-start.js';

/** @param examples – "6 faces". @param from – the file whose weights the training began with. @param description – the recipe's. */
export function trainedOn(examples: string, from: string | undefined, description: string): string {
  return [`${examples}.`, from && `Began with ${shortPlace(from)}.`, description].filter(Boolean).join(' ');
}
