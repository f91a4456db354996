/**
 * Metadata of model files that earlier versions wrote, as today's would have written it, format by format.
 * 1, until November 2026: every network was an hourglass with heatmaps, `{ kind: 'hourglass', inputSize, … }`.
 * 2: no network said what can be seen (`architecture.visibility`).
 */
import { isRecord } from '../../core/settings/is-record.js';

export function upgradeMetadata(content: unknown): unknown {
  return [namedBackbone, withoutVisibility].reduce((now, upgrade) => upgrade(now), content);
}

function namedBackbone(content: unknown): unknown {
  if (!isRecord(content) || content.format !== 1 || !isRecord(content.architecture)) return content;
  const { kind: backbone, ...settings } = content.architecture;
  return { ...content, format: 2, architecture: { backbone, ...settings } };
}

function withoutVisibility(content: unknown): unknown {
  return isRecord(content) && content.format === 2 ? { ...content, format: 3 } : content;
}
