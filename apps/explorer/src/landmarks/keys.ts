import { deedOfKey, type HelpEntry, type KeyGroup } from '../ui/key-map.js';

/** Every key of the editor, once: what it does and what the help says of it. */
export type Deed =
  | 'tool-move'
  | 'tool-add'
  | 'tool-draw'
  | 'both'
  | 'keep'
  | 'next'
  | 'previous'
  | 'nudge'
  | 'deselect'
  | 'remove'
  | 'mirror'
  | 'undo'
  | 'redo'
  | 'save'
  | 'view-front'
  | 'view-right'
  | 'view-left'
  | 'view-above'
  | 'view-below'
  | 'zoom-in'
  | 'zoom-out'
  | 'names'
  | 'curves'
  | 'hidden'
  | 'finish'
  | 'help';

export const keyGroups: readonly KeyGroup<Deed>[] = [
  {
    title: 'Points',
    keys: [
      { deed: 'next', keys: ['n'], shift: false, shown: ['N'], does: 'Next point' },
      { deed: 'previous', keys: ['n', 'b'], shown: ['B'], does: 'The one before' },
      {
        deed: 'nudge',
        keys: ['arrowleft', 'arrowright', 'arrowup', 'arrowdown'],
        shown: ['←', '→', '↑', '↓'],
        does: 'Move it by half a millimetre, with Shift by five; turn the head where none is selected',
      },
      { deed: 'mirror', keys: ['m'], shown: ['M'], does: 'Give it its mirror image' },
      { deed: 'remove', keys: ['delete', 'backspace'], shown: ['Del'], does: 'Take it away' },
      { deed: 'deselect', keys: ['escape'], shown: ['Esc'], does: 'Select nothing; give up what is drawn' },
    ],
  },
  {
    title: 'Tools',
    keys: [
      { deed: 'tool-move', keys: ['v'], shown: ['V'], does: 'Select and drag' },
      { deed: 'tool-add', keys: ['a'], shown: ['A'], does: 'Add points' },
      { deed: 'tool-draw', keys: ['d'], shown: ['D'], does: 'Draw a curve' },
      { deed: 'finish', keys: ['enter'], shown: ['Enter'], does: 'The curve ends here' },
      { deed: 'both', keys: ['s'], shown: ['S'], does: 'Both sides at once' },
      { deed: 'keep', keys: ['k'], shown: ['K'], does: 'Keep points on their curves' },
    ],
  },
  {
    title: 'View',
    keys: [
      { deed: 'view-front', keys: ['1'], shown: ['1'], does: 'From the front' },
      { deed: 'view-right', keys: ['2'], shown: ['2'], does: "From the subject's right" },
      { deed: 'view-left', keys: ['3'], shown: ['3'], does: "From the subject's left" },
      { deed: 'view-above', keys: ['4'], shown: ['4'], does: 'From above' },
      { deed: 'view-below', keys: ['5'], shown: ['5'], does: 'From below' },
      { deed: 'zoom-in', keys: ['+', '='], shown: ['+'], does: 'Nearer' },
      { deed: 'zoom-out', keys: ['-', '_'], shown: ['−'], does: 'Further' },
      { deed: 'curves', keys: ['l'], shown: ['L'], does: 'Feature curves' },
      { deed: 'names', keys: ['t'], shown: ['T'], does: 'Names of the points' },
      { deed: 'hidden', keys: ['h'], shown: ['H'], does: 'Points that the head hides' },
    ],
  },
  {
    title: 'Set',
    keys: [
      { deed: 'undo', keys: ['z'], command: true, shift: false, shown: ['Ctrl', 'Z'], does: 'Undo' },
      { deed: 'redo', keys: ['z'], command: true, shift: true, shown: ['Ctrl', 'Shift', 'Z'], does: 'Redo' },
      { deed: 'redo', keys: ['y'], command: true, shown: ['Ctrl', 'Y'], does: 'Redo' },
      { deed: 'save', keys: ['s'], command: true, shown: ['Ctrl', 'S'], does: 'Save' },
      { deed: 'help', keys: ['?'], shown: ['?'], does: 'This help' },
    ],
  },
];

export const pointerHelp: readonly HelpEntry[] = [
  { shown: ['Drag'], does: 'A point over the surface; on the head or the ground, turn it' },
  { shown: ['Alt', 'Drag'], does: 'The point off its curve' },
  { shown: ['Shift', 'Click'], does: 'One more point' },
  { shown: ['Shift', 'Drag'], does: 'Move the picture; the right button too' },
  { shown: ['Wheel'], does: 'Nearer and further' },
];

export function deedOf(event: KeyboardEvent): Deed | null {
  return deedOfKey(keyGroups, event);
}
