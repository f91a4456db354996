/** The text of a set's file as a draft. */
import { draftOf, isWhole, type SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import { buildSet } from '../../../../src/landmarks/sets/build-set.js';
import { parseSetFile, type SetMistake } from '../../../../src/landmarks/sets/set-file.js';
import type { EditorHead } from './editor-head.js';

/** @returns no draft where something of the text would be lost in it. */
export function openText(
  text: string,
  heads: readonly EditorHead[],
): { draft?: SetDraft; mistakes: SetMistake[] } {
  const parsed = parseSetFile(text);
  const readers = (name: string) => {
    const refused = {
      rule: `the head '${name}' is not installed here`,
      hint: 'lineament assets install ict-facekit',
    };
    return (
      heads.find((head) => head.name === name)?.reader ?? { points: () => refused, curve: () => refused }
    );
  };
  const built = buildSet(parsed, readers);
  if (!isWhole(parsed, built)) return { mistakes: built.mistakes };
  return { draft: draftOf(text, parsed, built, readers), mistakes: built.mistakes };
}
