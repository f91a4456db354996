/** What is wrong with the set, as it arises: what its file would be refused for, and what is hardly meant. */
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { add, type Vector3 } from '../../../../src/core/vector.js';
import type { SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import {
  doubtfulPoints,
  type PointFault,
  repeatedPoints,
  unpairedPoints,
} from '../../../../src/landmarks/sets/point-faults.js';
import { landmarkSetNames } from '../../../../src/landmarks/sets/registry.js';
import { isSetName, setNameRule } from '../../../../src/landmarks/sets/set-file.js';
import { mostPoints } from '../../../../src/landmarks/sets/set-schema.js';
import type { EditorHead } from './editor-head.js';
import { partnersOf } from './moves.js';

interface Problem extends Omit<PointFault, 'point'> {
  point: number | null;
  /** Refused by every command. */
  isFault: boolean;
}

function problemsOf(draft: SetDraft, head: EditorHead): Problem[] {
  const { name, points } = draft;
  const definitions = points.map(({ definition }) => definition);
  const whole = (rule: string, hint: string): Problem => ({ point: null, rule, hint, isFault: true });
  const faults: Problem[] = [];
  if (!isSetName(name)) faults.push(whole(`The set is called '${name}'`, `give it ${setNameRule}`));
  if (landmarkSetNames.includes(name))
    faults.push(whole(`'${name}' is a built-in set`, 'give it a name of its own'));
  if (points.length === 0)
    faults.push(whole('The set has no points yet', 'begin from another set, add points or draw a curve'));
  if (points.length > mostPoints)
    faults.push(whole(`The set has ${points.length} points`, `at most ${mostPoints}`));
  const places = definitions.map((point) => head.place(point));
  const meant = definitions.map((point, i): Vector3 => {
    if (!('curve' in point) || point.offset === undefined) return places[i]!;
    const { offset, ...on } = point;
    return add(head.place(on), offset);
  });
  const told = (list: PointFault[], isFault: boolean): Problem[] =>
    list.map((fault) => ({ ...fault, isFault }));
  return [
    ...faults,
    ...told(repeatedPoints(definitions), true),
    ...told(unpairedPoints(definitions, partnersOf(draft)), true),
    ...told(doubtfulPoints(definitions, places, meant), false),
  ];
}

/** More than these are not read by anybody. */
const most = 60;

interface ProblemsProps {
  draft: SetDraft;
  head: EditorHead;
  onSelect: (selected: readonly number[]) => void;
}

export function Problems({ draft, head, onSelect }: ProblemsProps) {
  const settled = useDeferredValue(draft);
  const problems = useMemo(() => problemsOf(settled, head), [settled, head]);
  const faults = problems.filter(({ isFault }) => isFault).length;
  return (
    <section className="set-problems" aria-label="Problems">
      <h2>
        <span role="status">
          {problems.length === 0 ? (
            <>
              <CircleCheck size={14} className="set-good" aria-hidden="true" /> No problems
            </>
          ) : (
            `${faults} ${faults === 1 ? 'problem' : 'problems'}${problems.length > faults ? `, ${problems.length - faults} doubtful` : ''}`
          )}
        </span>
      </h2>
      <ul>
        {problems.slice(0, most).map(({ point, rule, hint, isFault }, i) => {
          const words = (
            <>
              {isFault ? (
                <CircleAlert size={13} className="set-mark set-bad" aria-label="Problem" />
              ) : (
                <TriangleAlert size={13} className="set-mark set-warn" aria-label="Doubtful" />
              )}
              <span>
                {point === null
                  ? rule
                  : `${settled.points[point]?.definition.name} ${rule.replace(/; training.*/, '')}`}
                <small>{hint.replace(/, or write \* for the side| \(a row's ends.*\)/, '')}</small>
              </span>
            </>
          );
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: problems have no other name
            <li key={i}>
              {point === null ? (
                <div className="set-problem">{words}</div>
              ) : (
                <button type="button" className="set-problem" onClick={() => onSelect([point])}>
                  {words}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {problems.length > most && <p className="set-soft">and {problems.length - most} more</p>}
    </section>
  );
}
