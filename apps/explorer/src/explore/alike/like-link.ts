import { type ViewState, writeView } from '../view-state.js';

/** Faces in the grid. */
const mostAlike = 200;

/** The grid with what looks most like a row. */
export const likeLink = (view: ViewState, row: number): string =>
  `/explore?${writeView({ ...view, filter: { like: { row, most: mostAlike } }, selected: [] })}`;
