/**
 * The regressor as text: its arrays one after the other, each as a scale (float32) and 16-bit integers, in base64. Small
 * enough for a source file, so nothing has to be fetched.
 */
import { LineamentError } from '../../../core/errors.js';
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import type { ActionRegressor } from './action-regressor.js';

export interface PackedRegressor {
  readonly actions: readonly FacialAction[];
  /** F */
  readonly features: number;
  readonly data: string;
}

const largest = 32767;

export function packRegressor(regressor: ActionRegressor): PackedRegressor {
  const arrays = arraysOf(regressor);
  const bytes = new Uint8Array(arrays.reduce((sum, { length }) => sum + 4 + 2 * length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays) {
    const scale = array.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12) / largest;
    view.setFloat32(at, scale, true);
    at += 4;
    for (const value of array) {
      view.setInt16(at, Math.round(value / scale), true);
      at += 2;
    }
  }
  const { actions, mean } = regressor;
  const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return { actions, features: mean.length, data };
}

export function unpackRegressor({ actions, features, data }: PackedRegressor): ActionRegressor {
  const text = atob(data);
  const view = new DataView(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer);
  let at = 0;
  const next = (length: number): Float64Array => {
    if (at + 4 + 2 * length > view.byteLength)
      throw new LineamentError(`internal: the regressor of actions ends after ${view.byteLength} bytes`);
    const scale = view.getFloat32(at, true);
    const from = at + 4;
    at = from + 2 * length;
    return Float64Array.from({ length }, (_, i) => scale * view.getInt16(from + 2 * i, true));
  };
  const outputs = 2 * actions.length;
  return {
    actions,
    mean: next(features),
    deviation: next(features),
    weight: next(features * outputs),
    bias: next(outputs),
  };
}

function arraysOf({ mean, deviation, weight, bias }: ActionRegressor): Float64Array[] {
  return [mean, deviation, weight, bias];
}
