import pino from 'pino';
import type { Logger } from '../../ports/logger.js';

/** Structured lines on stderr: stdout belongs to what a command answers. Fields that could hold a secret are cut, whoever wrote them. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'apiKey',
          'key',
          'secret',
          'secrets',
          'password',
          'authorization',
          'cookie',
          '*.apiKey',
          '*.key',
          '*.secret',
          '*.secrets',
          '*.password',
          '*.authorization',
          '*.cookie',
        ],
        censor: '[redacted]',
      },
      serializers: { url: (url: unknown) => withoutCredentials(url) },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** Scheme and host of a URL: user, password, path and query may hold keys. */
export function withoutCredentials(url: unknown): unknown {
  if (typeof url !== 'string' || !URL.canParse(url)) return url;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
