import { createRequire } from 'node:module';
import { type JsonObject, type Message, PROTOCOL_VERSION } from '../wire.js';
import type { Tslab } from './tslab.js';

/** The answer to a request about code or the kernel; undefined for any other. */
export function introspect(tslab: Tslab, { header, content }: Message): JsonObject | undefined {
  switch (header.msg_type) {
    case 'kernel_info_request':
      return kernelInfo(tslab);
    case 'complete_request':
      return complete(tslab, content);
    case 'inspect_request':
      return inspectCode(tslab, content);
    case 'is_complete_request':
      return isComplete(tslab, content);
    default:
      return undefined;
  }
}

/** Who this kernel is: the answer to kernel_info_request. */
function kernelInfo(tslab: Tslab): JsonObject {
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'listenlab',
    implementation_version: createRequire(import.meta.url)('../../../package.json').version,
    banner: `listenlab: TypeScript ${tslab.typescript.version}, Node.js ${process.version}`,
    language_info: {
      name: 'typescript',
      version: tslab.typescript.version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      // The name CodeMirror knows: JupyterLab reads `mode`, the classic notebook `name` and `typescript`.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    },
    help_links: [],
  };
}

/** Names that fit at the cursor. Positions count code points, as the protocol does. */
function complete(tslab: Tslab, { code, cursor_pos }: JsonObject): JsonObject {
  const { text, offset } = cursorIn(code, cursor_pos);
  const { start, end, candidates } = tslab.executor.complete(text, offset);
  return {
    status: 'ok',
    matches: candidates,
    cursor_start: codePoints(text, start),
    cursor_end: codePoints(text, end),
    metadata: {},
  };
}

/** Type and documentation of the name at the cursor. */
function inspectCode(tslab: Tslab, { code, cursor_pos }: JsonObject): JsonObject {
  const { text, offset } = cursorIn(code, cursor_pos);
  const info: unknown = tslab.executor.inspect(text, offset);
  const data = info ? { 'text/plain': tslab.printQuickInfo(info) } : {};
  return { status: 'ok', found: Boolean(info), data, metadata: {} };
}

/** Whether a console should run the code or ask for another line. */
function isComplete(tslab: Tslab, { code }: JsonObject): JsonObject {
  const { completed, indent } = tslab.isCompleteCode(String(code));
  return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' };
}

/** The latest cells, oldest first, as [session, number, source]; other kinds of search find nothing. */
export function history(sources: readonly (readonly [number, string])[], request: JsonObject): JsonObject {
  const latest = request.hist_access_type === 'tail' ? sources.slice(-Number(request.n ?? 10)) : [];
  return { status: 'ok', history: latest.map(([count, source]) => [0, count, source]) };
}

function cursorIn(code: unknown, cursor: unknown): { text: string; offset: number } {
  const text = String(code ?? '');
  const position = typeof cursor === 'number' ? cursor : Number.POSITIVE_INFINITY;
  return { text, offset: Array.from(text).slice(0, position).join('').length };
}

function codePoints(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}
