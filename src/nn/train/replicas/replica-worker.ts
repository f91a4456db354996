/** A replica in a worker thread of its own: the runtime blocks the thread that it runs on. */
import { workerData } from 'node:worker_threads';
import { serveTasks } from '../../../node/worker-pool.js';
import { runtimeOn } from '../../runtime/onnxruntime-node.js';
import { Replica } from './replica.js';
import type { ReplicaSetup, ReplicaTask } from './replica-protocol.js';

const setup = workerData as ReplicaSetup;
const replica = new Replica(runtimeOn(setup.provider), setup);

serveTasks((task: ReplicaTask) => replica.handle(task));
