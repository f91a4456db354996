/** Above the picture: tools, undo, zoom, what is shown, whether all is saved, the keys. */
import {
  CircleHelp,
  Crosshair,
  Eye,
  EyeOff,
  Maximize,
  Minus,
  Move,
  Plus,
  Redo2,
  Search,
  Spline,
  Tag,
  Undo2,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { StageLook } from './draw-stage.js';
import type { FaceSnapshot } from './face-session.js';
import type { Deed } from './keys.js';
import type { Tool } from './stage.js';

interface ToolbarProps {
  tool: Tool;
  look: StageLook;
  scale: number;
  snapshot: FaceSnapshot;
  /** The server does not answer. */
  isAway: boolean;
  onDeed: (deed: Deed) => void;
}

export function Toolbar({ tool, look, scale, snapshot, isAway, onDeed }: ToolbarProps) {
  const { canUndo, canRedo } = snapshot;
  const button = (
    deed: Deed,
    name: string,
    icon: ReactNode,
    options: { pressed?: boolean; off?: boolean } = {},
  ) => (
    <button
      type="button"
      className="icon-button quiet"
      aria-label={name.replace(/ \(.*/, '')}
      title={name}
      aria-pressed={options.pressed}
      disabled={options.off}
      onClick={() => onDeed(deed)}
    >
      {icon}
    </button>
  );
  const icon = { size: 15, 'aria-hidden': true } as const;
  return (
    <div className="tools" role="toolbar" aria-label="Tools">
      <div className="tools-group">
        {button('tool-point', 'Drag points (P)', <Crosshair {...icon} />, { pressed: tool === 'point' })}
        {button('tool-curve', 'Drag curves (C)', <Spline {...icon} />, { pressed: tool === 'curve' })}
        {button('tool-face', 'Move the whole face (M)', <Move {...icon} />, { pressed: tool === 'face' })}
      </div>
      <div className="tools-group">
        {button('undo', 'Undo (Ctrl Z)', <Undo2 {...icon} />, { off: !canUndo })}
        {button('redo', 'Redo (Ctrl Shift Z)', <Redo2 {...icon} />, { off: !canRedo })}
      </div>
      <div className="tools-group">
        {button('hide', 'Points (H)', look.points ? <Eye {...icon} /> : <EyeOff {...icon} />, {
          pressed: look.points,
        })}
        {button('curves', 'Lines along the curves (L)', <Waypoints {...icon} />, { pressed: look.curves })}
        {button('names', 'Names (T)', <Tag {...icon} />, { pressed: look.names })}
        {button('uncertainty', 'Uncertainty (U)', <span aria-hidden="true">±</span>, {
          pressed: look.uncertainty,
        })}
        {button('magnifier', 'Magnifier (G)', <Search {...icon} />, { pressed: look.magnifier })}
      </div>
      <div className="tools-group">
        {button('zoom-out', 'Smaller (−)', <Minus {...icon} />)}
        <span className="tools-scale">{Math.round(100 * scale)} %</span>
        {button('zoom-in', 'Larger (+)', <Plus {...icon} />)}
        {button('fit', 'Fit the face (0)', <Maximize {...icon} />)}
      </div>
      <span className="tools-space" />
      <SavingWord saving={snapshot.saving === 'saved' && isAway ? 'away' : snapshot.saving} />
      {button('help', 'Keys (?)', <CircleHelp {...icon} />)}
    </div>
  );
}

const words = {
  saved: 'Saved',
  saving: 'Saving …',
  unreachable: 'Not saved',
  away: 'No connection',
} as const;

function SavingWord({ saving }: { saving: keyof typeof words }) {
  return (
    <span className={`saving saving-${saving}`} role="status">
      {words[saving]}
    </span>
  );
}
