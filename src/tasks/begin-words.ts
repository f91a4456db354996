/** What a training says of itself before its first step. */

interface Beginning {
  /** Numbers that are learnt. */
  parameters: number;
  /** What it learns from: `200 faces`. */
  from: string;
  /** What tells how good it is by now: `40 faces`. */
  validated: string;
}

export function beginWords(name: string, { parameters, from, validated }: Beginning): string {
  return `${name}: ${parameters.toLocaleString('en')} parameters, ${from}, validation of ${validated}`;
}
