/** Settings laid over settings, by the rules of JSON Merge Patch (RFC 7386): objects merge, null removes, the rest replaces. */
import { isRecord } from '../../core/settings/is-record.js';

export function mergeSettings(base: unknown, over: unknown): unknown {
  if (!isRecord(over)) return over;
  const merged: Record<string, unknown> = isRecord(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = mergeSettings(merged[key], value);
  }
  return merged;
}
