/** Plays the frames of a clip at their own rate. */
import { Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SampleView } from '../../../../../src/server/studio/schemas/explore.js';

interface ClipBarProps {
  clip: NonNullable<SampleView['clip']>;
  row: number;
  onRow(row: number | undefined): void;
}

export function ClipBar({ clip, row, onRow }: ClipBarProps) {
  const [isPlaying, setPlaying] = useState(false);
  const place = clip.rows.indexOf(row);
  useEffect(() => {
    if (!isPlaying) return;
    const next = clip.rows[(place + 1) % clip.rows.length];
    const timer = setTimeout(() => onRow(next), 1000 / clip.rate);
    return () => clearTimeout(timer);
  }, [isPlaying, place, clip, onRow]);
  return (
    <div className="clip-bar">
      <button
        type="button"
        className="icon-button"
        aria-label={isPlaying ? 'Pause' : 'Play'}
        onClick={() => setPlaying(!isPlaying)}
      >
        {isPlaying ? <Pause size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
      </button>
      <input
        className="range"
        type="range"
        aria-label="Frame"
        min={0}
        max={clip.rows.length - 1}
        value={Math.max(0, place)}
        onChange={(event) => onRow(clip.rows[Number(event.target.value)])}
      />
      <span>
        frame {place + 1} of {clip.rows.length}
      </span>
    </div>
  );
}
