/**
 * The groups of variety that a generator can be told to leave out, to measure what each is worth: a group that is left
 * out has one plain value in every face, and all other groups keep the very values that they would have had.
 */
export const varietyGroups = [
  'identity',
  'expression',
  'skin',
  'hair',
  'occluders',
  'light',
  'camera',
  'background',
  'pose',
] as const;

/**
 * `identity`: the mean face. `expression`: neutral, looking straight ahead. `skin`: one complexion without details, the
 * same eyes. `hair`: short dark hair, no beard. `occluders`: one plain shirt, nothing else worn and nothing in front. `light`: even studio
 * light. `camera`: one distance and place in the frame, a clean sharp picture. `background`: plain grey. `pose`: frontal.
 */
export type VarietyGroup = (typeof varietyGroups)[number];
