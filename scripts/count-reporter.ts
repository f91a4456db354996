/** A vitest reporter that ends the run with one plain line: "N passed, N failed, N skipped". */
import type { Reporter, TestModule } from 'vitest/node';

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) counts[test.result().state]++;
      // A file that could not even be loaded has no tests to count; it must not pass for a clean run.
      if (tests.length === 0 && !module.ok()) counts.failed++;
    }
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped`;
    process.on('exit', () => process.stdout.write(`${line}\n`));
  }
}
