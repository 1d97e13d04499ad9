import type { Output } from './nbformat.js';
import type { JsonObject, Message } from './wire.js';

/** What a running cell does to its outputs. */
export type CellEvent =
  | { kind: 'output'; output: Output; displayId?: string }
  | { kind: 'update'; displayId: string; data: JsonObject; metadata: JsonObject }
  | { kind: 'clear'; wait: boolean };

/** The event a message on iopub stands for; undefined for statuses, inputs and what else is no output. */
export function eventOf({ header, content }: Message): CellEvent | undefined {
  const data = (content.data ?? {}) as JsonObject;
  const metadata = (content.metadata ?? {}) as JsonObject;
  const displayId = (content.transient as { display_id?: string } | undefined)?.display_id;
  switch (header.msg_type) {
    case 'stream': {
      const name = content.name === 'stderr' ? 'stderr' : 'stdout';
      return { kind: 'output', output: { output_type: 'stream', name, text: String(content.text) } };
    }
    case 'display_data':
      return { kind: 'output', output: { output_type: 'display_data', data, metadata }, displayId };
    case 'execute_result': {
      const execution_count = Number(content.execution_count);
      return {
        kind: 'output',
        output: { output_type: 'execute_result', data, metadata, execution_count },
        displayId,
      };
    }
    case 'error': {
      const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
      const [ename, evalue] = [String(content.ename), String(content.evalue)];
      return { kind: 'output', output: { output_type: 'error', ename, evalue, traceback } };
    }
    case 'update_display_data':
      return displayId === undefined ? undefined : { kind: 'update', displayId, data, metadata };
    case 'clear_output':
      return { kind: 'clear', wait: content.wait === true };
    default:
      return undefined;
  }
}
