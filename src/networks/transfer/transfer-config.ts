/**
 * Label transfer as recipes and model files name it: which network turns K predicted landmarks into M of another set.
 * Safe in browsers: names and types, no network.
 */

/** Networks for label transfer, see `transfer-network.ts`. */
export const transferNetworks = ['unet', 'unet-small', 'convolution', 'mlp', 'affine'] as const;
export type TransferNetworkName = (typeof transferNetworks)[number];

/** Those that read coordinates alone: they suit heads without a heatmap of every landmark, and have none of their own. */
export const coordinateNetworks: readonly TransferNetworkName[] = ['mlp', 'affine'];

/** The scope of all its parameters, for patterns of names. */
export const transferScope = 'transfer';

export interface TransferConfig {
  network: TransferNetworkName;
  /** `[M]`: for each point of the other set the index of the nearest of the K, found on the template. */
  nearest: readonly number[];
}
