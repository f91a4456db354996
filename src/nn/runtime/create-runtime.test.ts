import { describe, expect, it } from 'vitest';
import { createTrainer } from '../train/plan/trainer.js';
import { createRuntime } from './create-runtime.js';
import { createInferenceSession } from './inference-session.js';
import { onnxRuntimeNode } from './onnxruntime-node.js';
import type { Provider } from './provider.js';
import { runtimeSuite } from './runtime.suite.js';

runtimeSuite(onnxRuntimeNode);

/** GPU providers to be held to the suite, such as `LINEAMENT_TEST_PROVIDERS=cuda`. None has been so far. */
const wanted = process.env.LINEAMENT_TEST_PROVIDERS?.split(',') ?? [];

for (const provider of ['cuda', 'webgpu'] as const) {
  const runtime = await createRuntime({ provider }).catch((error: Error) => error);
  if (wanted.includes(provider)) {
    if (runtime instanceof Error) throw runtime;
    runtimeSuite(runtime);
  }
  describe.skipIf(!(runtime instanceof Error))(`the provider ${provider} where it is missing`, () => {
    it('is refused with what is missing, what it needs and what works', () => {
      const { name, message } = runtime as Error;
      expect(name).toBe('LineamentError');
      expect(message).toMatch(
        new RegExp(
          `^runtime: the provider '${provider}' is not available here: .+ \\(it needs .*GPU.*the provider 'cpu'`,
        ),
      );
      expect(message).not.toMatch(/\.cc:/);
    });
  });
}

describe('createRuntime', () => {
  it('gives the CPU by default', async () => {
    expect((await createRuntime()).name).toBe('onnxruntime-node on cpu');
  });

  it('refuses an unknown provider by name, for sessions and trainers as well', async () => {
    const provider = 'tpu' as Provider;
    const words = "runtime: there is no provider 'tpu'; there are cpu, cuda, webgpu";
    await expect(createRuntime({ provider })).rejects.toThrow(words);
    await expect(createInferenceSession(new Uint8Array(), { provider })).rejects.toThrow(words);
    const never = (): never => expect.fail('the network was built first');
    await expect(createTrainer(never, { batch: 1, seed: 1, provider })).rejects.toThrow(words);
  });
});
