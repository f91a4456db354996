/** What Prometheus reads at /metrics. A registry of its own for each server, so that tests stand side by side. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Queue } from '../jobs/queue/queue.js';
import type { OrderBook } from '../orders/desk/order-book.js';
import { orderStates } from '../orders/order/state.js';

export interface Metrics {
  registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
}

export function createMetrics(book: OrderBook, queue: Queue, { process }: { process: boolean }): Metrics {
  const registry = new Registry();
  if (process) collectDefaultMetrics({ register: registry, prefix: 'lineament_' });
  const requests = new Counter({
    name: 'lineament_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'lineament_request_seconds',
    help: 'Time until the answer began',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers: [registry],
  });
  new Gauge({
    name: 'lineament_orders',
    help: 'Orders by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const counts = new Map(orderStates.map((state) => [state, 0]));
      for (const { status } of book.all()) counts.set(status.state, counts.get(status.state)! + 1);
      for (const [state, count] of counts) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'lineament_tasks',
    help: 'Tasks in the queue by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      // A queue that does not answer leaves the other figures readable.
      const counts = await Promise.race([
        queue.counts(),
        new Promise<null>((r) => setTimeout(r, 500, null).unref()),
      ]).catch(() => null);
      for (const [state, count] of Object.entries(counts ?? {})) this.set({ state }, count);
    },
  });
  return {
    registry,
    request(method, route, status, seconds) {
      requests.inc({ method, route, status: String(status) });
      duration.observe({ method, route }, seconds);
    },
  };
}
