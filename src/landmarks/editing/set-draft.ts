/**
 * A landmark set while it is edited: its points one by one, each with what is known of where it came from, so that what nobody touched
 * is written as it stood. A draft never changes; every edit gives a new one, which makes undo a list of drafts.
 */
import type { LandmarkDefinition } from '../landmark-set.js';
import type { BuiltSet } from '../sets/build-set.js';
import { fractionsOf, type HeadReaders, partIndices } from '../sets/lay-entry.js';
import type { ParsedSetFile } from '../sets/set-file.js';
import type { SurfacePoint } from '../surface.js';

export interface DraftPoint {
  readonly definition: LandmarkDefinition;
  /** The entry of the file that laid it, where nothing was changed since: the `place`th of its `of` points. */
  readonly written?: { readonly entry: number; readonly place: number; readonly of: number };
  /** The point of a built-in set in whose place it lies. */
  readonly builtIn?: { readonly set: string; readonly index: number };
  /** The curve of one's own that it lies on. */
  readonly drawn?: { readonly curve: number; readonly at: number };
}

/** A curve of one's own: it runs smoothly through places on a head's mesh. */
export interface DrawnStrand {
  readonly head: string;
  readonly through: readonly SurfacePoint[];
  readonly closed: boolean;
}

export interface SetDraft {
  readonly name: string;
  readonly description: string;
  readonly points: readonly DraftPoint[];
  /** By their number. */
  readonly drawn: ReadonlyMap<number, DrawnStrand>;
  /** The text that `written` of its points speaks of. */
  readonly source?: string;
}

export const emptyDraft: SetDraft = { name: 'my-set', description: '', points: [], drawn: new Map() };

/** Whether every entry of a file was laid, so that nothing of it is lost in a draft. */
export function isWhole({ file, mistakes }: ParsedSetFile, { laid }: BuiltSet): boolean {
  return file !== undefined && mistakes.length === 0 && laid.every((points) => points.length > 0);
}

/** @param built – of the same text. @param heads – read what it says of meshes. */
export function draftOf(
  source: string,
  { file }: ParsedSetFile,
  { laid }: BuiltSet,
  heads: HeadReaders,
): SetDraft {
  if (file === undefined) return emptyDraft;
  const drawn = new Map<number, DrawnStrand>();
  const points = laid.flatMap((definitions, i): DraftPoint[] => {
    const entry = file.points[i];
    if (entry === undefined) return [];
    const indices = 'set' in entry ? partIndices(entry) : undefined;
    let fractions: number[] | undefined;
    if ('drawn' in entry) {
      const curve = heads(entry.drawn).curve(entry);
      if ('length' in curve) {
        fractions = fractionsOf(entry, curve.closed, () => curve.length);
        drawn.set(i, {
          head: entry.drawn,
          closed: curve.closed,
          through: entry.through.map(({ triangle, weights }) => ({
            triangle,
            weights: weights as [number, number, number],
          })),
        });
      }
    }
    return definitions.map((definition, place) => ({
      definition,
      written: { entry: i, place, of: definitions.length },
      ...('set' in entry && { builtIn: { set: entry.set, index: indices![place]! } }),
      ...(fractions !== undefined && { drawn: { curve: i, at: fractions[place]! } }),
    }));
  });
  return { name: file.name, description: file.description ?? '', points, drawn, source };
}

/** What was changed is no longer as the file has it. */
export function changed(
  { definition, builtIn, drawn }: DraftPoint,
  change: { name?: string; region?: LandmarkDefinition['region'] },
): DraftPoint {
  return {
    definition: { ...definition, ...change },
    ...(builtIn && { builtIn }),
    ...(drawn && { drawn }),
  };
}

/** The point in another place. @param place – its name and region are not taken. */
export function movedTo(
  { definition: { name, region } }: DraftPoint,
  place: LandmarkDefinition,
  drawn?: DraftPoint['drawn'],
): DraftPoint {
  return { definition: { ...place, name, region }, ...(drawn && { drawn }) };
}

export function withPoints(draft: SetDraft, points: readonly DraftPoint[]): SetDraft {
  const used = new Set(points.map((point) => point.drawn?.curve));
  const drawn = [...draft.drawn].every(([curve]) => used.has(curve))
    ? draft.drawn
    : new Map([...draft.drawn].filter(([curve]) => used.has(curve)));
  return { ...draft, points, drawn };
}

/** @param changes – by index. */
export function replacePoints(draft: SetDraft, changes: ReadonlyMap<number, DraftPoint>): SetDraft {
  return withPoints(
    draft,
    draft.points.map((point, i) => changes.get(i) ?? point),
  );
}

export function removePoints(draft: SetDraft, indices: ReadonlySet<number>): SetDraft {
  return withPoints(
    draft,
    draft.points.filter((_, i) => !indices.has(i)),
  );
}

/** @param after – index of the point that they follow; at the end without one. */
export function addPoints(draft: SetDraft, added: readonly DraftPoint[], after?: number): SetDraft {
  const at = after === undefined ? draft.points.length : after + 1;
  return withPoints(draft, [...draft.points.slice(0, at), ...added, ...draft.points.slice(at)]);
}

/** A name that no point has. */
export function freeName(taken: ReadonlySet<string>, wanted: string): string {
  if (!taken.has(wanted)) return wanted;
  const stem = wanted.replace(/\.\d+$/, '');
  for (let i = 1; ; i++) if (!taken.has(`${stem}.${i}`)) return `${stem}.${i}`;
}

export function namesOf({ points }: SetDraft): Set<string> {
  return new Set(points.map(({ definition }) => definition.name));
}
