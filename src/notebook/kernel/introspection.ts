import { createRequire } from 'node:module';
import type ts from 'typescript';
import type { JsonObject } from '../jupyter/nbformat.js';
import { type Message, PROTOCOL_VERSION } from '../jupyter/wire.js';
import { completeness, completionsAt } from './cells/completion.js';
import type { CellExecution } from './execution.js';
import { groupOf, groupStory } from './modules/own-names.js';
import { groupTip, nameTip, signatureAt, signatureTip } from './tooltip.js';

/** Answers a request about code or the kernel; undefined for any other. */
export function introspect(execution: CellExecution, { header, content }: Message): JsonObject | undefined {
  switch (header.msg_type) {
    case 'kernel_info_request':
      return kernelInfo(execution);
    case 'complete_request':
      return complete(execution, content);
    case 'inspect_request':
      return inspectCode(execution, content);
    case 'is_complete_request':
      return isComplete(execution, content);
    default:
      return undefined;
  }
}

/** The answer to kernel_info_request. */
function kernelInfo(execution: CellExecution): JsonObject {
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'listenlab',
    implementation_version: createRequire(import.meta.url)('../../../package.json').version,
    banner: `listenlab: TypeScript ${execution.typescript.version}, Node.js ${process.version}`,
    language_info: {
      name: 'typescript',
      version: execution.typescript.version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      // The name CodeMirror knows: JupyterLab reads `mode`, the classic notebook `name` and `typescript`.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    },
    help_links: [],
  };
}

/** Completions at the cursor. Positions count code points, as the protocol does. */
function complete({ typescript, language }: CellExecution, { code, cursor_pos }: JsonObject): JsonObject {
  const { text, offset } = cursorIn(code, cursor_pos);
  const { start, end, entries } = completionsAt(typescript, language, text, offset);
  const place = { cursor_start: codePoints(text, start), cursor_end: codePoints(text, end) };
  return {
    status: 'ok',
    matches: entries.map(({ name }) => name),
    ...place,
    metadata: {
      _jupyter_types_experimental: entries.map(({ name, kind }) => ({
        start: place.cursor_start,
        end: place.cursor_end,
        text: name,
        type: kind,
      })),
    },
  };
}

/** Type and documentation of the name at the cursor, or the signature of the call around it. */
function inspectCode(execution: CellExecution, { code, cursor_pos }: JsonObject): JsonObject {
  const { typescript, language } = execution;
  const { text, offset } = cursorIn(code, cursor_pos);
  const { program, file } = language.draft(text);
  const signature = signatureAt(typescript, { program, file, position: offset });
  // Before the first letter of an argument, show what the argument may be.
  const isInWord = /[\w$]$/.test(text.slice(0, offset));
  const info =
    signature && !isInWord ? undefined : language.service.getQuickInfoAtPosition(language.draftName, offset);
  const readable = (declared: string) => language.withModuleNames(declared);
  const group = info && groupAt(execution, info, offset);
  const tip = group
    ? groupTip(group, groupStory(typescript, group))
    : info
      ? nameTip(info, readable)
      : signature && signatureTip(signature.help, signature.fields, readable);
  return { status: 'ok', found: tip !== undefined, data: tip ?? {}, metadata: {} };
}

/** The group of listenlab's names at a place: all that the compiler says of one is how it is imported. */
function groupAt(
  { typescript, language }: CellExecution,
  { displayParts = [] }: ts.QuickInfo,
  offset: number,
): string | undefined {
  if (displayParts[0]?.text !== 'import') return undefined;
  const [module] = language.service.getDefinitionAtPosition(language.draftName, offset) ?? [];
  return module && groupOf(typescript, module.fileName.replace(/\.d\.ts$/, ''));
}

/** Whether a console should run the code or ask for another line. */
function isComplete({ typescript }: CellExecution, { code }: JsonObject): JsonObject {
  return { ...completeness(typescript, String(code)) };
}

function cursorIn(code: unknown, cursor: unknown): { text: string; offset: number } {
  const text = String(code ?? '');
  const position = typeof cursor === 'number' ? cursor : Number.POSITIVE_INFINITY;
  return { text, offset: Array.from(text).slice(0, position).join('').length };
}

function codePoints(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}
