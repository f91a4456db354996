/**
 * Samples as Arrow columns and back. K landmarks, N rows. Points are fixed-size lists; LanceDB takes a fixed-size list
 * of floats for an embedding and refuses NaN in it, so a missing coordinate is stored as a null inside the list. A list
 * without any number is stored as null altogether: LanceDB cannot read back a page of lists that hold nothing but nulls.
 */
import type * as Arrow from 'apache-arrow';
import { internalError } from '../../core/errors.js';
import type { Convention } from '../../landmarks/landmark-set.js';
import { parseAttributes } from '../attributes.js';
import { type EncodedLayers, layerNames } from '../layers/registry.js';
import type { Sample } from '../sample.js';
import { type AttributeValue, attributeColumns, attributeValue } from './attribute-columns.js';
import { loadArrow } from './lance.js';
import type { DatasetManifest } from './manifest.js';

/** A sample with its encoded label layers. */
export interface LayeredSample extends Sample {
  layers?: EncodedLayers;
}

/** Columns that are small: everything but image and layers. */
export const labelColumns = [
  'index',
  'id',
  'split',
  'width',
  'height',
  'box_x',
  'box_y',
  'box_width',
  'box_height',
  'surface',
  'contour',
  'points3d',
  'visibility',
  'label_quality',
  'pupils',
  'attributes',
] as const;

export const imageColumn = 'image';

export function datasetSchema(pointCount: number): Arrow.Schema {
  const arrow = loadArrow();
  const required = (name: string, type: Arrow.DataType): Arrow.Field => new arrow.Field(name, type, false);
  const list = (name: string, length: number, item: Arrow.DataType): Arrow.Field =>
    new arrow.Field(name, new arrow.FixedSizeList(length, new arrow.Field('item', item, true)), true);
  return new arrow.Schema([
    required('index', new arrow.Int32()),
    required('id', new arrow.Utf8()),
    required('split', new arrow.Utf8()),
    required('width', new arrow.Int32()),
    required('height', new arrow.Int32()),
    ...['box_x', 'box_y', 'box_width', 'box_height'].map((name) => required(name, new arrow.Float64())),
    list('surface', 2 * pointCount, new arrow.Float32()),
    list('contour', 2 * pointCount, new arrow.Float32()),
    list('points3d', 3 * pointCount, new arrow.Float32()),
    list('visibility', pointCount, new arrow.Uint8()),
    list('label_quality', pointCount, new arrow.Uint8()),
    list('pupils', 4, new arrow.Float32()),
    required('attributes', new arrow.Utf8()),
    ...attributeColumns.map(({ name, kind }) => new arrow.Field(name, attributeTypes()[kind], true)),
    required(imageColumn, new arrow.Binary()),
    ...layerNames.map((name) => new arrow.Field(name, new arrow.Binary(), true)),
  ]);
}

/** @param first – the index of the first sample in its dataset. */
export function toTable(samples: readonly LayeredSample[], first: number, pointCount: number): Arrow.Table {
  const arrow = loadArrow();
  const schema = datasetSchema(pointCount);
  const float64 = (values: number[]): Arrow.Data =>
    arrow.makeData({ type: new arrow.Float64(), data: Float64Array.from(values) });
  const int32 = (values: number[]): Arrow.Data =>
    arrow.makeData({ type: new arrow.Int32(), data: Int32Array.from(values) });
  const columns: Record<string, Arrow.Data> = {
    index: int32(samples.map((_, i) => first + i)),
    id: textData(samples.map((sample) => sample.id)),
    split: textData(samples.map((sample) => sample.split)),
    width: int32(samples.map((sample) => sample.width)),
    height: int32(samples.map((sample) => sample.height)),
    box_x: float64(samples.map((sample) => sample.box.x)),
    box_y: float64(samples.map((sample) => sample.box.y)),
    box_width: float64(samples.map((sample) => sample.box.width)),
    box_height: float64(samples.map((sample) => sample.box.height)),
    surface: floatLists(
      samples.map((sample) => sample.points.surface ?? null),
      2 * pointCount,
    ),
    contour: floatLists(
      samples.map((sample) => sample.points.contour ?? null),
      2 * pointCount,
    ),
    points3d: floatLists(
      samples.map((sample) => sample.points3d),
      3 * pointCount,
    ),
    visibility: byteLists(
      samples.map((sample) => sample.visibility),
      pointCount,
    ),
    label_quality: byteLists(
      samples.map((sample) => sample.labelQuality),
      pointCount,
    ),
    pupils: floatLists(
      samples.map((sample) => sample.pupils),
      4,
    ),
    attributes: textData(samples.map((sample) => JSON.stringify(sample.attributes))),
    image: binaryData(samples.map((sample) => sample.image)),
    ...Object.fromEntries(
      attributeColumns.map(({ name, kind }) => [
        name,
        attributeData(
          samples.map((sample) => attributeValue(sample, name)),
          attributeTypes()[kind],
        ),
      ]),
    ),
    ...Object.fromEntries(
      layerNames.map((name) => [name, binaryData(samples.map((sample) => sample.layers?.[name] ?? null))]),
    ),
  };
  const type = new arrow.Struct(schema.fields);
  const children = schema.fields.map(({ name }) => {
    const column = columns[name];
    if (column === undefined) throw internalError(`column ${name} is not filled`);
    return column;
  });
  const data = arrow.makeData({ type, length: samples.length, nullCount: 0, children });
  return new arrow.Table(schema, new arrow.RecordBatch(schema, data));
}

function attributeTypes(): Record<(typeof attributeColumns)[number]['kind'], Arrow.DataType> {
  const arrow = loadArrow();
  return {
    number: new arrow.Float64(),
    text: new arrow.Utf8(),
    whole: new arrow.Int32(),
  };
}

function attributeData(values: readonly AttributeValue[], type: Arrow.DataType): Arrow.Data {
  return loadArrow().vectorFromArray(values, type).data[0]!;
}

function textData(values: readonly string[]): Arrow.Data {
  const arrow = loadArrow();
  const encoder = new TextEncoder();
  const { bytes, offsets } = concatenate(values.map((value) => encoder.encode(value)));
  return arrow.makeData({
    type: new arrow.Utf8(),
    length: values.length,
    valueOffsets: offsets,
    data: bytes,
  });
}

function binaryData(values: readonly (Uint8Array | null)[]): Arrow.Data {
  const arrow = loadArrow();
  const { bytes, offsets } = concatenate(values.map((value) => value ?? new Uint8Array(0)));
  return arrow.makeData({
    type: new arrow.Binary(),
    length: values.length,
    ...validity(values.map((value) => value !== null)),
    valueOffsets: offsets,
    data: bytes,
  });
}

function concatenate(parts: readonly Uint8Array[]): { bytes: Uint8Array; offsets: Int32Array } {
  const offsets = new Int32Array(parts.length + 1);
  for (const [i, part] of parts.entries()) offsets[i + 1] = offsets[i]! + part.length;
  const bytes = new Uint8Array(offsets[parts.length]!);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]!);
  return { bytes, offsets };
}

/** @param given – N arrays of `length` floats, null where a sample has none; NaN becomes a null in the list. */
function floatLists(given: readonly (Float32Array | null)[], length: number): Arrow.Data {
  const arrow = loadArrow();
  const rows = given.map((row) => (row?.every(Number.isNaN) ? null : row));
  const values = new Float32Array(rows.length * length);
  for (const [i, row] of rows.entries()) if (row !== null) values.set(row, i * length);
  const present = Array.from(values, (value) => !Number.isNaN(value));
  const child = arrow.makeData({ type: new arrow.Float32(), data: values, ...validity(present) });
  const type = new arrow.FixedSizeList(length, new arrow.Field('item', child.type, true));
  return arrow.makeData({ type, length: rows.length, ...validity(rows.map((row) => row !== null)), child });
}

function byteLists(rows: readonly (Uint8Array | null)[], length: number): Arrow.Data {
  const arrow = loadArrow();
  const values = new Uint8Array(rows.length * length);
  for (const [i, row] of rows.entries()) if (row !== null) values.set(row, i * length);
  const child = arrow.makeData({ type: new arrow.Uint8(), data: values });
  const type = new arrow.FixedSizeList(length, new arrow.Field('item', child.type, true));
  return arrow.makeData({ type, length: rows.length, ...validity(rows.map((row) => row !== null)), child });
}

/** Arrow's validity bitmap: bit i says whether value i is there. */
function validity(present: readonly boolean[]): { nullCount: number; nullBitmap: Uint8Array | null } {
  const nullBitmap = new Uint8Array(Math.ceil(present.length / 64) * 8);
  let nullCount = 0;
  for (const [i, there] of present.entries()) {
    if (there) nullBitmap[i >> 3] = nullBitmap[i >> 3]! | (1 << (i & 7));
    else nullCount++;
  }
  return nullCount === 0 ? { nullCount, nullBitmap: null } : { nullCount, nullBitmap };
}

export interface StoredRow {
  index: number;
  sample: LayeredSample;
}

/** The rows of a query's result; columns that were not asked for come back empty. */
export function fromTable(
  table: Arrow.Table | Arrow.RecordBatch,
  { landmarks, pointCount, conventions }: Pick<DatasetManifest, 'landmarks' | 'pointCount' | 'conventions'>,
  /** For messages. */
  folder: string,
): StoredRow[] {
  const rows: StoredRow[] = [];
  const column = (name: string): Arrow.Vector | null => table.getChild(name);
  const index = column('index');
  for (let row = 0; row < table.numRows; row++) {
    const text = (name: string): string => String(column(name)?.get(row) ?? '');
    const number = (name: string): number => Number(column(name)?.get(row));
    const floats = (name: string): Float32Array | null => readFloats(column(name)?.get(row));
    const bytes = (name: string): Uint8Array | null => readBytes(column(name)?.get(row));
    // The manifest's conventions are those of every sample: where one is null, no point has a label.
    const points = (convention: Convention): Float32Array | null =>
      floats(convention) ??
      (conventions.includes(convention) ? new Float32Array(2 * pointCount).fill(Number.NaN) : null);
    const surface = points('surface');
    const contour = points('contour');
    const layers: EncodedLayers = {};
    for (const name of layerNames) {
      const layer = bytes(name);
      if (layer !== null) layers[name] = layer;
    }
    const sample: LayeredSample = {
      id: text('id'),
      image: bytes(imageColumn) ?? new Uint8Array(0),
      width: number('width'),
      height: number('height'),
      landmarks,
      points: { ...(surface && { surface }), ...(contour && { contour }) },
      points3d: floats('points3d'),
      visibility: readBytes(column('visibility')?.get(row)?.toArray()),
      labelQuality: readBytes(column('label_quality')?.get(row)?.toArray()),
      box: {
        x: number('box_x'),
        y: number('box_y'),
        width: number('box_width'),
        height: number('box_height'),
      },
      split: text('split'),
      pupils: floats('pupils'),
      attributes: parseAttributes(text('attributes'), `${folder}, row ${number('index')} (${text('id')})`),
      ...(Object.keys(layers).length > 0 && { layers }),
    };
    rows.push({ index: Number(index?.get(row)), sample });
  }
  return rows;
}

function readFloats(list: Arrow.Vector<Arrow.Float32> | null | undefined): Float32Array | null {
  if (list === null || list === undefined) return null;
  const values = Float32Array.from(list.toArray());
  if (list.nullCount > 0) {
    for (let i = 0; i < values.length; i++) if (!list.isValid(i)) values[i] = Number.NaN;
  }
  return values;
}

/** A copy: the view would keep the whole result alive. */
function readBytes(bytes: Uint8Array | null | undefined): Uint8Array | null {
  return bytes === null || bytes === undefined ? null : Uint8Array.from(bytes);
}
