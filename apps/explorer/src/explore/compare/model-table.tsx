/** The error of each model, with its interval and by region. */
import { useNavigate } from 'react-router';
import type { Comparison } from '../../../../../src/server/studio/schemas/explore.js';
import { useView, writeView } from '../view-state.js';
import { modelColour } from './model-colours.js';
import './model-legend.css';

export function ModelTable({ comparison }: { comparison: Comparison }) {
  const { view } = useView();
  const navigate = useNavigate();
  const { models } = comparison;
  const regions = models[0]?.regions.map(({ region }) => region) ?? [];
  // With two, the other's points stand beside those of the one that is asked for.
  const beside = (model: string): string | null =>
    models.length === 2 ? models.find((one) => one.model !== model)!.model : null;
  const worst = (model: string, column: string): void => {
    const filter = { sort: { by: column, descending: true } };
    void navigate(`/explore?${writeView({ ...view, filter, predictions: model, against: beside(model) })}`);
  };
  return (
    <table className="compare-table">
      <caption>
        Mean error, % of {comparison.normaliser}; 95 % intervals by bootstrap over persons;{' '}
        {comparison.convention} points
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Faces</th>
          <th scope="col">NME</th>
          <th scope="col">Interval</th>
          {regions.map((region) => (
            <th scope="col" key={region}>
              {region}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">Worst faces</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {models.map((one, i) => (
          <tr key={one.model}>
            <th scope="row">
              <span className="swatch" style={{ background: modelColour(i) }} aria-hidden="true" />{' '}
              {one.model}
            </th>
            <td>
              {one.faces}
              {one.failed.length > 0 && ` (${one.failed.length} failed)`}
            </td>
            <td>
              <strong>{one.nme.toFixed(2)}</strong>
            </td>
            <td>
              {one.low.toFixed(2)} – {one.high.toFixed(2)}
            </td>
            {regions.map((region) => (
              <td key={region}>
                {one.regions.find((found) => found.region === region)?.nme.toFixed(2) ?? '–'}
              </td>
            ))}
            <td>
              <button type="button" className="button" onClick={() => worst(one.model, one.column)}>
                Worst first
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
