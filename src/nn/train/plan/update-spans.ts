/** Which parameters an update moves, and how: neighbours that are treated alike are joined. */
import { sizeOf } from '../../graph/shape.js';
import type { Treatment } from '../../optimisers/parameter-groups.js';
import type { ParameterLayout } from '../../program/parameter-layout.js';
import type { UpdateSpan } from '../replicas/replica-protocol.js';

/**
 * @param treatments – for each entry of the layout; undefined where it stays.
 * @param updates – how often each entry was updated, this time included.
 */
export function updateSpans(
  layout: ParameterLayout,
  treatments: readonly (Treatment | undefined)[],
  updates: readonly number[],
  learningRate: number,
): UpdateSpan[] {
  const spans: UpdateSpan[] = [];
  layout.forEach(({ offset, shape }, index) => {
    const treatment = treatments[index];
    if (treatment === undefined) return;
    const span: UpdateSpan = {
      start: offset,
      end: offset + sizeOf(shape),
      step: updates[index]!,
      learningRate: learningRate * treatment.rate,
      weightDecay: treatment.weightDecay,
    };
    const before = spans.at(-1);
    if (before !== undefined && continues(before, span))
      spans[spans.length - 1] = { ...before, end: span.end };
    else spans.push(span);
  });
  return spans;
}

function continues(before: UpdateSpan, span: UpdateSpan): boolean {
  return (
    before.end === span.start &&
    before.step === span.step &&
    before.learningRate === span.learningRate &&
    before.weightDecay === span.weightDecay
  );
}
