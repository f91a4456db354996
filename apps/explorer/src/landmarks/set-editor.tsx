/** The editor: tools above, the list on the left, the head in the middle, other heads and poses on the right. */
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import type { Vector3 } from '../../../../src/core/vector.js';
import { emptyDraft, replacePoints, type SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import { setText } from '../../../../src/landmarks/editing/set-text.js';
import { type Strand, spaceEvenly, strandKey, strandsOf } from '../../../../src/landmarks/editing/strands.js';
import type { CurveName, SurfacePoint } from '../../../../src/landmarks/surface.js';
import type { SetEditorAbout } from '../../../../src/server/studio/schemas/landmarks.js';
import { HelpOverlay } from '../ui/help-overlay.js';
import { saveFile } from '../ui/save-file.js';
import { useKeys } from '../ui/use-keys.js';
import { BeginDialog } from './begin-dialog.js';
import { changedSearch, useAddress, useUnsaved } from './editor-address.js';
import type { EditorHead } from './editor-head.js';
import type { EditorSession } from './editor-session.js';
import { Inspector } from './inspector.js';
import { type Deed, deedOf, keyGroups, pointerHelp } from './keys.js';
import {
  addCurve,
  addDrawn,
  addPoint,
  makerOf,
  mirrorPoints,
  mirrorStrand,
  moveGuide,
  movePoint,
  withRegion,
} from './moves.js';
import { Notices } from './notices.js';
import { openText } from './open-text.js';
import { Problems } from './problems.js';
import type { Look } from './stage/head-scene.js';
import { lookOf, turned, zoomed } from './stage/look.js';
import { Stage, type StageShows, type Tool } from './stage/stage.js';
import { StageHint } from './stage/stage-hint.js';
import { StrandList } from './strand-list.js';
import { Toolbar } from './toolbar.js';
import { Views } from './views.js';

interface SetEditorProps {
  about: SetEditorAbout;
  heads: readonly EditorHead[];
  session: EditorSession;
}

/** Points along a curve that was just drawn; their number is a field of the list. */
const drawnCount = 7;
const sides: Readonly<Partial<Record<Deed, readonly [yaw: number, pitch: number]>>> = {
  'view-front': [0, 0],
  'view-right': [-1.2, 0],
  'view-left': [1.2, 0],
  'view-above': [0, 0.6],
  'view-below': [0, -0.6],
};

export function SetEditor({ about, heads, session }: SetEditorProps) {
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot);
  const { draft, selected } = snapshot;
  const [search, setSearch] = useSearchParams();
  const head = heads.find(({ name }) => name === search.get('head')) ?? heads[0]!;
  const [tool, setTool] = useState<Tool>('move');
  const [both, setBoth] = useState(true);
  const [keep, setKeep] = useState(true);
  const [shows, setShows] = useState<StageShows>({ names: false, curves: true, hidden: true });
  const [look, setLook] = useState<Look>(() => lookOf(search));
  const [drawing, setDrawing] = useState<readonly SurfacePoint[]>([]);
  const [isBeginning, setBeginning] = useState(
    () => draft.points.length === 0 && about.file === null && search.get('from') === null,
  );
  const [isHelping, setHelping] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const strands = useMemo(() => strandsOf(draft), [draft]);
  const strand = strands.find(({ points }) => selected[0] !== undefined && points.includes(selected[0]));
  const drawn = selected[0] === undefined ? undefined : draft.points[selected[0]]?.drawn;
  useAddress(search, setSearch, look, draft, selected);
  useUnsaved(about.file !== null && (snapshot.saving === 'changed' || snapshot.saving === 'failed'));

  const edit = (make: (draft: SetDraft) => SetDraft, chosen?: readonly number[]) => {
    try {
      session.do(make(session.draft), chosen);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const onLook = useCallback((change: (old: Look) => Look) => setLook(change), []);
  const select = (chosen: readonly number[]) => session.select(chosen);

  const onMove = (index: number, place: Vector3, free: boolean, isEnd: boolean) => {
    const moved = movePoint(session.draft, index, place, head, { both, keep: keep && !free });
    if (isEnd) session.do(moved, [index]);
    else session.preview(moved);
  };
  const onGuide = (guide: number, place: Vector3, isEnd: boolean) => {
    if (drawn === undefined) return;
    const moved = moveGuide(session.draft, drawn.curve, guide, place, head, both);
    if (isEnd) session.do(moved);
    else session.preview(moved);
  };
  const onPlace = (place: Vector3) => {
    if (tool === 'draw') {
      setDrawing((old) => [...old, head.skinPlace(place)]);
      return;
    }
    const added = addPoint(session.draft, place, head, { both, keep });
    session.do(added.draft, [added.index]);
  };
  const onFinish = () => {
    // A double click has placed its end twice.
    const through = drawing.filter(
      (point, i) => i === 0 || JSON.stringify(point) !== JSON.stringify(drawing[i - 1]),
    );
    setDrawing([]);
    if (through.length < 2) return;
    const before = session.draft.points.length;
    const closed = through.length > 3 && isNear(head, through[0]!, through.at(-1)!);
    edit(
      (old) =>
        addDrawn(old, { through: closed ? through.slice(0, -1) : through, closed }, drawnCount, both, head),
      [before],
    );
    setTool('move');
  };
  const space = (one: Strand, count: number) =>
    edit((old) => {
      let made = old;
      const twin = both ? mirrorStrand(old, one, strandsOf(old)) : undefined;
      for (const key of [one.key, ...(twin === undefined ? [] : [twin.key])]) {
        const now = strandsOf(made).find((each) => each.key === key);
        const maker = now && makerOf(made, now, head);
        if (now !== undefined && maker !== undefined)
          made = spaceEvenly(made, now, count, maker.closed, maker.make);
      }
      return made;
    });
  const begin = (text: string) => {
    const { draft: begun, mistakes } = openText(text, heads);
    if (begun === undefined) {
      const [first] = mistakes;
      setFault(
        `The file cannot be opened: ${first?.where ?? ''}: ${first?.rule ?? ''} (${first?.hint ?? ''})`,
      );
      return;
    }
    const isNamed = about.file !== null && session.draft.points.length === 0;
    session.do(isNamed ? { ...begun, name: session.draft.name } : begun, []);
  };
  const download = () => {
    const content = new Blob([setText(session.draft)], { type: 'application/yaml' });
    saveFile(content, about.file?.name ?? `${session.draft.name}.yaml`);
  };
  const nudge = ({ key, shiftKey }: KeyboardEvent) => {
    const step = shiftKey ? 0.5 : 0.05;
    const dx = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
    const dy = key === 'ArrowDown' ? -1 : key === 'ArrowUp' ? 1 : 0;
    const [index] = selected;
    if (index === undefined) {
      setLook((old) => turned(old, -0.15 * dx, 0.15 * dy));
      return;
    }
    const [x, y, z] = head.place(session.draft.points[index]!.definition);
    const { yaw, pitch } = look;
    edit((old) =>
      movePoint(
        old,
        index,
        [
          x + step * (dx * Math.cos(yaw) - dy * Math.sin(pitch) * Math.sin(yaw)),
          y + step * dy * Math.cos(pitch),
          z + step * (-dx * Math.sin(yaw) - dy * Math.sin(pitch) * Math.cos(yaw)),
        ],
        head,
        { both, keep },
      ),
    );
  };
  const step = (by: 1 | -1) => {
    const count = session.draft.points.length;
    if (count > 0)
      select([selected[0] === undefined ? (by === 1 ? 0 : count - 1) : (selected[0] + by + count) % count]);
  };
  const show = (key: keyof StageShows) => setShows((old) => ({ ...old, [key]: !old[key] }));

  const doDeed = (deed: Deed, event?: KeyboardEvent): void => {
    const side = sides[deed];
    if (side !== undefined) setLook((old) => ({ ...old, yaw: side[0], pitch: side[1], shift: [0, 0, 0] }));
    switch (deed) {
      case 'tool-move':
      case 'tool-add':
      case 'tool-draw':
        setTool(deed.slice(5) as Tool);
        setDrawing([]);
        break;
      case 'both':
        setBoth(!both);
        break;
      case 'keep':
        setKeep(!keep);
        break;
      case 'next':
        step(1);
        break;
      case 'previous':
        step(-1);
        break;
      case 'nudge':
        if (event !== undefined) nudge(event);
        break;
      case 'deselect':
        if (drawing.length > 0) setDrawing([]);
        else select([]);
        break;
      case 'remove':
        if (drawing.length > 0) setDrawing(drawing.slice(0, -1));
        else session.removeSelected(both);
        break;
      case 'mirror':
        if (selected.length > 0) edit((old) => mirrorPoints(old, selected, head));
        break;
      case 'undo':
        session.undo();
        break;
      case 'redo':
        session.redo();
        break;
      case 'save':
        if (about.file !== null) void session.save();
        else download();
        break;
      case 'zoom-in':
        setLook((old) => zoomed(old, 1.25));
        break;
      case 'zoom-out':
        setLook((old) => zoomed(old, 0.8));
        break;
      case 'names':
      case 'curves':
      case 'hidden':
        show(deed);
        break;
      case 'finish':
        onFinish();
        break;
      case 'help':
        setHelping(true);
        break;
    }
  };
  useKeys(deedOf, doDeed, isHelping || isBeginning);

  return (
    <div className="set-editor">
      <Toolbar
        snapshot={snapshot}
        tool={tool}
        both={both}
        keep={keep}
        shows={shows}
        file={about.file?.name ?? null}
        heads={heads.map(({ name }) => name)}
        head={head.name}
        onHead={(name) => setSearch(changedSearch(search, { head: name }), { replace: true })}
        onBegin={() => setBeginning(true)}
        onDownload={download}
        onDeed={doDeed}
      />
      <div className="set-left">
        <StrandList
          draft={draft}
          strands={strands}
          selected={selected}
          onSelect={select}
          onName={(name) => edit((old) => ({ ...old, name }))}
          onSpace={space}
          onAddCurve={(curve, count) =>
            edit((old) => addCurve(old, curve as CurveName, count, both), [session.draft.points.length])
          }
        />
        <Inspector
          draft={draft}
          selected={selected}
          head={head}
          strand={strand}
          onName={(index, name) => session.rename(index, name)}
          onRegion={(region) => edit((old) => withRegion(old, selected, region))}
          onPlace={(index, place) => edit((old) => movePoint(old, index, place, head, { both, keep: false }))}
          onFraction={(index, at) =>
            edit((old) => {
              const key = strandKey(old.points[index]!);
              const own = strandsOf(old).find((each) => each.key === key);
              const maker = own && makerOf(old, own, head);
              if (maker === undefined) return old;
              const { name, region } = old.points[index]!.definition;
              const made = maker.make(Math.round(at * 1e4) / 1e4);
              const one = { ...made, definition: { ...made.definition, name, region } };
              const moved = replacePoints(old, new Map([[index, one]]));
              // Its partner follows as it does for a drag.
              return both
                ? movePoint(moved, index, head.place(one.definition), head, { both, keep: true })
                : moved;
            })
          }
          onSelect={select}
          onDeed={doDeed}
        />
      </div>
      <div className="set-middle">
        <Notices
          session={session}
          snapshot={snapshot}
          fault={fault}
          onDismissFault={() => setFault(null)}
          onTheirs={({ text, version }) => {
            const theirs = text === null ? { draft: emptyDraft } : openText(text, heads);
            if (theirs.draft === undefined)
              setFault('The file as it is now cannot be opened: correct it first');
            else session.adopt(theirs.draft, version);
          }}
        />
        <Stage
          head={head}
          draft={draft}
          selected={selected}
          tool={tool}
          look={look}
          shows={shows}
          drawing={drawing}
          strand={drawn?.curve}
          onLook={onLook}
          onSelect={select}
          onMove={onMove}
          onGuide={onGuide}
          onPlace={onPlace}
          onFinish={onFinish}
          label={`${head.name} with the ${draft.points.length} points of ${draft.name}`}
        />
        <StageHint
          tool={tool}
          count={drawing.length}
          isEmpty={draft.points.length === 0}
          onBegin={() => setBeginning(true)}
          onFinish={onFinish}
        />
      </div>
      <div className="set-right">
        <Views
          heads={heads}
          head={head}
          draft={draft}
          selected={selected}
          onLook={(to) => setLook((old) => ({ ...old, ...to, shift: [0, 0, 0] }))}
        />
        <Problems draft={draft} head={head} onSelect={select} />
      </div>
      {isHelping && (
        <HelpOverlay groups={keyGroups} pointer={pointerHelp} onClose={() => setHelping(false)} />
      )}
      {isBeginning && (
        <BeginDialog
          onText={begin}
          onNothing={() => session.do({ ...emptyDraft, name: session.draft.name }, [])}
          onClose={() => setBeginning(false)}
        />
      )}
    </div>
  );
}

function isNear(head: EditorHead, a: SurfacePoint, b: SurfacePoint): boolean {
  const place = (point: SurfacePoint) =>
    head.place({ name: '', region: 'skin', blend: [], exact: { head: head.name, ...point } });
  const [p, q] = [place(a), place(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 0.35;
}
