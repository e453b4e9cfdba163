/** Chromium that is started under the POSIX locale names a language that is none (`en-US@posix`), and charts that ask for its numbers would not load. */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' });
}
