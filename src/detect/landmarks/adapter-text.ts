/**
 * An adapter as the text of its file (JSON): how it is written, read and refused. Safe in browsers. K points in, T out.
 */
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import { parseJsonAs } from '../../core/settings/parse-json-as.js';
import { namedSetFields } from '../../landmarks/sets/named-set.js';
import { deviationsSchema } from '../../networks/reliability.js';
import { type AdapterKind, type AdapterLayer, adapterKinds, type PointAdapter } from './point-adapter.js';

/** Stands at the beginning of each file. */
export const adapterMark = 'lineament-adapter';
/** Raised whenever a reader of the last version would misread a file of this one. */
const adapterFormat = 1;

const cropRange = 'from 0.5 to 2';
/** Of an adapter. */
export const adapterCrop: z.ZodNumber = z.number(cropRange).min(0.5, cropRange).max(2, cropRange);

const setSchema = z.object(namedSetFields);

/** Names in files up to November 2026. */
const earlierKinds: Readonly<Record<string, AdapterKind>> = {
  nearest: 'nearest-subset',
  ridge: 'ridge-affine',
};

const layerSchema = z.object({ weight: z.base64(), bias: z.base64(), rectified: z.boolean() });

const fileSchema = z.object({
  format: z.literal(adapterMark),
  formatVersion: z.literal(adapterFormat),
  kind: z.preprocess(
    (kind) => (typeof kind === 'string' ? (earlierKinds[kind] ?? kind) : kind),
    z.enum(adapterKinds),
  ),
  from: setSchema,
  to: setSchema,
  template: z.base64(),
  subset: z.array(z.int().min(0)),
  patches: z.object({ components: z.int().min(1), reach: z.number().positive() }).optional(),
  crop: adapterCrop.optional(),
  uncertainty: deviationsSchema.optional(),
  layers: z.array(layerSchema),
  /** Files up to November 2026 have none: they look once, as ever. */
  firstLook: z.array(layerSchema).min(1).optional(),
  /** Files up to November 2026 have none. */
  crossValidated: z.number().min(0).optional(),
  fittedOn: z.string(),
  lineament: z.string(),
});

/** Numbers are written as base64 of little-endian float32. */
export function adapterText({ template, layers, firstLook, ...adapter }: PointAdapter): string {
  return `${JSON.stringify({
    format: adapterMark,
    formatVersion: adapterFormat,
    ...adapter,
    template: encodeFloats(template),
    layers: layers.map(encodeLayer),
    firstLook: firstLook?.map(encodeLayer),
  })}\n`;
}

type FileLayer = z.infer<typeof layerSchema>;

function encodeLayer({ weight, bias, rectified }: AdapterLayer): FileLayer {
  return { weight: encodeFloats(weight), bias: encodeFloats(bias), rectified };
}

function decodeLayer({ weight, bias, rectified }: FileLayer): AdapterLayer {
  return { weight: decodeFloats(weight), bias: decodeFloats(bias), rectified };
}

/** @param file – named in errors. */
export function parseAdapter(text: string, file: string): PointAdapter {
  const damaged = (rule: string): LineamentError =>
    new LineamentError(`not an adapter of this Lineament: ${rule}`, {
      file,
      hint: 'give a file that `lineament model adapt` wrote, or fit it again',
    });
  const { format, formatVersion, template, layers, firstLook, ...rest } = parseJsonAs(
    fileSchema,
    text,
    damaged,
  );
  const adapter: PointAdapter = {
    ...rest,
    template: decodeFloats(template),
    layers: layers.map(decodeLayer),
    ...(firstLook && { firstLook: firstLook.map(decodeLayer) }),
  };
  if (!isWhole(adapter)) throw damaged('its sizes do not fit each other');
  return adapter;
}

function isWhole(adapter: PointAdapter): boolean {
  const { from, to, template, subset, patches, uncertainty, layers, firstLook = [] } = adapter;
  const { scale, floor } = uncertainty ?? { scale: subset, floor: subset };
  const read = patches === undefined ? 0 : subset.length * patches.components;
  return (
    template.length === 2 * from.names.length &&
    subset.length === to.names.length &&
    scale.length === subset.length &&
    floor.length === subset.length &&
    subset.every((k) => k < from.names.length) &&
    areWhole(layers, adapter, read) &&
    areWhole(firstLook, adapter, 0)
  );
}

/** @param read – numbers that the first layer takes of each map beside the points; 0 where it reads none. */
function areWhole(
  layers: readonly AdapterLayer[],
  { template, to }: Pick<PointAdapter, 'template' | 'to'>,
  read: number,
): boolean {
  const sizes = [template.length, ...layers.map(({ bias }) => bias.length)];
  return (
    layers.every(({ weight, bias }, i) => {
      const beyond = weight.length - bias.length * sizes[i]!;
      if (i > 0 || read === 0) return beyond === 0;
      // How many maps a network has is the model's: any whole number of them.
      return beyond > 0 && beyond % (bias.length * read) === 0;
    }) &&
    (layers.length === 0 || sizes.at(-1) === 2 * to.names.length)
  );
}

/** Little-endian whatever the machine; atob and btoa are in browsers and in Node. */
function encodeFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  let text = '';
  for (let i = 0; i < view.byteLength; i++) text += String.fromCharCode(view.getUint8(i));
  return btoa(text);
}

function decodeFloats(base64: string): Float32Array {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length & ~3));
  for (let i = 0; i < view.byteLength; i++) view.setUint8(i, text.charCodeAt(i));
  return Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
}
