/** The optional label layers of a sample, each an encoded PNG of the image's size. */

/**
 * `segmentation`: one byte a pixel, `segmentClasses` of face/. `depth`: 16 bits a pixel, tenths of a millimetre along
 * −z, 0 the background. `normals`: three bytes, (n + 1)/2 · 255 in camera space, 0 the background. `albedo`: three sRGB
 * bytes of the surface's own colour, 0 the background. `alpha`: one byte, the share of the pixel that is not background.
 */
export const layerNames = ['segmentation', 'depth', 'normals', 'albedo', 'alpha'] as const;
export type LayerName = (typeof layerNames)[number];

export type EncodedLayers = Partial<Record<LayerName, Uint8Array>>;

/** Depth is stored in steps of this many centimetres. */
export const depthStep = 0.01;
