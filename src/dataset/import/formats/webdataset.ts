/**
 * Imports WebDataset shards as `lineament dataset export --format webdataset` writes them: tar files whose consecutive
 * members with one name up to the first dot are a sample: its picture, `.json` labels, and perhaps layers. The shards
 * are read twice, in order, a sample at a time: once for what the dataset is to hold, once for the samples. A shard that
 * breaks off gives what came before, and is listed. Shards of others have labels of their own and are refused.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { LineamentError, messageOf, StoppedError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { openLandmarkSet } from '../../../face/landmark-set-file.js';
import { type Convention, conventions, type LandmarkSet } from '../../../landmarks/landmark-set.js';
import { type EncodedLayers, type LayerName, layerNames } from '../../layers/registry.js';
import type { LayeredSample } from '../../store/columns.js';
import { parseJsonLabels } from '../files/json-labels.js';
import { listFiles } from '../files/list-files.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportItem, type ImportResult, importDataset } from '../import-dataset.js';

export interface WebDatasetImportOptions {
  /** A shard, or a folder of them. */
  source: string;
  out: string;
  /** The landmark set: what the labels name, by default; the YAML file where it is a set of one's own. */
  landmarks?: string | undefined;
}

type Pair = [number, number] | null;

interface Labels {
  id: string;
  split: string;
  landmarks: string;
  points: Partial<Record<Convention, Pair[]>>;
  points3d: number[][] | null;
  visibility: number[] | null;
  box: { x: number; y: number; width: number; height: number };
  pupils: (number | null)[] | null;
  attributes: Record<string, unknown>;
}

const pairs = z.array(z.tuple([z.number(), z.number()]).nullable());
const labelsSchema: z.ZodType<Labels> = z.object({
  id: z.string().min(1),
  split: z.string().min(1),
  landmarks: z.string().min(1),
  points: z.object({ surface: pairs.exactOptional(), contour: pairs.exactOptional() }),
  points3d: z.array(z.array(z.number()).length(3)).nullable(),
  visibility: z.array(z.number()).nullable(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  pupils: z.array(z.number().nullable()).length(4).nullable(),
  attributes: z.record(z.string(), z.unknown()),
});

/** Bytes of a member, and members of a sample: a shard of others does not fill the memory. */
const largestMember = 1 << 28;
const mostMembers = 32;
const tarBlock = 512;
const cutHint = 'it may be cut off: fetch or write it again';
const labelsHint = 'give shards that `lineament dataset export` wrote';

/** A sample's members by what follows the first dot. */
interface Group {
  /** The shard and the key, for messages. */
  place: string;
  members: Map<string, Buffer>;
}

/** A shard that cannot be read further. */
interface Break {
  /** The shard. */
  place: string;
  reason: LineamentError;
}

export async function importWebDataset(
  options: WebDatasetImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { source, out } = options;
  const shards = await shardsOf(source, work.signal);
  const survey = await surveyOf(shards, work.signal);
  const set = await openLandmarkSet(options.landmarks ?? survey.landmarks);
  return importDataset(
    {
      out,
      landmarks: set,
      conventions: survey.conventions,
      missingPoints: survey.missing ? 'allowed' : 'forbidden',
      layers: survey.layers,
      origin: { kind: 'imported', format: 'webdataset', source: resolve(source), landmarks: set.name },
      items: itemsOf(shards, set, survey),
      total: survey.count,
    },
    work,
  );
}

async function shardsOf(source: string, signal: AbortSignal): Promise<string[]> {
  const entry = await stat(source).catch(() => undefined);
  if (entry !== undefined && !entry.isDirectory() && !entry.isFile())
    throw new LineamentError('it is a device or a pipe, not a file', { file: source, hint: labelsHint });
  const files = entry?.isDirectory() === true ? await listFiles(source, signal) : [source];
  const shards = files.filter((file) => file.endsWith('.tar'));
  if (shards.length > 0) return shards;
  throw new LineamentError('there is no .tar file', {
    file: source,
    hint: 'give the shards or their folder',
  });
}

interface Survey {
  count: number;
  landmarks: string;
  conventions: Convention[];
  layers: LayerName[];
  missing: boolean;
}

/** What all samples have in common: read off the first whose labels can be read, and whether any lacks a point. */
async function surveyOf(shards: readonly string[], signal: AbortSignal): Promise<Survey> {
  let survey: Survey | undefined;
  let count = 0;
  let unread: unknown;
  for await (const group of groupsOf(shards)) {
    if (signal.aborted)
      throw new StoppedError(`${count} samples were counted`, {
        file: shards[0]!,
        hint: 'run the same command again; it starts over',
      });
    count++;
    try {
      if ('reason' in group) throw group.reason;
      const labels = labelsOf(group.members, group.place);
      survey ??= firstSurvey(labels, group.members);
      survey.missing ||= Object.values(labels.points).some((list) => list.includes(null));
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
      // Listed when its turn comes.
      unread ??= error;
    }
  }
  if (survey !== undefined) return { ...survey, count };
  throw unread ?? new LineamentError('the shards hold no sample', { file: shards[0]! });
}

function labelsOf(members: Group['members'], place: string): Labels {
  const text = members.get('json')?.toString('utf8') ?? '';
  return parseJsonLabels(labelsSchema, text, place, labelsOfOurs);
}

const labelsOfOurs = 'shards that `lineament dataset export` wrote';

function firstSurvey(labels: Labels, members: Group['members']): Survey {
  return {
    count: 0,
    landmarks: labels.landmarks,
    conventions: conventions.filter((convention) => labels.points[convention] !== undefined),
    layers: layerNames.filter((name) => members.has(`${name}.png`)),
    missing: false,
  };
}

async function* itemsOf(
  shards: readonly string[],
  set: LandmarkSet,
  { layers }: Survey,
): AsyncGenerator<ImportItem> {
  for await (const group of groupsOf(shards))
    yield {
      file: group.place,
      read: () => ('reason' in group ? Promise.reject(group.reason) : readSample(group, set, layers)),
    };
}

async function readSample(
  { place, members }: Group,
  set: LandmarkSet,
  layers: readonly LayerName[],
): Promise<LayeredSample> {
  const labels = labelsOf(members, place);
  const picture = members.get('jpg') ?? members.get('png');
  if (picture === undefined) throw new LineamentError('has no .jpg or .png member', { file: place });
  const image = await storableImage(picture, place);
  const encoded: EncodedLayers = {};
  for (const name of layers) {
    const layer = members.get(`${name}.png`);
    if (layer === undefined)
      throw new LineamentError(`has no .${name}.png member, as the first has`, { file: place });
    encoded[name] = layer;
  }
  const { points, points3d, visibility, pupils, landmarks } = labels;
  if (landmarks !== set.name)
    throw new LineamentError(`is labelled with ${landmarks}, not ${set.name}`, { file: place });
  return {
    id: labels.id,
    image: image.bytes,
    width: image.width,
    height: image.height,
    landmarks,
    points: {
      ...(points.surface && { surface: pointsOf(points.surface) }),
      ...(points.contour && { contour: pointsOf(points.contour) }),
    },
    points3d: points3d && Float32Array.from(points3d.flat()),
    visibility: visibility && Uint8Array.from(visibility),
    labelQuality: null,
    box: labels.box,
    split: labels.split,
    pupils: pupils && Float32Array.from(pupils, (value) => value ?? Number.NaN),
    attributes: labels.attributes,
    ...(layers.length > 0 && { layers: encoded }),
  };
}

function pointsOf(list: readonly Pair[]): Float32Array {
  return Float32Array.from(list.flatMap((pair) => pair ?? [Number.NaN, Number.NaN]));
}

/** The samples of the shards, in order: consecutive members of one key. After a break the next shard goes on. */
async function* groupsOf(shards: readonly string[]): AsyncGenerator<Group | Break> {
  for (const shard of shards) {
    let key: string | undefined;
    let members: Group['members'] = new Map();
    const place = (): string => `${shard}: ${key}`;
    let reason: LineamentError | undefined;
    try {
      for await (const { name, content } of membersOf(shard)) {
        const base = basename(name);
        const dot = base.indexOf('.');
        if (dot <= 0) continue;
        const next = join(dirname(name), base.slice(0, dot));
        if (next !== key && key !== undefined) {
          yield { place: place(), members };
          members = new Map();
        }
        key = next;
        if (members.size >= mostMembers)
          throw new LineamentError(`${key} has more than ${mostMembers} members`, {
            file: shard,
            hint: labelsHint,
          });
        members.set(base.slice(dot + 1).toLowerCase(), content);
      }
    } catch (error) {
      if (!(error instanceof LineamentError)) throw error;
      reason = error;
    }
    // The break may have come within a sample: half of one is no fault of its own.
    if (key !== undefined && (reason === undefined || isWhole(members))) yield { place: place(), members };
    if (reason !== undefined) yield { place: shard, reason };
  }
}

function isWhole(members: Group['members']): boolean {
  return members.has('json') && (members.has('jpg') || members.has('png'));
}

/** A tar file ends in blocks of zeros; cut between two members it reads as one that is whole. */
async function checkEnd(shard: string): Promise<void> {
  const file = await open(shard);
  try {
    const { size } = await file.stat();
    const { buffer: end } = await file.read(
      Buffer.alloc(tarBlock),
      0,
      tarBlock,
      Math.max(0, size - tarBlock),
    );
    if (size < tarBlock || end.some((byte) => byte !== 0))
      throw new LineamentError('the shard breaks off: it has no end mark', { file: shard, hint: cutHint });
  } finally {
    await file.close();
  }
}

async function* membersOf(shard: string): AsyncGenerator<{ name: string; content: Buffer }> {
  const tar = createReadStream(shard).on('error', (error) => unpack.destroy(error));
  const unpack = extract();
  tar.pipe(unpack);
  try {
    for await (const entry of unpack) {
      const { name, size = 0 } = entry.header;
      if (size > largestMember)
        throw new LineamentError(`${name} has ${size} bytes, more than a picture or its labels`, {
          file: shard,
          hint: labelsHint,
        });
      const content = await buffer(entry);
      if (entry.header.type === 'file') yield { name: entry.header.name, content };
    }
    await checkEnd(shard);
  } catch (cause) {
    if (cause instanceof LineamentError) throw cause;
    throw new LineamentError(`the shard cannot be read: ${messageOf(cause)}`, {
      file: shard,
      hint: cutHint,
      cause,
    });
  } finally {
    tar.destroy();
  }
}
