/** Light or dark: the system's, until a person chooses. */
import { Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';

type Theme = 'light' | 'dark';
const kept = 'lineament-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function chosenTheme(): Theme | null {
  const chosen = localStorage.getItem(kept);
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}

export function ThemeButton() {
  const [chosen, setChosen] = useState(chosenTheme);
  const [dark, setDark] = useState(system.matches);
  useEffect(() => {
    const follow = () => setDark(system.matches);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const theme: Theme = chosen ?? (dark ? 'dark' : 'light');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const name = `Change to the ${other} theme`;
  return (
    <button
      type="button"
      className="icon-button quiet"
      aria-label={name}
      title={name}
      onClick={() => {
        localStorage.setItem(kept, other);
        setChosen(other);
      }}
    >
      {theme === 'dark' ? <Sun size={15} aria-hidden="true" /> : <Moon size={15} aria-hidden="true" />}
    </button>
  );
}
