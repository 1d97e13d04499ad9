import { stripVTControlCharacters } from 'node:util';
import { failureOf } from '#listenlab/cli/failure.js';
import { commandPath, listenlabProgram } from '#listenlab/cli/program.js';
import { WorkBehind } from '#listenlab/cli/work-behind.js';
import type { Ended } from './listenlab.js';

/**
 * Runs a command in this process, as `dist/cli/main.js` does in its own, with the folder as working folder. A tenth
 * of the time of a process, for what does not depend on one: all but signals, terminals and environments.
 */
export async function inProcess(args: string[], where: { path: string; data: string }): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const tell = (text: string) => {
    said.stderr += stripVTControlCharacters(text);
  };
  const print = (text: string) => {
    said.stdout += `${text}\n`;
  };
  const { signal } = new AbortController();
  const behind = new WorkBehind();
  const program = listenlabProgram({
    behind,
    output: {
      print,
      printJson: (value) => print(JSON.stringify(value, null, 2)),
      tell: (text) => tell(`${text}\n`),
    },
    progress: { update() {}, stop() {} },
    stderr: {
      isTTY: false,
      write(text) {
        tell(String(text));
        return true;
      },
    },
    signal,
    now: () => new Date(),
  });
  const [folder, data] = [process.cwd(), process.env.LISTENLAB_DATA];
  process.chdir(where.path);
  process.env.LISTENLAB_DATA = where.data;
  try {
    await program.parseAsync(args.length > 0 ? args : ['--help'], { from: 'user' });
    return { code: 0, ...said };
  } catch (error) {
    const failure = failureOf(error, signal, commandPath(program, args));
    if (failure) tell(`${failure.text}\n`);
    return { code: failure?.exitCode ?? 0, ...said };
  } finally {
    process.chdir(folder);
    if (data === undefined) delete process.env.LISTENLAB_DATA;
    else process.env.LISTENLAB_DATA = data;
  }
}
