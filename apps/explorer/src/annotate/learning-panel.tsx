/** What is learnt from faces that are done: what untouched faces begin from, how far training is, and whether it was worth it. */
import type { LearningState } from '../../../../src/server/studio/schemas/annotate.js';

const words: Record<LearningState['uses'], string> = {
  detector: 'the detector',
  ridge: 'a ridge map',
  'label-transfer': 'label transfer',
};

export function LearningPanel({ learning }: { learning: LearningState }) {
  const { way, uses, from, training, last, failure } = learning;
  return (
    <div className="learning">
      <p className="inspector-soft">
        {way === 'none'
          ? 'Nothing is learnt: every face begins as the detector sees it.'
          : uses === 'detector'
            ? 'Untouched faces begin as the detector sees them; learning begins with 20 that are done.'
            : `Untouched faces begin from ${words[uses]}, learnt from ${from}.`}
      </p>
      {way === 'label-transfer' && (
        // Its place is kept, so that nothing moves when a training begins.
        <div className="learning-training">
          {training !== null ? (
            <>
              <p className="inspector-soft">
                Training label transfer on {training.faces} faces:{' '}
                {training.steps === 0 ? 'reading them' : `step ${training.step} of ${training.steps}`}
              </p>
              <progress
                max={Math.max(1, training.steps)}
                value={training.step}
                aria-label="Training of label transfer"
              />
            </>
          ) : failure !== null ? (
            <p className="inspector-fault">Label transfer: {failure}</p>
          ) : (
            last !== null && <Outcome {...last} />
          )}
        </div>
      )}
    </div>
  );
}

function Outcome({ used, heldOut, errors }: NonNullable<LearningState['last']>) {
  const other = errors.before ?? errors.ridge;
  const told = (error: number | null) => (error === null ? '–' : `${error.toFixed(2)} %`);
  return (
    <p className="inspector-soft">
      Label transfer {told(errors.trained)} of the face's radius off {heldOut} faces held out,{' '}
      {errors.before === null ? 'ridge' : 'the one before'} {told(other)}:{' '}
      <strong>{used ? 'used' : 'not used'}</strong>
    </p>
  );
}
