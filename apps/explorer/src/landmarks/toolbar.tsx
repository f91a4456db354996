/** Above the head: tools, what they do to both sides, undo, what is shown, where the set is kept. */
import {
  CircleHelp,
  Download,
  Eye,
  EyeOff,
  FlipHorizontal2,
  FolderOpen,
  Magnet,
  MousePointer2,
  PenTool,
  Plus,
  Redo2,
  Save,
  Tag,
  Undo2,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { EditorSnapshot, Saving } from './editor-session.js';
import type { Deed } from './keys.js';
import type { StageShows, Tool } from './stage/stage.js';

interface ToolbarProps {
  snapshot: EditorSnapshot;
  tool: Tool;
  both: boolean;
  keep: boolean;
  shows: StageShows;
  /** Where it is saved; null: nowhere. */
  file: string | null;
  heads: readonly string[];
  head: string;
  onHead: (name: string) => void;
  onBegin: () => void;
  onDownload: () => void;
  onDeed: (deed: Deed) => void;
}

const states: Readonly<Record<Saving, string>> = {
  never: 'Not saved yet',
  saved: 'Saved',
  changed: 'Not saved',
  saving: 'Saving …',
  failed: 'Not saved',
};

export function Toolbar(props: ToolbarProps) {
  const { snapshot, tool, both, keep, shows, file, heads, head, onHead, onBegin, onDownload, onDeed } = props;
  const button = (
    deed: Deed,
    name: string,
    icon: ReactNode,
    options: { pressed?: boolean; off?: boolean; words?: string } = {},
  ) => (
    <button
      type="button"
      className={options.words === undefined ? 'icon-button quiet' : 'button quiet'}
      aria-label={name.replace(/ \(.*/, '')}
      title={name}
      aria-pressed={options.pressed}
      disabled={options.off}
      onClick={() => onDeed(deed)}
    >
      {icon}
      {options.words !== undefined && <span className="set-words">{options.words}</span>}
    </button>
  );
  const icon = { size: 15, 'aria-hidden': true } as const;
  return (
    <div className="set-tools" role="toolbar" aria-label="Tools">
      <button type="button" className="button" onClick={onBegin}>
        <FolderOpen {...icon} /> Begin from …
      </button>
      <div className="set-group">
        {button('tool-move', 'Select and drag (V)', <MousePointer2 {...icon} />, {
          pressed: tool === 'move',
        })}
        {button('tool-add', 'Add points (A)', <Plus {...icon} />, { pressed: tool === 'add' })}
        {button('tool-draw', 'Draw a curve (D)', <PenTool {...icon} />, { pressed: tool === 'draw' })}
      </div>
      <div className="set-group">
        {button('both', 'Both sides at once (S)', <FlipHorizontal2 {...icon} />, { pressed: both })}
        {button('keep', 'Keep points on their curves (K)', <Magnet {...icon} />, { pressed: keep })}
      </div>
      <div className="set-group">
        {button('undo', 'Undo (Ctrl Z)', <Undo2 {...icon} />, { off: !snapshot.canUndo })}
        {button('redo', 'Redo (Ctrl Shift Z)', <Redo2 {...icon} />, { off: !snapshot.canRedo })}
      </div>
      <div className="set-group">
        {button('curves', 'Feature curves (L)', <Waypoints {...icon} />, { pressed: shows.curves })}
        {button('names', 'Names of the points (T)', <Tag {...icon} />, { pressed: shows.names })}
        {button(
          'hidden',
          'Points that the head hides (H)',
          shows.hidden ? <Eye {...icon} /> : <EyeOff {...icon} />,
          {
            pressed: shows.hidden,
          },
        )}
      </div>
      <select
        className="select"
        aria-label="Head"
        title="The head that points are placed on"
        value={head}
        onChange={(event) => onHead(event.target.value)}
      >
        {heads.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <span className="set-space" />
      <span className={`set-state set-state-${snapshot.saving}`} role="status">
        {file === null ? '' : states[snapshot.saving]}
      </span>
      <button type="button" className="button" title="Download the set as YAML" onClick={onDownload}>
        <Download {...icon} /> YAML
      </button>
      <button
        type="button"
        className="button primary"
        title={
          file === null ? 'No file was named: lineament landmarks edit my-set.yaml' : `Save ${file} (Ctrl S)`
        }
        disabled={file === null || snapshot.saving === 'saving'}
        onClick={() => onDeed('save')}
      >
        <Save {...icon} /> Save
      </button>
      {button('help', 'Keys (?)', <CircleHelp {...icon} />)}
    </div>
  );
}
