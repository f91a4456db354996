/** What to do next, in a line on the head. */
import type { Tool } from './stage.js';

interface HintProps {
  tool: Tool;
  /** Places of the curve that is being drawn. */
  count: number;
  isEmpty: boolean;
  onBegin: () => void;
  onFinish: () => void;
}

export function StageHint({ tool, count, isEmpty, onBegin, onFinish }: HintProps) {
  if (tool === 'draw')
    return (
      <p className="set-hint">
        {count === 0
          ? 'Click where the curve begins. One that ends at the midline is completed on the other side.'
          : `${count} ${count === 1 ? 'place' : 'places'}: click on, Backspace takes one back.`}
        {count > 1 && (
          <button type="button" className="button" onClick={onFinish}>
            End it here (Enter)
          </button>
        )}
      </p>
    );
  if (tool === 'add')
    return <p className="set-hint">Click on the head; near a feature curve the point lies on it.</p>;
  if (!isEmpty) return null;
  return (
    <p className="set-hint">
      The set has no points yet.
      <button type="button" className="button primary" onClick={onBegin}>
        Begin from …
      </button>
    </p>
  );
}
