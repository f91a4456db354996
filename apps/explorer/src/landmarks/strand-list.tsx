/** The set as a list: its strands with how many points each has, and every point, to be selected by keys too. */
import { ChevronRight, Plus } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import type { Strand } from '../../../../src/landmarks/editing/strands.js';
import { curveNames } from '../../../../src/landmarks/surface.js';
import { regionColours } from './stage/head-scene.js';

interface StrandListProps {
  draft: SetDraft;
  strands: readonly Strand[];
  selected: readonly number[];
  onSelect: (selected: readonly number[]) => void;
  onName: (name: string) => void;
  onSpace: (strand: Strand, count: number) => void;
  onAddCurve: (curve: string, count: number) => void;
}

export function StrandList(props: StrandListProps) {
  const { draft, strands, selected, onSelect, onName, onSpace, onAddCurve } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setOpen((old) => {
      const now = new Set(old);
      if (!now.delete(key)) now.add(key);
      return now;
    });
  const chosen = new Set(selected);
  return (
    <div className="set-list">
      <div className="set-list-head">
        <NameField name={draft.name} onName={onName} />
        <span className="set-count">
          {draft.points.length} {draft.points.length === 1 ? 'point' : 'points'}
        </span>
      </div>
      <ul className="set-strands" aria-label="Strands of the set">
        {strands.length === 0 && <li className="set-strands-none">No points yet</li>}
        {strands.map((strand) => {
          const isChosen = strand.points.some((i) => chosen.has(i));
          const isOpen = open.has(strand.key) || (selected.length === 1 && isChosen);
          return (
            <li key={strand.key}>
              <div className={`set-strand ${isChosen ? 'set-strand-chosen' : ''}`}>
                <button
                  type="button"
                  className="set-fold"
                  aria-expanded={isOpen}
                  aria-label={`Points of ${strand.title}`}
                  onClick={() => toggle(strand.key)}
                >
                  <ChevronRight size={13} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  className="set-strand-name"
                  title={`Select all points of ${strand.title}`}
                  onClick={() => onSelect(strand.points)}
                >
                  <i
                    style={{ background: regionColours[draft.points[strand.points[0]!]!.definition.region] }}
                  />
                  {strand.title}
                </button>
                {strand.isCurve ? (
                  <CountField
                    key={strand.points.length}
                    label={`Points evenly along ${strand.title}`}
                    count={strand.points.length}
                    onCount={(count) => onSpace(strand, count)}
                  />
                ) : (
                  <span className="set-strand-count">{strand.points.length}</span>
                )}
              </div>
              {isOpen && (
                <ul className="set-points" aria-label={strand.title}>
                  {strand.points.map((i) => (
                    <PointRow
                      key={i}
                      index={i}
                      draft={draft}
                      isChosen={chosen.has(i)}
                      onSelect={onSelect}
                      selected={selected}
                    />
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      <AddCurve onAdd={onAddCurve} />
    </div>
  );
}

interface PointRowProps {
  index: number;
  draft: SetDraft;
  isChosen: boolean;
  selected: readonly number[];
  onSelect: (selected: readonly number[]) => void;
}

function PointRow({ index, draft, isChosen, selected, onSelect }: PointRowProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen && selected.length === 1) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen, selected.length]);
  return (
    <li>
      <button
        ref={button}
        type="button"
        aria-pressed={isChosen}
        onClick={(event) =>
          onSelect(event.shiftKey ? [...selected.filter((one) => one !== index), index] : [index])
        }
      >
        <span>{index}</span>
        {draft.points[index]!.definition.name}
      </button>
    </li>
  );
}

function NameField({ name, onName }: { name: string; onName: (name: string) => void }) {
  const [written, setWritten] = useState(name);
  useEffect(() => setWritten(name), [name]);
  return (
    <input
      className="field set-name"
      aria-label="Name of the set"
      value={written}
      onChange={(event) => setWritten(event.target.value)}
      onBlur={() => written !== name && onName(written.trim())}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

interface CountFieldProps {
  label: string;
  count: number;
  onCount: (count: number) => void;
}

function CountField({ label, count, onCount }: CountFieldProps) {
  const [written, setWritten] = useState(String(count));
  const take = (text: string) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= 1000 && number !== count) onCount(number);
  };
  return (
    <input
      className="field set-number"
      type="number"
      min={1}
      max={1000}
      aria-label={label}
      title={label}
      value={written}
      onChange={(event) => {
        setWritten(event.target.value);
        // The arrows of the field are taken at once, what is typed when it is done.
        if (!('inputType' in event.nativeEvent) || event.nativeEvent.inputType === '')
          take(event.target.value);
      }}
      onBlur={() => take(written)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(written);
      }}
    />
  );
}

function AddCurve({ onAdd }: { onAdd: (curve: string, count: number) => void }) {
  const [curve, setCurve] = useState<string>('jaw');
  const [count, setCount] = useState(9);
  const id = useId();
  return (
    <form
      className="set-add"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(curve, count);
      }}
    >
      <label htmlFor={id}>Add a feature curve</label>
      <div>
        <select id={id} className="select" value={curve} onChange={(event) => setCurve(event.target.value)}>
          {curveNames.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <input
          className="field set-number"
          type="number"
          min={1}
          max={1000}
          aria-label="How many points"
          value={count}
          onChange={(event) =>
            setCount(Math.max(1, Math.min(1000, Math.round(Number(event.target.value)) || 1)))
          }
        />
        <button type="submit" className="icon-button" aria-label="Add the curve" title="Add the curve">
          <Plus size={14} aria-hidden="true" />
        </button>
      </div>
    </form>
  );
}
