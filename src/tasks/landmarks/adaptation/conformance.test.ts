import { conformance } from './conformance.suite.js';
import { annotatedToyContext, labelledToyContext } from './toy-domains.suite.js';

/** The context gives its own faces, whatever is named. */
const target = { data: 'toy' };

conformance({
  method: 'dann',
  keys: { target, weight: 10, ramp: 0 },
  idle: { ramp: 1_000_000 },
  // By how much the discriminator's cross-entropy is below that of guessing.
  discrepancy: (metrics) => Math.LN2 - (metrics['source.dann.loss']! + metrics['dann.loss']!) / 2,
  left: 0.8,
});

conformance({
  method: 'daln',
  keys: { target, weight: 1, ramp: 0 },
  idle: { ramp: 1_000_000 },
  discrepancy: (metrics) => metrics['source.daln.norm']! - metrics['daln.loss']!,
  left: 0.8,
  error: 0.8,
});

conformance({
  method: 'bi-classifier',
  keys: { target, weight: 1, ramp: 0 },
  idle: { ramp: 1_000_000 },
  discrepancy: (metrics) => metrics['bi-classifier.disparity']!,
  left: 0.8,
  // The first head is cut off.
  plain: (parameter) => !/^stack\d+\.heatmaps\./.test(parameter),
});

conformance({
  method: 'mean-teacher',
  keys: { target, weight: 1, ramp: 0, confidence: 1 },
  idle: { weight: 1e-9 },
  // Between the points on a pale view and the teacher's on the plain one.
  discrepancy: (metrics) => metrics['mean-teacher.distance']!,
  left: 0.8,
  error: 0.8,
});

conformance({
  method: 'self-training',
  keys: { target, weight: 1, ramp: 0, confidence: 0.5 },
  idle: { weight: 1e-9 },
  // Between the points on a pale view and the network's own on the plain one.
  discrepancy: (metrics) => metrics['self-training.distance']!,
  left: 0.8,
  error: 0.8,
});

conformance({
  method: 'feature-alignment',
  keys: { target, weight: 1, ramp: 0 },
  // Adam would make a step of any gradient that it can tell from its ε of 1e-8.
  idle: { weight: 1e-14 },
  discrepancy: (metrics) => metrics['feature-alignment.loss']!,
  left: 0.8,
});

conformance({
  method: 'label-transfer',
  keys: { real: { data: 'toy' }, to: 'ibug68', network: 'mlp', every: 2 },
  // Adam would make a step of any gradient that it can tell from its ε of 1e-8.
  idle: { weight: 1e-14 },
  // From the transferred points to the labels.
  discrepancy: (metrics) => metrics['label-transfer.distance']!,
  left: 0.5,
  // What lies before comes back multiplied by backboneRate.
  plain: (parameter) => parameter.startsWith('transfer.'),
  context: annotatedToyContext,
});

conformance({
  method: 'twins',
  keys: { faces: { data: 'toy' }, weight: 1, ramp: 0 },
  idle: { weight: 1e-14 },
  // How far apart the errors of both are, cells.
  discrepancy: (metrics) => metrics['twins.cells']!,
  left: 0.8,
  context: labelledToyContext,
});
