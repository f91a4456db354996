/** Whose points are drawn beside the labels, and in which colours. */
import { X } from 'lucide-react';
import { errorColour, fullRed } from '../draw-points.js';
import type { ChangeView } from '../view-state.js';
import type { ShownModel } from './shown-models.js';
import './model-legend.css';

const shades = [0, 2, 4, 6, 8, fullRed];

interface ModelLegendProps {
  models: readonly ShownModel[];
  /** Of one face, % of each model; null where it said nothing. */
  errors?: readonly (number | null)[];
  change: ChangeView;
}

export function ModelLegend({ models, errors, change }: ModelLegendProps) {
  if (models.length === 0) return null;
  return (
    <fieldset className="model-legend">
      <legend className="visually-hidden">Points of models</legend>
      <ul>
        {models.map(({ name, colour }, i) => (
          <li key={name}>
            {models.length > 1 && (
              <span className="swatch" style={{ background: colour }} aria-hidden="true" />
            )}
            {name}
            {errors !== undefined && <strong>{errors[i]?.toFixed(2) ?? '–'} %</strong>}
          </li>
        ))}
      </ul>
      {models.length === 1 && (
        <span className="model-scale">
          0
          <span
            style={{ background: `linear-gradient(90deg, ${shades.map(errorColour).join(', ')})` }}
            aria-hidden="true"
          />
          {fullRed} % off
        </span>
      )}
      <button
        type="button"
        className="icon-button quiet"
        aria-label="Hide the points of models"
        title="Hide the points of models"
        onClick={() => change({ predictions: null, against: null })}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </fieldset>
  );
}
