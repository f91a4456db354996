/** Conditions: words of the caption, SQL, and a histogram of every column; each shows what the others leave of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, RotateCcw, SlidersHorizontal, Trash2, X } from 'lucide-react';
import { memo, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { Counts, RowFilter } from '../../../../src/server/studio/schemas/explore.js';
import { ApiError } from '../api/ask.js';
import { readCaptions, removeView, saveView, viewsQuery } from './explore-api.js';
import { NumberHistogram, type Range, WordHistogram } from './histogram.js';
import { pruned, type ViewState } from './view-state.js';

interface FilterPanelProps {
  view: ViewState;
  counts: Counts | undefined;
  /** Why the filter was refused. */
  fault: Error | null;
  onFilter(filter: RowFilter): void;
}

export function FilterPanel({ view, counts, fault, onFilter }: FilterPanelProps) {
  const { filter } = view;
  const { sort, ...conditions } = pruned(filter);
  const [isOpen, setOpen] = useState(false);
  const isFiltered = Object.keys(conditions).length > 0;
  const latest = useRef(filter);
  latest.current = filter;
  const onRange = useCallback(
    (name: string, range: Range | null) => {
      const { [name]: _, ...others } = latest.current.ranges ?? {};
      onFilter({ ...latest.current, ranges: range === null ? others : { ...others, [name]: range } });
    },
    [onFilter],
  );
  const onChosen = useCallback(
    (name: string, words: string[]) =>
      onFilter({ ...latest.current, values: { ...latest.current.values, [name]: words } }),
    [onFilter],
  );
  return (
    <aside className={isOpen ? 'filters is-open' : 'filters'} aria-label="Filters">
      <div className="filters-head">
        <Matching counts={counts} />
        {/* In a narrow window alone; a wide one shows them always. */}
        <button
          type="button"
          className="button filters-fold"
          aria-expanded={isOpen}
          onClick={() => setOpen((now) => !now)}
        >
          <SlidersHorizontal size={14} aria-hidden="true" /> Filters
        </button>
        <button
          type="button"
          className="icon-button quiet"
          aria-label="Clear all filters"
          title="Clear all filters"
          disabled={!isFiltered}
          onClick={() => onFilter(sort === undefined ? {} : { sort })}
        >
          <RotateCcw size={14} aria-hidden="true" />
        </button>
      </div>
      <WordsField dataset={view.dataset} filter={filter} onFilter={onFilter} />
      <WhereField filter={filter} fault={fault} onFilter={onFilter} />
      {filter.like !== undefined && (
        <p className="like">
          Most like row {filter.like.row}
          <button
            type="button"
            className="icon-button quiet"
            aria-label="No longer only what looks like it"
            onClick={() => {
              const { like: _, ...rest } = filter;
              onFilter(rest);
            }}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </p>
      )}
      <SavedViews view={view} />
      <fieldset className="columns" aria-label="Columns" tabIndex={-1}>
        {counts?.columns.map((column) => (
          <ColumnFilter
            key={column.name}
            column={column}
            range={filter.ranges?.[column.name]}
            chosen={filter.values?.[column.name] ?? none}
            onRange={onRange}
            onChosen={onChosen}
          />
        ))}
      </fieldset>
    </aside>
  );
}

function Matching({ counts }: { counts: Counts | undefined }) {
  return (
    <p className="matching" role="status">
      {counts === undefined ? (
        '…'
      ) : (
        <>
          <strong>{counts.matching.toLocaleString('en')}</strong>
          {` of ${counts.total.toLocaleString('en')}`}
        </>
      )}
    </p>
  );
}

interface ConditionProps {
  filter: RowFilter;
  onFilter(filter: RowFilter): void;
}

function WordsField({ dataset, filter, onFilter }: ConditionProps & { dataset: number }) {
  const [text, setText] = useDelayed(filter.words ?? '', (words) => onFilter({ ...filter, words }));
  return (
    <input
      className="field wide"
      type="search"
      aria-label="Words of the caption"
      placeholder="Words of the caption"
      value={text}
      onFocus={() => void readCaptions(dataset)}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** Milliseconds between keys that are a pause: an answer that nobody waits for any more is stopped. */
const pause = 60;

/** Text that is passed on when its writer pauses. */
function useDelayed(given: string, pass: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(given);
  const latest = useRef({ given, pass });
  latest.current = { given, pass };
  useEffect(() => setText(given), [given]);
  useEffect(() => {
    if (text === latest.current.given) return;
    const timer = setTimeout(() => latest.current.pass(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

function WhereField({ filter, fault, onFilter }: ConditionProps & { fault: Error | null }) {
  const given = filter.where ?? '';
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const isRefused = fault instanceof ApiError && fault.status === 422;
  return (
    <form
      className="where"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter({ ...filter, where: text });
      }}
    >
      <input
        className="field wide mono"
        aria-label="Condition, as --where has it"
        placeholder="beard <> 'none' AND abs(yaw) > 30"
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isRefused}
        aria-describedby={isRefused ? 'where-fault' : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== given && onFilter({ ...filter, where: text })}
      />
      {isRefused && (
        <p id="where-fault" className="where-fault" role="alert">
          {fault.message}
          {fault.hint !== undefined && (
            <span className="where-hint" title={fault.hint}>
              {fault.hint}
            </span>
          )}
        </p>
      )}
    </form>
  );
}

interface ColumnFilterProps {
  column: Counts['columns'][number];
  range: Range | undefined;
  chosen: readonly string[];
  onRange(name: string, range: Range | null): void;
  onChosen(name: string, words: string[]): void;
}

const ColumnFilter = memo(function ColumnFilter(props: ColumnFilterProps) {
  const { range, chosen } = props;
  const section = useRef<HTMLElement>(null);
  const isInSight = useInSight(section);
  // What is in sight follows at once, the rest when that is drawn.
  const late = useDeferredValue(props.column);
  const column = isInSight ? props.column : late;
  const { name, kind, unit } = column;
  const isSet = range !== undefined || chosen.length > 0;
  const onRange = useCallback((next: Range | null) => props.onRange(name, next), [name, props.onRange]);
  const onChosen = useCallback((words: string[]) => props.onChosen(name, words), [name, props.onChosen]);
  return (
    <section ref={section} className="column">
      <h2 className="column-head">
        <span className={isSet ? 'column-name is-set' : 'column-name'}>
          {name.replaceAll('_', ' ')}
          {unit !== undefined && <span className="column-unit">, {unit}</span>}
        </span>
        {isSet && (
          <button
            type="button"
            className="more"
            onClick={() => (kind === 'number' ? onRange(null) : onChosen([]))}
          >
            <span className="visually-hidden">{name} </span>any
          </button>
        )}
      </h2>
      {kind === 'number' ? (
        <NumberHistogram counts={column} range={range} onRange={onRange} />
      ) : (
        <WordHistogram counts={column} chosen={chosen} onChosen={onChosen} />
      )}
    </section>
  );
});

function useInSight(place: React.RefObject<HTMLElement | null>): boolean {
  const [isInSight, setInSight] = useState(true);
  useEffect(() => {
    const observer = new IntersectionObserver(([last]) => setInSight(last?.isIntersecting ?? true));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, [place]);
  return isInSight;
}

const none: readonly string[] = [];

function SavedViews({ view }: { view: ViewState }) {
  const { dataset } = view;
  const { search } = useLocation();
  const queries = useQueryClient();
  const { data: views = [] } = useQuery(viewsQuery(dataset));
  const [name, setName] = useState('');
  const told = { onSettled: () => queries.invalidateQueries(viewsQuery(dataset)) };
  const save = useMutation({
    mutationFn: () => saveView(dataset, { name, search }),
    ...told,
    onSuccess: () => setName(''),
  });
  const remove = useMutation({ mutationFn: (old: string) => removeView(dataset, old), ...told });
  const fault = save.error ?? remove.error;
  return (
    <details className="saved">
      <summary>
        Saved views <span className="saved-count">{views.length}</span>
      </summary>
      <ul>
        {views.map((one) => (
          <li key={one.name}>
            <Link to={`/explore${one.search}`}>{one.name}</Link>
            <button
              type="button"
              className="icon-button quiet"
              aria-label={`Remove view ${one.name}`}
              onClick={() => remove.mutate(one.name)}
            >
              <Trash2 size={13} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <form
        className="saved-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <input
          className="field"
          aria-label="Name of this view"
          placeholder="Name of this view"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button
          type="submit"
          className="icon-button"
          aria-label="Save this view"
          disabled={name.trim() === ''}
        >
          <Bookmark size={14} aria-hidden="true" />
        </button>
      </form>
      {fault !== null && (
        <p className="where-fault" role="alert">
          {fault.message}
        </p>
      )}
    </details>
  );
}
