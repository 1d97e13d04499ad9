import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';

export type ContentsType = 'notebook' | 'file' | 'directory';
export type ContentsFormat = 'json' | 'text' | 'base64';

/** Jupyter's model of a file or folder. */
export interface ContentsModel {
  name: string;
  path: string;
  type: ContentsType;
  writable: boolean;
  created: string;
  last_modified: string;
  size: number | null;
  mimetype: string | null;
  format: ContentsFormat | null;
  content: unknown;
  hash?: string;
  hash_algorithm?: 'sha256';
}

/** The model without content. */
export function modelOf(path: string, stats: Stats, type: ContentsType): ContentsModel {
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    type,
    writable: true,
    created: stats.birthtime.toISOString(),
    last_modified: stats.mtime.toISOString(),
    size: stats.isDirectory() ? null : stats.size,
    mimetype: type === 'file' ? mimeTypeOf(path) : null,
    format: null,
    content: null,
  };
}

/** What a file is unless the front end asks for something else. */
export function typeOf(name: string, stats: Stats): ContentsType {
  if (stats.isDirectory()) return 'directory';
  return name.endsWith('.ipynb') ? 'notebook' : 'file';
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const MIME_TYPES: Record<string, string> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  ipynb: 'application/x-ipynb+json',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  md: 'text/markdown',
  mjs: 'text/javascript',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  ts: 'text/typescript',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  webp: 'image/webp',
  yaml: 'text/yaml',
  yml: 'text/yaml',
};

/** MIME type by the name's ending; null when it is none of those that the interface has a view for. */
export function mimeTypeOf(name: string): string | null {
  return MIME_TYPES[name.toLowerCase().split('.').at(-1) ?? ''] ?? null;
}
