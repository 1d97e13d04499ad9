// Danfo's types name types of packages that it is bundled with, or that are for browsers: as much of them as it uses.

/** table */
export type BaseUserConfig = Record<string, unknown>;
export type TableUserConfig = Record<string, unknown>;

/** plotly.js */
export interface Config {
  [option: string]: unknown;
}
export interface Layout {
  [option: string]: unknown;
}

/** node-fetch */
export type HeadersInit = Record<string, string>;

/** papaparse */
export interface ParseConfig {
  delimiter?: string;
  newline?: string;
  quoteChar?: string;
  escapeChar?: string;
  header?: boolean;
  dynamicTyping?: boolean | Record<string, boolean>;
  preview?: number;
  comments?: boolean | string;
  skipEmptyLines?: boolean | 'greedy';
  transformHeader?(header: string, index: number): string;
  transform?(value: string, field: string | number): unknown;
  [option: string]: unknown;
}

/** xlsx */
export type ParsingOptions = Record<string, unknown>;
export type WritingOptions = Record<string, unknown>;

/** request */
declare namespace request {
  type RequiredUriUrl = { url?: string };
  type CoreOptions = { method?: string; headers?: Record<string, string>; [option: string]: unknown };
}
export default request;
