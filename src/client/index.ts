/** A client of `lineament serve`: orders, progress, downloads; typed from the server's OpenAPI document. */
export {
  type Delivery,
  type Descriptions,
  type Detections,
  type DownloadOptions,
  type DownloadProgress,
  finalStates,
  type HumanApiJob,
  type LineamentClient,
  type Order,
  type OrderBrief,
  type OrderOptions,
  type OrderQuery,
  type OrderRequest,
  openClient,
  type Photograph,
  type Preview,
  type Run,
  type RunRequest,
  type Upload,
} from './client.js';
export type { ConnectionOptions, Patience } from './connection.js';
export type { FollowOptions } from './follow.js';
export { NoServerError, ServerRefusal } from './refusal.js';
export type { components, paths } from './schema.js';
