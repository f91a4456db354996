/** In the map's corner: what its colours mean, and the face under the pointer or nearest the middle. */
import { Thumbnail } from '../alike/thumbnail.js';
import type { ColumnValues } from '../explore-api.js';
import type { RowStore } from '../row-store.js';
import type { RowColours } from './map-colours.js';

interface MapLegendProps {
  colours: RowColours;
  column: string | null;
  values: ColumnValues | undefined;
  looked: number | null;
  picture: RowStore<ImageBitmap> | null;
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

export function MapLegend({ colours: { legend }, column, values, looked, picture }: MapLegendProps) {
  return (
    <div className="map-legend">
      <div className="map-looked" role="status">
        {looked !== null && picture !== null && (
          <>
            <Thumbnail row={looked} pictures={picture} />
            <p>
              Row {looked.toLocaleString('en')}
              {column !== null && values !== undefined && (
                <>
                  <br />
                  {column.replaceAll('_', ' ')} {shownValue(values, looked)}
                </>
              )}
            </p>
          </>
        )}
      </div>
      {legend !== null && (
        <section aria-label="Colours">
          <h2>{column?.replaceAll('_', ' ')}</h2>
          {legend.kind === 'ramp' ? (
            <>
              <div
                className="map-ramp"
                aria-hidden="true"
                style={{ background: `linear-gradient(to right, ${legend.stops.join(', ')})` }}
              />
              <p className="map-ends">
                <span>{shortNumber(legend.low)}</span>
                <span>{shortNumber(legend.high)}</span>
              </p>
            </>
          ) : (
            <ul>
              {legend.words.map(({ word, colour }) => (
                <li key={word}>
                  <span style={{ background: colour }} aria-hidden="true" />
                  {word}
                </li>
              ))}
              {legend.others && (
                <li>
                  <span style={{ background: '#8a8f98' }} aria-hidden="true" />
                  others
                </li>
              )}
            </ul>
          )}
        </section>
      )}
    </div>
  );
}

function shownValue(values: ColumnValues, row: number): string {
  if (values.kind === 'text') return values.words[values.codes[row]!] || 'none';
  const value = values.values[row]!;
  return Number.isNaN(value) ? 'none' : shortNumber(value);
}
