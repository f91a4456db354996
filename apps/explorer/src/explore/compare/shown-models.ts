/** The models whose points stand beside the labels: one, or two in the colours that they have in the comparison. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { comparisonQuery } from '../explore-api.js';
import type { ViewState } from '../view-state.js';
import { modelColour } from './model-colours.js';

export interface ShownModel {
  name: string;
  colour: string;
}

export interface ShownModels {
  models: readonly ShownModel[];
  /** Changes with each comparison. */
  run: number;
}

export function useShownModels({
  dataset,
  predictions,
  against,
}: Pick<ViewState, 'dataset' | 'predictions' | 'against'>): ShownModels {
  const { data, dataUpdatedAt: run } = useQuery({
    ...comparisonQuery(dataset),
    enabled: predictions !== null,
  });
  return useMemo(() => {
    const names = [predictions, predictions === null ? null : against].filter((name) => name !== null);
    // A link may name models of a comparison that this server has not made.
    const models = names.flatMap((name) => {
      const place = data?.models.findIndex(({ model }) => model === name) ?? -1;
      return place < 0 ? [] : [{ name, colour: modelColour(place) }];
    });
    return { models, run };
  }, [predictions, against, data, run]);
}
