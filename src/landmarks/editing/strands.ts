/** Strands of a draft: the points that lie along one curve, be it a feature curve or one's own, or between two of them. */
import type { LandmarkDefinition } from '../landmark-set.js';
import { fractionsOf } from '../sets/lay-entry.js';
import { type DraftPoint, freeName, namesOf, type SetDraft, withPoints } from './set-draft.js';

export interface Strand {
  /** Tells it from the others; the name of its curve where it has one. */
  key: string;
  /** For people. */
  title: string;
  /** Indices of its points, in the order of the set. */
  points: number[];
  /** Along one curve: its points can be spaced anew. */
  isCurve: boolean;
}

export function strandKey({ definition, drawn }: DraftPoint): string {
  if (drawn !== undefined) return `drawn ${drawn.curve}`;
  if ('curve' in definition) return definition.curve;
  if (definition.exact !== undefined) return 'skin';
  const curves = [...new Set(definition.blend.map(({ curve }) => curve))];
  return curves.length === 2 ? curves.join(' – ') : 'skin';
}

export function strandsOf(draft: SetDraft): Strand[] {
  const strands = new Map<string, Strand>();
  draft.points.forEach((point, i) => {
    const key = strandKey(point);
    const strand = strands.get(key) ?? {
      key,
      title: key === 'skin' ? 'On the skin' : key.startsWith('drawn ') ? drawnTitle(point) : key,
      points: [],
      isCurve: point.drawn !== undefined || 'curve' in point.definition,
    };
    strand.points.push(i);
    strands.set(key, strand);
  });
  return [...strands.values()];
}

/** The common part of its points' names. */
function drawnTitle({ definition }: DraftPoint): string {
  return `${definition.name.replace(/\.\d+$/, '')} (drawn)`;
}

/** Where a point lies along its strand's curve. */
export function fractionOf({ definition, drawn }: DraftPoint): number | undefined {
  return drawn?.at ?? ('curve' in definition ? definition.at : undefined);
}

/** A point of a strand's curve at a fraction. */
export type PointMaker = (at: number) => Pick<DraftPoint, 'definition' | 'drawn'>;

/**
 * The points of a strand laid again, so many of them, evenly between its outermost ones; they come where its first one was.
 * @param closed – whether its curve is.
 */
export function spaceEvenly(
  draft: SetDraft,
  strand: Strand,
  count: number,
  closed: boolean,
  make: PointMaker,
): SetDraft {
  const own = strand.points.map((i) => draft.points[i]!);
  const first = own[0];
  if (first === undefined) return draft;
  const fractions = own.map((point) => fractionOf(point) ?? 0);
  const around = closed && own.length > 2 && Math.max(...fractions) - Math.min(...fractions) > 0.5;
  const [low, high] = [Math.min(...fractions), Math.max(...fractions)];
  const [from, to] = around || low === high ? [0, 1] : [low, high];
  const isReversed = own.length > 1 && fractions[0]! > fractions.at(-1)!;
  const places = fractionsOf({ count, from, to }, closed, () => 1);
  const others = new Set(strand.points);
  const taken = namesOf(
    withPoints(
      draft,
      draft.points.filter((_, i) => !others.has(i)),
    ),
  );
  const stem = stemOf(own) ?? strand.key;
  const laid = (isReversed && !around ? places.reverse() : places).map((at, i): DraftPoint => {
    const before = own.find((point) => fractionOf(point) === at && point.definition.name === `${stem}.${i}`);
    if (before !== undefined && own.length === count) return before;
    const name = freeName(taken, `${stem}.${i}`);
    taken.add(name);
    const made = make(at);
    return {
      ...made,
      definition: { ...made.definition, name, region: first.definition.region } as LandmarkDefinition,
    };
  });
  const at = strand.points[0]!;
  return withPoints(
    draft,
    draft.points.flatMap((point, i) => (i === at ? laid : others.has(i) ? [] : [point])),
  );
}

/** What all names begin with where only a number follows. */
function stemOf(points: readonly DraftPoint[]): string | undefined {
  const stems = new Set(points.map(({ definition }) => definition.name.replace(/\.\d+$/, '')));
  return stems.size === 1 ? [...stems][0] : undefined;
}
