/** One face at work: the picture, its tools, what is known of it. */
import { X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type {
  AnnotateProject,
  DeskState,
  FaceEntry,
} from '../../../../src/server/studio/schemas/annotate.js';
import { HelpOverlay } from '../ui/help-overlay.js';
import { LoadingState } from '../ui/states.js';
import { useKeys } from '../ui/use-keys.js';
import { pictureAddress } from './annotate-api.js';
import type { FaceSession } from './face-session.js';
import { Inspector } from './inspector.js';
import { type Deed, deedOf, keyGroups, pointerHelp } from './keys.js';
import { nextDoubtful } from './next-doubtful.js';
import { Stage, type Tool } from './stage.js';
import { Toolbar } from './toolbar.js';
import { useLook } from './use-look.js';
import { useServerAway } from './use-server-away.js';
import { boxOf, fitBox, type Size, show, type View, zoomAt } from './view.js';

interface WorkbenchProps {
  project: AnnotateProject;
  state: DeskState;
  entry: FaceEntry | undefined;
  session: FaceSession;
  onNext: (step: 1 | -1) => void;
}

export function Workbench({ project, state, entry, session, onNext }: WorkbenchProps) {
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot);
  const { image, fault } = usePicture(pictureAddress(session.id));
  const [tool, setTool] = useState<Tool>('point');
  const [look, change] = useLook();
  const [help, setHelp] = useState(false);
  const isAway = useServerAway();
  const [selected, setSelected] = useState<number | null>(null);
  const [view, setView] = useState<View | null>(null);
  const size = useRef<Size>({ width: 1, height: 1 });
  const looked = useRef<number[]>([]);
  const nudge = useNudge(session);

  const fit = useCallback(
    () => setView(fitBox(boxOf(session.snapshot().edited.points), size.current)),
    [session],
  );
  const onSize = useCallback(
    (now: Size) => {
      size.current = now;
      setView((old) => old ?? fitBox(boxOf(session.snapshot().edited.points), now));
    },
    [session],
  );
  const onView = useCallback((by: (view: View) => View) => setView((old) => old && by(old)), []);
  useEffect(() => {
    if (entry !== undefined) void session.catchUp(entry.revision).catch(() => {});
  }, [entry, session]);

  const goTo = (point: number | null) => {
    setSelected(point);
    if (point === null) return;
    const { points } = session.snapshot().edited;
    onView((old) => show(old, [points[2 * point]!, points[2 * point + 1]!], size.current));
  };
  const setVisibility = (value: number) => {
    if (selected !== null) session.do({ kind: 'visibility', point: selected, value });
  };
  const zoom = (by: number) =>
    onView((old) => zoomAt(old, by, [size.current.width / 2, size.current.height / 2]));

  const doDeed = (deed: Deed, event?: KeyboardEvent): void => {
    if (deed !== 'nudge') nudge.finish();
    switch (deed) {
      case 'next-face':
        onNext(1);
        break;
      case 'previous-face':
        onNext(-1);
        break;
      case 'done':
        // A face that cannot be called done now stays in sight.
        if (session.do({ kind: 'done', value: !snapshot.edited.done }) && !snapshot.edited.done) onNext(1);
        break;
      case 'next-point': {
        const next = nextDoubtful(session.snapshot(), looked.current);
        if (next !== null) looked.current.push(next);
        goTo(next);
        break;
      }
      case 'previous-point':
        looked.current.pop();
        goTo(looked.current.at(-1) ?? null);
        break;
      case 'deselect':
        setSelected(null);
        break;
      case 'release':
        if (selected !== null && snapshot.edited.fixed.has(selected))
          session.do({ kind: 'release', point: selected });
        break;
      case 'undo':
        session.undo();
        break;
      case 'redo':
        session.redo();
        break;
      case 'cycle-visibility':
        if (selected !== null) setVisibility((snapshot.visibility(selected) + 1) % 4);
        break;
      case 'visibility-0':
      case 'visibility-1':
      case 'visibility-2':
      case 'visibility-3':
        setVisibility(Number(deed.at(-1)));
        break;
      case 'nudge':
        if (selected !== null && event !== undefined) nudge.by(selected, event);
        break;
      case 'tool-point':
      case 'tool-curve':
      case 'tool-face':
        setTool(deed.slice(5) as Tool);
        break;
      case 'hide':
        change('points');
        break;
      case 'names':
      case 'curves':
      case 'uncertainty':
      case 'magnifier':
        change(deed);
        break;
      case 'zoom-in':
        zoom(1.25);
        break;
      case 'zoom-out':
        zoom(0.8);
        break;
      case 'fit':
        fit();
        break;
      case 'help':
        setHelp(true);
        break;
    }
  };
  useKeys(deedOf, doDeed, help);

  return (
    <>
      <div className="bench">
        <Toolbar
          tool={tool}
          look={look}
          scale={view?.scale ?? 1}
          snapshot={snapshot}
          isAway={isAway}
          onDeed={doDeed}
        />
        {snapshot.saving === 'unreachable' && (
          <div className="notice notice-bad" role="alert">
            <span>
              <strong>The server does not answer.</strong> Your last correction is kept here and sent as soon
              as it does; until then nothing more is taken. Was the command ended? Start it again in its
              terminal.
            </span>
          </div>
        )}
        {snapshot.saving === 'saved' && isAway && (
          <div className="notice notice-bad" role="alert">
            <span>
              <strong>The server does not answer.</strong> All that you have done is on disk; the next
              correction waits here until it answers again. Was the command ended? Start it again in its
              terminal.
            </span>
          </div>
        )}
        {snapshot.saving !== 'unreachable' &&
          !(snapshot.saving === 'saved' && isAway) &&
          snapshot.notice !== null && (
            <div className="notice" role="alert">
              {snapshot.notice}
              <button
                type="button"
                className="icon-button quiet"
                aria-label="Dismiss"
                onClick={() => session.dismissNotice()}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </div>
          )}
        <Stage
          project={project}
          session={session}
          snapshot={snapshot}
          image={image}
          tool={tool}
          look={look}
          view={view ?? { scale: 1, x: 0, y: 0 }}
          onView={onView}
          onSize={onSize}
          selected={selected}
          onSelect={(point) => {
            nudge.finish();
            setSelected(point);
          }}
          label={`${snapshot.face.picture} with ${project.names.length} points`}
        />
        {image === null && (
          <div className="bench-cover">
            {fault ? (
              <p role="alert">The picture cannot be shown</p>
            ) : (
              <LoadingState label="Loading the picture" />
            )}
          </div>
        )}
      </div>
      <Inspector
        project={project}
        state={state}
        entry={entry}
        snapshot={snapshot}
        selected={selected}
        onDeed={doDeed}
      />
      {help && <HelpOverlay groups={keyGroups} pointer={pointerHelp} onClose={() => setHelp(false)} />}
    </>
  );
}

function usePicture(address: string): { image: HTMLImageElement | null; fault: boolean } {
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    const loading = new Image();
    let isOpen = true;
    loading.src = address;
    loading.decode().then(
      () => isOpen && setImage(loading),
      () => isOpen && setFault(true),
    );
    return () => {
      isOpen = false;
    };
  }, [address]);
  return { image, fault };
}

/** Presses of an arrow key that follow each other closely are one correction. */
function useNudge(session: FaceSession) {
  const held = useRef<{ point: number; x: number; y: number; timer: number } | null>(null);
  const finish = useCallback(() => {
    const now = held.current;
    held.current = null;
    if (now === null) return;
    clearTimeout(now.timer);
    session.do({ kind: 'points', places: [[now.point, now.x, now.y]] });
  }, [session]);
  useEffect(() => finish, [finish]);
  const by = (point: number, { key, shiftKey }: KeyboardEvent) => {
    if (held.current !== null && held.current.point !== point) finish();
    const { points } = session.snapshot().edited;
    const step = shiftKey ? 5 : 1;
    const from = held.current ?? { x: points[2 * point]!, y: points[2 * point + 1]!, timer: 0 };
    clearTimeout(from.timer);
    const x = from.x + (key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0);
    const y = from.y + (key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0);
    held.current = { point, x, y, timer: window.setTimeout(finish, 300) };
    session.preview({ kind: 'points', places: [[point, x, y]] });
  };
  return { by, finish };
}
