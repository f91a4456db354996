/** Which of a group's persons are feminine and which masculine, and where a picture stands among its own. */
import { traitsOfPerson } from '../../../face/person/numbered-person.js';
import type { SexHand } from './deal.js';
import type { SpecifiedPlace } from './place-in-specification.js';
import type { Sex, SpecifiedGroup } from './specification.js';

export function sexOfPerson(person: number): Sex {
  return traitsOfPerson(person).masculinity < 0.5 ? 'feminine' : 'masculine';
}

/** `[P]` of a group's persons: the sex, and how many of it come before. Counted once a group. */
const counted = new WeakMap<
  SpecifiedGroup,
  { sexes: Sex[]; before: number[]; persons: Record<Sex, number> }
>();

function countOf(group: SpecifiedGroup): { sexes: Sex[]; before: number[]; persons: Record<Sex, number> } {
  const known = counted.get(group);
  if (known !== undefined) return known;
  const persons = { feminine: 0, masculine: 0 };
  const sexes = group.persons.map(sexOfPerson);
  const before = sexes.map((sex) => persons[sex]++);
  counted.set(group, { sexes, before, persons });
  return { sexes, before, persons };
}

export function sexHandOf({ group, render }: SpecifiedPlace): SexHand {
  const { sexes, before, persons } = countOf(group);
  const person = Math.floor(render / group.renders);
  const counts = { feminine: persons.feminine * group.renders, masculine: persons.masculine * group.renders };
  return { sex: sexes[person]!, rank: before[person]! * group.renders + (render % group.renders), counts };
}
