import { useMantineColorScheme } from '@mantine/core';
import { MoonIcon, SunIcon, SystemIcon } from '../signs/icons.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const WORD = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

/** System, light, dark, and round again. */
export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = `Colours: ${WORD[colorScheme]}. Change to ${WORD[NEXT[colorScheme]]}`;
  return (
    <button type="button" className="bar-button" aria-label={label} title={label} onClick={() => setColorScheme(NEXT[colorScheme])}>
      {colorScheme === 'auto' && <SystemIcon />}
      {colorScheme === 'light' && <SunIcon />}
      {colorScheme === 'dark' && <MoonIcon />}
    </button>
  );
}
