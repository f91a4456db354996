/** The measurements of the generative study as jobs: each leaves figures, and pictures as PNG strips in its folder. */
import type { Job } from '../../../jobs/job.js';
import { clipJobs } from './clip-jobs.js';
import { baselinesJob, type CodesOutcome, codesJobs } from './codes-jobs.js';
import { type DrawnOutcome, drawnJobs } from './drawn-jobs.js';
import { type JudgesOutcome, judgesJob } from './judges-job.js';
import type { MeasuredClip } from './measure-clip.js';
import type { MeasuredVideo } from './measure-video.js';
import type { Measuring, Planned } from './measuring.js';
import { type SamplesOutcome, samplesJob } from './samples-job.js';
import { videoJobs } from './video-jobs.js';

export interface StudyMeasurements {
  baselines: Job<CodesOutcome>;
  codes: Measuring<CodesOutcome>[];
  samples: Job<SamplesOutcome> | undefined;
  judges: Job<JudgesOutcome>;
  clips: Measuring<MeasuredClip>[];
  drawn: Measuring<DrawnOutcome>[];
  videos: Measuring<MeasuredVideo>[];
}

export async function planMeasurements(planned: Planned): Promise<StudyMeasurements> {
  return {
    baselines: await baselinesJob(planned),
    codes: await codesJobs(planned),
    samples: await samplesJob(planned),
    judges: await judgesJob(planned),
    clips: await clipJobs(planned),
    drawn: await drawnJobs(planned),
    videos: await videoJobs(planned),
  };
}

export function measuringJobs(measurements: StudyMeasurements): Job[] {
  const { baselines, codes, samples, judges, clips, drawn, videos } = measurements;
  const each = [codes, clips, drawn, videos].map((list: readonly Measuring<unknown>[]) =>
    list.map(({ job }) => job),
  );
  const [ofCodes, ofClips, ofDrawn, ofVideos] = each as [Job[], Job[], Job[], Job[]];
  return [
    baselines,
    ...ofCodes,
    ...(samples === undefined ? [] : [samples]),
    judges,
    ...ofClips,
    ...ofDrawn,
    ...ofVideos,
  ];
}
