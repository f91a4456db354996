/** The faces, the most doubtful first: what is to do, done, or looks wrong. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { NavLink } from 'react-router';
import type { DeskState, FaceEntry } from '../../../../src/server/studio/schemas/annotate.js';
import { EmptyState } from '../ui/states.js';
import { thumbnailAddress } from './annotate-api.js';
import { pictureNames } from './picture-names.js';

export const listFilters = ['To do', 'Done', 'Flagged', 'All'] as const;
export type ListFilter = (typeof listFilters)[number];

export function filtered(faces: readonly FaceEntry[], filter: ListFilter): FaceEntry[] {
  return faces.filter(({ done, faults }) => {
    if (filter === 'To do') return !done;
    if (filter === 'Done') return done;
    return filter === 'All' || faults.length > 0;
  });
}

interface FaceListProps {
  state: DeskState;
  shown: readonly FaceEntry[];
  filter: ListFilter;
  onFilter: (filter: ListFilter) => void;
  current: string | undefined;
}

const rowHeight = 60;

export function FaceList({ state, shown, filter, onFilter, current }: FaceListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const place = shown.findIndex(({ id }) => id === current);
  useEffect(() => {
    if (place >= 0) rows.scrollToIndex(place, { align: 'auto' });
  }, [place, rows]);
  const names = useMemo(() => pictureNames(state.faces.map(({ picture }) => picture)), [state.faces]);
  const most = Math.max(...state.faces.map(({ doubt }) => doubt), 1e-9);
  return (
    <nav className="faces" aria-label="Faces">
      <fieldset className="faces-filters" aria-label="Which faces">
        {listFilters.map((name) => (
          <button
            key={name}
            type="button"
            className="button quiet"
            aria-pressed={filter === name}
            onClick={() => onFilter(name)}
          >
            {name} <span className="faces-count">{filtered(state.faces, name).length}</span>
          </button>
        ))}
      </fieldset>
      <div ref={scroller} className="faces-scroller">
        {shown.length === 0 ? (
          <EmptyState title={emptyTitle(state, filter)}>
            {filter === 'To do' && state.waiting === 0 && <p>Every face is done.</p>}
          </EmptyState>
        ) : (
          <ul style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const face = shown[index]!;
              return (
                <li key={face.id} style={{ transform: `translateY(${start}px)` }}>
                  <Row face={face} name={names.get(face.picture)!} doubt={face.doubt / most} />
                </li>
              );
            })}
          </ul>
        )}
      </div>
      <Looking state={state} />
    </nav>
  );
}

function Row({ face, name, doubt }: { face: FaceEntry; name: string; doubt: number }) {
  const { id, picture, corrections, done, faults } = face;
  const number = /-(\d+)$/.exec(id)?.[1];
  const [folder = '', file = ''] = [name.slice(0, name.lastIndexOf('/') + 1), name.split('/').at(-1)];
  return (
    <NavLink to={`/annotate/${id}`} className="faces-row">
      <img src={thumbnailAddress(id)} width="48" height="48" alt="" loading="lazy" />
      <span className="faces-words">
        <span className={folder === '' ? 'faces-name' : 'faces-name faces-in-folder'} title={picture}>
          {folder !== '' && <small className="faces-folder">{folder}</small>}
          <span className="faces-file">{file}</span>
          {number !== '1' && <small> face {number}</small>}
        </span>
        <span
          className="faces-doubt"
          title={`doubt: ${(100 * face.doubt).toFixed(1)} % of the face's radius`}
        >
          <span style={{ width: `${100 * doubt}%` }} />
        </span>
        <small>
          {corrections === 0 ? 'untouched' : `${corrections} correction${corrections === 1 ? '' : 's'}`}
        </small>
      </span>
      {faults.length > 0 && (
        <TriangleAlert size={15} className="faces-fault" role="img" aria-label={faults.join(', ')} />
      )}
      {done && <Check size={15} className="faces-done" role="img" aria-label="done" />}
    </NavLink>
  );
}

function emptyTitle({ faces, waiting }: DeskState, filter: ListFilter): string {
  if (faces.length === 0) return waiting > 0 ? 'Looking for faces' : 'No face was found';
  return filter === 'To do' ? 'Nothing to do' : filter === 'Flagged' ? 'Nothing looks wrong' : 'None';
}

function Looking({ state: { waiting, failures } }: { state: DeskState }) {
  return (
    <div className="faces-foot" role="status">
      {waiting > 0 && <p>{waiting === 1 ? '1 picture' : `${waiting} pictures`} still to look at</p>}
      {failures.length > 0 && (
        <details>
          <summary>
            {failures.length === 1 ? '1 picture' : `${failures.length} pictures`} without a face
          </summary>
          <ul>
            {failures.slice(0, 100).map(({ picture, reason }) => (
              <li key={picture}>
                <span className="mono">{picture}</span>: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
