/** Two models in one file, beside each other: the inputs and outputs of both. */
import { internalError } from '../../core/errors.js';
import type { OnnxModel } from './model.js';

/**
 * @param prefix – goes before the names of the second's inner values, so that they are not those of the first.
 * @returns the first, metadata and all, and the second without its metadata. Throws where an input or output of one has the name of a value of the other.
 */
export function joinModels(first: OnnxModel, second: OnnxModel, prefix: string): OnnxModel {
  const outer = new Set([...second.inputs, ...second.outputs].map(({ name }) => name));
  const renamed = (name: string): string => (name === '' || outer.has(name) ? name : `${prefix}${name}`);
  const taken = new Set([
    ...[...first.inputs, ...first.initialisers].map(({ name }) => name),
    ...first.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const nodes = second.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
  }));
  const initialisers = second.initialisers.map((value) => ({ ...value, name: renamed(value.name) }));
  const added = [...second.inputs, ...initialisers, ...nodes.flatMap(({ outputs }) => outputs.map(named))];
  const twice = added.find(({ name }) => taken.has(name));
  if (twice !== undefined)
    throw internalError(`'${twice.name}' is a value of both models that are to be joined`);
  return {
    ...first,
    nodes: [...first.nodes, ...nodes],
    initialisers: [...first.initialisers, ...initialisers],
    inputs: [...first.inputs, ...second.inputs],
    outputs: [...first.outputs, ...second.outputs],
  };
}

const named = (name: string): { name: string } => ({ name });
