/** The products that a Gauss–Newton step needs. n parameters, m rows. */

/**
 * The lower half of J Jᵀ, and J·r.
 * @param jacobian – `[n, m]`. @param residual – `[m]`. @param gram – `[n, n]`, overwritten. @param gradient – `[n]`, overwritten.
 */
export function normalEquations(
  jacobian: Float64Array,
  residual: Float64Array,
  n: number,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const m = residual.length;
  // Two rows by two at a time: half as many reads a product.
  for (let i = 0; i < n; i += 2) {
    const second = i + 1 < n;
    const rowA = i * m;
    const rowB = second ? rowA + m : rowA;
    let ra = 0;
    let rb = 0;
    for (let r = 0; r < m; r++) {
      ra += jacobian[rowA + r]! * residual[r]!;
      rb += jacobian[rowB + r]! * residual[r]!;
    }
    gradient[i] = ra;
    if (second) gradient[i + 1] = rb;
    for (let j = 0; j <= i; j += 2) {
      const pair = j + 1 < n;
      const rowC = j * m;
      const rowD = pair ? rowC + m : rowC;
      let ac = 0;
      let ad = 0;
      let bc = 0;
      let bd = 0;
      for (let r = 0; r < m; r++) {
        const a = jacobian[rowA + r]!;
        const b = jacobian[rowB + r]!;
        const c = jacobian[rowC + r]!;
        const d = jacobian[rowD + r]!;
        ac += a * c;
        ad += a * d;
        bc += b * c;
        bd += b * d;
      }
      gram[i * n + j] = ac;
      if (pair && j + 1 <= i) gram[i * n + j + 1] = ad;
      if (second) {
        gram[(i + 1) * n + j] = bc;
        if (pair) gram[(i + 1) * n + j + 1] = bd;
      }
    }
  }
}
