/** An object whose fields without a value are left out: programs that pass JSON on write null for what they do not know. */
export function withoutNulls<T extends object>(given: T): T {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => (value ?? undefined) !== undefined),
  ) as T;
}
