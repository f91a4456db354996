/**
 * Writes a draft as a set's YAML file (`sets/set-file.ts` reads it): entries of the file that nobody touched as they stood, comments
 * too; the others as few rows and parts of built-in sets as can be. What is read again has the very same points.
 */
import { Document, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import type { LandmarkDefinition } from '../landmark-set.js';
import { isClosedCurve, mirrorCurve } from '../sets/curve-mirror.js';
import { fractionsOf, regionOf } from '../sets/lay-entry.js';
import { landmarkSet } from '../sets/registry.js';
import type { CurveRow, SetEntry } from '../sets/set-file.js';
import type { DraftPoint, SetDraft } from './set-draft.js';

export function setText(draft: SetDraft): string {
  const before = draft.source;
  const entries = joinSides(entriesOf(draft, before !== undefined));
  if (before !== undefined) {
    try {
      return textFrom(parseDocument(before), draft, entries);
    } catch {
      // Its entries stand for each other (aliases): written out without what is gone.
      return textFrom(new Document({}), draft, withoutOld(entries, before));
    }
  }
  return textFrom(new Document({}), draft, entries);
}

/** An entry, or the number of one that stands in the file already. */
type Written = SetEntry | number;

function withoutOld(entries: readonly Written[], before: string): SetEntry[] {
  const old: { points: SetEntry[] } = parseDocument(before).toJS();
  return entries.map((entry) => (typeof entry === 'number' ? old.points[entry]! : entry));
}

function textFrom(document: Document, draft: SetDraft, entries: readonly Written[]): string {
  const list = document.get('points');
  const old = isSeq(list) ? [...list.items] : [];
  document.set('name', draft.name);
  if (draft.description === '') document.delete('description');
  else document.set('description', draft.description);
  const made = entries.map((entry) => (typeof entry === 'number' ? old[entry] : nodeOf(document, entry)));
  const sequence: YAMLSeq = isSeq(list) ? list : (document.createNode([]) as YAMLSeq);
  sequence.items = made;
  sequence.flow = made.length === 0;
  if (!isSeq(list)) document.set('points', sequence);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A row is one line; lists of places on a mesh have a line for each. */
function nodeOf(document: Document, entry: SetEntry): unknown {
  const node = document.createNode(entry, { flow: !('head' in entry || 'drawn' in entry) });
  if ('head' in entry || 'drawn' in entry) {
    const places: unknown = node.get('head' in entry ? 'points' : 'through');
    if (isSeq(places)) for (const place of places.items) (place as { flow?: boolean }).flow = true;
    for (const key of ['at', 'names']) {
      const short: unknown = node.get(key);
      if (isSeq(short)) short.flow = true;
    }
  }
  return node;
}

/** @param hasOld – whether entries may stand as they stood. */
function entriesOf({ points, drawn }: SetDraft, hasOld: boolean): Written[] {
  const isOld = (start: number): boolean => hasOld && isWholeEntry(points, start);
  const entries: Written[] = [];
  let i = 0;
  while (i < points.length) {
    const { written } = points[i]!;
    if (written !== undefined && isOld(i)) {
      entries.push(written.entry);
      i += written.of;
      continue;
    }
    const kind = kindOf(points[i]!);
    let end = i + 1;
    while (
      end < points.length &&
      kindOf(points[end]!) === kind &&
      follows(points[end - 1]!, points[end]!) &&
      !isOld(end)
    )
      end++;
    entries.push(entryOf(points.slice(i, end), drawn));
    i = end;
  }
  return entries;
}

/** Whether here begins an entry of the file, all of it as it was. */
function isWholeEntry(points: readonly DraftPoint[], start: number): boolean {
  const first = points[start]!.written;
  if (first === undefined || first.place !== 0) return false;
  for (let k = 0; k < first.of; k++) {
    const written = points[start + k]?.written;
    if (written?.entry !== first.entry || written.place !== k) return false;
  }
  return true;
}

/** Points of one kind may stand in one entry. */
function kindOf({ definition, builtIn, drawn }: DraftPoint): string {
  if (builtIn !== undefined) {
    const { region } = landmarkSet(builtIn.set).points[builtIn.index]!;
    return `set ${builtIn.set} ${definition.region === region ? '' : definition.region}`;
  }
  if (drawn !== undefined) return `drawn ${drawn.curve} ${definition.region}`;
  if ('curve' in definition) return `curve ${definition.curve} ${definition.region}`;
  if (definition.exact !== undefined) return `head ${definition.exact.head}`;
  const [first, second] = definition.blend;
  return `between ${first?.curve} ${second?.curve} ${second?.weight} ${definition.region}`;
}

/** A part of a set takes its points in their order. */
function follows(before: DraftPoint, point: DraftPoint): boolean {
  return (
    before.builtIn === undefined ||
    point.builtIn === undefined ||
    (point.builtIn.index > before.builtIn.index &&
      // Names of their own are written for all of an entry.
      isOwnName(before) === isOwnName(point))
  );
}

function isOwnName({ builtIn, definition }: DraftPoint): boolean {
  return builtIn !== undefined && landmarkSet(builtIn.set).points[builtIn.index]!.name !== definition.name;
}

function entryOf(points: readonly DraftPoint[], drawn: SetDraft['drawn']): SetEntry {
  const first = points[0]!;
  const { definition } = first;
  const names = points.map((point) => point.definition.name);
  const { region } = definition;
  if (first.builtIn !== undefined) {
    const { set } = first.builtIn;
    const all = landmarkSet(set).points;
    const indices = points.map(({ builtIn }) => builtIn!.index);
    return {
      set,
      ...(indices.length < all.length && { indices: rangesOf(indices) }),
      ...(isOwnName(first) && { as: names }),
      ...(all[indices[0]!]!.region !== region && { region }),
    };
  }
  if (first.drawn !== undefined) {
    const { head, through, closed } = drawn.get(first.drawn.curve)!;
    return {
      drawn: head,
      ...placesKeys(
        points.map((point) => point.drawn!.at),
        closed,
      ),
      ...namesKeys(names, 'drawn'),
      ...(region !== 'skin' && { region }),
      ...(closed && { closed }),
      through: through.map(({ triangle, weights }) => ({ triangle, weights: [...weights] })),
    };
  }
  if ('curve' in definition) {
    const { curve } = definition;
    return {
      curve,
      ...placesKeys(
        points.map((point) => (point.definition as { at: number }).at),
        isClosedCurve(curve),
      ),
      ...namesKeys(names, curve),
      ...(region !== regionOf(curve) && { region }),
    };
  }
  if (definition.exact !== undefined) return headEntry(points, definition.exact.head);
  const [from, to] = definition.blend;
  return {
    between: [from!.curve, to!.curve],
    share: [to!.weight],
    at: points.map((point) => ('blend' in point.definition ? point.definition.blend[0]!.at : 0)),
    names,
    ...(region !== 'skin' && { region }),
  };
}

function headEntry(points: readonly DraftPoint[], head: string): SetEntry {
  return {
    head,
    points: points.map(({ definition }) => {
      const { triangle, weights } = exactOf(definition);
      const { name, region } = definition;
      return { name, ...(region !== 'skin' && { region }), triangle, weights: [...weights] };
    }),
  };
}

function exactOf(definition: LandmarkDefinition): { triangle: number; weights: readonly number[] } {
  return 'blend' in definition && definition.exact !== undefined
    ? definition.exact
    : { triangle: 0, weights: [1, 0, 0] };
}

/** Indices with ranges such as 17-26. */
function rangesOf(indices: readonly number[]): (number | string)[] {
  const ranges: (number | string)[] = [];
  let start = 0;
  for (let i = 1; i <= indices.length; i++) {
    if (i < indices.length && indices[i] === indices[i - 1]! + 1) continue;
    const [from, to] = [indices[start]!, indices[i - 1]!];
    ranges.push(from === to ? from : `${from}-${to}`);
    start = i;
  }
  return ranges;
}

/** Even places are written as their number, where that gives the same bits. */
function placesKeys(at: readonly number[], closed: boolean): Pick<CurveRow, 'count' | 'from' | 'to' | 'at'> {
  const count = at.length;
  if (count > 2) {
    const range = { ...(at[0] !== 0 && { from: at[0]! }), ...(at.at(-1) !== 1 && { to: at.at(-1)! }) };
    const rows = closed ? [{ count }, { count, ...range }] : [{ count, ...range }];
    const same = rows.find(
      (row) =>
        (row.from ?? 0) < (row.to ?? 1) &&
        fractionsOf(row, closed, () => 1).every((fraction, i) => fraction === at[i]),
    );
    if (same !== undefined) return same;
  }
  return { at: [...at] };
}

/** Names that are a stem and a running number are written as the stem. */
function namesKeys(names: readonly string[], usual: string): Pick<CurveRow, 'name' | 'names'> {
  const stem = names[0]!.replace(/\.0$/, '');
  if (stem === '' || !names.every((name, i) => name === `${stem}.${i}`)) return { names: [...names] };
  return stem === usual ? {} : { name: stem };
}

/** Two rows that are each other's mirror image, the right one first, are one with * for the side. */
function joinSides(entries: readonly Written[]): Written[] {
  const joined: Written[] = [];
  for (const entry of entries) {
    const before = joined.at(-1);
    const pair = isRow(before) && isRow(entry) ? joinedRow(before, entry) : undefined;
    if (pair === undefined) joined.push(entry);
    else joined[joined.length - 1] = pair;
  }
  return joined;
}

function isRow(entry: Written | undefined): entry is CurveRow {
  return typeof entry === 'object' && 'curve' in entry;
}

function joinedRow(right: CurveRow, left: CurveRow): CurveRow | undefined {
  const { curve, name } = right;
  if (!/\bright\b/.test(curve) || left.curve !== mirrorCurve(curve as Parameters<typeof mirrorCurve>[0]))
    return undefined;
  if (right.names !== undefined || left.names !== undefined) return undefined;
  if (name !== undefined && !name.endsWith('.right')) return undefined;
  const stem = name?.replace(/\.right$/, '');
  if (left.name !== (stem === undefined ? undefined : `${stem}.left`)) return undefined;
  const places = ({ at, count, from, to, region }: CurveRow): string =>
    JSON.stringify([at, count, from, to, region]);
  if (places(right) !== places(left)) return undefined;
  const { name: _, ...rest } = right;
  return { ...rest, curve: curve.replace('right', '*'), ...(stem !== undefined && { name: stem }) };
}
