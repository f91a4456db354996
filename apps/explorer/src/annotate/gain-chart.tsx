/** Mean corrections a face, by twenties of faces that are done: whether learning helps. */
export function GainChart({ gain }: { gain: readonly number[] }) {
  if (gain.length === 0)
    return (
      <p className="inspector-soft">The corrections a face, by twenties, show here once faces are done.</p>
    );
  const shown = gain.slice(-12);
  const most = Math.max(...shown, 1);
  const [width, height] = [228, 64];
  const step = Math.min(36, width / shown.length);
  const told = shown.map((value) => value.toFixed(1)).join(', ');
  return (
    <figure className="gain">
      <figcaption className="inspector-soft">Corrections a face, by twenties</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Corrections a face, by twenties: ${told}`}
      >
        {shown.map((value, i) => {
          const tall = Math.max(1.5, (value / most) * (height - 16));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <g key={i}>
              <rect x={i * step} y={height - tall} width={step - 4} height={tall} rx="2" />
              <text x={i * step + (step - 4) / 2} y={height - tall - 4}>
                {value.toFixed(1)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
