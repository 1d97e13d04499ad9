/**
 * Headers of every answer: pages load nothing from elsewhere and send nothing there, no other site's page
 * frames or reads them, and types are what they are said to be.
 *
 * `unsafe-eval`: the interface compiles its settings' schemas. `blob:`: widget modules come as text.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "object-src 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/**
 * The policy for the user's own files: they are shown, but as pages of no one, which cannot use the
 * server in the name of whoever looks at them. A report may train, and save figures and settings.
 */
export const FILE_POLICY =
  "sandbox allow-scripts allow-popups allow-downloads; default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' data: blob:";
