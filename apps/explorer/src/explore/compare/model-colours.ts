/** The models of a comparison in colours that are told apart on skin and on both themes. */
const colours = ['#2f7de1', '#d97706', '#0f9d58', '#c2268f'];

/** @param place – in the comparison. */
export const modelColour = (place: number): string => colours[place % colours.length]!;
