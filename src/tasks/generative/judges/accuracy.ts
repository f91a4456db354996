/** How often judges are right, beside what one gets without a look. */
import { expressionFamily } from '../../../captions/expression-family.js';
import type { FaceFacts } from '../../../captions/face-facts.js';
import { familyFact, type Judgement } from './judge-file.js';

export interface JudgedAccuracy {
  fact: string;
  /** Share of all pictures that were judged rightly, those that show nothing of it too. */
  accuracy: number;
  /** Share of the commonest value. */
  commonest: number;
  /** Mean over the values that occur, of the share of each that was told: rare ones count as much. */
  balanced: number;
}

export function judgedAccuracy(
  judgements: readonly Judgement[],
  facts: readonly FaceFacts[],
): JudgedAccuracy[] {
  const names = Object.keys(judgements[0] ?? {});
  return names.map((fact) => {
    const of = (row: number): string => shownOf(facts[row]!, fact);
    const rows = new Map<string, { count: number; right: number }>();
    for (const [row, judgement] of judgements.entries()) {
      const entry = rows.get(of(row)) ?? { count: 0, right: 0 };
      entry.count++;
      if (judgement[fact] === of(row)) entry.right++;
      rows.set(of(row), entry);
    }
    const all = [...rows.values()];
    const right = all.reduce((sum, entry) => sum + entry.right, 0);
    return {
      fact,
      accuracy: right / judgements.length,
      commonest: Math.max(...all.map(({ count }) => count)) / judgements.length,
      balanced: all.reduce((sum, entry) => sum + entry.right / entry.count, 0) / all.length,
    };
  });
}

function shownOf(facts: FaceFacts, fact: string): string {
  if (fact === familyFact) return expressionFamily(facts.expression ?? 'nothing');
  return facts[fact as keyof FaceFacts] ?? 'nothing';
}
