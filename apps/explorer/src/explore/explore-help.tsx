/** The keys of Explore, behind a button and behind "?". */
import { Keyboard } from 'lucide-react';
import { useEffect, useState } from 'react';
import { HelpOverlay } from '../ui/help-overlay.js';
import type { HelpEntry } from '../ui/key-map.js';

const groups: readonly { title: string; keys: readonly HelpEntry[] }[] = [
  {
    title: 'Grid',
    keys: [
      {
        shown: ['←', '→', '↑', '↓'],
        does: 'The next picture that way; with Shift all in between are selected',
      },
      {
        shown: ['Page up', 'Page down', 'Home', 'End'],
        does: 'Further: by a screen, to the first, to the last',
      },
      { shown: ['Enter'], does: 'Open it' },
      { shown: ['Space'], does: 'Select it, or no longer' },
      { shown: ['Ctrl', 'A'], does: 'Select all that pass the filters' },
      { shown: ['Esc'], does: 'Select nothing' },
    ],
  },
  {
    title: 'One sample',
    keys: [
      { shown: ['←', '→'], does: 'The one before, the next' },
      { shown: ['Esc'], does: 'Back to the grid' },
      { shown: ['+', '−', '0'], does: 'In the picture: zoom, and the whole of it' },
    ],
  },
  {
    title: 'Map',
    keys: [
      { shown: ['←', '→', '↑', '↓'], does: 'Move; the face in the middle is told' },
      { shown: ['+', '−', '0'], does: 'Zoom, and the whole map' },
      { shown: ['Enter', 'Space'], does: 'Open the face in the middle, select it' },
      { shown: ['A'], does: 'Select all in the circle' },
      { shown: ['Esc'], does: 'Select nothing' },
    ],
  },
  { title: 'Everywhere', keys: [{ shown: ['?'], does: 'These keys' }] },
];

const pointer: readonly HelpEntry[] = [
  { shown: ['Click'], does: 'Open a picture; with Ctrl select it, with Shift a range' },
  { shown: ['Drag'], does: 'On a histogram the range that passes; on the map with Shift a lasso' },
  { shown: ['Wheel'], does: 'Zoom where the pointer is, in a picture and on the map' },
];

export function ExploreHelp() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      const isTyping = target instanceof HTMLElement && target.closest('input, select, textarea, dialog');
      if (key === '?' && !isTyping) setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className="icon-button quiet"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => setOpen(true)}
      >
        <Keyboard size={15} aria-hidden="true" />
      </button>
      {isOpen && <HelpOverlay groups={groups} pointer={pointer} onClose={() => setOpen(false)} />}
    </>
  );
}
