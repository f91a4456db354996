import type { LabelledView, SampleView } from '../../../../../src/server/studio/schemas/explore.js';
import { visibilityNames } from '../draw-points.js';

const visibilityTokens = ['--visible', '--self-hidden', '--other-hidden', '--outside'];

export function Facts({ sample, face }: { sample: SampleView; face: LabelledView }) {
  const { visibility, box, camera } = face;
  return (
    <>
      <h2 className="sample-id">{sample.id}</h2>
      {face.caption !== null && <p className="caption">{face.caption}</p>}
      <dl className="facts">
        <Fact name="row" value={sample.row} />
        <Fact name="split" value={sample.split} />
        <Fact name="picture" value={`${face.width} × ${face.height}`} />
        <Fact
          name="box"
          value={[box.x, box.y, box.width, box.height].map((value) => value.toFixed(1)).join(', ')}
        />
        {camera !== null && (
          <Fact
            name="camera"
            value={`focal ${camera.focal.toFixed(0)} px, centre ${camera.cx.toFixed(1)}, ${camera.cy.toFixed(1)}`}
          />
        )}
        {Object.entries(face.shows).map(([name, value]) => (
          <Fact key={name} name={name.replaceAll('_', ' ')} value={value} />
        ))}
      </dl>
      {visibility !== null && (
        <ul className="legend" aria-label="Points by visibility">
          {visibilityNames.map((name, kind) => (
            <li key={name}>
              <span style={{ background: `var(${visibilityTokens[kind]})` }} aria-hidden="true" />
              {name} <strong>{visibility.filter((one) => one === kind).length}</strong>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string | number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
