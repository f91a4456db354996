/** The module that the child processes' own test runs: doubles numbers. */
import { serveParent } from './child-module.js';

serveParent<number, number>(async (order, tell) => tell(2 * order));
