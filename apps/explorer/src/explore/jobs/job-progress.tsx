import type { FollowedJob } from './follow-job.js';
import './jobs.css';

/** A bar with what is done, and a way to stop it. */
export function JobProgress({ job, fault, stop }: FollowedJob) {
  if (fault !== null)
    return (
      <p className="job-fault" role="alert" title={fault.message}>
        {fault.message}
      </p>
    );
  if (job === null) return null;
  if (job.state === 'failed' || job.state === 'stopped')
    return (
      <p className="job-fault" role="alert" title={job.reason ?? ''}>
        {job.state === 'stopped' ? 'Stopped' : 'It failed'}: {job.reason}
      </p>
    );
  if (job.state === 'done') return null;
  return (
    <div className="job">
      <progress aria-label={job.title} max={Math.max(1, job.total)} value={job.done} />
      <span>{job.total === 0 ? 'Opening …' : `${job.done} of ${job.total}`}</span>
      <button type="button" className="button" onClick={stop}>
        Stop
      </button>
    </div>
  );
}
