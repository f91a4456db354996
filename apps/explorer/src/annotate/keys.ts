import { deedOfKey, type HelpEntry, type KeyGroup } from '../ui/key-map.js';

/** Every key of the page, once: what it does and what the help says of it. */
export type Deed =
  | 'next-face'
  | 'previous-face'
  | 'done'
  | 'next-point'
  | 'previous-point'
  | 'deselect'
  | 'release'
  | 'undo'
  | 'redo'
  | 'cycle-visibility'
  | 'visibility-0'
  | 'visibility-1'
  | 'visibility-2'
  | 'visibility-3'
  | 'nudge'
  | 'tool-point'
  | 'tool-curve'
  | 'tool-face'
  | 'hide'
  | 'names'
  | 'curves'
  | 'uncertainty'
  | 'magnifier'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'help';

export const keyGroups: readonly KeyGroup<Deed>[] = [
  {
    title: 'Faces',
    keys: [
      { deed: 'done', keys: ['enter'], shown: ['Enter'], does: 'Done, and on to the next' },
      { deed: 'next-face', keys: ['j', 'pagedown'], shown: ['J', 'Page Down'], does: 'Next face' },
      { deed: 'previous-face', keys: ['k', 'pageup'], shown: ['K', 'Page Up'], does: 'Previous face' },
      { deed: 'undo', keys: ['z'], command: true, shift: false, shown: ['Ctrl', 'Z'], does: 'Undo' },
      { deed: 'redo', keys: ['z'], command: true, shift: true, shown: ['Ctrl', 'Shift', 'Z'], does: 'Redo' },
      { deed: 'redo', keys: ['y'], command: true, shown: ['Ctrl', 'Y'], does: 'Redo' },
    ],
  },
  {
    title: 'Points',
    keys: [
      { deed: 'next-point', keys: ['n'], shift: false, shown: ['N'], does: 'Next doubtful point' },
      { deed: 'previous-point', keys: ['n', 'b'], shown: ['B'], does: 'The one before' },
      {
        deed: 'nudge',
        keys: ['arrowleft', 'arrowright', 'arrowup', 'arrowdown'],
        shown: ['←', '→', '↑', '↓'],
        does: 'Nudge by a pixel; with Shift by five',
      },
      { deed: 'cycle-visibility', keys: ['v'], shown: ['V'], does: 'Next visibility class' },
      { deed: 'visibility-0', keys: ['1'], shown: ['1'], does: 'Visible' },
      { deed: 'visibility-1', keys: ['2'], shown: ['2'], does: 'Hidden by the face' },
      { deed: 'visibility-2', keys: ['3'], shown: ['3'], does: 'Hidden by something else' },
      { deed: 'visibility-3', keys: ['4'], shown: ['4'], does: 'Outside the picture' },
      {
        deed: 'release',
        keys: ['r', 'delete', 'backspace'],
        shown: ['R'],
        does: 'Let it go with the others again',
      },
      { deed: 'deselect', keys: ['escape'], shown: ['Esc'], does: 'Select nothing' },
    ],
  },
  {
    title: 'Tools',
    keys: [
      { deed: 'tool-point', keys: ['p'], shown: ['P'], does: 'Drag points' },
      { deed: 'tool-curve', keys: ['c'], shown: ['C'], does: 'Drag curves' },
      { deed: 'tool-face', keys: ['m'], shown: ['M'], does: 'Move the whole face' },
    ],
  },
  {
    title: 'View',
    keys: [
      { deed: 'zoom-in', keys: ['+', '='], shown: ['+'], does: 'Larger' },
      { deed: 'zoom-out', keys: ['-', '_'], shown: ['−'], does: 'Smaller' },
      { deed: 'fit', keys: ['0', 'f'], shown: ['0', 'F'], does: 'Fit the face' },
      { deed: 'hide', keys: ['h'], shown: ['H'], does: 'Hide and show the points' },
      { deed: 'curves', keys: ['l'], shown: ['L'], does: 'Lines along the curves' },
      { deed: 'names', keys: ['t'], shown: ['T'], does: 'Names of the points' },
      { deed: 'uncertainty', keys: ['u'], shown: ['U'], does: 'Uncertainty' },
      { deed: 'magnifier', keys: ['g'], shown: ['G'], does: 'Magnifier' },
      { deed: 'help', keys: ['?'], shown: ['?'], does: 'This help' },
    ],
  },
];

export const pointerHelp: readonly HelpEntry[] = [
  { shown: ['Drag'], does: 'A point (or curve, or face); on empty ground the picture' },
  { shown: ['Alt', 'Drag'], does: 'This point alone, the others stay' },
  { shown: ['Wheel'], does: 'Zoom where the pointer is' },
  { shown: ['Space', 'Drag'], does: 'The picture, over points too' },
];

export function deedOf(event: KeyboardEvent): Deed | null {
  return deedOfKey(keyGroups, event);
}
