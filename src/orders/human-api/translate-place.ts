/** What is around people: the panorama that lights them, and the kind of place. */
import { isRecord } from '../../core/settings/is-record.js';
import type { SpecifiedGroup } from '../../render/sampling/specified/specification.js';
import type { Field } from './field.js';
import type { Human } from './job-file.js';
import { environmentNames } from './names/environments.js';

/** In a car where the order says so: the panorama's light falls in, and the cabin is behind. */
export function translateEnvironment(
  environment: Human['environment'],
  field: Field,
  inCar: boolean,
): Pick<SpecifiedGroup, 'light'> {
  const hdri = environment?.hdri;
  const behind = inCar ? ({ behind: 'cabin' } as const) : {};
  if (hdri === undefined) return inCar ? { light: [{ percent: 100, ...behind }] } : {};
  const at = field.at('hdri');
  const looks = at.looks('name', hdri.name, environmentNames);
  const turn = at.numbers('rotation', hdri.rotation, { low: -360, high: 360 });
  const strength = at.numbers('intensity', hdri.intensity, { low: 0, high: 100 });
  if (hdri.intensity !== undefined)
    at.at('intensity').map(
      hdri.intensity,
      'strength of the light, in stops',
      'the exposure follows the light from 2.5 stops under to 1.5 over: no picture is black or white all over',
    );
  return {
    light: [
      {
        percent: 100,
        ...(looks && { looks }),
        ...(turn && { turn }),
        ...(strength && { strength }),
        ...behind,
      },
    ],
  };
}

/** @returns whether people sit in a car. */
export function translateLocation(locations: unknown, field: Field): boolean {
  if (!Array.isArray(locations)) return false;
  let inCar = false;
  for (const [i, location] of locations.entries()) {
    const at = field.item(i).at('specifications');
    const type: unknown =
      isRecord(location) && isRecord(location.specifications) ? location.specifications.type : undefined;
    if (isRecord(location) && location.percent !== undefined) {
      if (location.percent === 100) field.item(i).at('percent').honour();
      else field.item(i).at('percent').refuse('places cannot be shared out', 'place an order for each');
    }
    if (type === 'open') at.at('type').honour();
    else if (type === 'vehicle') {
      inCar = true;
      at.at('type').map(
        type,
        'the inside of a car behind the head',
        'there is no modelled car: nothing of it is before the face',
      );
    } else if (type !== undefined)
      at.at('type').refuse(`there is no place '${String(type)}'`, 'known are open and vehicle');
  }
  return inCar;
}
