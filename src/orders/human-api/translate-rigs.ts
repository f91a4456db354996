/** Cameras, lights and where they are: rigs that orbit the head, or places of a car. Metres become centimetres. */
import type {
  Mount,
  Numbers,
  Orientation,
  Rig,
  RigPlace,
  SpecifiedCamera,
  SpecifiedLamp,
  Spectrum,
} from '../../render/sampling/specified/specification.js';
import type { Field } from './field.js';
import type { Distribution, Human, JobCamera, JobLamp, JobPlace, JobRig } from './job-file.js';

/** What holds where an order names none: those of the finished sample that survives, and a metre. */
export const cameraDefaults = {
  name: 'default',
  focal: 100,
  sensor: 33,
  pixels: 1024,
  distance: 100,
} as const;

/** A rig, and the side of the pictures of each of its cameras. */
export interface TranslatedRig {
  rig: Rig;
  sizes: number[];
}

const presets: Readonly<Record<string, Mount>> = {
  dashboard: 'dashboard',
  rearview_mirror: 'rearview-mirror',
  overhead_console: 'overhead-console',
  multimedia_console_upper: 'upper-console',
  multimedia_console_lower: 'lower-console',
};

export function translateRigs(rigs: Human['camera_and_light_rigs'], field: Field): TranslatedRig[] {
  if (rigs === undefined)
    return [
      {
        rig: {
          mount: 'orbit',
          at: { z: [cameraDefaults.distance] },
          cameras: [translateCamera({}, field, cameraDefaults.name, 'visible').camera],
        },
        sizes: [cameraDefaults.pixels],
      },
    ];
  const names = new Map<string, number>();
  return rigs.map((rig, i) => translateRig(rig, field.item(i), names));
}

function translateRig(rig: JobRig, field: Field, names: Map<string, number>): TranslatedRig {
  const mount = translateMount(rig, field);
  const at = translatePlace(rig.location, field.at('location'));
  const inCar = mount !== 'orbit' && mount !== 'tracking';
  const lamps = rig.lights?.map((lamp, i) => translateLamp(lamp, field.at('lights').item(i)));
  const onlyInfrared =
    lamps !== undefined && lamps.length > 0 && lamps.every(({ spectrum }) => spectrum === 'near-infrared');
  const cameras = (rig.cameras ?? [{}]).map((camera, i) => {
    const wanted = camera.name ?? cameraDefaults.name;
    const times = (names.get(wanted) ?? 0) + 1;
    names.set(wanted, times);
    const own = field.at('cameras').item(i);
    const name = times === 1 ? wanted : `${wanted}_${times}`;
    if (camera.name !== undefined) {
      if (times === 1) own.at('name').honour();
      else own.at('name').map(camera.name, name, 'a camera before it has the same name');
    }
    // A visible camera would see nothing of lamps that are all infrared: whoever orders these means an infrared one.
    const spectrum = onlyInfrared ? 'near-infrared' : 'visible';
    if (onlyInfrared && camera.specifications?.wavelength === undefined)
      for (const [k, lamp] of (rig.lights ?? []).entries())
        field
          .at('lights')
          .item(k)
          .at('wavelength')
          .map(
            lamp.wavelength,
            'near infrared, the camera too',
            'the camera names no wavelength, and these lamps are all that lights its pictures',
          );
    return translateCamera(camera, own, name, spectrum);
  });
  return {
    rig: {
      mount,
      ...((at !== undefined || !inCar) && { at: { ...(!inCar && { z: [cameraDefaults.distance] }), ...at } }),
      cameras: cameras.map(({ camera }) => camera),
      ...(lamps && { lamps }),
    },
    sizes: cameras.map(({ size }) => size),
  };
}

function translateMount({ type, preset_name: preset }: JobRig, field: Field): Mount {
  if (preset !== undefined && type !== 'preset_location')
    field.at('preset_name').refuse('only rigs of type preset_location have one', 'say type: preset_location');
  if (type === undefined) return 'orbit';
  const named = field.at('type');
  if (type === 'head_orbit' || type === 'head_orbit_with_tracking') {
    named.honour();
    return type === 'head_orbit' ? 'orbit' : 'tracking';
  }
  if (type === 'preset_location') {
    const mount = presets[preset ?? ''];
    if (mount !== undefined) {
      named.honour();
      field
        .at('preset_name')
        .map(
          preset,
          'a place of ours in an ordinary car',
          'where the old places were is not documented: ours are estimates, given in docs/orders.md',
        );
      return mount;
    }
    (preset === undefined ? named : field.at('preset_name')).refuse(
      preset === undefined ? 'a preset location needs a preset_name' : `there is no place '${preset}'`,
      `known are ${Object.keys(presets).join(', ')}`,
    );
    return 'orbit';
  }
  named.refuse(
    `there is no rig of type '${type}'`,
    'known are head_orbit, head_orbit_with_tracking and preset_location',
  );
  return 'orbit';
}

function translatePlace(place: JobPlace | undefined, field: Field): RigPlace | undefined {
  if (place === undefined) return undefined;
  const result: RigPlace = {};
  for (const axis of ['x', 'y', 'z'] as const) {
    const numbers = field.numbers(axis, place[axis], { factor: 100, low: -20, high: 20 });
    if (numbers !== undefined) result[axis] = numbers;
  }
  for (const angle of ['yaw', 'pitch', 'roll'] as const satisfies readonly (keyof Orientation)[]) {
    const numbers = field.numbers(angle, place[angle], { low: -360, high: 360 });
    if (numbers !== undefined) result[angle] = numbers;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function spectrumOf(wavelength: 'visible' | 'nir' | undefined, field: Field, otherwise: Spectrum): Spectrum {
  if (wavelength === undefined) return otherwise;
  field.at('wavelength').honour();
  return wavelength === 'nir' ? 'near-infrared' : 'visible';
}

function translateCamera(
  { specifications = {}, advanced, relative_location: relative }: JobCamera,
  field: Field,
  name: string,
  spectrum: Spectrum,
): { camera: SpecifiedCamera; size: number } {
  const own = field.at('specifications');
  const { resolution_w: width, resolution_h: height } = specifications;
  const at = translatePlace(relative, field.at('relative_location'));
  const focal = own.numbers('focal_length', specifications.focal_length, { low: 0.1, high: 2000 });
  const sensor = own.numbers('sensor_width', specifications.sensor_width, { low: 0.1, high: 2000 });
  const shifts = translateShifts(advanced, field.at('advanced'));
  return {
    camera: {
      name,
      spectrum: spectrumOf(specifications.wavelength, own, spectrum),
      focal: focal ?? [cameraDefaults.focal],
      sensor: sensor ?? [cameraDefaults.sensor],
      ...shifts,
      ...(at && { at }),
    },
    size: translateSize(width, height, own),
  };
}

/** Pictures are square: the width is kept, and what is above and below the middle comes with it. */
function translateSize(width: number | undefined, height: number | undefined, field: Field): number {
  if (width !== undefined) field.at('resolution_w').honour();
  if (height === undefined) return width ?? cameraDefaults.pixels;
  if (width === undefined || width === height) field.at('resolution_h').honour();
  else
    field
      .at('resolution_h')
      .map(
        height,
        `${width}`,
        'pictures are square: the width and the field of view across are kept; cut rows off above and below',
      );
  return width ?? height;
}

function translateShifts(
  advanced: JobCamera['advanced'],
  field: Field,
): Pick<SpecifiedCamera, 'shiftX' | 'shiftY'> {
  if (advanced === undefined) return {};
  const {
    lens_shift_horizontal: across,
    lens_shift_vertical: up,
    denoise,
    noise_threshold: threshold,
  } = advanced;
  const shiftX = field.numbers('lens_shift_horizontal', across, { low: -1, high: 1 });
  const shiftY = field.numbers('lens_shift_vertical', up, { low: -1, high: 1 });
  for (const key of ['window_offset_horizontal', 'window_offset_vertical'] as const) {
    const value: Distribution | undefined = advanced[key];
    if (value === undefined) continue;
    const none = value.type === 'list' && value.values.every((one) => one === 0);
    if (none) field.at(key).honour();
    else
      field
        .at(key)
        .refuse(
          'the window of a camera cannot be moved',
          'use lens_shift_horizontal and lens_shift_vertical',
        );
  }
  for (const [key, value] of Object.entries({ denoise, noise_threshold: threshold }))
    if (value !== undefined)
      field
        .at(key)
        .map(value, 'no effect', 'pictures are not path traced: they have no such noise to remove');
  return { ...(shiftX && { shiftX }), ...(shiftY && { shiftY }) };
}

function translateLamp(lamp: JobLamp, field: Field): SpecifiedLamp {
  const { type, intensity, size_meters: size, color = {}, relative_location: relative, wavelength } = lamp;
  if (type !== undefined) field.at('type').honour();
  const strength = field.numbers('intensity', intensity, { low: 0, high: 1e6 });
  if (intensity !== undefined)
    field
      .at('intensity')
      .map(
        intensity,
        'strength against the panorama, at a metre',
        'the unit is not documented; the exposure follows all light together, from 2.5 stops under to 1.5 over',
      );
  const across = field.numbers('size_meters', size, { factor: 100, low: 0, high: 100 });
  const at = translatePlace(relative, field.at('relative_location'));
  const part = (key: 'red' | 'green' | 'blue'): Numbers | undefined =>
    field.at('color').numbers(key, color[key], { factor: 1 / 255, low: 0, high: 255 });
  const [red, green, blue] = [part('red'), part('green'), part('blue')];
  return {
    spectrum: spectrumOf(wavelength, field, 'visible'),
    strength: strength ?? [1],
    size: across ?? [25],
    ...(red && { red }),
    ...(green && { green }),
    ...(blue && { blue }),
    panel: type !== 'omni',
    ...(at && { at }),
  };
}
