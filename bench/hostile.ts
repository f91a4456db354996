/**
 * A thousand malformed and hostile requests on a real socket, each of another kind or with other bytes changed: every one must be
 * refused with a problem, and the server must answer afterwards. `npx tsx bench/hostile.ts [COUNT] [SEED]`.
 */
import { faultOf, hostileRequests } from '../src/server/hostile-requests.suite.js';
import { realServer } from '../src/server/real-server.suite.js';

const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
const server = await realServer();
const began = performance.now();
const faults: string[] = [];
for (const request of hostileRequests(count, seed)) {
  const fault = await faultOf(server.address, request);
  if (fault !== undefined) faults.push(fault);
}
const { status } = await fetch(new URL('/healthz', server.address));
const seconds = (performance.now() - began) / 1000;
console.log(
  `${count} requests in ${seconds.toFixed(1)} s, ${faults.length} not refused as they should be, health ${status}, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB in the end`,
);
for (const fault of faults.slice(0, 20)) console.log(fault);
await server.close();
process.exitCode = faults.length === 0 && status === 200 ? 0 : 1;
