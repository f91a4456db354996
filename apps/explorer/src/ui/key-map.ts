/** The keys of a page, each once: what it does, and what the help says of it. */

export interface HelpEntry {
  /** As the help shows it. */
  shown: readonly string[];
  does: string;
}

interface KeyEntry<Deed extends string> extends HelpEntry {
  deed: Deed;
  /** As `KeyboardEvent.key`, lower case; any of them. */
  keys: readonly string[];
  /** With Ctrl or Command. */
  command?: true;
  shift?: boolean;
}

export interface KeyGroup<Deed extends string> {
  title: string;
  keys: readonly KeyEntry<Deed>[];
}

export function deedOfKey<Deed extends string>(
  groups: readonly KeyGroup<Deed>[],
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
): Deed | null {
  if (altKey) return null;
  const pressed = key.toLowerCase();
  for (const { keys } of groups)
    for (const entry of keys)
      if (
        entry.keys.includes(pressed) &&
        (ctrlKey || metaKey) === (entry.command === true) &&
        (entry.shift === undefined || entry.shift === shiftKey)
      )
        return entry.deed;
  return null;
}
