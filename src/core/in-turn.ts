/**
 * A queue of one: each task begins when the one before has ended, whether it succeeded or not.
 *
 * @example
 * const queue = inTurn();
 * const [a, b] = await Promise.all([queue(first), queue(second)]);
 */
export function inTurn(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => {});
    return run;
  };
}
