/**
 * Metadata of model files that earlier versions wrote, as today's would have written it. Format 1, until November 2026:
 * every network was an hourglass with heatmaps, `{ kind: 'hourglass', inputSize, … }`.
 */

export function upgradeMetadata(content: unknown): unknown {
  if (!isObject(content) || content.format !== 1 || !isObject(content.architecture)) return content;
  const { kind: backbone, ...settings } = content.architecture;
  return { ...content, format: 2, architecture: { backbone, ...settings } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
