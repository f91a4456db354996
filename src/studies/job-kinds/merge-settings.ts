/** Settings laid over settings, by the rules of JSON Merge Patch (RFC 7386): objects merge, null removes, the rest replaces. */

export function mergeSettings(base: unknown, over: unknown): unknown {
  if (!isObject(over)) return over;
  const merged: Record<string, unknown> = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = mergeSettings(merged[key], value);
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
