/** So many names are told. */
const shown = 5;

/** A few names, and how many more there are: `a, b, c, d, e, 3 more`. */
export function someOf(names: readonly string[]): string {
  const more = names.length - shown;
  return [...names.slice(0, shown), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
