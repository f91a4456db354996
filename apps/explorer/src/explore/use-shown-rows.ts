/** The rows and counts of a filter. While one is refused, those of the last that was not; without one, of the same without its condition. */
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Counts } from '../../../../src/server/studio/schemas/explore.js';
import { ApiError } from '../api/ask.js';
import { countsQuery, rowsQuery } from './explore-api.js';
import type { ViewState } from './view-state.js';

export interface ShownRows {
  rows: Uint32Array<ArrayBuffer> | undefined;
  counts: Counts | undefined;
  fault: Error | null;
  /** The server answers, and refuses the filter. */
  isRefused: boolean;
}

export function useShownRows({ dataset, filter }: ViewState, enabled: boolean): ShownRows {
  const rows = useQuery({ ...rowsQuery(dataset, filter), enabled });
  const counts = useQuery({ ...countsQuery(dataset, filter), enabled });
  const fault = rows.error ?? counts.error;
  const isRefused = fault instanceof ApiError && fault.status === 422;
  const { where: _, ...others } = filter;
  const isAlone = enabled && isRefused && filter.where !== undefined;
  const last = useRef<{ dataset: number; rows: Uint32Array<ArrayBuffer>; counts: Counts } | null>(null);
  if (rows.data !== undefined && counts.data !== undefined)
    last.current = { dataset, rows: rows.data, counts: counts.data };
  const kept = last.current?.dataset === dataset ? last.current : undefined;
  const isAsked = isAlone && kept === undefined;
  const otherRows = useQuery({ ...rowsQuery(dataset, others), enabled: isAsked });
  const otherCounts = useQuery({ ...countsQuery(dataset, others), enabled: isAsked });
  if (!isRefused) return { rows: rows.data, counts: counts.data, fault, isRefused };
  return {
    rows: kept?.rows ?? (isAsked ? otherRows.data : undefined),
    counts: kept?.counts ?? (isAsked ? otherCounts.data : undefined),
    fault,
    isRefused,
  };
}
