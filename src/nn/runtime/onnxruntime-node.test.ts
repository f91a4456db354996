import { onnxRuntimeNode } from './onnxruntime-node.js';
import { runtimeSuite } from './runtime.suite.js';

runtimeSuite(onnxRuntimeNode);
