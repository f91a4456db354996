/** Each two models on the same faces: by how much the first is off more, and where. */
import { useNavigate } from 'react-router';
import type { Comparison, ModelPair } from '../../../../../src/server/studio/schemas/explore.js';
import { useView, writeView } from '../view-state.js';
import { modelColour } from './model-colours.js';
import './model-legend.css';

export const pairName = ({ first, second }: Pick<ModelPair, 'first' | 'second'>): string =>
  `${first} − ${second}`;

/** With its sign: below 0 the first is nearer. */
const signed = (value: number): string =>
  `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(value).toFixed(2)}`;

export function PairTable({ comparison: { models, pairs } }: { comparison: Comparison }) {
  const { view } = useView();
  const navigate = useNavigate();
  const regions = pairs[0]?.regions.map(({ region }) => region) ?? [];
  const swatch = (model: string) => (
    <span
      className="swatch"
      style={{ background: modelColour(models.findIndex((one) => one.model === model)) }}
      aria-hidden="true"
    />
  );
  const worst = ({ first, second, column }: ModelPair, descending: boolean): void => {
    const filter = { sort: { by: column, descending } };
    const [predictions, against] = descending ? [first, second] : [second, first];
    void navigate(`/explore?${writeView({ ...view, filter, predictions, against })}`);
  };
  return (
    <table className="compare-table">
      <caption>
        Differences on the same faces: below 0 the first is nearer. p by flipping the signs of persons
      </caption>
      <thead>
        <tr>
          <th scope="col">First − second</th>
          <th scope="col">Faces</th>
          <th scope="col">NME</th>
          <th scope="col">Interval</th>
          <th scope="col">First nearer</th>
          <th scope="col">p</th>
          {regions.map((region) => (
            <th scope="col" key={region}>
              {region}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">Faces that differ most</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.column}>
            <th scope="row">
              {swatch(pair.first)} {pair.first} − {swatch(pair.second)} {pair.second}
            </th>
            <td>{pair.faces}</td>
            <td>
              <strong>{signed(pair.nme)}</strong>
            </td>
            <td>
              {signed(pair.low)} to {signed(pair.high)}
            </td>
            <td>{Math.round(100 * pair.firstBetter)} %</td>
            <td>{pair.pValue < 0.001 ? '< 0.001' : pair.pValue.toFixed(3)}</td>
            {regions.map((region) => {
              const found = pair.regions.find((one) => one.region === region);
              return <td key={region}>{found === undefined ? '–' : signed(found.nme)}</td>;
            })}
            <td className="compare-worse">
              {[
                { worse: pair.first, than: pair.second },
                { worse: pair.second, than: pair.first },
              ].map(({ worse, than }) => (
                <button
                  key={worse}
                  type="button"
                  className="button"
                  aria-label={`Where ${worse} is worse than ${than}`}
                  onClick={() => worst(pair, worse === pair.first)}
                >
                  {swatch(worse)} worse
                </button>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
