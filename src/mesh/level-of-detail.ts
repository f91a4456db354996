/**
 * How finely what is added to a head is built. A picture of 128 px shows a face at about 5 pixels a centimetre, where a
 * brow hair is a quarter of a pixel wide and a tooth's mesh has fifty triangles a pixel: then fewer and broader hairs and a
 * coarser mouth give the same picture in less time; marks of the skin are painted in larger cells, pores not at all. The
 * meshes of skin and lids, on which labels lie, never change.
 */
export type LevelOfDetail = 'full' | 'coarse';

/** Between what pictures of 128 and of 256 px usually show (5 and 10). */
const enough = 7.2;

/** @param scale – pixels a centimetre at the face. */
export const levelOfDetail = (scale: number): LevelOfDetail => (scale < enough ? 'coarse' : 'full');
