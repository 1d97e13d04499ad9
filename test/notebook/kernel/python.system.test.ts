import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNotebook, writeNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { withFolder } from '../../support/folder.js';
import { REPOSITORY, START_LIMIT } from '../jupyter/kernel-support.js';

/** Whether Python has a package; usually only on developers' machines. */
function pythonHas(name: string): boolean {
  try {
    execFileSync('python3', ['-c', `import ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!pythonHas('nbformat'))('notebooks validated by Python (needs nbformat)', () => {
  it('are valid nbformat 4.5, with every kind of output', () =>
    withFolder(async (folder) => {
      const target = path.join(folder, 'a.ipynb');
      const outputs = [
        { output_type: 'stream', name: 'stderr', text: 'a\nb' },
        { output_type: 'display_data', data: { 'text/html': '<p>\n</p>' }, metadata: {} },
        {
          output_type: 'execute_result',
          data: { 'application/vnd.plotly.v1+json': { data: [] }, 'text/plain': 'x' },
          metadata: {},
          execution_count: 1,
        },
        { output_type: 'error', ename: 'TypeError', evalue: 'x', traceback: ['a'] },
      ];
      const cells = [
        { cell_type: 'code', metadata: {}, source: '1', outputs, execution_count: 1 },
        { cell_type: 'markdown', metadata: {}, source: 'a\nb' },
        { cell_type: 'raw', metadata: {}, source: '' },
      ];
      await writeNotebook(target, parseNotebook(JSON.stringify({ cells, nbformat: 4 }), 'a.ipynb'));
      const script = `import nbformat, sys
notebook = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(notebook)
print(notebook.nbformat_minor, notebook.cells[0].outputs[0].text)`;
      expect(execFileSync('python3', ['-W', 'error', '-c', script, target], { encoding: 'utf8' })).toBe(
        '5 a\nb\n',
      );
    }));
});

describe.skipIf(!pythonHas('jupyter_client'))('the kernel driven from Python (needs jupyter_client)', () => {
  it(
    'starts on loopback ports, runs cells, completes, is interrupted, restarts and shuts down',
    () =>
      withFolder(async (folder) => {
        const kernel = path.join(REPOSITORY, 'dist/notebook/kernel/main.js');
        const argv = [process.execPath, kernel, '--connection-file', '{connection_file}'];
        const spec = { argv, display_name: 'listenlab', language: 'typescript' };
        const script = `import json, sys
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec
manager = KernelManager(kernel_name='listenlab')
manager._kernel_spec = KernelSpec(**json.load(open(sys.argv[1])))
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=300)
def run(code, interrupt=False):
    outputs = []
    def hook(message):
        outputs.append([message['msg_type'], message['content']])
        if interrupt and message['msg_type'] == 'stream':
            manager.interrupt_kernel()
    reply = client.execute_interactive(code, timeout=300, output_hook=hook)
    return [reply['content']['status'], reply['content'].get('ename'), [kind for kind, _ in outputs if kind != 'status']]
results = [run("console.log('a'); 1 + 1"), run('throw new TypeError("x")')]
results.append(run("process.stdout.write('x'.repeat(300000)); for (;;);", interrupt=True))
client.complete('conso')
results.append(client.get_shell_msg(timeout=300)['content']['matches'])
manager.restart_kernel()
client.wait_for_ready(timeout=300)
results.append(run('1'))
results.append(client.is_alive())
manager.shutdown_kernel()
results.append(manager.is_alive())
print(json.dumps(results))`;
        await writeFile(path.join(folder, 'kernel.json'), JSON.stringify(spec));
        const printed = execFileSync('python3', ['-c', script, path.join(folder, 'kernel.json')], {
          encoding: 'utf8',
          cwd: folder,
        });
        expect(JSON.parse(printed)).toEqual([
          ['ok', null, ['execute_input', 'stream', 'execute_result']],
          ['error', 'TypeError', ['execute_input', 'error']],
          ['error', 'KeyboardInterrupt', ['execute_input', 'stream', 'error']],
          ['console'],
          ['ok', null, ['execute_input', 'execute_result']],
          true,
          false,
        ]);
      }),
    START_LIMIT * 3,
  );
});
