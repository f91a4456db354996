import { expect, it } from 'vitest';
import { labelledToyContext, toyBatch, toyFaces } from '../toy-domains.suite.js';
import { twins } from './twins.js';

it('counts a point where both pictures have it', async () => {
  const context = labelledToyContext();
  const faces = toyFaces('target', 0);
  const landmarks = faces.weights.length / toyBatch;
  // The second picture of the first face lacks its last point, the first of the second its first.
  faces.weights[2 * landmarks - 1] = 0;
  faces.weights[2 * landmarks] = 0;
  const part = await twins.create(twins.schema.parse({ method: 'twins', faces: { data: 'toy' } }) as never, {
    ...context,
    open: async (asked, options) => ({ ...(await context.open(asked, options)), batch: async () => faces }),
  });
  const batch = await part.sources!.twins!.batch(0);
  const weights = [...batch['twins.weights']!];
  const gone = [landmarks - 1, 2 * landmarks - 1, 2 * landmarks, 3 * landmarks];
  expect(weights.flatMap((weight, i) => (weight === 0 ? [i] : []))).toEqual(gone);
});
