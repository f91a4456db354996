import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import './help.css';
import type { HelpEntry } from './key-map.js';

interface HelpOverlayProps {
  groups: readonly { title: string; keys: readonly HelpEntry[] }[];
  pointer: readonly HelpEntry[];
  onClose: () => void;
}

/** The keys of a page. */
export function HelpOverlay({ groups, pointer, onClose }: HelpOverlayProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <header>
        <h2 id="help-title">Keys</h2>
        <button
          type="button"
          className="icon-button quiet"
          aria-label="Close the help"
          onClick={() => dialog.current?.close()}
        >
          <X size={15} aria-hidden="true" />
        </button>
      </header>
      <div className="help-groups">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(({ shown, does }) => (
                <Row key={shown.join()} shown={shown} does={does} />
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Pointer</h3>
          <dl>
            {pointer.map(({ shown, does }) => (
              <Row key={shown.join()} shown={shown} does={does} />
            ))}
          </dl>
        </section>
      </div>
    </dialog>
  );
}

function Row({ shown, does }: HelpEntry) {
  return (
    <div>
      <dt>
        {shown.map((key) => (
          <kbd key={key} className="key">
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
