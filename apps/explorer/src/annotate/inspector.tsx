/** Beside the picture: the face, the point that is selected, and how far the work is. */
import { useQuery } from '@tanstack/react-query';
import { Check, ChevronLeft, ChevronRight, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { shellWord } from '../../../../src/core/text/shell-word.js';
import type {
  AnnotateProject,
  DeskState,
  FaceEntry,
} from '../../../../src/server/studio/schemas/annotate.js';
import { aboutQuery } from '../api/studio.js';
import type { FaceSnapshot } from './face-session.js';
import { GainChart } from './gain-chart.js';
import type { Deed } from './keys.js';
import { LearningPanel } from './learning-panel.js';
import { pictureNames } from './picture-names.js';

const classes = ['Visible', 'Self-hidden', 'Covered', 'Outside'] as const;

const meanings = [
  'Seen',
  'Hidden by the face itself',
  'Hidden by something else',
  'Outside the picture',
] as const;

interface InspectorProps {
  project: AnnotateProject;
  state: DeskState;
  entry: FaceEntry | undefined;
  snapshot: FaceSnapshot;
  selected: number | null;
  onDeed: (deed: Deed) => void;
}

export function Inspector({ project, state, entry, snapshot, selected, onDeed }: InspectorProps) {
  const { face, edited } = snapshot;
  const { data: about } = useQuery(aboutQuery);
  const names = useMemo(() => pictureNames(state.faces.map(({ picture }) => picture)), [state.faces]);
  const done = state.faces.filter((one) => one.done).length;
  return (
    <aside className="inspector" aria-label="Face and point">
      <section>
        <h2 title={face.picture}>{names.get(face.picture)}</h2>
        <p className="inspector-soft">
          {face.width} × {face.height} px · {edited.fixed.size} of {project.names.length} points put by hand
          {face.from === 'labels' && ' · begun from labels'}
        </p>
        {entry !== undefined && entry.faults.length > 0 && (
          <p className="inspector-fault">
            <TriangleAlert size={14} aria-hidden="true" /> {entry.faults.join('; ')}
          </p>
        )}
        <div className="inspector-row">
          <button
            type="button"
            className="icon-button"
            aria-label="Previous face"
            title="Previous face (K)"
            onClick={() => onDeed('previous-face')}
          >
            <ChevronLeft size={15} aria-hidden="true" />
          </button>
          <button
            type="button"
            className={`button inspector-wide ${edited.done ? '' : 'primary'}`}
            title="Enter"
            onClick={() => onDeed('done')}
          >
            <Check size={15} aria-hidden="true" /> {edited.done ? 'Done: open again' : 'Done, next face'}
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label="Next face"
            title="Next face (J)"
            onClick={() => onDeed('next-face')}
          >
            <ChevronRight size={15} aria-hidden="true" />
          </button>
        </div>
      </section>
      <section aria-live="polite" className="inspector-point">
        <h3>Point</h3>
        {selected === null ? (
          <p className="inspector-soft">
            None is selected. <kbd className="key">N</kbd> goes to the most doubtful one.
          </p>
        ) : (
          <>
            <p className="inspector-name">
              <span className="mono">{project.names[selected]}</span>
              <span className="inspector-soft">
                {' '}
                {selected} · {project.regions[selected]}
              </span>
            </p>
            <p className="inspector-soft">
              {edited.fixed.has(selected)
                ? 'put by hand'
                : `uncertain by ±${snapshot.spread[selected]!.toFixed(1)} px`}
            </p>
          </>
        )}
        <fieldset className="visibility" aria-label="Visibility of the point">
          {classes.map((name, value) => (
            <button
              key={name}
              title={`${meanings[value]} (${value + 1})`}
              type="button"
              className="button"
              disabled={selected === null}
              aria-pressed={selected !== null && snapshot.visibility(selected) === value}
              onClick={() => onDeed(`visibility-${value as 0 | 1 | 2 | 3}`)}
            >
              <span className={`visibility-dot visibility-${value}`} aria-hidden="true" />
              {name}
            </button>
          ))}
        </fieldset>
        <div className="inspector-row">
          <button type="button" className="button inspector-wide" onClick={() => onDeed('next-point')}>
            Next doubtful
          </button>
          <button
            type="button"
            className="button inspector-wide"
            disabled={selected === null || !edited.fixed.has(selected)}
            onClick={() => onDeed('release')}
          >
            Release
          </button>
        </div>
      </section>
      <section>
        <h3>Progress</h3>
        <p className="inspector-soft">
          {done} of {state.faces.length} faces done
        </p>
        <progress max={Math.max(1, state.faces.length)} value={done} aria-label="Faces done" />
        <GainChart gain={state.gain} />
        <LearningPanel learning={state.learning} />
      </section>
      <section>
        <h3>Out</h3>
        <p className="inspector-soft">Faces that are done become a dataset:</p>
        <code className="inspector-command">
          lineament dataset import annotations {shellWord(project.folder)} --out data/mine
        </code>
        <p>
          <Link to="/annotate/agreement">Agreement of two annotators</Link>
        </p>
        {about?.parts.includes('landmarks') === true && (
          <p>
            <Link
              to={`/landmarks${selected === null ? '' : `?point=${encodeURIComponent(project.names[selected] ?? '')}`}`}
            >
              Edit the set
            </Link>{' '}
            <span className="inspector-soft">a changed set is annotated in a folder of its own</span>
          </p>
        )}
      </section>
    </aside>
  );
}
