import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** Mantine's own colours are used for controls only; what carries meaning is in styles/tokens.css. */
export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  colors: {
    // Mantine's greys in the tone of styles/tokens.css.
    dark: ['#e7eaf0', '#b8c0cc', '#9ca7b8', '#66738a', '#39435a', '#2b3444', '#1b212d', '#12161f', '#0f131b', '#0b0e14'],
  },
  primaryColor: 'blue',
  // White on it holds 4.5:1 in both schemes.
  primaryShade: 8,
  autoContrast: true,
  focusRing: 'auto',
  respectReducedMotion: true,
});

/** Mantine's red and its grey are too light for text. */
export const cssVariables: CSSVariablesResolver = () => {
  const own = {
    '--mantine-color-error': 'var(--critical)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--dim)',
  };
  return { variables: {}, light: own, dark: own };
};
