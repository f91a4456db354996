/** Expressions by what is easiest seen of them: 38 names differ in more than a face of 64 pixels shows. */
import { expressionLibrary, type LibraryExpression } from '../face/person/expression-library.js';

/** From the easiest seen: the first whose action is that strong; weights of `expressionLibrary`. */
const rules: readonly { family: string; actions: readonly string[]; from: number }[] = [
  { family: 'tongue out', actions: ['tongueOut'], from: 0.5 },
  { family: 'smiling', actions: ['lipCornerPuller'], from: 0.5 },
  { family: 'mouth open', actions: ['jawDrop'], from: 0.3 },
  { family: 'lips drawn together', actions: ['lipPucker'], from: 0.5 },
  { family: 'brows lowered', actions: ['browLowerer'], from: 0.5 },
  { family: 'brows raised', actions: ['innerBrowRaiser', 'outerBrowRaiser'], from: 0.5 },
];

/** @param expression – as facts name it. @returns its family; what is no expression of the library stands for itself. */
export function expressionFamily(expression: string): string {
  const mixture = expressionLibrary[expression as LibraryExpression];
  if (mixture === undefined) return expression;
  const rule = rules.find(({ actions, from }) => actions.some((action) => (mixture[action] ?? 0) >= from));
  return rule?.family ?? 'other';
}
