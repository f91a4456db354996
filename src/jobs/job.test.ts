import { expect, test } from 'vitest';
import { canonicalJson, defineJob, jobFolderName, jobKey } from './job.js';

const job = (settings: unknown, needs: Parameters<typeof jobKey>[2] = []) =>
  jobKey('training', settings, needs, '1');

test('A key depends on what is set, not on the order in which it stands', () => {
  expect(job({ steps: 3, model: { width: 8, depth: 2 } })).toBe(
    job({ model: { depth: 2, width: 8 }, steps: 3 }),
  );
  expect(job({ steps: 3, ema: undefined })).toBe(job({ steps: 3 }));
  expect(job({ steps: 3 })).not.toBe(job({ steps: 4 }));
  expect(job({ seeds: [1, 2] })).not.toBe(job({ seeds: [2, 1] }));
});

test('A key depends on the needed jobs, the kind and the version', () => {
  const a = { key: 'a' };
  const b = { key: 'b' };
  expect(job({}, [a])).not.toBe(job({}, [b]));
  expect(job({}, [a, b])).not.toBe(job({}, [b, a]));
  expect(jobKey('training', {}, [], '1')).not.toBe(jobKey('training', {}, [], '2'));
  expect(jobKey('training', {}, [], '1')).not.toBe(jobKey('measuring', {}, [], '1'));
});

test('A change of a job changes every job that needs it, however far away', () => {
  const chain = (seed: number) => {
    const define = (settings: unknown, needs: ReturnType<typeof defineJob>[]) =>
      defineJob({ name: 'x', kind: 'training', settings, needs, seconds: 1, run: async () => 0 });
    return define('report', [define('train', [define({ seed }, [])])]);
  };
  expect(chain(1).key).toBe(chain(1).key);
  expect(chain(1).key).not.toBe(chain(2).key);
});

test('The canonical form sorts keys at every level and keeps lists', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
});

test('A folder is readable and bound to its key', () => {
  expect(jobFolderName({ name: 'train 1×1 DALN, seed 2', key: '0123456789abcdef' })).toBe(
    'train-1-1-daln-seed-2-0123456789',
  );
});
