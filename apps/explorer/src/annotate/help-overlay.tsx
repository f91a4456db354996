import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { keyGroups, pointerHelp } from './keys.js';

export function HelpOverlay({ onClose }: { onClose: () => void }) {
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
        {keyGroups.map(({ title, keys }) => (
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
            {pointerHelp.map(({ shown, does }) => (
              <Row key={shown.join()} shown={shown} does={does} />
            ))}
          </dl>
        </section>
      </div>
    </dialog>
  );
}

function Row({ shown, does }: { shown: readonly string[]; does: string }) {
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
