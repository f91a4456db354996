/** What a runtime computes on. The default is written here and nowhere else. */

/** `cpu` works everywhere; `cuda` needs an NVIDIA GPU, `webgpu` any GPU that Vulkan, Metal or Direct3D 12 drives. */
export const providers = ['cpu', 'cuda', 'webgpu'] as const;
export type Provider = (typeof providers)[number];
export const defaultProvider: Provider = 'cpu';
